import type { Proposal } from '../../../protocol/documents/proposal.ts';
import { raiseOf } from '../../../protocol/governance/constraints/raise.ts';
import { rungAbove } from '../../../protocol/governance/ladder/rank.ts';
import { domainInForce, ladderOf } from '../../../protocol/governance/right.ts';
import { contentOf } from '../../../protocol/governance/view.ts';
import type { DocumentId } from '../../../protocol/ids.ts';
import { anyLanguage } from '../../any-language.ts';
import type { Context } from '../../context.ts';
import { rungText } from '../../web/words.ts';
import { askFreely } from '../record/current.ts';
import type { MayRead } from '../record/evidence-source.ts';
import type { StoredRecord } from '../record/stored-record.ts';

/** What soft constraints make of a proposal, told before it is signed; empty where it keeps them all. Spec §12. */
export async function departureNote(
  context: Context,
  record: StoredRecord,
  proposal: Proposal,
  mayRead: MayRead,
): Promise<string> {
  const now = await context.now();
  return askFreely(record, (view) => {
    const domain = domainInForce(view, proposal.domain);
    if ('code' in domain) return '';
    const titleOf = (id: DocumentId) => {
      const constraint = contentOf(view, id, 'constraint');
      const title = constraint !== null && mayRead(constraint) ? constraint.title : {};
      return `“${anyLanguage(title, id)}”`;
    };
    const raise = raiseOf(view, proposal, domain.body, now);
    if ('code' in raise) {
      const constraint = raise.detail?.constraint as DocumentId; // a refusal for want of a reason names it
      return ` It does not keep the rule ${titleOf(constraint)}: nobody can decide it until it says why.`;
    }
    if (raise.raisedBy.length === 0) return '';
    const above = rungAbove(domain.body.rung);
    const way = rungText(above).toLowerCase();
    const departs = ` It departs from ${raise.raisedBy.map(titleOf).join(', ')}: it is decided one step higher (${way}).`;
    return ladderOf(view, domain.body)[above] === undefined
      ? `${departs} Nobody can decide it yet: neither its domain nor the charter says how that way of deciding is set up.`
      : departs;
  });
}

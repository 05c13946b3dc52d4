import { type Audience, RULES_VERSION } from '../../../protocol/documents/common.ts';
import type { Opening } from '../../../protocol/documents/opening.ts';
import type { Proposal } from '../../../protocol/documents/proposal.ts';
import { constraintsInForce } from '../../../protocol/governance/constraints/in-force.ts';
import { openableNow } from '../../../protocol/governance/ladder/openable.ts';
import type { Person } from '../../../protocol/governance/ladder/roster.ts';
import { setRoot } from '../../../protocol/governance/set-items.ts';
import { type RuleView, stateOf } from '../../../protocol/governance/view.ts';
import { hashTextSchema, type Subject } from '../../../protocol/ids.ts';
import type { Millis } from '../../../protocol/time.ts';
import type { Context } from '../../context.ts';
import { actAsCommons } from '../acts/commons-act.ts';
import type { Committer } from '../log/committer.ts';
import { askFreely, currentRecord } from '../record/current.ts';

/** People on one page of a roster: some 110 bytes each, so that a page stays within a document's size. */
const PAGE_ITEMS = 500;

/**
 * Opens a proposal about which people are asked: who, and by what rules, is frozen from now on. Spec §6.
 *
 * Where nobody is asked, or somebody opened it already, nothing happens. Where it can be opened only later (its circle
 * is not in force, nobody is in it) it is tried again from time to time.
 */
export async function openProposal(
  context: Context,
  committer: Committer,
  { subject, domain }: Pick<Proposal, 'subject' | 'domain'>,
): Promise<void> {
  const record = await currentRecord(context, await context.commons());
  const now = await context.now();
  const open = await askFreely(record, (view) => openAt(view, { subject, domain }, now));
  if (open === null) return;
  const { plan, roster: asks, proposal, constraints, audience } = open;
  const bodies = [plan.circle.subject, ...asks.asked.map((body) => body.subject)];
  // Whoever may read the matter may read who is asked in it, and nobody else. Spec §16.
  const roster = await logRoster(context, committer, { bodies, audience }, asks.people);
  if (roster === null) return;
  await actAsCommons(context, committer, 'opening', {
    audience,
    proposal,
    domain: plan.domain,
    circle: plan.circle,
    ...(plan.role === undefined ? {} : { role: plan.role }),
    asked: [...asks.asked],
    roster,
    rung: plan.rung,
    parameters: plan.parameters,
    ...(plan.seat === undefined ? {} : { seat: plan.seat }),
    ...(plan.veto === undefined ? {} : { veto: plan.veto }),
    ...(plan.step === undefined ? {} : { step: plan.step }),
    ...(plan.raisedBy === undefined ? {} : { raisedBy: plan.raisedBy }),
    ...(plan.stocks === undefined ? {} : { stocks: plan.stocks }),
    ...(plan.meeting === undefined ? {} : { meeting: plan.meeting }),
    constraints: [...constraints],
    rulesVersion: RULES_VERSION,
  });
}

function openAt(view: RuleView, { subject, domain }: Pick<Proposal, 'subject' | 'domain'>, now: Millis) {
  const open = openableNow(view, { subject, domain }, now);
  const id = stateOf(view, subject, 'proposal')?.versions.at(-1)?.id;
  if ('code' in open || id === undefined) return null;
  const { audience } = view.content(id);
  return { ...open, audience, proposal: { subject, id }, constraints: constraintsInForce(view, now) };
}

/** The people who are asked, as a set in pages. Spec §6 [R-6.3a]. */
async function logRoster(
  context: Context,
  committer: Committer,
  { bodies, audience }: { readonly bodies: readonly Subject[]; readonly audience: Audience },
  people: readonly Person[],
): Promise<Opening['roster'] | null> {
  const items = people.map((person) => ({ ...person, salt: context.random.salt() }));
  const subject = context.random.subject();
  const root = hashTextSchema.parse(setRoot(items));
  const pages = Math.ceil(items.length / PAGE_ITEMS);
  const ids: Opening['roster']['pages'] = [];
  for (let page = 1; page <= pages; page++) {
    const part = items.slice((page - 1) * PAGE_ITEMS, page * PAGE_ITEMS);
    const entry = await actAsCommons(context, committer, 'set', {
      subject,
      audience,
      page,
      pages,
      count: items.length,
      root,
      content: { of: 'roster', bodies: [...bodies], items: part },
    });
    if (entry === null) return null;
    ids.push(entry.id);
  }
  return { subject, root, count: items.length, pages: ids };
}

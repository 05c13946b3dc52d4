import type { Audience } from '../../../protocol/documents/common.ts';
import type { Decision } from '../../../protocol/documents/decision.ts';
import type { Proposal } from '../../../protocol/documents/proposal.ts';
import { domainNamed } from '../../../protocol/governance/right.ts';
import { contentOf, type RuleView, stateOf } from '../../../protocol/governance/view.ts';
import { type Scid, type Subject, subjectSchema } from '../../../protocol/ids.ts';
import { askNow } from '../record/current.ts';
import type { DraftContext, Wish } from './draft.ts';

/** What a domain's `disclosure` is about: what people say in a matter, and not what is decided. */
const DISCLOSED: ReadonlySet<string> = new Set([
  'advice',
  'response',
  'objection',
  'objection-test',
  'referral',
  'nomination',
  'candidacy',
  'approval',
  'tally',
  'challenge',
  'ruling-request',
  'action',
  'completion',
]);

/**
 * Who may read a draft, unless its author says otherwise: what people say in a matter is disclosed as its domain has it,
 * everything else is public. Spec §2.
 */
export async function audienceOf({ record, home, type }: DraftContext, wish: Wish): Promise<Audience> {
  if (!DISCLOSED.has(type)) return 'public';
  const subject = subjectIn(wish.proposal) ?? subjectIn(wish.of) ?? subjectIn(wish.decision);
  if (subject === null) return 'members';
  return askNow(record, [subject], (view) => disclosed(view, subject, home));
}

function disclosed(view: RuleView, subject: Subject, home: Scid): Audience {
  const matter = matterIn(view, subject);
  const domain = matter === null ? null : domainNamed(view, matter.domain);
  if (matter === null || domain === null) return 'members';
  if (domain.disclosure !== 'parties') return domain.disclosure;
  const parties = partiesOf(matter);
  return parties.length === 0 ? 'members' : [...new Set([home, ...parties])].sort();
}

/** What people speak of: a proposal, or a decision that stands alone. */
function matterIn(view: RuleView, subject: Subject): Proposal | Decision | null {
  const proposed = stateOf(view, subject, 'proposal')?.versions.at(-1)?.id;
  if (proposed !== undefined) return contentOf(view, proposed, 'proposal');
  const decided = stateOf(view, subject, 'decision')?.decided[0]?.id;
  return decided === undefined ? null : contentOf(view, decided, 'decision');
}

/** Commons with which it would agree on something. */
function partiesOf({ binding }: Proposal | Decision): readonly Scid[] {
  return binding.operations.flatMap((operation) =>
    operation.op === 'agree' ? operation.fields.parties : [],
  );
}

function subjectIn(ref: unknown): Subject | null {
  const subject = subjectSchema.safeParse(
    ref !== null && typeof ref === 'object' && 'subject' in ref ? ref.subject : undefined,
  );
  return subject.success ? subject.data : null;
}

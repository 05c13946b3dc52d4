import type { Audience } from '../../../protocol/documents/common.ts';
import type { Decision } from '../../../protocol/documents/decision.ts';
import type { Proposal } from '../../../protocol/documents/proposal.ts';
import { sameJson } from '../../../protocol/governance/binding.ts';
import { domainNamed } from '../../../protocol/governance/right.ts';
import { contentOf, type RuleView, stateOf } from '../../../protocol/governance/view.ts';
import { documentIdSchema, type Scid, type Subject, subjectSchema } from '../../../protocol/ids.ts';
import { askNow } from '../record/current.ts';
import type { StoredRecord } from '../record/stored-record.ts';
import type { DraftContext, Wish } from './draft.ts';

/** What a domain's `disclosure` is about: what people say in a matter, and not what is decided. */
const DISCLOSED: ReadonlySet<string> = new Set([
  'advice',
  'response',
  'objection',
  'objection-test',
  'recusal',
  'referral',
  'nomination',
  'candidacy',
  'approval',
  'tally',
  'challenge',
  'ruling-request',
  'action',
  'completion',
  'minutes',
  'disavowal',
  'answer-link',
]);

/**
 * Who may read a draft, unless its author says otherwise: what people say in a matter is disclosed as its domain has it,
 * everything else is public. What is about something that is not public is for its readers. Spec §2, §16.
 */
export async function audienceOf(draft: DraftContext, wish: Wish): Promise<Audience> {
  const { record, home, type } = draft;
  if (type === 'erasure') return 'public';
  const before = await audienceBefore(draft, wish);
  if (before !== null && before !== 'public') return before;
  if (!DISCLOSED.has(type)) return 'public';
  if (type === 'minutes') return audienceOfMinutes(record, wish, home);
  const subject = aboutIn(wish);
  if (subject === null) return 'members';
  return askNow(record, [subject], (view) => disclosed(view, subject, home));
}

/** Minutes speak of several matters: where these are not disclosed alike, they are for members. */
async function audienceOfMinutes(record: StoredRecord, { matters }: Wish, home: Scid): Promise<Audience> {
  const subjects = (Array.isArray(matters) ? (matters as readonly unknown[]) : []).flatMap(
    (matter) =>
      (matter !== null && typeof matter === 'object' && 'proposal' in matter
        ? subjectIn(matter.proposal)
        : null) ?? [],
  );
  const audiences = await askNow(record, subjects, (view) =>
    subjects.map((subject) => disclosed(view, subject, home)),
  );
  const [first] = audiences;
  return first !== undefined && audiences.every((other) => sameJson(other, first)) ? first : 'members';
}

/** Of the version that it builds on, or of the matter that it is about; null where there is neither. */
async function audienceBefore({ record }: DraftContext, wish: Wish): Promise<Audience | null> {
  const version = documentIdSchema.safeParse(wish.supersedes);
  if (version.success) return (await record.document(version.data))?.audience ?? null;
  const subject = aboutIn(wish);
  if (subject === null) return null;
  return askNow(record, [subject], (view) => matterIn(view, subject)?.audience ?? null);
}

function aboutIn(wish: Wish): Subject | null {
  return subjectIn(wish.proposal) ?? subjectIn(wish.of) ?? subjectIn(wish.decision);
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

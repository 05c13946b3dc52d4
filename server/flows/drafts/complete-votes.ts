import type { FolkmootDocument } from '../../../protocol/documents/document.ts';
import { ladderOf } from '../../../protocol/governance/right.ts';
import type { RegisteredDomain } from '../../../protocol/governance/scope/register-index.ts';
import { contentOf, stateOf } from '../../../protocol/governance/view.ts';
import { type Subject, subjectSchema } from '../../../protocol/ids.ts';
import { DAY_SECONDS, formatMillis, SECOND } from '../../../protocol/time.ts';
import { askFreely, askNow } from '../record/current.ts';
import { meetingNamed } from './complete-meetings.ts';
import type { DraftContext, Wish } from './draft.ts';
import { mandateOf } from './own-mandate.ts';

/** A matter of a meeting can stay open for a while after it. */
const ANSWERED_WITHIN = 30 * DAY_SECONDS * SECOND;

/** A tally names the opening of the vote, and by what right its author counts. Spec §17. */
export async function completeTally(draft: DraftContext, wish: Wish, proposal: Subject): Promise<Wish> {
  const opened = await askFreely(draft.record, (view) => {
    const opening = stateOf(view, proposal, 'proposal')?.opening ?? null;
    const parameters = opening === null ? null : contentOf(view, opening.id, 'opening')?.parameters;
    return opening === null ? null : { id: opening.id, tellers: parameters?.vote?.secret?.tellers };
  });
  if (opened === null) return wish;
  const by = opened.tellers === undefined ? null : await mandateOf(draft, opened.tellers);
  return { opening: opened.id, ...(by === null ? {} : { by }), ...wish };
}

/** Whoever lets somebody answer in their name says for which circle: the one that they are asked in. Spec §17. */
export async function completeProxy(draft: DraftContext, wish: Wish): Promise<Wish> {
  const { proposal, ...rest } = wish;
  if (wish.meeting !== undefined) return proxyFor(draft, rest);
  const subject = subjectSchema.safeParse(proposal);
  if (!subject.success) return wish;
  const circle = await askFreely(draft.record, (view) => {
    const opening = stateOf(view, subject.data, 'proposal')?.opening ?? null;
    return opening === null ? null : (contentOf(view, opening.id, 'opening')?.circle.subject ?? null);
  });
  return circle === null ? rest : { circle, ...rest };
}

/** For one meeting: of the circle that meets, until a while after it, unless the wish says otherwise. Spec §17. */
async function proxyFor(draft: DraftContext, wish: Wish): Promise<Wish> {
  const named = await meetingNamed(draft, wish.meeting);
  if (named === null) return wish;
  const endsAt = formatMillis(named.startsAt + ANSWERED_WITHIN);
  return { circle: named.circle, endsAt, ...wish, meeting: named.ref };
}

/** Where the domain demands it, whoever will decide announces it and waits. Spec §6. */
export async function waitIn(
  { record }: DraftContext,
  { body }: RegisteredDomain,
): Promise<{ readonly waitSeconds?: number }> {
  if (body.rung !== 'delegation') return {};
  const delegation = await askNow(record, ['charter'], (view) => ladderOf(view, body).delegation);
  return delegation?.waitSeconds === undefined ? {} : { waitSeconds: delegation.waitSeconds };
}

/** The thread in which a document is spoken of. */
export function threadNamed(document: FolkmootDocument): Subject {
  switch (document.type) {
    case 'objection':
    case 'answer-link':
    // An objection that came by a link goes by the id of that word. Spec §14.
    case 'link-word':
      return document.proposal.subject;
    default:
      return document.type === 'proxy' ? document.to : document.subject;
  }
}

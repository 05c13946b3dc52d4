import { RULES_VERSION } from '../../../protocol/documents/common.ts';
import type { Proposal } from '../../../protocol/documents/proposal.ts';
import { endsMatter } from '../../../protocol/governance/binding.ts';
import type { Evaluation } from '../../../protocol/governance/ladder/evaluation.ts';
import { waitsUntil } from '../../../protocol/governance/ladder/hindrance.ts';
import {
  closeOf,
  hindranceNow,
  type Yielded,
  yieldOutcome,
} from '../../../protocol/governance/ladder/judge-outcome.ts';
import { askLapsed } from '../../../protocol/governance/ladder/lapse.ts';
import { openableNow } from '../../../protocol/governance/ladder/openable.ts';
import { type Stage, stageOf } from '../../../protocol/governance/ladder/stage.ts';
import { signBy } from '../../../protocol/governance/limits.ts';
import { meetingNow } from '../../../protocol/governance/meetings/meeting-named.ts';
import { domainInForce } from '../../../protocol/governance/right.ts';
import { lastHeldUntil, rotatingOwner } from '../../../protocol/governance/roles/vacancy.ts';
import { contentOf, type RuleView, stateOf } from '../../../protocol/governance/view.ts';
import { type Subject, subjectSchema } from '../../../protocol/ids.ts';
import { DAY_SECONDS, formatMillis, type Millis, SECOND } from '../../../protocol/time.ts';
import type { Context } from '../../context.ts';
import { actAsCommons } from '../acts/commons-act.ts';
import { askedDeposits } from '../deposits/asked-deposits.ts';
import type { Committer } from '../log/committer.ts';
import { askFreely, currentRecord } from '../record/current.ts';
import { documentIn } from '../record/document-in.ts';
import { noteEmergencies } from './emergencies.ts';
import { type Event, giveNotice } from './give-notice.ts';
import { openProposal } from './open-proposal.ts';

/** So often it is asked again whether what cannot be done as things stand (a limit, a stock) can be. */
const RETRY = 60 * SECOND;
/** So often after the deadline; and whether a circle can be asked that cannot as things stand (nobody is in it, say). */
const REOPEN = 3600 * SECOND;
/** For so long after a version was put forward it is tried to open it; later, with whatever is said about it. */
const ASKED_ANEW = 30 * DAY_SECONDS * SECOND;

/**
 * Looks at every matter whose time has come. What becomes due is remembered durably, so a restart forgets nothing, and
 * a matter that is looked at twice is the same afterwards. Spec §6.
 */
export async function settleDue(context: Context, committer: Committer): Promise<void> {
  const now = await context.now();
  for (const { key, value } of await context.store.records.list('matter')) {
    if (typeof value.next !== 'number' || value.next > now) continue;
    await settleProposal(context, committer, subjectSchema.parse(key));
  }
  await noteEmergencies(context, committer);
}

/** Looks at every matter that has not ended, whatever its time: who decides it may have changed. */
export async function settleAll(context: Context, committer: Committer): Promise<void> {
  for (const { key } of await context.store.records.list('matter'))
    await settleProposal(context, committer, subjectSchema.parse(key));
}

/** Looks at every matter that has not ended: what they wait for was changed. Spec §14. */
export async function settleWaiting(context: Context, committer: Committer): Promise<void> {
  for (const { key } of await context.store.records.list('matter'))
    await settleProposal(context, committer, subjectSchema.parse(key));
}

/** Does what a matter has come to, and remembers when to look at it again. Spec §6, [R-6.50]. */
export async function settleProposal(
  context: Context,
  committer: Committer,
  subject: Subject,
): Promise<void> {
  const now = await context.now();
  const record = await currentRecord(context, await context.commons());
  const matter = await askFreely(record, (view) => matterNow(view, subject, now));
  if ('notice' in matter && matter.notice !== undefined) await giveNotice(context, committer, matter.notice);
  switch (matter.kind) {
    case 'over':
      return context.store.records.remove('matter', subject);
    case 'waits':
      return remember(context, subject, matter.next);
    case 'opens':
      await openProposal(context, committer, matter.proposal);
      return remember(context, subject, Math.min(matter.until, now + REOPEN));
    case 'ends':
      return endProposal(context, committer, subject, matter);
  }
}

type Ending = {
  readonly kind: 'ends';
  readonly stage: Stage;
  readonly yielded: Yielded;
};
type Matter =
  | { readonly kind: 'over'; readonly notice?: Event }
  | { readonly kind: 'waits'; readonly next: Millis | null; readonly notice?: Event }
  | {
      readonly kind: 'opens';
      readonly proposal: Proposal;
      readonly until: Millis;
      readonly notice?: Event;
    }
  | Ending;

function matterNow(view: RuleView, subject: Subject, now: Millis): Matter {
  const state = stateOf(view, subject, 'proposal');
  const current = state?.versions.at(-1);
  const proposal = current === undefined ? null : contentOf(view, current.id, 'proposal');
  const ending = state?.decided.find((decided) => endsMatter(decided, now));
  if (ending?.status === 'pending') return { kind: 'waits', next: signBy(ending.at) };
  if (state === null || proposal === null || state.withdrawnBy !== null || ending !== undefined)
    return { kind: 'over' };
  const stage = stageOf(view, subject, now);
  if (stage === null && askLapsed(state, now) !== null) return { kind: 'over' };
  if (stage === null) return unopened(view, proposal, current?.at ?? now, now);
  const yielded = yieldOutcome(view, subject, stage, now);
  if (yielded !== null)
    return hindranceNow(view, subject, stage, yielded, now) === null
      ? { kind: 'ends', stage, yielded }
      : { kind: 'waits', next: retryAt(stage, now) };
  const about = { subject, id: current?.id ?? stage.opened.opening.proposal.id };
  switch (stage.kind) {
    case 'stalled':
      return {
        kind: 'waits',
        next: stage.until,
        notice: { about, event: 'stalled', happenedAt: stage.since },
      };
    case 'step': {
      const { number, since: happenedAt, until } = stage;
      const notice: Event = { about, event: 'step-started', happenedAt, step: number };
      return stage.step.mode === 'decide'
        ? { kind: 'opens', proposal, until, notice }
        : { kind: 'waits', next: until, notice };
    }
    case 'consultation':
      return stage.evaluation.state === 'moved'
        ? reopens(proposal, waitsUntil(stage), { about, event: 'stalled' }, now)
        : { kind: 'waits', next: stage.evaluation.next };
    case 'circle': {
      const began = phaseBegun(stage.evaluation, now);
      const { next } = stage.evaluation;
      return began === null
        ? { kind: 'waits', next }
        : { kind: 'waits', next, notice: { about, event: 'phase-started', ...began } };
    }
    default:
      return { kind: 'waits', next: null };
  }
}

/** A phase that time has begun: what people begin by what they say is seen there. Spec §6. */
function phaseBegun(
  { state, phase, closesAt, secondFrom, selection }: Evaluation,
  now: Millis,
): Pick<Event, 'happenedAt' | 'phase'> | null {
  if (selection !== undefined) return null;
  if (state === 'integrating' && (phase === 'integrate' || phase === 'settle'))
    return { phase, happenedAt: closesAt };
  return secondFrom !== undefined && now >= secondFrom ? { phase: 'respond', happenedAt: secondFrom } : null;
}

/**
 * Where nobody is to be asked whoever has the right decides, some day; else it is tried for a month to ask them, from the
 * meeting on that it waits for, or from when nobody holds the role any more that would decide it.
 */
function unopened(view: RuleView, proposal: Proposal, since: Millis, now: Millis): Matter {
  const startsAt =
    proposal.opensIn === undefined ? null : meetingNow(view, proposal.opensIn.subject)?.startsAt;
  if (startsAt != null && now < startsAt) return { kind: 'waits', next: startsAt };
  const leftAt = leftToCircleAt(view, proposal, now) ?? since;
  const until = Math.max(since, startsAt ?? since, Math.min(leftAt, now)) + ASKED_ANEW;
  const open = openableNow(view, proposal, now);
  const asks = !('code' in open) || open.code !== 'wrong-rung';
  if (asks && now < until) return { kind: 'opens', proposal, until };
  return { kind: 'waits', next: now < leftAt ? leftAt : null };
}

/** When nobody will hold the role any more that decides a matter, as things stand. Spec §15. */
function leftToCircleAt(view: RuleView, { domain }: Proposal, now: Millis): Millis | null {
  const current = domainInForce(view, domain);
  const role = 'code' in current ? null : rotatingOwner(view, current.body);
  return role === null ? null : lastHeldUntil(view, role, now);
}

/** A circle that cannot be asked about what has become its matter has come to nothing in the end. */
function reopens(
  proposal: Proposal,
  until: Millis | null,
  ended: Pick<Event, 'about' | 'event'>,
  now: Millis,
): Matter {
  return until === null || now < until
    ? { kind: 'opens', proposal, until: until ?? Number.POSITIVE_INFINITY }
    : { kind: 'over', notice: { ...ended, happenedAt: until } };
}

async function endProposal(
  context: Context,
  committer: Committer,
  subject: Subject,
  { stage, yielded }: Ending,
): Promise<void> {
  const now = await context.now();
  const { opening, id: openingId } = stage.opened;
  // An answer that our server did not take may have been left with somebody else.
  const asked = stage.kind === 'consultation' ? { says: {} } : await askedDeposits(context, closeOf(stage));
  if ('next' in asked) return remember(context, subject, asked.next);
  const proposed = await documentIn(context.store, await context.commons(), yielded.current);
  const entry = await actAsCommons(context, committer, 'outcome', {
    ...(proposed === null ? {} : { audience: proposed.audience }),
    proposal: { subject, id: yielded.current },
    opening: openingId,
    circle: opening.circle,
    roster: opening.roster.subject,
    domain: opening.domain,
    binding: yielded.binding,
    reviewAt: reviewAt(now, yielded),
    tags: [],
    rulesVersion: RULES_VERSION,
    ...asked.says,
    ...yielded.fields,
  });
  if (entry !== null) return context.store.records.remove('matter', subject);
  await remember(context, subject, retryAt(stage, now)); // somebody was faster
}

/** What cannot be done is looked at again, less often after the deadline, until it has come to nothing. Spec §6. */
function retryAt(stage: Stage, now: Millis): Millis {
  const late = stage.kind !== 'circle' || now >= stage.evaluation.deadline;
  const next = now + (late ? REOPEN : RETRY);
  const until = waitsUntil(stage);
  return until === null || until <= now ? next : Math.min(next, until);
}

/** Matters that have not ended, with the moment at which time alone may end them. */
async function remember({ store }: Context, subject: Subject, next: Millis | null): Promise<void> {
  await store.records.put('matter', subject, { next });
}

/** In whole seconds, and so never later than the rules allow. */
function reviewAt(now: Millis, { reviewSeconds }: Yielded): string {
  return formatMillis(Math.floor(now / SECOND) * SECOND + reviewSeconds * SECOND);
}

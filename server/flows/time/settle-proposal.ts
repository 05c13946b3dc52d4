import { RULES_VERSION } from '../../../protocol/documents/common.ts';
import { endsMatter } from '../../../protocol/governance/binding.ts';
import { type Yielded, yieldOutcome } from '../../../protocol/governance/ladder/judge-outcome.ts';
import { consultationOf } from '../../../protocol/governance/ladder/yield-consultation.ts';
import { signBy } from '../../../protocol/governance/limits.ts';
import { contentOf, type RuleView, stateOf } from '../../../protocol/governance/view.ts';
import { type Subject, subjectSchema } from '../../../protocol/ids.ts';
import { formatMillis, type Millis, SECOND } from '../../../protocol/time.ts';
import type { Context } from '../../context.ts';
import { actAsCommons } from '../acts/commons-act.ts';
import type { Committer } from '../log/committer.ts';
import { askNow, currentRecord } from '../record/current.ts';
import { openProposal } from './open-proposal.ts';

/** A yes that cannot take effect as things stand (a limit, a stock) is tried again until the deadline, so often. */
const RETRY = 60 * SECOND;

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
}

/** Logs the outcome of a proposal once the rules yield one; until then remembers when to look again. Spec §6. */
export async function settleProposal(
  context: Context,
  committer: Committer,
  subject: Subject,
): Promise<void> {
  const { records } = context.store;
  const now = await context.now();
  const record = await currentRecord(context, await context.commons());
  const matter = await askNow(record, [subject], (view) => {
    const state = stateOf(view, subject, 'proposal');
    const ending = state?.decided.find((decided) => endsMatter(decided, now));
    if (ending?.status === 'pending') return signBy(ending.at);
    const over = state === null || state.withdrawnBy !== null || ending !== undefined;
    return over ? 'over' : (consultedNow(view, subject, now) ?? yieldedNow(view, subject, now));
  });
  if (matter === 'over') return records.remove('matter', subject);
  if (typeof matter === 'number') return remember(context, subject, matter);
  if (matter !== null && 'consultation' in matter)
    return settleConsultation(context, committer, subject, matter);
  // Nobody is asked: whoever has the right decides it, some day.
  if (matter === null) return remember(context, subject, null);
  const { yielded, binding } = matter;
  const { evaluation, fields, opening, openingId } = yielded;
  if (evaluation.state === 'stalled') return records.remove('matter', subject);
  if (fields === null) return remember(context, subject, evaluation.next);

  const entry = await actAsCommons(context, committer, 'outcome', {
    proposal: { subject, id: evaluation.current },
    opening: openingId,
    circle: opening.circle,
    roster: opening.roster.subject,
    domain: opening.domain,
    binding,
    reviewAt: reviewAt(now, yielded),
    tags: [],
    rulesVersion: RULES_VERSION,
    ...fields,
  });
  if (entry !== null) return records.remove('matter', subject);
  context.logger.warn({ proposal: subject }, 'an outcome could not take effect; it is tried again');
  if (now >= evaluation.deadline + RETRY) return records.remove('matter', subject);
  await remember(context, subject, now + RETRY);
}

function consultedNow(view: RuleView, subject: Subject, now: Millis) {
  const consultation = consultationOf(view, subject, now);
  const current = consultation === null ? null : contentOf(view, consultation.evaluation.current, 'proposal');
  return consultation === null || current === null
    ? null
    : { consultation: consultation.evaluation, proposal: current };
}

/** Those who are asked have answered or not; then a role decides, or their circle does. Spec §6. */
async function settleConsultation(
  context: Context,
  committer: Committer,
  subject: Subject,
  { consultation, proposal }: NonNullable<ReturnType<typeof consultedNow>>,
): Promise<void> {
  switch (consultation.state) {
    case 'moved':
      return openProposal(context, committer, proposal);
    case 'stalled':
      return context.store.records.remove('matter', subject);
    case 'asking':
    case 'ready':
      return remember(context, subject, consultation.next);
  }
}

function yieldedNow(view: RuleView, subject: Subject, now: Millis) {
  const yielded = yieldOutcome(view, subject, now);
  const proposal = yielded === null ? null : contentOf(view, yielded.evaluation.current, 'proposal');
  return yielded === null || proposal === null ? null : { yielded, binding: proposal.binding };
}

/** Matters that have not ended, with the moment at which time alone may end them. */
async function remember({ store }: Context, subject: Subject, next: Millis | null): Promise<void> {
  await store.records.put('matter', subject, { next });
}

/** In whole seconds, and so never later than the rules allow. */
function reviewAt(now: Millis, { reviewSeconds }: Yielded): string {
  return formatMillis(Math.floor(now / SECOND) * SECOND + reviewSeconds * SECOND);
}

import {
  endSaidBy,
  isTerminated,
  terminationRule,
  undeliveredBy,
} from '../../../protocol/agreement/termination.ts';
import type { Decision } from '../../../protocol/documents/decision.ts';
import type { Terminate } from '../../../protocol/documents/operation.ts';
import type { Outcome } from '../../../protocol/documents/outcome.ts';
import { sentenceOf } from '../../../protocol/governance/verdict.ts';
import type { Ref, Subject } from '../../../protocol/ids.ts';
import { ProtocolError } from '../../../protocol/problem.ts';
import { formatMillis, type Millis, parseTime, SECOND } from '../../../protocol/time.ts';
import type { Context } from '../../context.ts';
import { actAsCommons, tryAsCommons } from '../acts/commons-act.ts';
import type { Committer } from '../log/committer.ts';
import { readNegotiation } from './negotiation.ts';
import { stillDrawn } from './own-yes.ts';

/** An end is named by the minute, and one minute later: signing and logging take a moment of the notice. */
const MINUTE = 60 * SECOND;

/**
 * A counted decision to end an agreement is said to the others, with its reason where everybody may read it: for the time
 * that was decided, or as soon as the notice in the terms allows. Spec §8, [R-8.15].
 *
 * @throws {ProtocolError} `unavailable` where the notice began later than this one was written.
 */
export async function makeTermination(
  context: Context,
  committer: Committer,
  { negotiation, terms, endsAt }: Terminate,
  decided: { readonly ref: Ref; readonly document: Decision | Outcome },
): Promise<void> {
  const { state, home, fieldsOf } = await readNegotiation(context, negotiation);
  const fields = fieldsOf(terms);
  if (fields === null) return;
  const soonest = soonestEnd(await context.now(), terminationRule(fields).noticeSeconds);
  const end = Math.max(parseTime(endsAt) ?? 0, soonest); // the schema has checked the text
  const said = endSaidBy(state, terms, home);
  if (said !== null && said <= end) return;
  const { document, ref } = decided;
  const isPublic = document.type === 'decision' && document.audience === 'public';
  const { code: refused } = await tryAsCommons(context, committer, 'termination', {
    subject: negotiation,
    terms,
    endsAt: formatMillis(end),
    decision: ref,
    ...(isPublic ? { reason: document.reason } : {}),
  });
  if (refused === 'too-early') throw new ProtocolError('unavailable', sentenceOf(refused), { code: refused });
}

/** The first whole minute that leaves the others the notice that they were promised. */
export function soonestEnd(now: Millis, noticeSeconds: number): Millis {
  return (Math.floor((now + noticeSeconds * SECOND) / MINUTE) + 2) * MINUTE;
}

/** Once an agreement has ended, what we had not delivered is ours again. Spec §8, [R-8.15]. */
export async function freeUndelivered(
  context: Context,
  committer: Committer,
  subject: Subject,
): Promise<void> {
  const negotiation = await readNegotiation(context, subject);
  const { state, home, fieldsOf } = negotiation;
  const terms = state.seals[0]?.terms;
  const fields = terms === undefined ? null : fieldsOf(terms);
  if (terms === undefined || fields === null || state.releases.some(({ terminated }) => terminated)) return;
  if (!isTerminated(state, terms, fields, await context.now())) return;
  const undelivered = undeliveredBy(state, terms, fields, home);
  if (undelivered.length === 0) return;
  const budgets = await stillDrawn(context, negotiation, 'terminated');
  await actAsCommons(context, committer, 'lapse', {
    ...{ subject, terms, cause: 'terminated' },
    resources: undelivered.map(({ resource }) => ({ commons: home, resource })),
    ...(budgets.length === 0 ? {} : { budgets }),
  });
}

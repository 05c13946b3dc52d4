import { DAY_SECONDS, formatMillis, type Millis, SECOND } from '../../time.ts';
import type { ProposalState } from '../state.ts';
import { type Refusal, refuse } from '../verdict.ts';

/** A proposal ends so long after it was first put forward, unless a circle is asked by then: that has a deadline. Spec §6 [R-6.6b]. */
const PROPOSAL_TIME = 90 * DAY_SECONDS * SECOND;

/** When a proposal ends that nobody has decided. Spec §6 [R-6.6b]. */
export function lapsesAt({ versions }: Pick<ProposalState, 'versions'>): Millis {
  const first = versions[0];
  return first === undefined ? Number.POSITIVE_INFINITY : first.at + PROPOSAL_TIME;
}

/** Whether its time is over. Spec §6 [R-6.6b]. */
export function askLapsed(state: Pick<ProposalState, 'versions'>, at: Millis): Refusal | null {
  const lapsed = lapsesAt(state);
  return at < lapsed ? null : refuse('closed', { lapsedAt: formatMillis(lapsed) });
}

import type { ResourceState } from '../governance/state.ts';
import type { Subject } from '../ids.ts';
import type { Millis } from '../time.ts';
import { ahead } from './timeline.ts';

/** Whether a negotiation holds something of a resource, for good or for a time. Spec §7. */
export function isHeldFor(state: ResourceState | null, negotiation: Subject): boolean {
  const holds = [...(state?.ledger.holds ?? []), ...(state?.calendar?.holds ?? [])];
  return holds.some((hold) => hold.negotiation === negotiation);
}

/** Negotiations that hold something of it that is not over. Spec §7. */
export function negotiationsHolding(state: ResourceState | null, at: Millis): readonly Subject[] {
  const forGood = state?.ledger.holds ?? [];
  const forTime = (state?.calendar?.holds ?? []).filter(({ pieces }) => ahead(pieces, at).length > 0);
  return [...forGood, ...forTime].map(({ negotiation }) => negotiation);
}

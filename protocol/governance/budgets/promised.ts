import { addAmounts } from '../../amount.ts';
import type { Budget } from '../../documents/budget.ts';
import type { Agree } from '../../documents/operation.ts';
import type { Scid, Subject } from '../../ids.ts';
import { effectsOf } from '../effects.ts';
import type { BudgetState } from '../state.ts';

/** What a yes would make us give of a budget's resource. Spec §15. */
export function promisedBy(agree: Agree, { resource }: Budget, home: Scid): number {
  return effectsOf({ operations: [agree] }, home)
    .filter((effect) => effect.resource === resource.subject)
    .reduce((sum, { amount }) => addAmounts(sum, amount), 0);
}

/** What a negotiation has drawn on a budget so far. */
export function promisedTo(state: BudgetState | null, negotiation: Subject): number {
  return state?.promised?.find((one) => one.negotiation === negotiation)?.quantity ?? 0;
}

/** All that is drawn: given, or promised in a negotiation. */
export function drawnOn(state: BudgetState | null): number {
  return (state?.promised ?? []).reduce((sum, { quantity }) => addAmounts(sum, quantity), state?.used ?? 0);
}

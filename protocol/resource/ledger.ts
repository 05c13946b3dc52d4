import { addAmounts } from '../amount.ts';
import type { Subject } from '../ids.ts';

/** What is promised of a resource and not yet given: one hold per negotiation, at its largest. Spec §7. */
export interface Hold {
  readonly negotiation: Subject;
  readonly quantity: number;
}

/** A stock's account: what was given away for good, and what is held. Spec §7. */
export interface Ledger {
  readonly allocated: number;
  readonly holds: readonly Hold[];
}

export const EMPTY_LEDGER: Ledger = { allocated: 0, holds: [] };

/** What a stock has left: its capacity less allocations and holds; never counted below zero. Spec §7. */
export function available(capacity: number, ledger: Ledger): number {
  return Math.max(0, capacity - promised(ledger));
}

/** All that is given or held: never more than the capacity in force. Spec §7. */
export function promised(ledger: Ledger): number {
  return ledger.holds.reduce((sum, hold) => addAmounts(sum, hold.quantity), ledger.allocated);
}

/** What one negotiation may hold at the most: what is left, and what it holds already. */
export function availableTo(negotiation: Subject, capacity: number, ledger: Ledger): number {
  return available(capacity, withoutHold(ledger, negotiation));
}

/** Gives `quantity` away for good. The caller has checked that it is available. */
export function allocate(ledger: Ledger, quantity: number): Ledger {
  return { ...ledger, allocated: addAmounts(ledger.allocated, quantity) };
}

/** What an agreement that ended made us promise and we had not delivered. Spec §8. */
export function giveBack(ledger: Ledger, quantity: number): Ledger {
  return { ...ledger, allocated: ledger.allocated - quantity };
}

/** One hold per negotiation: a larger one takes the place of a smaller one. */
export function hold(ledger: Ledger, negotiation: Subject, quantity: number): Ledger {
  const before = ledger.holds.find((entry) => entry.negotiation === negotiation)?.quantity ?? 0;
  const kept = withoutHold(ledger, negotiation);
  return { ...kept, holds: [...kept.holds, { negotiation, quantity: Math.max(before, quantity) }] };
}

export function release(ledger: Ledger, negotiation: Subject): Ledger {
  return withoutHold(ledger, negotiation);
}

/** The agreement formed: its hold ends and what was agreed is given. */
export function settle(ledger: Ledger, negotiation: Subject, quantity: number): Ledger {
  return allocate(withoutHold(ledger, negotiation), quantity);
}

function withoutHold(ledger: Ledger, negotiation: Subject): Ledger {
  return { ...ledger, holds: ledger.holds.filter((entry) => entry.negotiation !== negotiation) };
}

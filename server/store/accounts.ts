import type { Subject } from '../../protocol/ids.ts';
import { ahead, minus, peakOf, plus, type Timeline } from '../../protocol/resource/timeline.ts';
import type { Millis } from '../../protocol/time.ts';

/** What is promised of one resource, as a store keeps it beside the state of its thread. Spec §7, [R-7.8]. */
export interface KeptAccount {
  readonly resource: Subject;
  /** Of the version in force. */
  readonly capacity: number;
  /** Given and held for good. */
  readonly promised: number;
  /** Given and held for a time, as far as it was not over when the account changed last. */
  readonly taken: Timeline;
}

/**
 * What one entry does to an account, as a difference: who writes with an old state before their eyes adds to what others
 * have written meanwhile, and is refused where that is too much.
 */
export interface AccountChange {
  readonly resource: Subject;
  /** Of the version in force after the entry. */
  readonly capacity: number;
  /** What is promised more; below zero what is released. */
  readonly promised: number;
  readonly taken: Timeline;
  readonly freed: Timeline;
  /** What ended by then is kept no longer. */
  readonly at: Millis;
}

/** The account after a change; where there was none, nothing is promised. */
export function accountAfter(before: KeptAccount | undefined, change: AccountChange): KeptAccount {
  const { resource, capacity, at } = change;
  const notOver = (before?.taken ?? []).filter(({ until }) => until > at);
  return {
    ...{ resource, capacity },
    promised: (before?.promised ?? 0) + change.promised,
    taken: plus(minus(notOver, change.freed), change.taken),
  };
}

/** Whether more is promised than there is, at whatever moment: what the database's constraints refuse. */
export function isOverdrawn({ capacity, promised, taken }: KeptAccount): boolean {
  return promised < 0 || promised > capacity || peakOf(taken) > capacity;
}

/** Whether nothing is promised: then it does not matter how much there is. */
export function isEmpty({ promised, taken }: KeptAccount): boolean {
  return promised === 0 && taken.length === 0;
}

/** What of it is still to come, for comparison with another one. */
export function accountAhead({ resource, capacity, promised, taken }: KeptAccount, at: Millis): KeptAccount {
  return { resource, capacity, promised, taken: ahead(taken, at) };
}

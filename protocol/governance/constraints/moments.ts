import type { Subject } from '../../ids.ts';
import { changesIn, quantityAt, type Timeline } from '../../resource/timeline.ts';
import type { Millis } from '../../time.ts';
import type { Change } from './stocks.ts';

/** Capacity, what is given and what is held of slots, over time. */
export interface Times {
  readonly capacity: number;
  readonly booked: Timeline;
  readonly held: Timeline;
}

/**
 * A change of a calendar as changes of accounts: one for each moment from `at` on at which anything differs, as if the
 * things were a stock then. Spec §12 –.
 */
export function changesByMoment(
  resource: Subject,
  { at, given, before, after }: { at: Millis; given: Timeline; before: Times; after: Times },
): readonly Change[] {
  const timelines = [given, before.booked, before.held, after.booked, after.held];
  const moments = [at, ...changesIn(timelines).filter((moment) => moment > at)];
  const accountAt = ({ capacity, booked, held }: Times, moment: Millis) => ({
    capacity,
    ledger: {
      allocated: quantityAt(booked, moment),
      holds: [{ negotiation: resource, quantity: quantityAt(held, moment) }],
    },
  });
  return moments.map((moment) => ({
    given: quantityAt(given, moment),
    before: accountAt(before, moment),
    after: accountAt(after, moment),
  }));
}

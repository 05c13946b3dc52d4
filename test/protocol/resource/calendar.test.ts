import { fc, test } from '@fast-check/vitest';
import { describe, expect } from 'vitest';
import type { DocumentId } from '../../../protocol/ids.ts';
import { askFree } from '../../../protocol/resource/ask-accounts.ts';
import {
  book,
  type Calendar,
  EMPTY_CALENDAR,
  holdFor,
  lackOf,
  PIECES_MAX,
  releaseFrom,
  takenFrom,
} from '../../../protocol/resource/calendar.ts';
import {
  during,
  peakOf,
  plus,
  quantityAt,
  sumOf,
  type Timeline,
} from '../../../protocol/resource/timeline.ts';
import { subjectOf } from '../../support/people.ts';

const MINUTES = 40;
const resource = subjectOf('room');
const by = 'a decision' as DocumentId; // stands for one: nobody looks it up here
const [M, N] = [subjectOf('M'), subjectOf('N')];

const time = fc
  .tuple(fc.nat(MINUTES - 1), fc.integer({ min: 1, max: 10 }), fc.integer({ min: 1, max: 3 }))
  .map(([from, length, quantity]): Timeline => during(from, from + length, quantity));

type Act =
  | { readonly do: 'wait'; readonly minutes: number }
  | { readonly do: 'book'; readonly asked: Timeline }
  | { readonly do: 'hold'; readonly asked: Timeline; readonly negotiation: typeof M }
  | { readonly do: 'seal' | 'release'; readonly negotiation: typeof M };

const negotiation = fc.constantFrom(M, N);
const acts: fc.Arbitrary<Act[]> = fc.array(
  fc.oneof(
    fc.record({ do: fc.constant('wait' as const), minutes: fc.nat(6) }),
    fc.record({ do: fc.constant('book' as const), asked: time }),
    fc.record({ do: fc.constant('hold' as const), asked: time, negotiation }),
    fc.record({ do: fc.constantFrom('seal' as const, 'release' as const), negotiation }),
  ),
  { maxLength: 30 },
);

/** Who has and holds how much in each minute, kept by hand and never forgotten. */
interface Naive {
  readonly given: number[];
  readonly held: Map<string, number[]>;
}

describe('[R-7.8] a calendar', () => {
  test.prop([acts, fc.integer({ min: 1, max: 4 })])(
    'is never overdrawn from now on, takes all that there is room for, and forgets only what is over',
    (all, quantity) => {
      let calendar: Calendar = EMPTY_CALENDAR;
      let at = 0;
      const naive: Naive = { given: Array.from({ length: MINUTES + 20 }, () => 0), held: new Map() };
      for (const act of all) {
        if (act.do === 'wait') at += act.minutes;
        else calendar = perform(calendar, naive, act, { at, quantity });
        const taken = takenFrom(calendar, at);
        expect(peakOf(taken)).toBeLessThanOrEqual(quantity);
        for (let minute = at; minute < naive.given.length; minute += 1)
          expect(quantityAt(taken, minute)).toBe(takenIn(naive, minute));
      }
    },
  );

  test('[R-7.8] says the first time in which too little is left, and how much that is', () => {
    const taken = plus(during(10, 12, 1), during(14, 20, 3));
    expect(lackOf(3, taken, during(8, 15, 2))).toEqual({ from: 14, until: 15, asked: 2, left: 0, free: 20 });
    expect(lackOf(3, taken, during(8, 14, 2))).toBeNull();
    expect(lackOf(3, taken, during(8, 12, 3))).toEqual({ from: 10, until: 12, asked: 3, left: 2, free: 20 });
    expect(lackOf(0, [], during(8, 12, 1))).toEqual({ from: 8, until: 12, asked: 1, left: 0, free: null });
  });
});

describe('[R-7.9] the number of pieces', () => {
  const apart = (count: number) =>
    sumOf(Array.from({ length: count }, (_, place) => during(2 * place, 2 * place + 1, 1)));
  const ask = (kept: number, asked: Timeline, at = 0) =>
    askFree(
      { resource, quantity: 1, calendar: book(EMPTY_CALENDAR, { by, pieces: apart(kept) }, 0) },
      asked,
      { at },
    );
  const far = during(1_000_000, 1_000_001, 1);

  test('as many as a calendar keeps, and not one more', () => {
    expect(ask(PIECES_MAX - 1, far)).toBeNull();
    expect(ask(PIECES_MAX, far)).toMatchObject({ code: 'calendar-full' });
  });

  test('what is over does not count any more', () => {
    expect(ask(PIECES_MAX, far, 1)).toBeNull();
  });
});

function perform(
  calendar: Calendar,
  naive: Naive,
  act: Exclude<Act, { do: 'wait' }>,
  { at, quantity }: { readonly at: number; readonly quantity: number },
): Calendar {
  switch (act.do) {
    case 'book': {
      const said = askFree({ resource, quantity, calendar }, act.asked, { at });
      expect(said === null).toBe(fits(naive, act.asked, { at, quantity }));
      if (said !== null) return calendar;
      eachMinute(act.asked, (minute, many) => {
        naive.given[minute] = (naive.given[minute] ?? 0) + many;
      });
      return book(calendar, { by, pieces: act.asked }, at);
    }
    case 'hold': {
      const without = act.negotiation;
      const said = askFree({ resource, quantity, calendar }, act.asked, { at, without });
      expect(said === null).toBe(fits(naive, act.asked, { at, quantity, without }));
      if (said !== null) return calendar;
      const held = naive.held.get(without) ?? Array.from({ length: naive.given.length }, () => 0);
      eachMinute(act.asked, (minute, many) => {
        held[minute] = Math.max(held[minute] ?? 0, many);
      });
      naive.held.set(without, held);
      return holdFor(calendar, without, act.asked, at);
    }
    case 'seal': {
      const pieces = calendar.holds.find((hold) => hold.negotiation === act.negotiation)?.pieces ?? [];
      for (const [minute, many] of (naive.held.get(act.negotiation) ?? []).entries())
        naive.given[minute] = (naive.given[minute] ?? 0) + many;
      naive.held.delete(act.negotiation);
      return book(releaseFrom(calendar, act.negotiation), { by, negotiation: act.negotiation, pieces }, at);
    }
    case 'release':
      naive.held.delete(act.negotiation);
      return releaseFrom(calendar, act.negotiation);
  }
}

function fits(
  naive: Naive,
  asked: Timeline,
  { at, quantity, without }: { readonly at: number; readonly quantity: number; readonly without?: string },
): boolean {
  let isFree = true;
  eachMinute(asked, (minute, many) => {
    const own = without === undefined ? 0 : (naive.held.get(without)?.[minute] ?? 0);
    if (minute >= at && takenIn(naive, minute) - own + many > quantity) isFree = false;
  });
  return isFree;
}

function takenIn({ given, held }: Naive, minute: number): number {
  return [...held.values()].reduce((sum, kept) => sum + (kept[minute] ?? 0), given[minute] ?? 0);
}

function eachMinute(timeline: Timeline, each: (minute: number, quantity: number) => void): void {
  for (const { from, until, quantity } of timeline)
    for (let minute = from; minute < until; minute += 1) each(minute, quantity);
}

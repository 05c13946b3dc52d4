import { fc, test } from '@fast-check/vitest';
import { describe, expect } from 'vitest';
import {
  ahead,
  during,
  larger,
  minus,
  NEVER,
  peakOf,
  plus,
  quantityAt,
  sumOf,
  type Timeline,
  within,
} from '../../../protocol/resource/timeline.ts';

/** A timeline by the minute, kept by hand: how much in each of the first minutes. */
const MINUTES = 40;
type Naive = readonly number[];

const piece = fc.tuple(fc.nat(MINUTES), fc.nat(MINUTES), fc.nat(5));
const pieces = fc.array(piece, { maxLength: 6 });

const naiveOf = (all: readonly (readonly [number, number, number])[]): Naive =>
  Array.from({ length: MINUTES }, (_, minute) =>
    all.reduce((sum, [from, until, quantity]) => sum + (from <= minute && minute < until ? quantity : 0), 0),
  );
const timelineOf = (all: readonly (readonly [number, number, number])[]): Timeline =>
  sumOf(all.map(([from, until, quantity]) => during(from, until, quantity)));
const byMinute = (timeline: Timeline): Naive =>
  Array.from({ length: MINUTES }, (_, minute) => quantityAt(timeline, minute));
const zip = (a: Naive, b: Naive, of: (x: number, y: number) => number): Naive =>
  a.map((x, minute) => of(x, b[minute] ?? 0));

/** In order, disjoint, never empty, and no two that could be one. */
function expectCanonical(timeline: Timeline): void {
  for (const [place, { from, until, quantity }] of timeline.entries()) {
    expect(from).toBeLessThan(until);
    expect(quantity).toBeGreaterThan(0);
    const next = timeline[place + 1];
    if (next === undefined) continue;
    expect(until).toBeLessThanOrEqual(next.from);
    expect(until === next.from && quantity === next.quantity).toBe(false);
  }
}

describe('[R-7.7] timelines say the same as a count of every minute', () => {
  test.prop([pieces, pieces])('together, the rest, the larger', (first, second) => {
    const [a, b] = [timelineOf(first), timelineOf(second)];
    const [x, y] = [naiveOf(first), naiveOf(second)];
    expect(byMinute(a)).toEqual(x);
    expect(byMinute(plus(a, b))).toEqual(zip(x, y, (p, q) => p + q));
    expect(byMinute(minus(a, b))).toEqual(zip(x, y, (p, q) => Math.max(0, p - q)));
    expect(byMinute(larger(a, b))).toEqual(zip(x, y, Math.max));
    expect(peakOf(a)).toBe(Math.max(...x));
    for (const made of [a, b, plus(a, b), minus(a, b), larger(a, b)]) expectCanonical(made);
  });

  test.prop([pieces, fc.nat(MINUTES), fc.nat(MINUTES)])(
    'what lies ahead, and within a time',
    (all, from, until) => {
      const whole = timelineOf(all);
      const counted = naiveOf(all);
      expect(byMinute(ahead(whole, from))).toEqual(counted.map((n, minute) => (minute >= from ? n : 0)));
      expect(byMinute(within(whole, from, until))).toEqual(
        counted.map((n, minute) => (minute >= from && minute < until ? n : 0)),
      );
      expectCanonical(ahead(whole, from));
      expectCanonical(within(whole, from, until));
    },
  );

  test.prop([pieces, pieces])(
    'one amount over time has one timeline, in whatever order it was added',
    (a, b) => {
      expect(timelineOf([...a, ...b])).toEqual(timelineOf([...b].reverse().concat(a)));
      expect(plus(timelineOf(a), timelineOf(b))).toEqual(timelineOf([...a, ...b]));
      expect(minus(plus(timelineOf(a), timelineOf(b)), timelineOf(b))).toEqual(timelineOf(a));
      expect(larger(timelineOf(a), timelineOf(a))).toEqual(timelineOf(a));
    },
  );
});

test('[R-7.6] times that touch do not overlap, and grow together where they hold the same', () => {
  expect(plus(during(9, 12, 1), during(12, 14, 1))).toEqual(during(9, 14, 1));
  expect(peakOf(plus(during(9, 12, 1), during(12, 14, 2)))).toBe(2);
  expect(during(12, 12, 1)).toEqual(NEVER);
});

test('[R-2.8] sums stay at the top of their range', () => {
  const most = Number.MAX_SAFE_INTEGER;
  expect(peakOf(plus(during(0, 2, most - 1), during(1, 3, most - 1)))).toBe(most);
});

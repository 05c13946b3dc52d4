import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { nextAttemptAt } from '../../federation/delivery/backoff.ts';

const now = 1_000_000;
const failures = fc.integer({ min: 1, max: 10_000 });
const chance = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });

describe('§10 [R-10.24] pauses between attempts', () => {
  test('the longest one doubles with each failure, from 10 s to a day', () => {
    const longest = (count: number) => nextAttemptAt(now, count, 1, 0) - now;
    expect([1, 2, 3, 4].map(longest)).toEqual([10_000, 20_000, 40_000, 80_000]);
    expect(longest(14)).toBe(10_000 * 2 ** 13);
    expect([15, 100, 1_000_000].map(longest)).toEqual([86_400_000, 86_400_000, 86_400_000]);
  });

  test('a pause is never negative, never longer than a day, and never shorter than asked', () => {
    fc.assert(
      fc.property(failures, chance, fc.integer({ min: 0, max: 10 ** 9 }), (count, by, asked) => {
        const pause = nextAttemptAt(now, count, by, asked) - now;
        expect(pause).toBeGreaterThanOrEqual(asked);
        expect(pause).toBeLessThanOrEqual(Math.max(asked, 86_400_000));
      }),
    );
  });

  test('it is by chance: those that failed together do not come back together', () => {
    const pauses = [0, 0.25, 0.5, 0.75].map((by) => nextAttemptAt(now, 3, by) - now);
    expect(pauses).toEqual([0, 10_000, 20_000, 30_000]);
  });
});

import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Moment, momentsWithin, silenceIn } from '../../../protocol/log/silence.ts';

const HOUR = 3_600_000;

/** Entries, each so many hours after the one before. */
function logged(...hours: readonly number[]): readonly Moment[] {
  let at = 0;
  return hours.map((gap, index) => {
    at += gap * HOUR;
    return { index, at };
  });
}

describe('§6 [R-6.52] a log is silent', () => {
  test.each([
    ['with a gap of 36 hours: not at all', [0, 36, 36], 0, 72, 0],
    ['with a longer one: for all of it', [0, 37, 36], 0, 72, 37],
    ['for the part that lies in the time asked about', [0, 10, 50, 20], 20, 40, 20],
    ['for several gaps together', [0, 40, 1, 50], 0, 91, 90],
    ['before and after, which does not matter', [0, 40, 10, 10, 40], 40, 60, 0],
    ['and that ends where the time does', [0, 40], 0, 30, 30],
  ])('%s', (_, hours, from, until, silent) => {
    expect(silenceIn(logged(...hours), from * HOUR, until * HOUR)).toBe(silent * HOUR);
  });

  test('or not: that cannot be told of entries that do not follow each other', () => {
    const moments = logged(0, 20, 20, 20);
    expect(silenceIn(moments, 0, 60 * HOUR)).toBe(0);
    expect(
      silenceIn(
        moments.filter(({ index }) => index !== 2),
        0,
        60 * HOUR,
      ),
    ).toBeNull();
    expect(silenceIn(moments.slice(0, 2), 0, 60 * HOUR)).toBeNull();
    expect(silenceIn(moments.slice(1), 0, 60 * HOUR)).toBeNull();
    expect(silenceIn([], 0, HOUR)).toBeNull();
  });

  const gaps = fc.array(fc.nat({ max: 60 }), { minLength: 1, maxLength: 60 });

  test('and a few of its moments tell the same as all', async () => {
    await fc.assert(
      fc.asyncProperty(gaps, fc.nat({ max: 600 }), fc.nat({ max: 600 }), async (hours, first, more) => {
        const all = logged(0, ...hours);
        const last = all.at(-1)?.at ?? 0;
        const from = Math.min(first * HOUR, last);
        const until = Math.min(from + more * HOUR, last);
        const read = async (indices: readonly number[]) => indices.flatMap((index) => all[index] ?? []);
        const some = await momentsWithin(read, all.length, { from, until });
        expect(silenceIn(some, from, until)).toBe(silenceIn(all, from, until));
        expect(silenceIn(some, from, until)).not.toBeNull();
      }),
    );
  });

  test('for no longer than the time asked about, and for longer in a longer one', () => {
    fc.assert(
      fc.property(gaps, fc.nat({ max: 600 }), fc.nat({ max: 600 }), (hours, first, more) => {
        const all = [...logged(...hours), { index: hours.length, at: 10_000 * HOUR }];
        const from = first * HOUR;
        const silent = (length: number) =>
          silenceIn([{ index: -1, at: -1 }, ...all], from, from + length * HOUR) ?? -1;
        expect(silent(more)).toBeLessThanOrEqual(more * HOUR);
        expect(silent(more)).toBeLessThanOrEqual(silent(more + 1));
      }),
    );
  });
});

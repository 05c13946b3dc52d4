import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { thresholdSchema } from '../../../../protocol/documents/threshold.ts';
import {
  isShare,
  isSquareRootQuorum,
  isWithinShare,
  reaches,
} from '../../../../protocol/governance/ladder/threshold.ts';

const NINE_TENTHS = { num: 9, den: 10, cmp: 'gte', base: 'decisive' } as const;
const MORE_THAN_HALF = { num: 1, den: 2, cmp: 'gt', base: 'roster' } as const;

function decisive(yes: number, no: number) {
  return { roster: 1000, responders: 500, decisive: yes + no };
}

describe('§6 [R-6.30] a threshold is a ratio of integers with a named base', () => {
  test.each([
    [19, 3, false],
    [27, 3, true],
    [26, 3, false],
    [18, 2, true],
    [9, 1, true],
    [89, 10, false],
    [90, 10, true],
  ])('nine tenths of the decisive: %i to %i', (yes, no, expected) => {
    expect(reaches(yes, NINE_TENTHS, decisive(yes, no))).toBe(expected);
  });

  test('more than half is not half', () => {
    const bases = { roster: 10, responders: 10, decisive: 10 };
    expect(reaches(5, MORE_THAN_HALF, bases)).toBe(false);
    expect(reaches(6, MORE_THAN_HALF, bases)).toBe(true);
    expect(reaches(5, { ...MORE_THAN_HALF, cmp: 'gte' }, bases)).toBe(true);
  });

  test('the base is the one that is named', () => {
    const bases = { roster: 10, responders: 6, decisive: 4 };
    expect(reaches(3, { ...MORE_THAN_HALF, base: 'roster' }, bases)).toBe(false);
    expect(reaches(3, { ...MORE_THAN_HALF, base: 'responders' }, bases)).toBe(false);
    expect(reaches(3, { ...MORE_THAN_HALF, base: 'decisive' }, bases)).toBe(true);
  });

  test('nobody of nobody reaches nothing', () => {
    expect(reaches(0, NINE_TENTHS, { roster: 3, responders: 0, decisive: 0 })).toBe(false);
  });

  test('one that nothing can meet is none', () => {
    expect(thresholdSchema.safeParse({ ...NINE_TENTHS, num: 11 }).success).toBe(false);
    expect(thresholdSchema.safeParse({ ...NINE_TENTHS, num: 10, cmp: 'gt' }).success).toBe(false);
    expect(thresholdSchema.safeParse({ ...NINE_TENTHS, num: 10 }).success).toBe(true);
    expect(thresholdSchema.safeParse({ ...NINE_TENTHS, den: 0 }).success).toBe(false);
    expect(thresholdSchema.safeParse({ ...NINE_TENTHS, num: 0.5 }).success).toBe(false);
  });

  test('as the exact ratio says', () =>
    fc.assert(
      fc.property(
        fc.nat(1000),
        fc.nat(1000),
        fc.integer({ min: 1, max: 20 }),
        fc.integer({ min: 1, max: 20 }),
        (count, whole, num, den) => {
          fc.pre(whole > 0);
          const bases = { roster: whole, responders: whole, decisive: whole };
          const share = BigInt(count) * BigInt(den) - BigInt(whole) * BigInt(num);
          expect(reaches(count, { num, den, cmp: 'gte', base: 'roster' }, bases)).toBe(share >= 0n);
          expect(reaches(count, { num, den, cmp: 'gt', base: 'roster' }, bases)).toBe(share > 0n);
          expect(isShare(count, { num, den }, whole)).toBe(share >= 0n);
          expect(isWithinShare(count, { num, den }, whole)).toBe(share <= 0n);
        },
      ),
    ));
});

describe('§6 [R-6.26] the quorum by square root: 4c² ≥ 9n', () => {
  test.each([
    [4, 3, true],
    [4, 2, false],
    [9, 5, true],
    [9, 4, false],
    [100, 15, true],
    [100, 14, false],
  ])('of %i, %i', (whole, count, expected) => {
    expect(isSquareRootQuorum(count, whole)).toBe(expected);
  });
});

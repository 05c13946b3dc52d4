import { describe, expect, test, vi } from 'vitest';
import { getOrMake, recentOf } from '../../../protocol/identity/recent.ts';

describe('what was made lately', () => {
  test('is made once', () => {
    const recent = recentOf<number>(2);
    const make = vi.fn(() => 7);
    expect([getOrMake(recent, 'a', make), getOrMake(recent, 'a', make)]).toEqual([7, 7]);
    expect(make).toHaveBeenCalledTimes(1);
  });

  test('is no more than allowed, and the longest unused goes first', () => {
    const recent = recentOf<string>(2);
    for (const key of ['a', 'b', 'a', 'c']) getOrMake(recent, key, () => key);
    expect([...recent.entries.keys()]).toEqual(['a', 'c']);
  });

  test('is not kept where making it failed', () => {
    const failing = (): string => {
      throw new Error('not now');
    };
    const recent = recentOf<string>(2);
    const fail = () => getOrMake(recent, 'a', failing);
    expect(fail).toThrow('not now');
    expect(recent.entries.size).toBe(0);
    expect(getOrMake(recent, 'a', () => 'made')).toBe('made');
  });
});

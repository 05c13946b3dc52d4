import { beforeAll, describe, expect, test } from 'vitest';
import type { Leaf, ThreadPosition } from '../../../protocol/log/leaf.ts';
import { startPlacement } from '../../../protocol/verify/placement.ts';
import { buildExampleLogs } from '../../support/example-logs.ts';

let leaves: readonly Leaf[];
beforeAll(async () => {
  leaves = (await buildExampleLogs()).a.log.entries.map(({ leaf }) => leaf);
});

/** Indices of leaves that contradict those before them. */
function contradictions(shown: readonly (readonly [index: number, leaf: Leaf])[]): number[] {
  const placement = startPlacement();
  return shown.flatMap(([index, leaf]) => {
    const { contradicts } = placement.compare(leaf, index);
    placement.advance(leaf, index);
    return contradicts ? [index] : [];
  });
}

const all = () => leaves.map((leaf, index) => [index, leaf] as const);

/** The log with one position of one leaf changed. */
function changed(
  at: number,
  list: 'threads' | 'reads',
  change: (position: ThreadPosition) => Partial<ThreadPosition>,
) {
  return all().map(([index, leaf]) => {
    if (index !== at) return [index, leaf] as const;
    const [first, ...rest] = leaf[list];
    if (first === undefined) throw new TypeError(`leaf ${at} has ${list}`);
    return [index, { ...leaf, [list]: [{ ...first, ...change(first) }, ...rest] }] as const;
  });
}

describe('§3 [R-3.11] positions in threads', () => {
  test('are the number of earlier entries with the key, and the index of the last of them', () => {
    for (const [index, leaf] of all()) {
      for (const { key, n, prev } of [...leaf.threads, ...leaf.reads]) {
        const earlier = all().filter(
          ([other, { threads }]) => other < index && threads.some((thread) => thread.key === key),
        );
        expect({ index, key, n, prev }).toEqual({
          index,
          key,
          n: earlier.length,
          prev: earlier.at(-1)?.[0] ?? -1,
        });
      }
    }
    expect(contradictions(all())).toEqual([]);
  });

  test('are never a contradiction where leaves are left out', () => {
    for (const left of [[1], [4, 5, 6], [10, 11, 12, 13], [25]]) {
      expect(contradictions(all().filter(([index]) => !left.includes(index)))).toEqual([]);
    }
  });

  test.each([
    ['an entry too few', 20, 'threads', ({ n }: ThreadPosition) => ({ n: n - 1 })],
    ['another last one', 20, 'threads', ({ prev }: ThreadPosition) => ({ prev: prev - 1 })],
    ['a last one that comes later', 20, 'threads', () => ({ n: 6, prev: 25 })],
    ['more entries than there was room for', 20, 'threads', () => ({ n: 30, prev: 19 })],
    ['a position given twice', 16, 'threads', () => ({ n: 0, prev: -1 })],
    [
      'a thread that is read as it was before',
      29,
      'reads',
      ({ prev }: ThreadPosition) => ({ n: 1, prev: prev - 1 }),
    ],
  ] as const)('MUST NOT say what earlier leaves refute: %s', (_, at, list, change) => {
    expect(contradictions(changed(at, list, change))).toContain(at);
  });
});

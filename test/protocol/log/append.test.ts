import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  appendToTiles,
  EMPTY_EDGE,
  edgeOf,
  edgeTiles,
  readEdge,
  rootAt,
  rootOfEdge,
} from '../../../protocol/log/append.ts';
import { tileWidth } from '../../../protocol/log/tiles.ts';
import { EMPTY_ROOT, leafHash, rootOf } from '../../../protocol/log/tree.ts';
import { treeHash } from '../../support/vectors/rfc6962.ts';
import { buildStore, entriesOf, tileStore } from './tile-store.ts';

/** Three levels of tiles, the second of them with a full and a partial one: the example of C2SP. */
const LARGE = 70_000;

describe('§3 [R-3.25] appending', () => {
  test('however the entries are split into batches, tiles, edge and root are the same', () => {
    const leaves = entriesOf(1500).map(leafHash);
    fc.assert(
      fc.property(
        fc.nat({ max: 1500 }),
        fc.array(fc.nat({ max: 400 }), { maxLength: 12 }),
        (size, batches) => {
          const split = buildStore(leaves.slice(0, size), batches);
          const whole = buildStore(leaves.slice(0, size));
          expect(split.store.tiles).toEqual(whole.store.tiles);
          expect(split.edge).toEqual(whole.edge);
          expect(split.root).toEqual(rootOf(leaves.slice(0, size)));
        },
      ),
      { numRuns: 30 },
    );
  });

  test('one entry at a time, every root is that of the definition', () => {
    const entries = entriesOf(300);
    let { edge, root } = appendToTiles(EMPTY_EDGE, []);
    expect(root).toEqual(EMPTY_ROOT);
    for (const [index, entry] of entries.entries()) {
      ({ edge, root } = appendToTiles(edge, [leafHash(entry)]));
      expect(Buffer.compare(root, treeHash(entries.slice(0, index + 1)))).toBe(0);
    }
  });

  test('every hash of every tile is the one that C2SP defines, over three levels', () => {
    const entries = entriesOf(LARGE);
    const { store, root } = buildStore(entries.map(leafHash), [65_535, 1, 300]);
    expect(Buffer.compare(root, treeHash(entries))).toBe(0);
    expect(countTiles(store.tiles.values())).toEqual({ '0': 274, '1': 2, '2': 1 });

    for (const { level, index, width, hashes } of store.tiles.values()) {
      expect(width).toBe(tileWidth(level, index, LARGE));
      // The first and the last of each: every one would hash the tree 274 times.
      for (const i of [0, width - 1]) {
        const begin = (index * 256 + i) * 256 ** level;
        const expected = treeHash(entries.slice(begin, begin + 256 ** level));
        expect(Buffer.compare(hashes.subarray(i * 32, i * 32 + 32), expected)).toBe(0);
      }
    }
  });

  test('only tiles that are new or wider are named, each with its whole contents', () => {
    const leaves = entriesOf(600).map(leafHash);
    const { edge } = appendToTiles(EMPTY_EDGE, leaves.slice(0, 250));
    const named = appendToTiles(edge, leaves.slice(250, 520)).tiles.map(({ hashes, ...tile }) => {
      expect(hashes).toHaveLength(tile.width * 32);
      return tile;
    });
    expect(named).toEqual([
      { level: 0, index: 0, width: 256 },
      { level: 0, index: 1, width: 256 },
      { level: 0, index: 2, width: 8 },
      { level: 1, index: 0, width: 2 },
    ]);
    expect(appendToTiles(edge, []).tiles).toEqual([]);
  });

  test('the edge that was given is left as it was, so that a failed batch can be repeated', () => {
    const leaves = entriesOf(700).map(leafHash);
    const { edge } = appendToTiles(EMPTY_EDGE, leaves.slice(0, 300));
    const before = structuredClone(edge);
    const first = appendToTiles(edge, leaves.slice(300));
    expect(edge).toEqual(before);
    expect(appendToTiles(edge, leaves.slice(300))).toEqual(first);
  });

  test('a leaf hash that is not of 32 bytes is refused', () => {
    for (const length of [0, 31, 33]) {
      expect(() => appendToTiles(EMPTY_EDGE, [new Uint8Array(length)])).toThrow(
        expect.objectContaining({ type: 'malformed' }),
      );
    }
  });

  test('[R-3.22] a log that would grow beyond 2^53 − 1 entries is refused', () => {
    const full = { ...EMPTY_EDGE, size: 2 ** 53 - 1 };
    expect(() => appendToTiles(full, [EMPTY_ROOT])).toThrow(expect.objectContaining({ type: 'too-large' }));
  });
});

describe('§3 [R-3.25] the right edge', () => {
  test('the tiles to load are the partial ones, at most one a level', () => {
    expect(edgeTiles(0)).toEqual([]);
    expect(edgeTiles(1)).toEqual([{ level: 0, index: 0, width: 1 }]);
    expect(edgeTiles(256)).toEqual([{ level: 1, index: 0, width: 1 }]);
    expect(edgeTiles(LARGE)).toEqual([
      { level: 0, index: 273, width: 112 },
      { level: 1, index: 1, width: 17 },
      { level: 2, index: 0, width: 1 },
    ]);
    expect(edgeTiles(2 ** 53 - 1)).toHaveLength(7);
  });

  test('an edge that was loaded is the edge that was kept', async () => {
    const leaves = entriesOf(LARGE).map(leafHash);
    const { store, edge } = buildStore(leaves);
    expect(await readEdge(LARGE, store.readTile)).toEqual(edge);
    expect(store.reads).toEqual(['0/273.p/112', '1/1.p/17', '2/0.p/1']);
  });

  test('the root of today and of every earlier size is read from the tiles', async () => {
    const leaves = entriesOf(1100).map(leafHash);
    const { store, edge, root } = buildStore(leaves);
    expect(rootOfEdge(edge)).toEqual(root);
    for (let size = 0; size <= 1100; size += 11) {
      expect(Buffer.compare(await rootAt(size, store.readTile), rootOf(leaves.slice(0, size)))).toBe(0);
    }
  });

  test('a tile that is missing or not of its width is refused', () => {
    const { store } = buildStore(entriesOf(300).map(leafHash));
    const contents = edgeTiles(300).map(({ level, index }) => store.tiles.get(`${level}/${index}`)?.hashes);
    const [low = EMPTY_ROOT, high = EMPTY_ROOT] = contents;
    expect(edgeOf(300, [low, high]).size).toBe(300);
    for (const wrong of [[], [low], [low.subarray(32), high], [high, low]]) {
      expect(() => edgeOf(300, wrong)).toThrow(expect.objectContaining({ type: 'log-invalid' }));
    }
  });

  test('[R-3.22] the edge of a size that is none is refused', async () => {
    for (const size of [-1, 0.5, 2 ** 53, Number.NaN]) {
      await expect(readEdge(size, tileStore().readTile)).rejects.toMatchObject({ type: 'malformed' });
    }
  });
});

function countTiles(tiles: Iterable<{ level: number }>): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { level } of tiles) counts[level] = (counts[level] ?? 0) + 1;
  return counts;
}

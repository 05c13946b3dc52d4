import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { rootAt } from '../../../protocol/log/append.ts';
import {
  consistencyProof,
  consistencyTiles,
  inclusionProof,
  inclusionProofs,
  inclusionTiles,
} from '../../../protocol/log/proof.ts';
import type { ReadTile } from '../../../protocol/log/tiles.ts';
import {
  EMPTY_ROOT,
  leafHash,
  rootOf,
  verifyConsistency,
  verifyInclusion,
} from '../../../protocol/log/tree.ts';
import { auditPath, consistency } from '../../support/vectors/rfc6962.ts';
import { buildStore, entriesOf, tileStore } from './tile-store.ts';

const SMALL = 700;
const LARGE = 70_000;
const entries = entriesOf(LARGE);
let leaves: Uint8Array[] = [];
let readTile: ReadTile;

beforeAll(() => {
  leaves = entries.map(leafHash);
  readTile = buildStore(leaves).store.readTile;
});

describe('§3 [R-3.23] inclusion proofs from tiles', () => {
  test('are those of the definition, for the tree of today and for every earlier one', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: SMALL }), fc.nat(), async (size, at) => {
        const index = at % size;
        const proof = await inclusionProof(index, size, readTile);
        expect(proof.map(hex)).toEqual(auditPath(index, entries.slice(0, size)).map(hex));
      }),
    );
  });

  test('verify over three levels of tiles', async () => {
    const root = rootOf(leaves);
    for (const index of [0, 1, 255, 256, 65_535, 65_536, 69_887, 69_888, LARGE - 1]) {
      const proof = await inclusionProof(index, LARGE, readTile);
      const leaf = leaves[index] ?? EMPTY_ROOT;
      expect(verifyInclusion({ index, size: LARGE, leafHash: leaf, proof, root })).toBe(true);
    }
  });

  test('of many entries are the same as one by one, with each tile read once', async () => {
    const store = tileStore();
    store.put([...buildStore(leaves).store.tiles.values()]);
    const indices = [3, LARGE - 1, 3, 40_000, 40_001, 0];
    const proofs = await inclusionProofs(indices, LARGE, store.readTile);
    expect(new Set(store.reads).size).toBe(store.reads.length);
    expect(store.reads).toEqual(
      inclusionTiles(indices, LARGE).map(({ level, index, width }) => `${level}/${index}.p/${width}`),
    );
    expect(proofs).toEqual(await Promise.all(indices.map((index) => inclusionProof(index, LARGE, readTile))));
    expect(await inclusionProofs([], LARGE, readTile)).toEqual([]);
  });

  test('read at most two tiles a level', () => {
    for (const index of [0, 12_345, 65_536, LARGE - 1]) {
      expect(inclusionTiles([index], LARGE).length).toBeLessThanOrEqual(6);
    }
  });

  test('of an entry that the tree does not hold are refused', async () => {
    for (const [index, size] of [
      [5, 5],
      [0, 0],
      [-1, 5],
      [0.5, 5],
      [0, 2 ** 53],
      [0, Number.NaN],
    ] as const) {
      await expect(inclusionProof(index, size, readTile)).rejects.toMatchObject({ type: 'malformed' });
    }
  });

  test('are refused when a tile is not of its width', async () => {
    const wider: ReadTile = async (level, index, width) => readTile(level, index, Math.min(256, width + 1));
    await expect(inclusionProof(3, 600, wider)).rejects.toMatchObject({ type: 'log-invalid' });
    await expect(inclusionProof(3, 600, async () => new Uint8Array(0))).rejects.toMatchObject({
      type: 'log-invalid',
    });
  });
});

describe('§3 [R-3.24] consistency proofs from tiles', () => {
  test('are those of the definition', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: SMALL }), fc.nat(), async (toSize, at) => {
        const fromSize = 1 + (at % toSize);
        const proof = await consistencyProof(fromSize, toSize, readTile);
        expect(proof.map(hex)).toEqual(consistency(fromSize, entries.slice(0, toSize)).map(hex));
      }),
    );
  });

  test('verify over three levels of tiles', async () => {
    const toRoot = rootOf(leaves);
    for (const fromSize of [1, 255, 256, 257, 65_535, 65_536, 65_537, LARGE - 1, LARGE]) {
      const proof = await consistencyProof(fromSize, LARGE, readTile);
      const fromRoot = await rootAt(fromSize, readTile);
      expect(verifyConsistency({ fromSize, toSize: LARGE, fromRoot, toRoot, proof })).toBe(true);
    }
  });

  test('read the tiles that were named beforehand', async () => {
    const { store } = buildStore(leaves.slice(0, SMALL));
    await consistencyProof(257, SMALL, store.readTile);
    expect(store.reads).toEqual(
      consistencyTiles(257, SMALL).map(({ level, index, width }) => `${level}/${index}.p/${width}`),
    );
  });

  test('from nothing, backwards, or between sizes that are none are refused', async () => {
    for (const [from, to] of [
      [0, 5],
      [0, 0],
      [6, 5],
      [-1, 5],
      [0.5, 5],
      [1, 2 ** 53],
    ] as const) {
      await expect(consistencyProof(from, to, readTile)).rejects.toMatchObject({ type: 'malformed' });
    }
  });
});

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex');
}

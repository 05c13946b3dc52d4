import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  EMPTY_ROOT,
  inclusionPath,
  leafHash,
  nodeHash,
  rootOf,
  verifyConsistency,
  verifyInclusion,
} from '../../../protocol/log/tree.ts';
import { ProtocolError } from '../../../protocol/problem.ts';
import { auditPath, consistency, treeHash } from '../../support/vectors/rfc6962.ts';
import { entriesOf } from './tile-store.ts';

/** Every tree up to here is checked entry by entry; it goes over the first power of two of each kind. */
const EXHAUSTIVE_MAX = 40;

describe('§3 [R-3.20] [R-3.21] hashing', () => {
  test('the empty tree, the empty entry and the tree of eight entries have the hashes that CT published', () => {
    const entries = [
      '',
      '00',
      '10',
      '2021',
      '3031',
      '40414243',
      '5051525354555657',
      '606162636465666768696a6b6c6d6e6f',
    ];
    const leaves = entries.map((entry) => leafHash(Buffer.from(entry, 'hex')));

    expect(hex(EMPTY_ROOT)).toBe('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855');
    expect(hex(rootOf([]))).toBe(hex(EMPTY_ROOT));
    expect(hex(rootOf(leaves.slice(0, 1)))).toBe(
      '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
    );
    expect(hex(rootOf(leaves))).toBe('5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328');
  });

  test('a leaf never hashes like a node over the same bytes', () => {
    const [left, right] = [leafHash(Buffer.from('a')), leafHash(Buffer.from('b'))];
    expect(hex(nodeHash(left, right))).not.toBe(hex(leafHash(Buffer.concat([left, right]))));
  });

  test('the root is that of the definition', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 40 }), { maxLength: 300 }), (entries) => {
        expect(hex(rootOf(entries.map(leafHash)))).toBe(hex(treeHash(entries)));
      }),
      { numRuns: 50 },
    );
  });
});

describe('§3 [R-3.23] inclusion', () => {
  test('every entry of every small tree has the path of the definition, and it verifies', () => {
    for (let size = 1; size <= EXHAUSTIVE_MAX; size++) {
      const entries = entriesOf(size);
      const leaves = entries.map(leafHash);
      const root = treeHash(entries);
      for (const [index, leaf] of leaves.entries()) {
        const proof = inclusionPath(leaves, index);
        expect(proof.map(hex)).toEqual(auditPath(index, entries).map(hex));
        expect(verifyInclusion({ index, size, leafHash: leaf, proof, root })).toBe(true);
      }
    }
  });

  test('a proof for one entry proves no other entry of the tree', () => {
    fc.assert(
      fc.property(inclusions, fc.nat(), ({ size, index, ...given }, other) => {
        fc.pre(other % size !== index);
        expect(verifyInclusion({ ...given, size, index: other % size })).toBe(false);
      }),
    );
  });

  test('a proof with one bit changed anywhere is refused', () => {
    fc.assert(
      fc.property(inclusions, fc.nat(), (given, at) => {
        const { root, leafHash: leaf, proof } = flipBit(given, given.proof, at);
        expect(verifyInclusion({ ...given, root, leafHash: leaf, proof })).toBe(false);
      }),
    );
  });

  test('a proof with a hash more, less, or in another place is refused', () => {
    fc.assert(
      fc.property(
        inclusions,
        fc.nat(),
        fc.uint8Array({ minLength: 32, maxLength: 32 }),
        (given, at, extra) => {
          for (const proof of rearranged(given.proof, at, extra)) {
            expect(verifyInclusion({ ...given, proof })).toBe(false);
          }
        },
      ),
    );
  });

  test('a hash that is not of 32 bytes is refused wherever it stands', () => {
    const leaves = entriesOf(2).map(leafHash);
    const [first = EMPTY_ROOT, second = EMPTY_ROOT] = leaves;
    const given = { index: 0, size: 2, leafHash: first, proof: [second], root: rootOf(leaves) };
    const long = Buffer.concat([second, Buffer.of(0)]);

    expect(verifyInclusion(given)).toBe(true);
    expect(verifyInclusion({ ...given, proof: [second.subarray(1)] })).toBe(false);
    expect(verifyInclusion({ ...given, proof: [long] })).toBe(false);
    expect(verifyInclusion({ ...given, leafHash: first.subarray(1) })).toBe(false);
    expect(verifyInclusion({ ...given, root: given.root.subarray(1) })).toBe(false);
  });

  test('a path over the first bytes of a long leaf and the rest as sibling is refused', () => {
    // SHA-256(0x01 ‖ a ‖ b) does not see where a ends: only the fixed length keeps the parts apart.
    const [left, right] = [leafHash(Buffer.from('a')), leafHash(Buffer.from('b'))];
    const moved = { leafHash: left.subarray(0, 31), proof: [Buffer.concat([left.subarray(31), right])] };
    expect(verifyInclusion({ index: 0, size: 2, root: nodeHash(left, right), ...moved })).toBe(false);
  });

  test('a proof from a larger tree is refused for a smaller one, although its hashes lead to the root', () => {
    const entries = entriesOf(8);
    const given = {
      leafHash: leafHash(entries[7] ?? EMPTY_ROOT),
      root: treeHash(entries),
      proof: auditPath(7, entries),
    };
    expect(verifyInclusion({ ...given, index: 7, size: 8 })).toBe(true);
    expect(verifyInclusion({ ...given, index: 3, size: 4 })).toBe(false);
    expect(verifyInclusion({ ...given, index: 0, size: 1 })).toBe(false);
    expect(verifyInclusion({ ...given, index: 15, size: 16 })).toBe(false);
  });

  test('[R-3.22] an index or a size that is no entry or no safe integer is refused', () => {
    const leaf = leafHash(Buffer.from('a'));
    const given = { index: 0, size: 1, leafHash: leaf, proof: [], root: leaf };
    expect(verifyInclusion(given)).toBe(true);
    for (const index of [1, -1, 0.5, Number.NaN, -0.1, 2 ** 53]) {
      expect(verifyInclusion({ ...given, index })).toBe(false);
    }
    for (const size of [0, -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53]) {
      expect(verifyInclusion({ ...given, size })).toBe(false);
    }
  });

  test('[R-3.22] positions beyond 2^32 are told apart', () => {
    // A tree whose left half is perfect and whose right half is one leaf: its last entry has a path of one hash.
    const size = 2 ** 52 + 1;
    const [left, leaf] = [leafHash(Buffer.from('left half')), leafHash(Buffer.from('last'))];
    const given = { size, leafHash: leaf, proof: [left], root: nodeHash(left, leaf) };
    expect(verifyInclusion({ ...given, index: 2 ** 52 })).toBe(true);
    expect(verifyInclusion({ ...given, index: 2 ** 52 - 1 })).toBe(false);
    expect(verifyInclusion({ ...given, index: 2 ** 52 - 2 ** 32 })).toBe(false);
  });

  test('the path of an entry that the tree does not hold is refused as malformed', () => {
    const leaves = entriesOf(3).map(leafHash);
    for (const index of [3, -1, 0.5]) {
      expect(() => inclusionPath(leaves, index)).toThrow(
        expect.objectContaining({ constructor: ProtocolError, type: 'malformed' }),
      );
    }
  });
});

describe('§3 [R-3.24] consistency', () => {
  test('every pair of small trees has a proof that verifies', () => {
    for (let toSize = 1; toSize <= EXHAUSTIVE_MAX; toSize++) {
      for (let fromSize = 1; fromSize <= toSize; fromSize++) {
        expect(verifyConsistency(consistencyBetween(fromSize, toSize))).toBe(true);
      }
    }
  });

  test('a history that changed any earlier entry has no proof', () => {
    fc.assert(
      fc.property(sizePairs, fc.nat(), ([fromSize, toSize], at) => {
        const forged = entriesOf(toSize);
        forged[at % fromSize] = Buffer.from('something else');
        const given = {
          ...consistencyBetween(fromSize, toSize),
          toRoot: treeHash(forged),
          proof: consistency(fromSize, forged),
        };
        expect(verifyConsistency(given)).toBe(false);
      }),
    );
  });

  test('a proof with one bit changed anywhere is refused', () => {
    fc.assert(
      fc.property(sizePairs, fc.nat(), ([fromSize, toSize], at) => {
        const given = consistencyBetween(fromSize, toSize);
        const { fromRoot, toRoot, proof } = flipBit(given, given.proof, at);
        expect(verifyConsistency({ ...given, fromRoot, toRoot, proof })).toBe(false);
      }),
    );
  });

  test('a proof with a hash more, less, or in another place is refused', () => {
    fc.assert(
      fc.property(sizePairs, fc.nat(), fc.uint8Array({ minLength: 32, maxLength: 32 }), (pair, at, extra) => {
        const given = consistencyBetween(...pair);
        for (const proof of rearranged(given.proof, at, extra)) {
          expect(verifyConsistency({ ...given, proof })).toBe(false);
        }
      }),
    );
  });

  test('a proof from larger trees is refused for smaller ones, although its hashes lead to the roots', () => {
    const given = consistencyBetween(7, 8);
    expect(verifyConsistency(given)).toBe(true);
    expect(verifyConsistency({ ...given, fromSize: 3, toSize: 4 })).toBe(false);
    expect(verifyConsistency({ ...given, fromSize: 15, toSize: 16 })).toBe(false);
  });

  test('swapped roots and swapped sizes are refused', () => {
    fc.assert(
      fc.property(sizePairs, (pair) => {
        const given = consistencyBetween(...pair);
        fc.pre(given.fromSize !== given.toSize);
        expect(verifyConsistency({ ...given, fromRoot: given.toRoot, toRoot: given.fromRoot })).toBe(false);
        expect(verifyConsistency({ ...given, fromSize: given.toSize, toSize: given.fromSize })).toBe(false);
      }),
    );
  });

  test('the empty tree proves nothing: size 0 is refused', () => {
    const nothing = { fromSize: 0, fromRoot: EMPTY_ROOT, proof: [] };
    expect(verifyConsistency({ ...nothing, toSize: 0, toRoot: EMPTY_ROOT })).toBe(false);
    expect(verifyConsistency({ ...nothing, toSize: 3, toRoot: treeHash(entriesOf(3)) })).toBe(false);
  });

  test('equal sizes take equal roots and an empty proof alone', () => {
    const same = consistencyBetween(5, 5);
    expect(verifyConsistency(same)).toBe(true);
    expect(verifyConsistency({ ...same, proof: [same.fromRoot] })).toBe(false);
    expect(verifyConsistency({ ...same, toRoot: treeHash(entriesOf(4)) })).toBe(false);
  });

  test('a hash that is not of 32 bytes is refused wherever it stands', () => {
    const given = consistencyBetween(3, 7);
    const [first = EMPTY_ROOT, ...rest] = given.proof;
    expect(verifyConsistency({ ...given, proof: [first.subarray(1), ...rest] })).toBe(false);
    expect(verifyConsistency({ ...given, fromRoot: given.fromRoot.subarray(1) })).toBe(false);
    expect(verifyConsistency({ ...given, toRoot: Buffer.concat([given.toRoot, Buffer.of(0)]) })).toBe(false);
  });

  test('[R-3.22] sizes that are no safe integers are refused', () => {
    const given = consistencyBetween(1, 1);
    for (const size of [-1, 0.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53]) {
      expect(verifyConsistency({ ...given, fromSize: size, toSize: size })).toBe(false);
    }
  });
});

const inclusions = fc.record({ size: fc.integer({ min: 2, max: 130 }), at: fc.nat() }).map(({ size, at }) => {
  const entries = entriesOf(size);
  const index = at % size;
  return {
    index,
    size,
    leafHash: leafHash(entries[index] ?? EMPTY_ROOT),
    proof: auditPath(index, entries),
    root: treeHash(entries),
  };
});

/** Sizes from and to, of trees that differ. */
const sizePairs = fc
  .tuple(fc.integer({ min: 1, max: 130 }), fc.integer({ min: 1, max: 130 }))
  .filter(([a, b]) => a !== b)
  .map(([a, b]): [number, number] => [Math.min(a, b), Math.max(a, b)]);

function consistencyBetween(fromSize: number, toSize: number) {
  const entries = entriesOf(toSize);
  return {
    fromSize,
    toSize,
    fromRoot: treeHash(entries.slice(0, fromSize)),
    toRoot: treeHash(entries),
    proof: consistency(fromSize, entries),
  };
}

/** Flips bit number `at` of all hashes together, those of the proof last. */
function flipBit<T extends object>(
  given: T,
  proof: readonly Uint8Array[],
  at: number,
): T & { proof: Uint8Array[] } {
  const changed = structuredClone({ ...given, proof: [...proof] });
  const hashes = [...Object.values(changed).filter((value) => value instanceof Uint8Array), ...changed.proof];
  const hash = hashes[Math.floor(at / 256) % hashes.length];
  if (hash === undefined) throw new Error('there is nothing to flip');
  const byte = Math.floor(at / 8) % 32;
  hash[byte] = (hash[byte] ?? 0) ^ (1 << (at % 8));
  return changed;
}

/** The proof with a hash inserted, removed, repeated, and with two hashes swapped. */
function rearranged(proof: readonly Uint8Array[], at: number, extra: Uint8Array): Uint8Array[][] {
  const here = at % (proof.length + 1);
  const changed = [proof.toSpliced(here, 0, extra), [...proof, extra], [...proof, ...proof.slice(-1), extra]];
  if (proof.length > 0) changed.push(proof.toSpliced(at % proof.length, 1));
  const [first, second, ...rest] = proof;
  if (first && second) changed.push([second, first, ...rest]);
  return changed;
}

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex');
}

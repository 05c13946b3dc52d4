import { b64u, flipped, invalid, leafOf, type MerkleCase, numbered, sha256, valid } from './merkle-case.ts';
import { auditPath, consistency, treeHash } from './rfc6962.ts';

const EMPTY = treeHash([]);

/** Hashing, proofs and tiles: to. */
export function treeCases(): MerkleCase[] {
  return [...hashCases(), ...rootCases(), ...inclusionCases(), ...consistencyCases(), ...tileCases()];
}

function hashCases(): MerkleCase[] {
  const [left, right] = [leafOf(Buffer.from('a')), leafOf(Buffer.from('b'))];
  const leaf = (bytes: Uint8Array, hash: Uint8Array) =>
    ({ kind: 'leaf-hash', input: { bytes: b64u(bytes), hash: b64u(hash) } }) as const;
  const node = (hash: Uint8Array) =>
    ({ kind: 'node-hash', input: { left: b64u(left), right: b64u(right), hash: b64u(hash) } }) as const;
  const entry = Buffer.from('{"at":"2026-01-01T00:00:00.000Z"}');
  return [
    valid('R-3.20', 'leaf-hash-empty', 'the empty entry', leaf(new Uint8Array(0), leafOf(new Uint8Array(0)))),
    valid('R-3.20', 'leaf-hash-text', 'an entry', leaf(entry, leafOf(entry))),
    invalid('R-3.20', 'leaf-hash-no-prefix', 'hashed without the byte 00', leaf(entry, sha256(entry))),
    valid('R-3.20', 'node-hash', 'two leaf hashes', node(treeHash([Buffer.from('a'), Buffer.from('b')]))),
    invalid(
      'R-3.20',
      'node-hash-as-leaf',
      'hashed with the prefix of leaves',
      node(leafOf(Buffer.concat([left, right]))),
    ),
    invalid(
      'R-3.20',
      'node-hash-swapped',
      'right before left',
      node(treeHash([Buffer.from('b'), Buffer.from('a')])),
    ),
  ];
}

function rootCases(): MerkleCase[] {
  const root = (entries: readonly Uint8Array[], hash: Uint8Array) =>
    ({ kind: 'root', input: { entries: entries.map(b64u), root: b64u(hash) } }) as const;
  const five = numbered(5);
  const duplicated = treeHash([...five, ...five.slice(4), ...five.slice(4), ...five.slice(4)]);
  return [
    ...[0, 1, 2, 3, 5, 8, 13].map((size) =>
      valid('R-3.21', `root-${size}`, `a tree of ${size}`, root(numbered(size), treeHash(numbered(size)))),
    ),
    invalid('R-3.21', 'root-empty-zeroes', 'zeroes for the empty tree', root([], new Uint8Array(32))),
    invalid('R-3.21', 'root-order', 'entries in another order', root(five, treeHash(five.toReversed()))),
    invalid('R-3.21', 'root-padded', 'the last entry repeated up to a power of two', root(five, duplicated)),
  ];
}

function inclusionCases(): MerkleCase[] {
  const size = 7;
  const entries = numbered(size);
  const root = treeHash(entries);
  const plain = (index: number, count = size) => {
    const tree = numbered(count);
    return {
      index,
      size: count,
      leafHash: b64u(leafOf(tree[index] ?? EMPTY)),
      proof: auditPath(index, tree).map(b64u),
      root: b64u(treeHash(tree)),
    };
  };
  const given = plain(4);
  const path = auditPath(4, entries);
  const content = (changes: object) => ({ kind: 'inclusion', input: { ...given, ...changes } }) as const;
  const refused = (id: string, what: string, changes: object, rule = 'R-3.23') =>
    invalid(rule, `inclusion-${id}`, what, content(changes));
  const [left, right] = [leafOf(Buffer.from('left half')), leafOf(Buffer.from('last'))];
  const huge = {
    index: 2 ** 52,
    size: 2 ** 52 + 1,
    leafHash: b64u(right),
    proof: [b64u(left)],
    // The root over two hashes: the hash of a node.
    root: b64u(sha256(Buffer.concat([Buffer.of(1), left, right]))),
  };

  return [
    ...[
      [0, 1],
      [0, 7],
      [3, 7],
      [4, 7],
      [6, 7],
      [5, 8],
      [256, 300],
    ].map(([index = 0, count = 0]) =>
      valid('R-3.23', `inclusion-${index}-of-${count}`, `entry ${index} of ${count}`, {
        kind: 'inclusion',
        input: plain(index, count),
      }),
    ),
    refused('other-index', 'the proof of another entry', { index: 5 }),
    refused('other-leaf', 'another leaf', { leafHash: b64u(flipped(leafOf(entries[4] ?? EMPTY))) }),
    refused('other-root', 'another root', { root: b64u(flipped(root)) }),
    refused('no-proof', 'no hashes', { proof: [] }),
    refused('short', 'the last hash is missing', { proof: path.slice(0, -1).map(b64u) }),
    refused('long', 'a hash too much at the end', { proof: [...path, root].map(b64u) }),
    refused('long-before', 'a hash too much before', { proof: [root, ...path].map(b64u) }),
    refused('from-the-root', 'the hash below the root first', { proof: path.toReversed().map(b64u) }),
    refused('short-hash', 'a hash of 31 bytes in the proof', {
      proof: path.map((hash) => b64u(hash.subarray(1))),
    }),
    refused('long-hash', 'a hash of 33 bytes as root', { root: b64u(Buffer.concat([root, Buffer.of(0)])) }),
    refused('empty-leaf', 'an empty leaf hash', { leafHash: '' }),
    refused('of-empty', 'an entry of the empty tree', { index: 0, size: 0, proof: [], root: b64u(EMPTY) }),
    refused('larger-tree', 'a proof from a tree of 8 for one of 4, with hashes that lead to the root', {
      ...plain(7, 8),
      index: 3,
      size: 4,
    }),
    refused('beyond', 'an index that equals the size', { index: 7 }, 'R-3.22'),
    refused('negative', 'a negative index', { index: -1 }, 'R-3.22'),
    refused('fraction', 'an index between two', { index: 4.5 }, 'R-3.22'),
    valid('R-3.22', 'inclusion-2-52', 'the last of 2^52 + 1 entries', { kind: 'inclusion', input: huge }),
    invalid('R-3.22', 'inclusion-2-52-wrapped', 'a position that is equal modulo 2^32', {
      kind: 'inclusion',
      input: { ...huge, index: 2 ** 52 - 2 ** 32 },
    }),
    invalid('R-3.22', 'inclusion-2-53', 'a size of 2^53', {
      kind: 'inclusion',
      input: { ...huge, index: 2 ** 53 - 1, size: 2 ** 53 },
    }),
  ];
}

function consistencyCases(): MerkleCase[] {
  const plain = (fromSize: number, toSize: number) => {
    const tree = numbered(toSize);
    return {
      fromSize,
      toSize,
      fromRoot: b64u(treeHash(tree.slice(0, fromSize))),
      toRoot: b64u(treeHash(tree)),
      proof: consistency(fromSize, tree).map(b64u),
    };
  };
  const given = plain(3, 7);
  const path = consistency(3, numbered(7));
  const forged = numbered(7).with(1, Buffer.from('something else'));
  const refused = (id: string, what: string, changes: object, base = given) =>
    invalid('R-3.24', `consistency-${id}`, what, { kind: 'consistency', input: { ...base, ...changes } });

  return [
    ...[
      [1, 1],
      [1, 8],
      [3, 7],
      [4, 7],
      [6, 7],
      [7, 7],
      [6, 8],
      [255, 300],
      [256, 300],
    ].map(([from = 1, to = 1]) =>
      valid('R-3.24', `consistency-${from}-${to}`, `from ${from} to ${to}`, {
        kind: 'consistency',
        input: plain(from, to),
      }),
    ),
    refused('rewritten', 'an entry of the old tree was changed', {
      toRoot: b64u(treeHash(forged)),
      proof: consistency(3, forged).map(b64u),
    }),
    refused('larger-trees', 'a proof from 7 to 8 for 3 to 4, with hashes that lead to the roots', {
      ...plain(7, 8),
      fromSize: 3,
      toSize: 4,
    }),
    refused('swapped-roots', 'the roots are swapped', { fromRoot: given.toRoot, toRoot: given.fromRoot }),
    refused('backwards', 'from the larger to the smaller tree', { fromSize: 7, toSize: 3 }),
    refused('short', 'the last hash is missing', { proof: path.slice(0, -1).map(b64u) }),
    refused('no-proof', 'no hashes', { proof: [] }),
    refused('long', 'a hash too much', { proof: [...path, path[0] ?? EMPTY].map(b64u) }),
    refused('changed', 'a bit of a hash is flipped', { proof: path.map((hash) => b64u(flipped(hash))) }),
    refused('short-hash', 'hashes of 31 bytes', { proof: path.map((hash) => b64u(hash.subarray(1))) }),
    refused(
      'repeated-root',
      'the old root is repeated where it is a node of the new tree',
      {
        proof: [given.fromRoot, ...plain(4, 7).proof],
      },
      plain(4, 7),
    ),
    refused('from-empty', 'from the empty tree', { fromSize: 0, fromRoot: b64u(EMPTY), proof: [] }),
    refused('empty-empty', 'from the empty tree to itself', {
      fromSize: 0,
      toSize: 0,
      fromRoot: b64u(EMPTY),
      toRoot: b64u(EMPTY),
      proof: [],
    }),
    refused('same-size-other-root', 'two roots of one size', { fromRoot: b64u(EMPTY) }, plain(7, 7)),
    refused('same-size-proof', 'a proof between equal sizes', { proof: [given.toRoot] }, plain(7, 7)),
    refused(
      'same-size-no-hashes',
      'equal roots that are no hashes',
      { fromRoot: 'AAAA', toRoot: 'AAAA' },
      plain(7, 7),
    ),
    invalid('R-3.22', 'consistency-2-53', 'a size of 2^53', {
      kind: 'consistency',
      input: { ...plain(1, 1), fromSize: 2 ** 53, toSize: 2 ** 53 },
    }),
  ];
}

/** Tiles are given by the SHA-256 of their bytes. */
function tileCases(): MerkleCase[] {
  const entries = numbered(600);
  const leaves = entries.map(leafOf);
  const full = (index: number) => treeHash(entries.slice(index * 256, (index + 1) * 256));
  const tile = (level: number, index: number, width: number, hashes: readonly Uint8Array[], count = 600) =>
    ({
      kind: 'tile',
      input: { count, level, index, width, sha256: b64u(sha256(Buffer.concat(hashes))) },
    }) as const;

  return [
    valid('R-3.25', 'tile-full', 'a full tile of leaf hashes', tile(0, 1, 256, leaves.slice(256, 512))),
    valid('R-3.25', 'tile-partial', 'the partial tile of leaf hashes', tile(0, 2, 88, leaves.slice(512))),
    valid(
      'R-3.25',
      'tile-above',
      'the tile above: the roots of the two full ones',
      tile(1, 0, 2, [full(0), full(1)]),
    ),
    valid(
      'R-3.25',
      'tile-earlier',
      'the same tile when the tree had 300 entries',
      tile(0, 1, 44, leaves.slice(256, 300), 300),
    ),
    valid('R-3.25', 'tile-256', 'above exactly one full tile', tile(1, 0, 1, [full(0)], 256)),
    invalid('R-3.25', 'tile-beyond', 'a tile that the tree does not reach', tile(0, 3, 1, [EMPTY])),
    invalid('R-3.25', 'tile-empty', 'an empty partial tile behind a full one', tile(0, 1, 0, [], 256)),
    invalid(
      'R-3.25',
      'tile-too-wide',
      'a partial tile filled up with zeroes',
      tile(0, 2, 89, [...leaves.slice(512), new Uint8Array(32)]),
    ),
    invalid(
      'R-3.25',
      'tile-partial-above',
      'the root of a partial tile in the tile above',
      tile(1, 0, 3, [full(0), full(1), treeHash(entries.slice(512))]),
    ),
    invalid('R-3.25', 'tile-order', 'hashes in another order', tile(1, 0, 2, [full(1), full(0)])),
  ];
}

import { concatBytes, equalBytes } from '../bytes.ts';
import { HASH_BYTES, sha256 } from '../hash.ts';
import { ProtocolError } from '../problem.ts';
import { inclusionRanges } from './ranges.ts';

/** Prefixes that keep a leaf from ever being taken for an inner node (RFC 6962 §2.1). */
const LEAF_PREFIX = 0x00;
const NODE_PREFIX = 0x01;

/** Root of the tree without entries: SHA-256 of nothing. Spec §3. */
export const EMPTY_ROOT: Uint8Array = sha256(new Uint8Array(0));

/** Hash of an entry, SHA-256(0x00 ‖ bytes). Spec §3. */
export function leafHash(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  return sha256(concatBytes(Uint8Array.of(LEAF_PREFIX), bytes));
}

/** Hash of an inner node, SHA-256(0x01 ‖ left ‖ right). Spec §3. */
export function nodeHash(left: Uint8Array, right: Uint8Array): Uint8Array<ArrayBuffer> {
  // Written out, for this is where the time of every append and proof goes.
  const bytes = new Uint8Array(1 + left.length + right.length);
  bytes[0] = NODE_PREFIX;
  bytes.set(left, 1);
  bytes.set(right, 1 + left.length);
  return sha256(bytes);
}

/** Root of the tree with these leaf hashes, in order. Spec §3. */
export function rootOf(leafHashes: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const peaks: Uint8Array[] = [];
  for (const [index, hash] of leafHashes.entries()) pushPeak(peaks, index, hash);
  return Uint8Array.from(foldPeaks(peaks));
}

/**
 * Audit path of one entry in a small tree that is at hand whole, sibling of the leaf first. Spec §3.
 *
 * Costs one pass over the tree: for a log use `inclusionProof`.
 *
 * @throws {ProtocolError} `malformed` when `index` names no entry.
 */
export function inclusionPath(leafHashes: readonly Uint8Array[], index: number): Uint8Array[] {
  if (!isCount(index) || index >= leafHashes.length) {
    throw new ProtocolError('malformed', `There is no entry ${index} in a tree of ${leafHashes.length}.`);
  }
  return inclusionRanges(index, leafHashes.length).map(({ begin, end }) =>
    rootOf(leafHashes.slice(begin, end)),
  );
}

interface Inclusion {
  readonly index: number;
  readonly size: number;
  readonly leafHash: Uint8Array;
  /** Sibling of the leaf first. */
  readonly proof: readonly Uint8Array[];
  readonly root: Uint8Array;
}

/**
 * Whether `proof` shows that the tree of `size` entries with this root holds the leaf at `index` (RFC 9162 §2.1.3.2).
 * Spec §3.
 *
 * False, never an error, for sizes that are no safe integers, for hashes that are not of 32 bytes and for a proof that
 * is too long or too short.
 */
export function verifyInclusion({ index, size, leafHash, proof, root }: Inclusion): boolean {
  if (!isCount(index) || !isCount(size) || index >= size) return false;
  if (![leafHash, root, ...proof].every(isHash)) return false;

  let hash = leafHash;
  let node = index;
  let last = size - 1;
  for (const sibling of proof) {
    if (last === 0) return false;
    if (isRight(node) || node === last) {
      hash = nodeHash(sibling, hash);
      // The last node of an odd row has no sibling there: it climbs until it has one.
      while (!isRight(node) && node !== 0) {
        node = parent(node);
        last = parent(last);
      }
    } else {
      hash = nodeHash(hash, sibling);
    }
    node = parent(node);
    last = parent(last);
  }
  return last === 0 && equalBytes(hash, root);
}

interface Consistency {
  readonly fromSize: number;
  readonly toSize: number;
  readonly fromRoot: Uint8Array;
  readonly toRoot: Uint8Array;
  readonly proof: readonly Uint8Array[];
}

/**
 * Whether `proof` shows that the larger tree begins with all entries of the smaller one (RFC 9162 §2.1.4.2).
 * Spec §3.
 *
 * Equal sizes take an empty proof and equal roots. Size 0 is refused: every tree extends the empty one, so that such a
 * proof says nothing and a caller who relies on it has a defect.
 *
 * False, never an error, for sizes that are no safe integers, for hashes that are not of 32 bytes and for a proof that
 * is too long or too short.
 */
export function verifyConsistency({ fromSize, toSize, fromRoot, toRoot, proof }: Consistency): boolean {
  if (!isCount(fromSize) || !isCount(toSize) || fromSize === 0 || fromSize > toSize) return false;
  if (![fromRoot, toRoot, ...proof].every(isHash)) return false;
  if (fromSize === toSize) return proof.length === 0 && equalBytes(fromRoot, toRoot);

  let node = fromSize - 1;
  let last = toSize - 1;
  while (isRight(node)) {
    node = parent(node);
    last = parent(last);
  }
  // A perfect old tree is a node of the new one: the proof starts from its root and need not repeat it.
  const [start, ...rest] = node === 0 ? [fromRoot, ...proof] : proof;
  if (start === undefined) return false;

  let fromHash = start;
  let toHash = start;
  for (const sibling of rest) {
    if (last === 0) return false;
    if (isRight(node) || node === last) {
      fromHash = nodeHash(sibling, fromHash);
      toHash = nodeHash(sibling, toHash);
      while (!isRight(node) && node !== 0) {
        node = parent(node);
        last = parent(last);
      }
    } else {
      toHash = nodeHash(toHash, sibling);
    }
    node = parent(node);
    last = parent(last);
  }
  return last === 0 && equalBytes(fromHash, fromRoot) && equalBytes(toHash, toRoot);
}

/**
 * Adds one leaf to the roots of the perfect subtrees that make up a tree of `size` entries (largest first), in place.
 *
 * @param onSubtree told every perfect subtree that this leaf completes: its height, 0 for the leaf, and its root.
 */
export function pushPeak(
  peaks: Uint8Array[],
  size: number,
  leafHash: Uint8Array,
  onSubtree: (height: number, root: Uint8Array) => void = () => undefined,
): void {
  let hash = leafHash;
  onSubtree(0, hash);
  // As in binary counting: each one at the end of `size` is a subtree that the new one completes.
  for (let rest = size, height = 1; isRight(rest); rest = parent(rest), height++) {
    const left = peaks.pop();
    if (left === undefined)
      throw new ProtocolError('internal', `There are too few peaks for ${size} entries.`);
    hash = nodeHash(left, hash);
    onSubtree(height, hash);
  }
  peaks.push(hash);
}

/** Root of the tree that consists of these perfect subtrees, largest first. */
export function foldPeaks(peaks: readonly Uint8Array[]): Uint8Array {
  return peaks.length === 0 ? EMPTY_ROOT : peaks.reduceRight((right, left) => nodeHash(left, right));
}

/** Whether this can be a number of entries or an index: sizes beyond 2^53 − 1 are refused everywhere. Spec §3. */
export function isCount(value: number): boolean {
  return Number.isSafeInteger(value) && value >= 0;
}

function isHash(bytes: Uint8Array): boolean {
  return bytes.length === HASH_BYTES;
}

function isRight(node: number): boolean {
  return node % 2 === 1;
}

function parent(node: number): number {
  return Math.floor(node / 2);
}

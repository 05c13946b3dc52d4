import { createHash } from 'node:crypto';

/**
 * RFC 6962 §2.1 word for word, recursive and slow: the oracle for the tree, and what makes its vectors. Shares no code
 * with `protocol/`.
 */
export function treeHash(entries: readonly Uint8Array[]): Uint8Array {
  const [only] = entries;
  if (only === undefined) return digest();
  if (entries.length === 1) return digest(Uint8Array.of(0), only);
  const k = split(entries.length);
  return digest(Uint8Array.of(1), treeHash(entries.slice(0, k)), treeHash(entries.slice(k)));
}

/** PATH(m, D[n]) of RFC 6962 §2.1.1. */
export function auditPath(m: number, entries: readonly Uint8Array[]): Uint8Array[] {
  if (entries.length === 1) return [];
  const k = split(entries.length);
  return m < k
    ? [...auditPath(m, entries.slice(0, k)), treeHash(entries.slice(k))]
    : [...auditPath(m - k, entries.slice(k)), treeHash(entries.slice(0, k))];
}

/** PROOF(m, D[n]) of RFC 6962 §2.1.2. */
export function consistency(m: number, entries: readonly Uint8Array[]): Uint8Array[] {
  return subproof(m, entries, true);
}

function subproof(m: number, entries: readonly Uint8Array[], isComplete: boolean): Uint8Array[] {
  if (m === entries.length) return isComplete ? [] : [treeHash(entries)];
  const k = split(entries.length);
  return m <= k
    ? [...subproof(m, entries.slice(0, k), isComplete), treeHash(entries.slice(k))]
    : [...subproof(m - k, entries.slice(k), false), treeHash(entries.slice(0, k))];
}

/** The largest power of two smaller than n. */
function split(n: number): number {
  return 2 ** Math.floor(Math.log2(n - 1));
}

function digest(...parts: readonly Uint8Array[]): Uint8Array {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return new Uint8Array(hash.digest());
}

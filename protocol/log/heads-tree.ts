import { compareText } from '../bytes.ts';
import { canonicalBytes } from '../canonical.ts';
import { inclusionPath, leafHash, rootOf, verifyInclusion } from './tree.ts';

/** Where a thread stands: its key, the index of its last entry, and how many it has. */
export interface ThreadHead {
  readonly key: string;
  readonly last: number;
  readonly n: number;
}

/** A thread's head with its place among all heads and the path to their root. */
export interface HeadProof {
  readonly index: number;
  readonly path: readonly Uint8Array[];
}

/** Root over the heads of all threads, as a `heads` document states it. Spec §3. */
export function headsRoot(heads: readonly ThreadHead[]): Uint8Array<ArrayBuffer> {
  return rootOf(sorted(heads).map(headHash));
}

/** @returns the proof that the key's head is among `heads`, or null where the key has no thread. */
export function headProof(heads: readonly ThreadHead[], key: string): HeadProof | null {
  const ordered = sorted(heads);
  const index = ordered.findIndex((head) => head.key === key);
  return index < 0 ? null : { index, path: inclusionPath(ordered.map(headHash), index) };
}

export function verifyHead(
  head: ThreadHead,
  proof: HeadProof,
  heads: { readonly count: number; readonly root: Uint8Array },
): boolean {
  return verifyInclusion({
    index: proof.index,
    size: heads.count,
    leafHash: headHash(head),
    proof: proof.path,
    root: heads.root,
  });
}

function headHash(head: ThreadHead): Uint8Array<ArrayBuffer> {
  return leafHash(canonicalBytes({ key: head.key, last: head.last, n: head.n }));
}

function sorted(heads: readonly ThreadHead[]): readonly ThreadHead[] {
  return heads.toSorted((a, b) => compareText(a.key, b.key));
}

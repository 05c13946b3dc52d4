import { equalBytes, fromBase64url } from '../../../../protocol/bytes.ts';
import type { DocumentId } from '../../../../protocol/ids.ts';
import { parseCheckpoint } from '../../../../protocol/log/checkpoint.ts';
import { parseNote } from '../../../../protocol/log/note.ts';
import { foldPeaks, pushPeak, verifyInclusion } from '../../../../protocol/log/tree.ts';
import type { Ledger } from './load.ts';

/** A whole log, read from wherever. */
interface WholeLog {
  readonly entries: readonly { readonly id: DocumentId }[];
  readonly leafHashes: readonly Uint8Array[];
}

/** What was acknowledged and does not stand where it was said to stand. */
export function lostOf({ acknowledged }: Ledger, { entries }: WholeLog): readonly string[] {
  return [...acknowledged].filter(([id, { index }]) => entries[index]?.id !== id).map(([id]) => id);
}

/** What was acknowledged under a checkpoint that is of no beginning of the log that there is. */
export function wronglyShownOf({ acknowledged }: Ledger, { leafHashes }: WholeLog): readonly string[] {
  const roots = rootsOf(leafHashes);
  const wrong = [...acknowledged].filter(([, { index, proof }]) => {
    if (proof === null) return false;
    const { size, root } = parseCheckpoint(parseNote(proof.checkpoint).text);
    const leafHash = leafHashes[index];
    const path = proof.path.map((hash) => fromBase64url(hash) ?? new Uint8Array(0));
    return (
      leafHash === undefined ||
      !equalBytes(roots[size] ?? new Uint8Array(0), root) ||
      !verifyInclusion({ index, size, root, leafHash, proof: path })
    );
  });
  return wrong.map(([id]) => id);
}

/** Roots of the trees of the first 0, 1, 2 … leaves. */
function rootsOf(leafHashes: readonly Uint8Array[]): Uint8Array[] {
  const peaks: Uint8Array[] = [];
  const roots = [foldPeaks(peaks)];
  for (const [index, hash] of leafHashes.entries()) {
    pushPeak(peaks, index, hash, () => undefined);
    roots.push(foldPeaks(peaks));
  }
  return roots;
}

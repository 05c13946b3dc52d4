import { equalBytes, toBase64 } from '../../../protocol/bytes.ts';
import type { DocumentId, Scid } from '../../../protocol/ids.ts';
import { foldPeaks, leafHash, pushPeak } from '../../../protocol/log/tree.ts';
import type { Store } from '../../../server/store/store.ts';

/** Entries that are read in one go. */
const STEP = 1000;

/**
 * Reads what a log has gained since it was read before, and whether that goes on where it ended. Invariants 1 and 2 of
 * the federation: every later head is consistent with every earlier one, and no document is logged twice.
 */
export function createLogReader(complain: (fault: string) => void) {
  const logs = new Map<string, SeenLog>();

  return {
    /** @param where names the store. */
    async read(where: string, store: Store, log: Scid): Promise<void> {
      const name = `${where} ${log}`;
      const seen: SeenLog = logs.get(name) ?? { roots: [], ids: new Map(), peaks: [], last: null };
      logs.set(name, seen);
      const head = await store.head(log);
      const size = head?.size ?? 0;
      const before = seen.roots.length;
      if (size < before) return complain(`1: the log ${name} shrank from ${before} to ${size}`);
      if (size === before) {
        if (head !== null && size > 0 && toBase64(head.root) !== seen.roots.at(-1))
          complain(`1: the head of ${name} changed`);
        return;
      }
      const entries = await store.entries(log, { after: before - 2, limit: size - before + STEP });
      for (const entry of entries) {
        if (entry.index === before - 1) {
          if (seen.last !== null && !equalBytes(seen.last, entry.leaf))
            complain(`1: entry ${entry.index} of ${name} changed`);
          continue;
        }
        if (entry.index !== seen.roots.length)
          complain(`1: entry ${seen.roots.length} of ${name} is missing`);
        if (seen.ids.has(entry.id)) complain(`2: ${entry.id} is in ${name} twice`);
        seen.ids.set(entry.id, entry.index);
        pushPeak(seen.peaks, seen.roots.length, leafHash(entry.leaf));
        seen.roots.push(toBase64(foldPeaks(seen.peaks)));
        seen.last = entry.leaf;
      }
      if (head !== null && toBase64(head.root) !== seen.roots.at(-1))
        complain(`1: the head of ${name} is of other entries`);
    },
    indexOf: (where: string, log: Scid, id: DocumentId) => logs.get(`${where} ${log}`)?.ids.get(id) ?? null,
    sizeOf: (where: string, log: Scid) => logs.get(`${where} ${log}`)?.roots.length ?? 0,
    /** The root that a log had at a size, in base64. */
    rootAt: (where: string, log: Scid, size: number) => logs.get(`${where} ${log}`)?.roots[size - 1] ?? null,
  };
}

interface SeenLog {
  /** Of the tree of every size, in base64. */
  readonly roots: string[];
  readonly ids: Map<DocumentId, number>;
  readonly peaks: Uint8Array[];
  last: Uint8Array | null;
}

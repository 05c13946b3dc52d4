import type { ThreadState } from '../../../protocol/governance/state.ts';
import { checkpoints, type entries, type threads } from '../../db/schema/logs.ts';
import type { KindQuery, StoredEntry, StoredThread, StoredVerdict } from '../store.ts';

type EntryRow = typeof entries.$inferSelect;
type ThreadRow = typeof threads.$inferSelect;

/** A checkpoint as the store gives it. */
export const checkpointFields = {
  size: checkpoints.size,
  root: checkpoints.root,
  note: checkpoints.note,
  cosignatures: checkpoints.cosignatures,
};

/** What we wrote is of our own making: its texts have the form that their columns were filled with. */
export function entryOf(row: EntryRow): StoredEntry {
  const { author, key, payload, signature, status } = row;
  const document =
    author === null || key === null || payload === null || signature === null
      ? null
      : { author, key, payload, signature };
  return {
    index: row.index,
    at: row.at,
    id: row.id as StoredEntry['id'],
    leaf: row.leaf,
    document: document as StoredEntry['document'],
    verdict: status === null ? null : ({ status, code: row.code, detail: row.detail } as StoredVerdict),
  };
}

export function threadOf({ name, key, n, last, state }: ThreadRow): StoredThread {
  return { name, key, n, last, state };
}

/** The column by which threads of one kind are found. */
export function kindOf(state: ThreadState | KindQuery): string {
  return state.kind === 'thing' ? `thing ${state.type}` : state.kind;
}

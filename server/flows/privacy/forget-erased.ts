import type { Scid } from '../../../protocol/ids.ts';
import type { Context } from '../../context.ts';
import type { Store } from '../../store/store.ts';
import { listPeers } from '../peers/peer-record.ts';
import { forgetDocuments, readKnown } from '../record/read-document.ts';
import { recordCacheOf } from '../record/record-cache.ts';

/** Nothing of what was erased stays in this process's memory. Spec §16. */
export function forgetErased(store: Store, names: readonly string[]): void {
  if (names.length === 0) return;
  forgetDocuments(names);
  const gone = new Set(names);
  const { entries } = recordCacheOf(store).threads;
  for (const [thread, read] of [...entries])
    if (read.entries.some(({ id }) => gone.has(id))) entries.delete(thread);
}

/**
 * Another process on the same database erases too, and only its own memory forgets by that. So each looks what the logs
 * erased since it last looked; what it forgets too much of is read again.
 */
export function createForgetting(context: Context): () => Promise<void> {
  const looked = new Map<Scid, number>();

  async function forget(log: Scid): Promise<void> {
    const { store } = context;
    const size = (await store.head(log))?.size ?? 0;
    const from = looked.get(log) ?? 0;
    const indices = await store.threadIndices(log, 'erasures', size);
    const entries = await store.entries(log, { at: indices.filter((index) => index >= from) });
    const names = entries.flatMap((entry) => {
      const document = readKnown(entry)?.document;
      return document?.type === 'erasure' ? document.erases.map((erased) => erased.document) : [];
    });
    forgetErased(store, names);
    looked.set(log, size);
  }

  return async () => {
    await forget(await context.commons());
    for (const { commons } of await listPeers(context.store)) await forget(commons);
  };
}

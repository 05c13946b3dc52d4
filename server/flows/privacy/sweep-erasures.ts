import type { Scid } from '../../../protocol/ids.ts';
import type { Context } from '../../context.ts';
import type { StoredEntry } from '../../store/store.ts';
import { readKnown } from '../record/read-document.ts';
import { eraseNow } from './erase-now.ts';
import { erasedNames } from './erased-names.ts';

/** Erasures that are looked at in one go. */
const STEP = 100;

/**
 * Erases what our own log says is erased and is here nevertheless: a part of the database came back from a backup.
 * From the log alone, and idempotent. Spec §16.
 */
export async function sweepErasures(context: Context): Promise<void> {
  const { store } = context;
  const home = await context.commons();
  const size = (await store.head(home))?.size ?? 0;
  const indices = await store.threadIndices(home, 'erasures', size);
  for (let done = 0; done < indices.length; done += STEP) {
    for (const entry of await store.entries(home, { at: indices.slice(done, done + STEP) }))
      await sweep(context, home, entry);
  }
}

async function sweep({ store, logger }: Context, home: Scid, entry: StoredEntry): Promise<void> {
  const document = readKnown(entry)?.document;
  if (document?.type !== 'erasure' || entry.verdict?.status !== 'counted') return;
  const names = await erasedNames(store, home, document);
  const traces = await store.traces(names);
  const words = document.erases.flatMap(({ attachments = [] }) => attachments);
  const here = await store.attachments(words);
  const left = names.filter(
    (name) => traces.get(name)?.erasedBy === null || [...here.keys()].some((hash) => hash === name),
  );
  if (left.length === 0) return;
  logger.warn(
    { erasure: entry.id, names: left.length },
    'what was erased was here again, and is erased again',
  );
  await eraseNow(store, home, entry.index, left);
}

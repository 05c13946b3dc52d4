import { type DocumentId, type HashText, isDocumentId, type Scid } from '../../../protocol/ids.ts';
import type { Context } from '../../context.ts';
import type { Erasable, Store, StoredEntry } from '../../store/store.ts';
import { listPeers } from '../peers/peer-record.ts';
import { readKnown } from '../record/read-document.ts';
import { eraseNow } from './erase-now.ts';
import { erasedNames } from './erased-names.ts';
import { isObeyed, namesThatGo, reachedIn } from './obey-erasures.ts';

/** Erasures that are looked at in one go. */
const STEP = 100;

/**
 * Erases what our own log says is erased, and those of our peers' that we carried out, and is here nevertheless: a part of
 * the database came back from a backup. From the logs alone, and idempotent. Spec §16 [R-16.20].
 */
export async function sweepErasures(context: Context): Promise<void> {
  const { store } = context;
  const home = await context.commons();
  for await (const entry of erasuresIn(store, home, (await store.head(home))?.size ?? 0)) {
    const document = readKnown(entry)?.document;
    if (document?.type !== 'erasure' || entry.verdict?.status !== 'counted') continue;
    await eraseAgain(
      context,
      home,
      entry,
      await leftOf(context, home, await erasedNames(store, home, document)),
    );
  }
  for (const { commons } of await listPeers(store)) {
    for await (const entry of erasuresIn(store, commons, await reachedIn(context, commons))) {
      const left = await leftOf(context, commons, await namesThatGo(context, commons, entry));
      // Judging takes long: it is done only where something is here.
      if (left.length > 0 && (await isObeyed(context, commons, entry)))
        await eraseAgain(context, commons, entry, left);
    }
  }
}

async function* erasuresIn(store: Store, log: Scid, below: number): AsyncGenerator<StoredEntry> {
  const indices = await store.threadIndices(log, 'erasures', below);
  for (let done = 0; done < indices.length; done += STEP)
    yield* await store.entries(log, { at: indices.slice(done, done + STEP) });
}

async function eraseAgain(
  { store, logger }: Context,
  log: Scid,
  { id, index }: StoredEntry,
  left: readonly Erasable[],
): Promise<void> {
  if (left.length === 0) return;
  logger.warn({ erasure: id, names: left.length }, 'what was erased was here again, and is erased again');
  await eraseNow(store, log, index, left);
}

/** Which of the names are not known as erased by a log, or are here. */
async function leftOf(context: Context, log: Scid, names: readonly Erasable[]): Promise<readonly Erasable[]> {
  if (names.length === 0) return [];
  const { store } = context;
  const traces = await store.traces(names);
  const hashes = names.filter((name): name is HashText => !isDocumentId(name));
  const here = new Set<Erasable>([
    ...(await store.attachments(hashes)).keys(),
    ...(await shownAgain(context, names.filter(isDocumentId))),
  ]);
  const isKnown = (name: Erasable) => traces.get(name)?.erasedBy.some((place) => place.log === log) === true;
  return names.filter((name) => !isKnown(name) || here.has(name));
}

/** Documents of which there is more than a leaf, in our log or in a mirror. */
async function shownAgain(
  { store, commons }: Context,
  ids: readonly DocumentId[],
): Promise<readonly DocumentId[]> {
  if (ids.length === 0) return [];
  const shown: DocumentId[] = [];
  for (const log of [await commons(), ...(await listPeers(store)).map((peer) => peer.commons)])
    for (const { id, document } of await store.entries(log, { ids })) if (document !== null) shown.push(id);
  return shown;
}

import type { Erasure } from '../../../protocol/documents/erasure.ts';
import { ACKNOWLEDGED_MAX } from '../../../protocol/documents/erasure-acknowledgement.ts';
import type { DocumentId, HashText, Scid } from '../../../protocol/ids.ts';
import { collectBundle } from '../../../protocol/verify/collect-bundle.ts';
import { verifyParsed } from '../../../protocol/verify/verify-bundle.ts';
import type { Context } from '../../context.ts';
import type { Erasable, StoredEntry } from '../../store/store.ts';
import { tryAsCommons } from '../acts/commons-act.ts';
import type { Committer } from '../log/committer.ts';
import { listPeers } from '../peers/peer-record.ts';
import { evidenceSource } from '../record/evidence-source.ts';
import { readKnown } from '../record/read-document.ts';
import { eraseNow } from './erase-now.ts';
import { erasedNames } from './erased-names.ts';

/** Up to where a peer's erasures were looked at, by the peer. */
const CURSOR = 'erasures-of';

/**
 * Carries out what a peer's log erases, and says so in ours: once, and after a crash or an outage from where it was.
 * Spec §16, [R-16.31].
 */
export async function obeyErasures(context: Context, committer: Committer, peer: Scid): Promise<void> {
  const { store } = context;
  const [newest] = await store.checkpoints(peer, 'newest');
  const reached = await reachedIn(context, peer);
  if (newest === undefined || newest.size <= reached) return;
  const indices = (await store.threadIndices(peer, 'erasures', newest.size)).filter(
    (index) => index >= reached,
  );
  for (let done = 0; done < indices.length; done += ACKNOWLEDGED_MAX) {
    const step = indices.slice(done, done + ACKNOWLEDGED_MAX);
    const erasures: DocumentId[] = [];
    for (const entry of await store.entries(peer, { at: step }))
      if (await obey(context, peer, entry)) erasures.push(entry.id);
    const size = (step.at(-1) ?? reached) + 1;
    if (erasures.length > 0)
      await tryAsCommons(context, committer, 'erasure-acknowledgement', { log: peer, size, erasures });
  }
  await store.records.put(CURSOR, peer, { size: newest.size });
}

/** Up to where a peer's erasures were looked at: here, or acknowledged by another process or before this database was restored. */
export async function reachedIn({ store, commons }: Context, peer: Scid): Promise<number> {
  const cursor = await store.records.get(CURSOR, peer);
  const [thread] = await store.threads(await commons(), { names: ['erasures'] });
  const known = thread?.state?.kind === 'erasures' ? thread.state.acknowledged : [];
  const acknowledged = known.find(({ log }) => log === peer)?.size ?? 0;
  return Math.max(typeof cursor?.size === 'number' ? cursor.size : 0, acknowledged);
}

/** @returns whether it was an erasure that is carried out. */
async function obey(context: Context, peer: Scid, entry: StoredEntry): Promise<boolean> {
  if (!(await isObeyed(context, peer, entry))) return false;
  await eraseNow(context.store, peer, entry.index, await namesThatGo(context, peer, entry));
  return true;
}

/** Whether an entry of a peer's log is an erasure that is carried out here. Spec §16. */
export async function isObeyed(context: Context, peer: Scid, entry: StoredEntry): Promise<boolean> {
  if (erasureIn(peer, entry) === null) return false;
  // What is withheld from us cannot be judged here: then its own log is taken at its word, about its own words.
  const bundle = await collectBundle(
    { commons: peer, id: entry.id },
    evidenceSource(context, () => true),
    { forHolder: true, withoutTexts: true },
  );
  const { verdict, faults } = await verifyParsed(bundle, {
    verify: context.verify,
    now: await context.now(),
    holds: peer,
  });
  return verdict?.status !== 'not-counted' && faults.length === 0;
}

function erasureIn(peer: Scid, entry: StoredEntry): Erasure | null {
  const document = readKnown(entry)?.document;
  return document?.type === 'erasure' && document.commons === peer ? document : null;
}

/** What goes here with a peer's erasure: all but what is of another commons, for no peer erases that. Spec §16. */
export async function namesThatGo(
  context: Context,
  peer: Scid,
  entry: StoredEntry,
): Promise<readonly Erasable[]> {
  const erasure = erasureIn(peer, entry);
  if (erasure === null) return [];
  const words = new Set<Erasable>(erasure.erases.flatMap(({ attachments = [] }) => attachments));
  const going: Erasable[] = [];
  for (const name of await erasedNames(context.store, peer, erasure)) {
    const stays = words.has(name)
      ? await isNamedByOthers(context, peer, name as HashText) // among the words
      : await restsHere(context, peer, name as DocumentId); // else a document
    if (!stays) going.push(name);
  }
  return going;
}

/** Words that a document in our log names which is not of the peer: ours, or another commons' that sent it to us. */
async function isNamedByOthers({ store, commons }: Context, peer: Scid, hash: HashText): Promise<boolean> {
  const home = await commons();
  const places = (await store.traces([hash])).get(hash)?.namedBy ?? [];
  const at = places.filter(({ log }) => log === home).map(({ index }) => index);
  return (await store.entries(home, { at })).some((entry) => isOfAnother(peer, entry));
}

/** A document that counts in our log, where others rest on it, or that is not of the peer, wherever we hold it. */
async function restsHere({ store, commons }: Context, peer: Scid, id: DocumentId): Promise<boolean> {
  const home = await commons();
  const [entry] = await store.entries(home, { ids: [id] });
  if (entry !== undefined && entry.verdict?.status !== 'not-counted') return true;
  for (const log of [home, ...(await listPeers(store)).map((one) => one.commons)])
    if ((await store.entries(log, { ids: [id] })).some((held) => isOfAnother(peer, held))) return true;
  return false;
}

function isOfAnother(peer: Scid, entry: StoredEntry): boolean {
  const document = readKnown(entry)?.document;
  return document !== undefined && document.commons !== peer;
}

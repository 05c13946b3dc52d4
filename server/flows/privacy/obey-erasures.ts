import type { Erasure } from '../../../protocol/documents/erasure.ts';
import { ACKNOWLEDGED_MAX } from '../../../protocol/documents/erasure-acknowledgement.ts';
import type { DocumentId, HashText, Scid } from '../../../protocol/ids.ts';
import { collectBundle } from '../../../protocol/verify/collect-bundle.ts';
import { verifyParsed } from '../../../protocol/verify/verify-bundle.ts';
import type { Context } from '../../context.ts';
import type { Erasable, StoredEntry } from '../../store/store.ts';
import { tryAsCommons } from '../acts/commons-act.ts';
import type { Committer } from '../log/committer.ts';
import { documentIn } from '../record/document-in.ts';
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

/** What was looked at here, or acknowledged by another process or before this database was restored. */
async function reachedIn({ store, commons }: Context, peer: Scid): Promise<number> {
  const cursor = await store.records.get(CURSOR, peer);
  const [thread] = await store.threads(await commons(), { names: ['erasures'] });
  const known = thread?.state?.kind === 'erasures' ? thread.state.acknowledged : [];
  const acknowledged = known.find(({ log }) => log === peer)?.size ?? 0;
  return Math.max(typeof cursor?.size === 'number' ? cursor.size : 0, acknowledged);
}

/** @returns whether it was an erasure that is carried out. */
async function obey(context: Context, peer: Scid, entry: StoredEntry): Promise<boolean> {
  const document = readKnown(entry)?.document;
  if (document?.type !== 'erasure' || document.commons !== peer) return false;
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
  if (verdict?.status === 'not-counted' || faults.length > 0) return false;
  await eraseNow(context.store, peer, entry.index, await namesThatGo(context, peer, document));
  return true;
}

/** All but what is of our own commons: no peer erases that. */
async function namesThatGo(context: Context, peer: Scid, erasure: Erasure): Promise<readonly Erasable[]> {
  const { store } = context;
  const names = await erasedNames(store, peer, erasure);
  const words = new Set<Erasable>(erasure.erases.flatMap(({ attachments = [] }) => attachments));
  const going: Erasable[] = [];
  for (const name of names) {
    const ours = words.has(name)
      ? await isNamedByUs(context, name as HashText) // among the words
      : await restsHere(context, name as DocumentId); // else a document
    if (!ours) going.push(name);
  }
  return going;
}

async function isNamedByUs({ store, commons }: Context, hash: HashText): Promise<boolean> {
  const home = await commons();
  const places = (await store.traces([hash])).get(hash)?.namedBy ?? [];
  const at = places.filter(({ log }) => log === home).map(({ index }) => index);
  return (await store.entries(home, { at })).some((entry) => readKnown(entry)?.document.commons === home);
}

/** A document of ours, or one that counts in our log: others rest on it here. */
async function restsHere({ store, commons }: Context, id: DocumentId): Promise<boolean> {
  const home = await commons();
  const [entry] = await store.entries(home, { ids: [id] });
  if (entry === undefined) return false;
  return entry.verdict?.status !== 'not-counted' || (await documentIn(store, home, id))?.commons === home;
}

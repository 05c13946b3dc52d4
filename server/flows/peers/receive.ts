import { isAddressedTo, negotiationOf, termsBefore } from '../../../federation/peers/addressed.ts';
import type { FolkmootDocument } from '../../../protocol/documents/document.ts';
import { attachmentsOf } from '../../../protocol/documents/parse-document.ts';
import { type HashText, hashTextOf, type Scid, type Subject } from '../../../protocol/ids.ts';
import { ATTACHMENT_BYTES_MAX } from '../../../protocol/limits.ts';
import { PROBLEMS, ProtocolError } from '../../../protocol/problem.ts';
import { judgeAtHome } from '../../../protocol/verify/judge-at-home.ts';
import type { Context } from '../../context.ts';
import type { StoredEntry } from '../../store/store.ts';
import type { Committer } from '../log/committer.ts';
import { erasureOf } from '../privacy/erasure-of.ts';
import { openAttachment } from '../privacy/open-attachment.ts';
import { documentIn } from '../record/document-in.ts';
import { evidenceSource } from '../record/evidence-source.ts';
import { rememberForeign } from '../record/foreign-verdict.ts';
import { readerFor } from '../record/may-read.ts';
import { type ReadDocument, readKnown } from '../record/read-document.ts';
import { reachesLevel } from './evidence.ts';
import { listPeers, type Peer, updatePeer } from './peer-record.ts';
import { letWait, lookThrough, type Waiting, type WaitsFor, waitingOf, waitNoMore } from './waiting.ts';
import { mayBegin } from './welcome.ts';

/** Mirrored entries that are looked at in one go. */
const STEP = 100;
/** An attachment is fetched from the peer that names it, while others wait. */
const ATTACHMENT_MS_MAX = 20_000;
const ERASED = PROBLEMS.erased.status;

/**
 * Takes what a peer logged for us out of its mirror into our own log, each negotiation in its order. Spec §10.
 *
 * By a durable cursor, and each document once for ever: loss, repetition and crashes change nothing. What rests on
 * something that is not here yet waits, and is tried again with every step; so does what this server fails at.
 */
export async function receiveFrom(context: Context, committer: Committer, peer: Peer): Promise<void> {
  const { store } = context;
  const before = await waitingOf(store, peer.commons);
  for (const negotiation of before.keys()) {
    await receiveWaiting(context, committer, peer, negotiation, before);
  }
  const isLetIn = peer.heldBack && (await mayBegin(context, peer));
  if (isLetIn) await updatePeer(store, peer.commons, { heldBack: false, received: -1 });
  // Entries beyond the newest checkpoint are on their way: the peer has not signed that they are its log's end.
  const [newest] = await store.checkpoints(peer.commons, 'newest');
  let after = isLetIn ? -1 : peer.received;
  while (newest !== undefined && after < newest.size - 1) {
    const limit = Math.min(STEP, newest.size - 1 - after);
    const entries = await store.entries(peer.commons, { after, limit });
    const waiting = new Map(await waitingOf(store, peer.commons));
    for (const entry of entries) {
      const late = await receiveNew(context, committer, peer, entry, waiting);
      if (late !== null) waiting.set(late.negotiation, late.waitsFor);
    }
    after = entries.at(-1)?.index ?? newest.size - 1;
    await updatePeer(store, peer.commons, { received: after });
  }
}

/** @returns the negotiation that has to wait from here on, or null. */
async function receiveNew(
  context: Context,
  committer: Committer,
  peer: Peer,
  entry: StoredEntry,
  waiting: Waiting,
): Promise<{ readonly negotiation: Subject; readonly waitsFor: WaitsFor } | null> {
  const { store } = context;
  const read = readKnown(entry);
  const negotiation = read === null ? null : negotiationOf(read.document);
  if (read === null || negotiation === null) return null;
  if (waiting.has(negotiation)) {
    await lookThrough(store, peer.commons, negotiation);
    return null;
  }
  const received = await tryToReceive(context, committer, peer, entry, read);
  if (typeof received === 'string') {
    await lookAgain(context, peer, entry, read.document, received);
    return null;
  }
  const { waitsFor } = received;
  await letWait(store, peer.commons, negotiation, waitsFor, waiting);
  return { negotiation, waitsFor };
}

/** Tries the documents of one negotiation again, up to where the cursor is; up to the first that still waits. */
async function receiveWaiting(
  context: Context,
  committer: Committer,
  peer: Peer,
  negotiation: Subject,
  waiting: Waiting,
): Promise<void> {
  const { store } = context;
  const indices = await store.threadIndices(peer.commons, negotiation, peer.received + 1);
  for (const entry of await store.entries(peer.commons, { at: indices })) {
    const read = readKnown(entry);
    if (read === null) continue;
    const received = await tryToReceive(context, committer, peer, entry, read);
    if (typeof received !== 'string') {
      await letWait(store, peer.commons, negotiation, received.waitsFor, waiting);
      return;
    }
    await lookAgain(context, peer, entry, read.document, received);
  }
  await waitNoMore(store, peer.commons, negotiation);
}

type Received = 'taken' | 'known' | 'not-ours';
type Waits = { readonly waitsFor: WaitsFor };

/**
 * One document that this server fails at, by a defect or by whatever is stored, stops no log: it waits like one that rests
 * on something that is not here. That the server can write nothing just now is not about the document.
 */
async function tryToReceive(
  context: Context,
  committer: Committer,
  peer: Peer,
  entry: StoredEntry,
  read: ReadDocument,
): Promise<Received | Waits> {
  try {
    return await receive(context, committer, peer, entry, read);
  } catch (err) {
    if (err instanceof ProtocolError && PROBLEMS[err.type].status === PROBLEMS.unavailable.status) throw err;
    context.logger.error(
      { err, peer: peer.commons, id: entry.id },
      'a peer’s document cannot be taken in, and waits',
    );
    return { waitsFor: 'failure' };
  }
}

/** One document of a peer, in its place in the peer's log. */
async function receive(
  context: Context,
  committer: Committer,
  peer: Peer,
  entry: StoredEntry,
  { document, verified }: ReadDocument,
): Promise<Received | Waits> {
  const { store } = context;
  const home = await context.commons();
  if ((await store.indexOf(home, entry.id)) !== null) return 'known'; // once, for ever
  const negotiation = negotiationOf(document);
  const [known] = negotiation === null ? [] : await store.threads(home, { names: [negotiation] });
  if (document.commons !== peer.commons || !isAddressedTo(document, home, () => known !== undefined)) {
    return 'not-ours';
  }
  // What a peer begins is for one that may; once that changes, its log is gone through again.
  if (known === undefined && !(await mayBegin(context, peer))) {
    await updatePeer(store, peer.commons, { heldBack: true });
    return 'not-ours';
  }
  const before = termsBefore(document);
  if (before !== null && (await store.indexOf(home, before)) === null) return { waitsFor: 'terms' };
  const fetched = await fetchAttachments(context, peer, document);
  const counts = await judgeAtHome(
    { commons: peer.commons, id: entry.id },
    evidenceSource(context, () => true),
  );
  if (fetched === null) return { waitsFor: 'attachment' };
  if (counts === null) return { waitsFor: 'logs' };
  if (counts && !(await isEvident(context, home, document, fetched.at))) {
    context.logger.warn(
      { peer: peer.commons, id: entry.id },
      'an acceptance without its evidence is not taken',
    );
    return 'not-ours';
  }
  await rememberForeign(store, entry.id, counts);
  const { at: attachments, gone: erasedAtHome } = fetched;
  const { placed } = await committer.commit({
    verified,
    document,
    attachments,
    erasedAtHome,
    mustCount: false,
  });
  if (placed.kind === 'refused') {
    context.logger.warn(
      { peer: peer.commons, id: entry.id, problem: placed.problem.type },
      'a peer’s document was refused',
    );
    return 'not-ours';
  }
  return 'taken';
}

/** An acceptance that counts at home is taken only with evidence of the level that the terms demand. Spec §10. */
async function isEvident(
  context: Context,
  home: Scid,
  document: FolkmootDocument,
  attachments: ReadonlyMap<HashText, Uint8Array>,
): Promise<boolean> {
  if (document.type !== 'acceptance') return true;
  const terms = await documentIn(context.store, home, document.terms);
  const salted = attachments.get(document.evidence.bundle.attachment);
  return (
    terms?.type === 'terms' &&
    salted !== undefined &&
    (await reachesLevel(context, document, terms.fields, salted))
  );
}

/** Terms by their ids, after which the other parties' logs were looked at again. */
const LOOKED = 'looked';

/**
 * With terms a negotiation may become known: what other parties logged of it before was passed over. Once for each terms
 * of the sender's own, or two parties would be looked at because of each other for ever; a crash before that is made up
 * for, since terms that are known come by again.
 */
async function lookAgain(
  { store }: Context,
  sender: Peer,
  { id }: StoredEntry,
  document: FolkmootDocument,
  received: Received,
): Promise<void> {
  if (document.type !== 'terms' || document.commons !== sender.commons || received === 'not-ours') return;
  if ((await store.records.get(LOOKED, id)) !== null) return;
  const { subject, fields } = document;
  for (const { commons } of await listPeers(store)) {
    const isConcerned = fields.parties.includes(commons) || fields.registrar === commons;
    if (!isConcerned || commons === sender.commons) continue;
    await lookThrough(store, commons, subject);
  }
  await store.records.add(LOOKED, id, {});
}

interface Fetched {
  readonly at: ReadonlyMap<HashText, Uint8Array>;
  /** Erased, here or by the peer: nobody waits for them. */
  readonly gone: ReadonlySet<HashText>;
}

/**
 * Attachments that the document names, from the peer that logged it, unless it may read them here; null where it gives none.
 * Those that we have and that are not for it would be opened by its document else. Spec §16.
 */
async function fetchAttachments(
  context: Context,
  peer: Peer,
  document: FolkmootDocument,
): Promise<Fetched | null> {
  const named = attachmentsOf(document);
  const { mayRead } = await readerFor(context, peer.commons);
  const at = new Map<HashText, Uint8Array>();
  const traces = await context.store.traces(named);
  const home = await context.commons();
  const gone = new Set(named.filter((hash) => erasureOf(traces.get(hash), home, document.commons) !== null));
  for (const hash of named) {
    if (gone.has(hash)) continue;
    const known = (await openAttachment(context, hash, mayRead))?.bytes ?? null;
    const body = known ?? (await fetchAttachment(context, peer, hash));
    if (body === 'erased') gone.add(hash);
    else if (body === null) return null;
    else at.set(hash, body);
  }
  return { at, gone };
}

async function fetchAttachment(
  context: Context,
  peer: Peer,
  hash: HashText,
): Promise<Uint8Array | 'erased' | null> {
  try {
    const { status, body } = await context.outbound.fetch(`${peer.baseUrl}/attachments/${hash}`, {
      method: 'GET',
      bytesMax: ATTACHMENT_BYTES_MAX,
      totalMs: ATTACHMENT_MS_MAX,
    });
    if (status === ERASED) return 'erased';
    return status === 200 && hashTextOf(body) === hash ? body : null;
  } catch (error) {
    if (error instanceof ProtocolError) return null;
    throw error;
  }
}

import { DEPOSIT_BYTES_MAX, DEPOSITS_PER_COMMONS_MAX } from '../../../federation/peers/deposits.ts';
import { fromBase64url } from '../../../protocol/bytes.ts';
import { canonicalBytes, parseCanonical } from '../../../protocol/canonical.ts';
import { depositsThread } from '../../../protocol/documents/thread-names.ts';
import { parseEnvelope } from '../../../protocol/envelope/parse.ts';
import {
  type DocumentId,
  documentIdSchema,
  type HashText,
  hashTextSchema,
  type Scid,
} from '../../../protocol/ids.ts';
import { PROBLEMS, ProtocolError } from '../../../protocol/problem.ts';
import type { Context } from '../../context.ts';
import { submit, verifySubmission } from '../acts/submit.ts';
import type { Committer } from '../log/committer.ts';
import type { Peer } from '../peers/peer-record.ts';
import { readFromPeer } from '../peers/send.ts';
import { readKnown } from '../record/read-document.ts';
import { keepBytes } from './deposit-record.ts';

/** Base64url takes a third more, and names and envelope some space. */
const ANSWER_BYTES_MAX = 2 * DEPOSIT_BYTES_MAX;
/** Entries of a peer's thread that are looked at in one go. */
const STEP = 100;

/** How many entries of a peer's thread of deposits for us were looked at. */
const CURSOR = 'deposits-of';
/** Deposits that could not be had or taken yet, by peer and document. */
const OWED = 'deposit-owed';

/**
 * Takes into our log what people left for it with a peer. Spec §21.
 *
 * By a durable cursor over the peer's thread; what it does not hand out now is asked for again, and holds up nothing else.
 */
export async function takeDeposits(context: Context, committer: Committer, peer: Peer): Promise<void> {
  const { store } = context;
  for (const id of await owedBy(context, peer.commons)) await takeOne(context, committer, peer, id);
  const [newest] = await store.checkpoints(peer.commons, 'newest');
  if (newest === undefined) return;
  const thread = depositsThread(await context.commons());
  for (;;) {
    const seen = await seenOf(context, peer.commons);
    const indices = (await store.threadIndices(peer.commons, thread, newest.size, seen)).slice(0, STEP);
    if (indices.length === 0) return;
    for (const entry of await store.entries(peer.commons, { at: indices })) {
      const document = readKnown(entry)?.document;
      if (document?.type !== 'deposit' || document.commons !== peer.commons) continue;
      if ((await owedBy(context, peer.commons)).length >= DEPOSITS_PER_COMMONS_MAX) return;
      await store.records.add(OWED, `${peer.commons} ${document.doc}`, {});
      await takeOne(context, committer, peer, document.doc);
    }
    await store.records.put(CURSOR, peer.commons, { n: seen + indices.length });
  }
}

/** How many entries of a peer's thread of deposits for us were looked at. */
export async function seenOf({ store }: Pick<Context, 'store'>, peer: Scid): Promise<number> {
  const cursor = await store.records.get(CURSOR, peer);
  return typeof cursor?.n === 'number' ? cursor.n : 0;
}

/** What a peer keeps for us and has not handed out yet. */
export async function owedBy({ store }: Pick<Context, 'store'>, peer: Scid): Promise<readonly DocumentId[]> {
  return (await store.records.list(OWED)).flatMap(({ key }) =>
    key.startsWith(`${peer} `) ? [documentIdSchema.parse(key.slice(peer.length + 1))] : [],
  );
}

async function takeOne(context: Context, committer: Committer, peer: Peer, id: DocumentId): Promise<void> {
  const { store, logger } = context;
  const done = () => store.records.remove(OWED, `${peer.commons} ${id}`);
  if ((await store.indexOf(await context.commons(), id)) !== null) return done();
  const brought = await fetchDeposit(context, peer, id);
  if (brought === null) return;
  try {
    await submit(context, committer, brought.envelope, brought.attachments);
  } catch (error) {
    if (!(error instanceof ProtocolError)) throw error;
    if (PROBLEMS[error.type].retryable) return logger.warn({ id, problem: error.type }, 'it is taken later');
    // Whoever verifies an outcome sees by the bytes that our log had not to take it.
    await keepBytes(context, await verifySubmission(context, brought.envelope, brought.attachments));
    logger.warn({ peer: peer.commons, id, problem: error.type }, 'what was left for us is not taken');
  }
  await done();
}

/** Null where the peer does not give it, or something else. */
async function fetchDeposit(context: Context, peer: Peer, id: DocumentId) {
  try {
    const path = `/deposits/${id.slice('ni:///sha-256;'.length)}`;
    const { status, body } = await readFromPeer(context, peer, path, ANSWER_BYTES_MAX);
    if (status !== 200) return null;
    const { document, attachments } = parseCanonical(body, { bytesMax: ANSWER_BYTES_MAX });
    const brought = typeof attachments === 'object' && attachments !== null ? attachments : {};
    const envelope = canonicalBytes(document ?? null);
    if (parseEnvelope(envelope).id !== id) return null;
    const words = new Map<HashText, Uint8Array>();
    for (const [hash, text] of Object.entries(brought)) {
      const bytes = typeof text === 'string' ? fromBase64url(text) : null;
      if (bytes !== null) words.set(hashTextSchema.parse(hash), bytes);
    }
    await verifySubmission(context, envelope, words);
    return { envelope, attachments: words };
  } catch (error) {
    if (error instanceof ProtocolError || error instanceof TypeError) return null;
    throw error;
  }
}

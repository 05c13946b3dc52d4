import { canonicalBytes } from '../../../protocol/canonical.ts';
import type { AskedDeposits } from '../../../protocol/documents/outcome.ts';
import { depositsThread } from '../../../protocol/documents/thread-names.ts';
import type { DocumentId, Scid } from '../../../protocol/ids.ts';
import { ProtocolError } from '../../../protocol/problem.ts';
import { formatMillis, type Millis, parseTime, SECOND } from '../../../protocol/time.ts';
import { DEPOSIT_WAIT_MS } from '../../../protocol/verify/deposits.ts';
import type { Context } from '../../context.ts';
import { findPeer, type Peer, updatePeer } from '../peers/peer-record.ts';
import { sendToPeer } from '../peers/send.ts';
import { readKnown } from '../record/read-document.ts';
import { depositPeers } from './deposit-peers.ts';
import { owedBy, seenOf } from './take-deposits.ts';

/** How often it is looked whether a peer has answered. */
const LOOK_MS = 5 * SECOND;
/** How often one that has not is asked again. */
const ASK_MS = 20 * SECOND;
/** Entries of a peer's thread, from its end, among which a list from after a close is looked for. */
const LOOKED_BACK = 1_000;

/** Peers that are to say which deposits they keep for us, and from when on that is of use. */
const WANTED = 'deposits-wanted';

/**
 * What an outcome says of deposits, or until when it waits for those who keep them. Spec §21.
 *
 * @param closedAt when nothing that anybody said moved the matter any more.
 */
export async function askedDeposits(
  context: Context,
  closedAt: Millis,
): Promise<{ readonly says: { readonly deposits?: AskedDeposits } } | { readonly next: Millis }> {
  const { store } = context;
  const keepers = await depositPeers(store);
  if (keepers.length === 0) return { says: {} };
  const now = await context.now();
  const until = closedAt + DEPOSIT_WAIT_MS;
  const asked: AskedDeposits['with'] = [];
  let waits = false;
  for (const commons of keepers) {
    const list = await listFrom(context, commons, closedAt);
    if (list !== null) asked.push({ commons, list });
    else if (now >= until) asked.push({ commons });
    else {
      waits = true;
      await want(context, commons, closedAt);
    }
  }
  if (waits) return { next: Math.min(until, now + LOOK_MS) };
  return { says: { deposits: { closedAt: formatMillis(closedAt), with: asked } } };
}

async function want({ store }: Context, peer: Scid, since: Millis): Promise<void> {
  const known = await store.records.get(WANTED, peer);
  if (typeof known?.since === 'number' && known.since >= since) return;
  await store.records.put(WANTED, peer, { since, askedAt: 0 });
  await updatePeer(store, peer, { nextPullAt: 0 });
}

/** A list from after a moment of which we have taken all that we had to; the first one, as it names the fewest. */
async function listFrom(context: Context, peer: Scid, since: Millis): Promise<DocumentId | null> {
  const { store } = context;
  const home = await context.commons();
  const [newest] = await store.checkpoints(peer, 'newest');
  if (newest === undefined) return null;
  const indices = await store.threadIndices(peer, depositsThread(home), newest.size);
  if ((await seenOf(context, peer)) < indices.length) return null;
  let first: { readonly id: DocumentId; readonly index: number } | null = null;
  for (const entry of (await store.entries(peer, { at: indices.slice(-LOOKED_BACK) })).toReversed()) {
    if (entry.at < since) break;
    const document = readKnown(entry)?.document;
    if (document?.type === 'deposit-list' && document.commons === peer && document.for === home)
      first = entry;
  }
  // What the peer has not handed out nobody can take: then its list would be our word against its own.
  return first === null || (await owedBy(context, peer)).length > 0 ? null : first.id;
}

/**
 * Asks a peer for a list of what it keeps for us, where an outcome waits for one. Spec §21.
 *
 * @returns whether its log is to be pulled now.
 */
export async function askForList(context: Context, commons: Scid): Promise<boolean> {
  const { store } = context;
  const wanted = await store.records.get(WANTED, commons);
  const peer = wanted === null ? null : await findPeer(store, commons);
  if (peer === null || typeof wanted?.since !== 'number') return false;
  if ((await listFrom(context, commons, wanted.since)) !== null) {
    await store.records.remove(WANTED, commons);
    return false;
  }
  const now = await context.now();
  if (typeof wanted.askedAt === 'number' && now - wanted.askedAt < ASK_MS) return false;
  await store.records.put(WANTED, commons, { since: wanted.since, askedAt: now });
  return ask(context, peer, wanted.since);
}

async function ask(context: Context, peer: Peer, since: Millis): Promise<boolean> {
  try {
    const body = canonicalBytes({ since: formatMillis(since) });
    const { status } = await sendToPeer(context, peer, '/deposit-lists', 'application/json', body);
    return status === 201;
  } catch (error) {
    if (!(error instanceof ProtocolError)) throw error;
    context.logger.warn(
      { peer: peer.commons, problem: error.type },
      'a peer does not say what it keeps for us',
    );
    return false;
  }
}

/** @throws {ProtocolError} `malformed` */
export function sinceIn(text: string): Millis {
  const since = parseTime(text);
  if (since !== null) return since;
  throw new ProtocolError('malformed', 'That is no time.', {
    at: 'since',
    expected: { since: '2027-05-31T12:00:00Z' },
  });
}

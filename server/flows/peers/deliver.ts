import * as z from 'zod';
import { nextAttemptAt } from '../../../federation/delivery/backoff.ts';
import { textOf } from '../../../protocol/bytes.ts';
import type { Scid } from '../../../protocol/ids.ts';
import { BATCH_DOCUMENTS_MAX } from '../../../protocol/limits.ts';
import { ProtocolError } from '../../../protocol/problem.ts';
import type { Context } from '../../context.ts';
import { publicOnly } from '../acts/export-bundle.ts';
import { logPage, pageBytes } from './log-page.ts';
import { findPeer, type Peer, updatePeer } from './peer-record.ts';
import { sendToPeer } from './send.ts';
import { askForCosignature } from './witness.ts';

/** The receiver says what it has now; that is the cursor. */
const answerSchema = z.object({ size: z.int().min(0) });

/**
 * Pushes what is new in our log to a peer whose time has come, and asks for its cosignature.
 *
 * A peer is one row: how much of our log it has taken, and when to try again. A push is a hint, the log is the truth: a
 * dead peer costs one row that sleeps, and catches up from the log when it wakes. Spec §10.
 *
 * @param onCosigned told when the peer has cosigned: acts that wait for a witness can go on.
 */
export async function deliverTo(context: Context, commons: Scid, onCosigned: () => void): Promise<void> {
  const { store } = context;
  const peer = await findPeer(store, commons);
  if (peer === null || peer.nextAttemptAt > (await context.now())) return;
  try {
    await pushNew(context, peer);
    if (await askForCosignature(context, peer)) onCosigned();
    if (peer.failures > 0) await updatePeer(store, commons, { failures: 0, lastError: null });
  } catch (error) {
    if (!(error instanceof ProtocolError)) throw error;
    const failures = peer.failures + 1;
    const [chance = 0] = context.random.bytes(1);
    const retryAfterMs =
      typeof error.extensions.retryAfterMs === 'number' ? error.extensions.retryAfterMs : 0;
    await updatePeer(store, commons, {
      failures,
      lastError: error.message,
      nextAttemptAt: nextAttemptAt(await context.now(), failures, chance / 256, retryAfterMs),
    });
    context.logger.warn({ peer: commons, failures, problem: error.type }, 'a peer could not be reached');
  }
}

async function pushNew(context: Context, peer: Peer): Promise<void> {
  const home = await context.commons();
  let taken = peer.pushed;
  for (;;) {
    const size = (await context.store.head(home))?.size ?? 0;
    if (taken >= size - 1) return;
    const page = await logPage(context, home, taken, BATCH_DOCUMENTS_MAX, publicOnly);
    const answer = await sendToPeer(context, peer, '/inbox', 'application/json', pageBytes(page));
    if (answer.status !== 202) {
      throw new ProtocolError('peer-unreachable', 'The peer does not take our log.', {
        status: answer.status,
        retryAfterMs: answer.retryAfterMs,
      });
    }
    const before = taken;
    taken = (await sizeIn(context, peer, answer.body, size)) - 1;
    await updatePeer(context.store, peer.commons, { pushed: taken });
    if (taken <= before) return; // it wants nothing of this now: it pulls when it likes
  }
}

/** Entries of our log that the peer says it has. */
async function sizeIn(context: Context, peer: Peer, body: Uint8Array, size: number): Promise<number> {
  const answer = answerSchema.safeParse(jsonIn(body));
  if (!answer.success) throw new ProtocolError('peer-unreachable', 'The peer’s answer to a push is none.');
  const latest = (await context.store.head(await context.commons()))?.size ?? size;
  if (answer.data.size <= latest) return answer.data.size;
  context.logger.error(
    { peer: peer.commons, claimed: answer.data.size, size: latest },
    'a peer says that it has more of our log than there is: was an older backup restored?',
  );
  throw new ProtocolError('future-cursor', 'The peer says that it has more of our log than there is.');
}

function jsonIn(body: Uint8Array): unknown {
  try {
    return JSON.parse(textOf(body) ?? '');
  } catch {
    return null;
  }
}

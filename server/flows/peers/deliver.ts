import * as z from 'zod';
import { nextAttemptAt } from '../../../federation/delivery/backoff.ts';
import { textOf } from '../../../protocol/bytes.ts';
import type { JsonObject } from '../../../protocol/canonical.ts';
import { BATCH_DOCUMENTS_MAX } from '../../../protocol/limits.ts';
import { ProtocolError } from '../../../protocol/problem.ts';
import type { Context } from '../../context.ts';
import { publicOnly } from '../acts/export-bundle.ts';
import { logPage } from './log-page.ts';
import { listPeers, type Peer, updatePeer } from './peer-record.ts';
import { jsonBody, sendToPeer } from './send.ts';
import { askForCosignature } from './witness.ts';

/** The receiver says what it has now; that is the cursor. */
const answerSchema = z.object({ size: z.int().min(0) });

/**
 * Pushes what is new in our log to every peer whose time has come, and asks each for its cosignature.
 *
 * A peer is one row: how much of our log it has taken, and when to try again. A push is a hint, the log is the truth: a
 * dead peer costs one row that sleeps, and catches up from the log when it wakes. Spec §10.
 *
 * @param onCosigned told when a peer has cosigned: acts that wait for a witness can go on.
 */
export async function deliverToAll(context: Context, onCosigned: () => void): Promise<void> {
  const now = await context.now();
  const due = (await listPeers(context.store)).filter((peer) => peer.nextAttemptAt <= now);
  await Promise.all(due.map((peer) => deliverTo(context, peer, onCosigned)));
}

async function deliverTo(context: Context, peer: Peer, onCosigned: () => void): Promise<void> {
  const { store } = context;
  try {
    await pushNew(context, peer);
    if (await askForCosignature(context, peer)) onCosigned();
    if (peer.failures > 0) await updatePeer(store, peer.commons, { failures: 0, lastError: null });
  } catch (error) {
    if (!(error instanceof ProtocolError)) throw error;
    const failures = peer.failures + 1;
    const [chance = 0] = context.random.bytes(1);
    const retryAfterMs =
      typeof error.extensions.retryAfterMs === 'number' ? error.extensions.retryAfterMs : 0;
    await updatePeer(store, peer.commons, {
      failures,
      lastError: error.message,
      nextAttemptAt: nextAttemptAt(await context.now(), failures, chance / 256, retryAfterMs),
    });
    context.logger.warn({ peer: peer.commons, failures, problem: error.type }, 'a peer could not be reached');
  }
}

async function pushNew(context: Context, peer: Peer): Promise<void> {
  const home = await context.commons();
  let taken = peer.pushed;
  for (;;) {
    const size = (await context.store.head(home))?.size ?? 0;
    if (taken >= size - 1) return;
    const page = await logPage(context, home, taken, BATCH_DOCUMENTS_MAX, publicOnly);
    const answer = await sendToPeer(
      context,
      peer,
      '/inbox',
      'application/json',
      jsonBody(page as unknown as JsonObject),
    ); // a page holds JSON values only
    if (answer.status !== 202) {
      throw new ProtocolError('peer-unreachable', 'The peer does not take our log.', {
        status: answer.status,
        retryAfterMs: answer.retryAfterMs,
      });
    }
    const before = taken;
    taken = answerSchema.parse(JSON.parse(textOf(answer.body) ?? '')).size - 1;
    await updatePeer(context.store, peer.commons, { pushed: taken });
    if (taken <= before) return; // it wants nothing of this now: it pulls when it likes
  }
}

import { nextAttemptAt } from '../../../federation/delivery/backoff.ts';
import type { Scid } from '../../../protocol/ids.ts';
import { ProtocolError } from '../../../protocol/problem.ts';
import type { Context } from '../../context.ts';
import type { Committer } from '../log/committer.ts';
import { obeyErasures } from '../privacy/obey-erasures.ts';
import { followPeer } from './follow.ts';
import { findPeer, updatePeer } from './peer-record.ts';
import { receiveFrom } from './receive.ts';

/** A push is a hint and may be lost; then the next pull finds what it announced. */
const PULL_EVERY_MS = 60_000;

/**
 * Pulls a peer's log, if its time has come, and takes in what it holds for us. Spec §10, [R-10.22].
 *
 * What was pushed waits for no pull; a peer that fails is asked less and less often, until it knocks itself.
 */
export async function takeFrom(context: Context, committer: Committer, commons: Scid): Promise<void> {
  const { store } = context;
  await receive(context, committer, commons);
  const peer = await findPeer(store, commons);
  if (peer === null || peer.nextPullAt > (await context.now())) return;
  try {
    await followPeer(context, peer);
    const nextPullAt = (await context.now()) + PULL_EVERY_MS;
    const healed = peer.pullFailures > 0 ? { pullFailures: 0, lastError: null } : {};
    await updatePeer(store, commons, { nextPullAt, ...healed });
  } catch (error) {
    if (!(error instanceof ProtocolError)) throw error;
    const pullFailures = peer.pullFailures + 1;
    const [chance = 0] = context.random.bytes(1);
    const nextPullAt = nextAttemptAt(await context.now(), pullFailures, chance / 256);
    await updatePeer(store, commons, { pullFailures, nextPullAt, lastError: error.message });
    const { type: problem, message: detail } = error;
    context.logger.warn({ peer: commons, problem, detail }, 'a peer cannot be followed');
    return;
  }
  await receive(context, committer, commons);
}

async function receive(context: Context, committer: Committer, commons: Scid): Promise<void> {
  const peer = await findPeer(context.store, commons);
  if (peer === null) return;
  try {
    await receiveFrom(context, committer, peer);
    await obeyErasures(context, committer, commons);
  } catch (error) {
    if (!(error instanceof ProtocolError)) throw error;
    await updatePeer(context.store, commons, { lastError: error.message });
    const { type: problem, message: detail } = error;
    context.logger.warn(
      { peer: commons, problem, detail },
      'what a peer logged for us cannot be taken in now',
    );
  }
}

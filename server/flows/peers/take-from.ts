import { nextAttemptAt } from '../../../federation/delivery/backoff.ts';
import type { Scid } from '../../../protocol/ids.ts';
import { ProtocolError } from '../../../protocol/problem.ts';
import { DAY_SECONDS, SECOND } from '../../../protocol/time.ts';
import type { Context } from '../../context.ts';
import { askForList } from '../deposits/asked-deposits.ts';
import { forgetDeposits } from '../deposits/forget-deposits.ts';
import { takeDeposits } from '../deposits/take-deposits.ts';
import type { Committer } from '../log/committer.ts';
import { obeyErasures } from '../privacy/obey-erasures.ts';
import { endOf } from '../record/ended.ts';
import { askOthers } from './ask-others.ts';
import { hasDealings } from './dealings.ts';
import { followPeer } from './follow.ts';
import { findPeer, updatePeer } from './peer-record.ts';
import { receiveFrom } from './receive.ts';
import { isFollowed } from './welcome.ts';

/** A push is a hint and may be lost; then the next pull finds what it announced. */
const PULL_EVERY_MS = 60_000;
/** The log of a commons that has ended stays as it is; somebody may still have a later checkpoint cosigned. */
const PULL_ENDED_EVERY_MS = DAY_SECONDS * SECOND;
/** Failures in a row, over a day or so, after which nobody waits any more for one that no member added. */
const INTRODUCED_FAILURES_MAX = 14;

/**
 * Pulls a peer's log, if its time has come, and takes in what it holds for us. Spec §10, [R-10.22].
 *
 * What was pushed waits for no pull; a peer that fails is asked less and less often, until it knocks itself.
 */
export async function takeFrom(context: Context, committer: Committer, commons: Scid): Promise<void> {
  const { store } = context;
  await receive(context, committer, commons);
  const peer = await findPeer(store, commons);
  if (peer === null) return;
  const hasListed = await askForList(context, commons);
  if (!hasListed && peer.nextPullAt > (await context.now())) return;
  if (!(await isFollowed(context, peer))) return;
  try {
    await followPeer(context, peer);
    const every = (await endOf(context, commons)) === null ? PULL_EVERY_MS : PULL_ENDED_EVERY_MS;
    const nextPullAt = (await context.now()) + every;
    const healed = peer.pullFailures > 0 ? { pullFailures: 0, lastError: null } : {};
    await updatePeer(store, commons, { nextPullAt, ...healed });
  } catch (error) {
    if (!(error instanceof ProtocolError)) throw error;
    const pullFailures = peer.pullFailures + 1;
    const [chance = 0] = context.random.bytes(1);
    const hasMoved = await askOthers(context, peer, pullFailures);
    if (
      !hasMoved &&
      peer.introduced &&
      pullFailures >= INTRODUCED_FAILURES_MAX &&
      !(await hasDealings(context, commons))
    ) {
      await store.records.remove('peer', commons);
      context.logger.warn({ peer: commons }, 'a commons that introduced itself is gone, and forgotten');
      return;
    }
    const now = await context.now();
    const nextPullAt = hasMoved ? now : nextAttemptAt(now, pullFailures, chance / 256);
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
  // Whatever keeps one of them from going on, the others do not rest on it.
  const steps = [
    () => receiveFrom(context, committer, peer),
    () => takeDeposits(context, committer, peer),
    () => forgetDeposits(context, commons),
    () => obeyErasures(context, committer, commons),
  ];
  for (const step of steps) {
    try {
      await step();
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
}

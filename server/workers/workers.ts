import type { Scid } from '../../protocol/ids.ts';
import { DAY_SECONDS, SECOND } from '../../protocol/time.ts';
import { foundedCommons } from '../flows/founding/found.ts';
import { publishIfBehind, scrubLog } from '../flows/log/publish-checkpoint.ts';
import { confirmHistory } from '../flows/peers/confirm-history.ts';
import { deliverTo } from '../flows/peers/deliver.ts';
import { confirmIntroductions } from '../flows/peers/introductions.ts';
import { listPeers } from '../flows/peers/peer-record.ts';
import { takeFrom } from '../flows/peers/take-from.ts';
import { createForgetting } from '../flows/privacy/forget-erased.ts';
import { sweepErasures } from '../flows/privacy/sweep-erasures.ts';
import { endOf } from '../flows/record/ended.ts';
import { keepCalendar } from '../flows/time/calendar.ts';
import { describe } from '../flows/time/describe.ts';
import { negotiationRound } from '../flows/time/negotiation-round.ts';
import { reactToLog } from '../flows/time/react.ts';
import { settleDue } from '../flows/time/settle-proposal.ts';
import { stateHeads } from '../flows/time/state-heads.ts';
import { registerWarmer } from '../flows/views/warm-register.ts';
import { deliverWebhook } from '../flows/webhooks/deliver-webhook.ts';
import { isRequestKey } from '../http/sender.ts';
import type { Instance } from '../instance.ts';
import { createDeliveries } from './deliveries.ts';
import { type Rest, restInRealTime, startLoop } from './loop.ts';
import { createPeerRuns } from './peer-runs.ts';

/** Rarely needed beside being woken: after a crash, another process's entry, a deadline that came. */
const REACT_MS = 5_000;
/** How often it is looked whose log is to be pulled. */
const FOLLOW_MS = 5_000;
const DELIVER_MS = 5_000;
/** How often witnesses are asked again while none has answered. */
const CONFIRM_MS = 5_000;
const UPKEEP_MS = 60_000;
/** Rarely needed at all: after a crash between commit and checkpoint. */
const PUBLISH_MS = 60_000;
/** Bits flip rarely, and a whole log takes minutes to read. */
const SCRUB_MS = DAY_SECONDS * SECOND;
/** Another process may have changed the register. */
const WARM_MS = 60_000;
/** Another process may have erased something, and its word of that may be lost. */
const FORGET_MS = 60_000;

export interface Workers {
  /** Something was logged here. */
  readonly logged: () => void;
  /** A peer's log has grown in its mirror. */
  readonly received: (peer: Scid) => void;
  readonly peerAdded: () => void;
  /** Resolves once witnesses have been asked for the first time, whatever they said. */
  readonly asked: Promise<void>;
  /** A log has changed, by whatever process; null where it may be any. */
  readonly changed: (log: Scid | null) => Promise<void>;
  readonly stopped: Promise<void>;
}

/**
 * The loops of one server process; each works when woken and stops by the signal.
 *
 * @param rest how they wait: a simulation has a time of its own.
 */
export function startWorkers(instance: Instance, signal: AbortSignal, rest: Rest = restInRealTime): Workers {
  const { context, committer, sealer } = instance;
  const { logger } = context;
  const pace = { signal, logger, rest };
  const once = (step: () => Promise<void>) => async () => {
    if ((await foundedCommons(context)) !== null) await step();
  };
  const isWritable = () => context.history.standing().kind === 'confirmed';
  const writing = (step: () => Promise<void>) =>
    once(async () => {
      if (isWritable()) await step();
    });
  /** An ended commons logs nothing more. */
  const goesOn = async () => (await endOf(context, await context.commons())) === null;
  const react = startLoop(
    'react',
    REACT_MS,
    writing(async () => {
      if (!(await goesOn())) return;
      await reactToLog(context, committer);
      await settleDue(context, committer);
    }),
    pace,
  );
  const peers = async () => (await listPeers(context.store)).map(({ commons }) => commons);
  const follows = createPeerRuns('follow', (peer) => takeFrom(context, committer, peer), logger);
  const follow = startLoop(
    'follow',
    FOLLOW_MS,
    once(async () => {
      await confirmIntroductions(context);
      follows.start(await peers());
    }),
    pace,
  );
  const deliveries = createDeliveries(
    context,
    {
      peer: (cursor) => deliverTo(context, cursor, react.wake),
      webhook: (cursor) =>
        deliverWebhook(context, sealer, cursor, (author, key) => isRequestKey(context, author, key)),
    },
    () => deliver.wake(),
    rest,
  );
  const deliver = startLoop('deliver', DELIVER_MS, once(deliveries.begin), pace);
  const upkeep = startLoop(
    'upkeep',
    UPKEEP_MS,
    writing(async () => {
      await context.store.records.expire(await context.now());
      if (!(await goesOn())) return;
      await negotiationRound(context, committer);
      await keepCalendar(context, committer);
      await describe(context, committer);
      await stateHeads(context, committer);
    }),
    pace,
  );
  const publish = startLoop(
    'publish',
    PUBLISH_MS,
    writing(() => publishIfBehind(context)),
    pace,
  );
  const scrub = startLoop(
    'scrub',
    SCRUB_MS,
    once(async () => {
      await sweepErasures(context);
      await scrubLog(context);
    }),
    pace,
  );
  const { promise: asked, resolve: onAsked } = Promise.withResolvers<void>();
  const confirm = startLoop(
    'confirm',
    CONFIRM_MS,
    async () => {
      if (isWritable()) return onAsked();
      try {
        if ((await foundedCommons(context)) === null) context.history.settle({ kind: 'confirmed' });
        else await confirmHistory(context);
      } finally {
        onAsked();
      }
      if (!isWritable()) return;
      for (const loop of [react, upkeep, publish]) loop.wake();
    },
    pace,
  );
  const forget = startLoop('forget', FORGET_MS, once(createForgetting(context)), pace);
  const warm = startLoop('warm', WARM_MS, once(registerWarmer(context)), pace);
  return {
    logged: () => {
      react.wake();
      deliver.wake();
      warm.wake();
    },
    received: (peer) => {
      follows.start([peer]);
      deliver.wake(); // whoever knocks is alive
    },
    changed: async (log) => {
      forget.wake();
      if (log !== null && log !== (await foundedCommons(context))) {
        follows.start([log]);
        return;
      }
      react.wake();
      deliver.wake();
      if (log === null) follow.wake();
    },
    peerAdded: () => {
      follow.wake();
      deliver.wake();
    },
    asked,
    stopped: stopAll(),
  };

  async function stopAll(): Promise<void> {
    await Promise.all(
      [react, follow, deliver, upkeep, publish, scrub, confirm, forget, warm].map(({ stopped }) => stopped),
    );
    await Promise.all([follows.stop(), deliveries.stop()]);
  }
}

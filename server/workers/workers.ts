import type { Scid } from '../../protocol/ids.ts';
import { DAY_SECONDS, SECOND } from '../../protocol/time.ts';
import { foundedCommons } from '../flows/founding/found.ts';
import { publishIfBehind, scrubLog } from '../flows/log/publish-checkpoint.ts';
import { deliverTo } from '../flows/peers/deliver.ts';
import { listPeers } from '../flows/peers/peer-record.ts';
import { takeFrom } from '../flows/peers/take-from.ts';
import { sweepErasures } from '../flows/privacy/sweep-erasures.ts';
import { keepCalendar } from '../flows/time/calendar.ts';
import { describe } from '../flows/time/describe.ts';
import { negotiationRound } from '../flows/time/negotiation-round.ts';
import { reactToLog } from '../flows/time/react.ts';
import { settleDue } from '../flows/time/settle-proposal.ts';
import { stateHeads } from '../flows/time/state-heads.ts';
import { registerWarmer } from '../flows/views/warm-register.ts';
import type { Instance } from '../instance.ts';
import { type Rest, restInRealTime, startLoop } from './loop.ts';
import { createPeerRuns } from './peer-runs.ts';

/** Rarely needed beside being woken: after a crash, another process's entry, a deadline that came. */
const REACT_MS = 5_000;
/** How often it is looked whose log is to be pulled. */
const FOLLOW_MS = 5_000;
const DELIVER_MS = 5_000;
const UPKEEP_MS = 60_000;
/** Rarely needed at all: after a crash between commit and checkpoint. */
const PUBLISH_MS = 60_000;
/** Bits flip rarely, and a whole log takes minutes to read. */
const SCRUB_MS = DAY_SECONDS * SECOND;
/** Another process may have changed the register. */
const WARM_MS = 60_000;

export interface Workers {
  /** Something was logged here. */
  readonly logged: () => void;
  /** A peer's log has grown in its mirror. */
  readonly received: (peer: Scid) => void;
  readonly peerAdded: () => void;
  readonly stopped: Promise<void>;
}

/**
 * The loops of one server process; each works when woken and stops by the signal.
 *
 * @param rest how they wait: a simulation has a time of its own.
 */
export function startWorkers(instance: Instance, signal: AbortSignal, rest: Rest = restInRealTime): Workers {
  const { context, committer } = instance;
  const { logger } = context;
  const pace = { signal, logger, rest };
  const once = (step: () => Promise<void>) => async () => {
    if ((await foundedCommons(context)) !== null) await step();
  };
  const react = startLoop(
    'react',
    REACT_MS,
    once(async () => {
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
    once(async () => follows.start(await peers())),
    pace,
  );
  const deliveries = createPeerRuns('deliver', (peer) => deliverTo(context, peer, react.wake), logger);
  const deliver = startLoop(
    'deliver',
    DELIVER_MS,
    once(async () => deliveries.start(await peers())),
    pace,
  );
  const upkeep = startLoop(
    'upkeep',
    UPKEEP_MS,
    once(async () => {
      await context.store.records.expire(await context.now());
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
    once(() => publishIfBehind(context)),
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
  const warm = startLoop('warm', WARM_MS, once(registerWarmer(context)), pace);
  return {
    logged: () => {
      react.wake();
      deliver.wake();
      warm.wake();
    },
    received: (peer) => {
      follows.start([peer]);
      deliveries.start([peer]); // whoever knocks is alive
    },
    peerAdded: () => {
      follow.wake();
      deliver.wake();
    },
    stopped: stopAll(),
  };

  async function stopAll(): Promise<void> {
    await Promise.all([react, follow, deliver, upkeep, publish, scrub, warm].map(({ stopped }) => stopped));
    await Promise.all([follows.stop(), deliveries.stop()]);
  }
}

import { createApp } from '../../../server/app.ts';
import { createInstance, type Instance } from '../../../server/instance.ts';
import type { Logger } from '../../../server/logger.ts';
import type { Store } from '../../../server/store/store.ts';
import type { Rest } from '../../../server/workers/loop.ts';
import { startWorkers, type Workers } from '../../../server/workers/workers.ts';
import type { Chance } from '../engine/chance.ts';
import { randomOf } from '../engine/chance.ts';
import { effectsOf } from '../engine/effects.ts';
import type { VirtualTime } from '../engine/virtual-time.ts';
import { OPEN_SEALER } from './foundings.ts';
import type { Life } from './life.ts';
import type { Answering, Network } from './network.ts';

/** One server process as `serve` puts it together, without sockets and timers. */
export interface Process {
  readonly name: string;
  readonly instance: Instance;
  readonly life: Life;
  readonly answer: Answering;
  readonly peerAdded: () => void;
}

/** What a planted bug changes; an honest process has none. */
export interface Tampering {
  readonly store?: (store: Store) => Store;
  readonly workers?: (workers: Workers) => Workers;
}

export interface ProcessParts {
  readonly name: string;
  readonly origin: string;
  readonly store: Store;
  readonly life: Life;
  readonly network: Network;
  readonly time: VirtualTime;
  readonly chance: Chance;
  readonly logger: Logger;
  /** How much later than asked timers ring, at the most. */
  readonly lateMost: () => number;
  readonly tampering: Tampering;
}

export function startProcess(parts: ProcessParts): Process {
  const { name, origin, life, network, time, chance, logger, tampering } = parts;
  const store = tampering.store?.(parts.store) ?? parts.store;
  const instance = createInstance({
    store,
    sealer: OPEN_SEALER,
    outbound: network.outboundOf(origin, life),
    logger,
    settings: { origin, contact: null, clock: 'simulated' },
    effects: effectsOf(randomOf(chance)),
  });
  instance.context.history.settle({ kind: 'asking' });
  const made = startWorkers(instance, life.signal, restOf(time, chance, parts.lateMost));
  const workers = tampering.workers?.(made) ?? made;
  instance.onLogged(workers.logged);
  const app = createApp(instance, {
    onReceived: workers.received,
    onPeerAdded: workers.peerAdded,
    isStopping: () => false,
  });
  return {
    name,
    instance,
    life,
    peerAdded: workers.peerAdded,
    answer: ({ method, url, headers, body }) =>
      life.answer(async () => {
        const request = new Request(url, { method, headers, ...(method === 'POST' ? { body } : {}) });
        const answer = await app.fetch(request);
        return {
          status: answer.status,
          headers: answer.headers,
          body: new Uint8Array(await answer.arrayBuffer()),
        };
      }),
  };
}

/** Timers never ring early, and on a busy machine late. */
function restOf(time: VirtualTime, chance: Chance, lateMost: () => number): Rest {
  return (periodMs, until) =>
    new Promise((resolve) => {
      const cancel = time.after(periodMs * (1 + chance.fraction() * (lateMost() - 1)), done);
      until.addEventListener('abort', done, { once: true });
      function done(): void {
        cancel();
        until.removeEventListener('abort', done);
        resolve();
      }
    });
}

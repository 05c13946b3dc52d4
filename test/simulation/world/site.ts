import type { Millis } from '../../../protocol/time.ts';
import type { MemoryStore } from '../../../server/store/memory/memory-store.ts';
import { chanceOf } from '../engine/chance.ts';
import type { StoreFaults } from '../engine/plan.ts';
import type { VirtualTime } from '../engine/virtual-time.ts';
import { faultyStore } from './faulty-store.ts';
import type { Founding } from './foundings.ts';
import { createLife } from './life.ts';
import { watchfulLogger } from './logger.ts';
import type { Answering, Network } from './network.ts';
import { type Process, startProcess, type Tampering } from './process.ts';

/** One commons' instance: a store that lasts, and processes that come and go. */
export interface Site {
  readonly founding: Founding;
  readonly name: string;
  /** What is durable, as nobody's fault can hide it. */
  readonly store: MemoryStore;
  readonly clock: () => Millis;
  readonly setSkew: (skewMs: number) => void;
  readonly processes: () => readonly Process[];
  readonly start: () => Process;
  readonly answer: Answering;
  /** Processes that start from now on have this bug. */
  readonly tamper: (tampering: Tampering) => void;
  readonly crash: (process: Process) => void;
  /** The process crashes within so many of its next operations. */
  readonly crashSoon: (process: Process, operations: number) => void;
  /** None of them crashes soon any more. */
  readonly spare: () => void;
  /** Whether something may have been written since this was asked before. */
  readonly wasWritten: () => boolean;
}

export interface SiteParts {
  readonly seed: number;
  readonly founding: Founding;
  readonly time: VirtualTime;
  readonly network: Network;
  readonly faults: () => StoreFaults;
  readonly lateMost: () => number;
  readonly tampering?: Tampering;
  readonly isHonest: (commons: string) => boolean;
  readonly note: (line: string) => void;
  readonly complain: (fault: string) => void;
  /** A fault at whomever it is found: what the dishonest one lies about, it lies about with our code. */
  readonly onSpinning: (fault: string) => void;
}

export function createSite(parts: SiteParts): Site {
  const { seed, founding, time, network, faults, lateMost, note, complain, onSpinning, isHonest } = parts;
  let { tampering = {} } = parts;
  const { name, origin } = founding;
  let skew = 0;
  const clock = () => time.now() + skew;
  const store = founding.store.copy(clock);
  const chance = chanceOf(seed, `site ${name}`);
  const processes: Process[] = [];
  const soon = new Map<string, number>();
  let started = 0;
  let written = true;

  function start(): Process {
    const incarnation = `${name}${++started}`;
    const life = createLife();
    const process = startProcess({
      name: incarnation,
      origin,
      life,
      network,
      time,
      chance: chanceOf(seed, `process ${incarnation}`),
      lateMost,
      tampering,
      logger: watchfulLogger(
        (line) => note(`${incarnation}: ${line}`),
        (fault) => complain(`${incarnation}: ${fault}`),
        isHonest,
      ),
      store: faultyStore(store, {
        time,
        chance: chanceOf(seed, `store of ${incarnation}`),
        faults,
        life,
        onOperation: () => countDown(incarnation),
        onSpinning: () => onSpinning(`${incarnation} goes in circles: it works on and on at one moment`),
        onWritten: () => {
          written = true;
        },
      }),
    });
    processes.push(process);
    note(`${incarnation} starts`);
    return process;
  }

  function countDown(incarnation: string): void {
    const left = soon.get(incarnation);
    if (left === undefined) return;
    soon.set(incarnation, left - 1);
    const process = processes.find((other) => other.name === incarnation);
    if (left <= 0 && process !== undefined) crash(process);
  }

  function crash(process: Process): void {
    if (process.life.isOver()) return;
    process.life.end();
    processes.splice(processes.indexOf(process), 1);
    note(`${process.name} crashes`);
  }

  const answer: Answering = async (message) => {
    const process = chance.pickAny(processes);
    if (process === null) throw new TypeError('nobody is there'); // nobody looks into it: the connection is refused
    return process.answer(message);
  };
  network.serve(origin, answer);

  return {
    founding,
    name,
    store,
    clock,
    setSkew: (skewMs) => {
      skew = skewMs;
    },
    processes: () => processes,
    start,
    answer,
    tamper: (next) => {
      tampering = next;
    },
    crash,
    crashSoon: (process, operations) => {
      soon.set(process.name, operations);
    },
    spare: () => soon.clear(),
    wasWritten: () => {
      const was = written;
      written = false;
      return was;
    },
  };
}

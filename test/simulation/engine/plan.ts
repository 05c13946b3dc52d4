import { type Chance, chanceOf } from './chance.ts';
import { MINUTE_MS, SECOND_MS } from './units.ts';

/** What a seed brings upon the instances of its run: the ranges of faults that they must stand. */
export interface Plan {
  readonly seed: number;
  readonly sites: number;
  /** Server processes on one store: mostly one. */
  readonly processesMost: number;
  readonly network: NetworkFaults;
  readonly store: StoreFaults;
  /** Crashes in all, and how long a crashed process is away. */
  readonly crashes: number;
  readonly awayMsMost: number;
  /** How far a clock is off at the most. */
  readonly skewMsMost: number;
  /** Timers ring so many times later than they were asked to, at the most. */
  readonly lateMost: number;
  /** How long faults last. */
  readonly chaosMs: number;
  readonly partitions: number;
  /** Acts of members in all. */
  readonly acts: number;
  /** What the last instance does: it is honest, or it is not. */
  readonly byzantine: Byzantine | null;
}
export type Byzantine = 'equivocates' | 'replays' | 'forges' | 'silent';

export interface NetworkFaults {
  /** Shares of messages. */
  readonly loss: number;
  readonly duplication: number;
  readonly slow: number;
  readonly delayMsMost: number;
}

export interface StoreFaults {
  /** Share of operations that fail, before or after they were done. */
  readonly failure: number;
  /** Share of operations during which other things happen. */
  readonly slow: number;
}

/** Without faults: messages take some milliseconds. */
export const CALM: { readonly network: NetworkFaults; readonly store: StoreFaults } = {
  network: { loss: 0, duplication: 0, slow: 0, delayMsMost: 0 },
  store: { failure: 0, slow: 0 },
};

export function planOf(seed: number): Plan {
  const chance = chanceOf(seed, 'plan');
  const sites = chance.happens(0.005) ? 10 : chance.pick([3, 3, 3, 3, 3, 3, 3, 4, 4, 5]);
  return {
    seed,
    sites,
    processesMost: chance.happens(0.2) ? 2 : 1,
    network: {
      loss: upTo(chance, 0.3),
      duplication: upTo(chance, 0.5),
      slow: upTo(chance, 0.3),
      delayMsMost: chance.integer(SECOND_MS, 60 * SECOND_MS),
    },
    store: {
      failure: chance.happens(0.5) ? upTo(chance, 0.01) : upTo(chance, 0.1),
      slow: upTo(chance, 0.2),
    },
    crashes: chance.integer(0, 4),
    awayMsMost: chance.integer(SECOND_MS, MINUTE_MS),
    skewMsMost: chance.happens(0.5) ? Math.round(upTo(chance, 10 * MINUTE_MS)) : 0,
    lateMost: chance.integer(1, 6),
    chaosMs: chance.integer(60, 150) * SECOND_MS,
    partitions: chance.integer(0, 4),
    acts: chance.integer(2, 6),
    byzantine: chance.happens(0.4) ? chance.pick(['equivocates', 'replays', 'forges', 'silent']) : null,
  };
}

/** Often nothing at all: one fault alone shows what many hide. */
function upTo(chance: Chance, most: number): number {
  return chance.happens(0.3) ? 0 : chance.fraction() * most;
}

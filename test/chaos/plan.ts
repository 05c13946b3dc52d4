import { type Chance, chanceOf } from '../simulation/engine/chance.ts';
import { POINTS } from './points.ts';

/** Commons that take part, where nothing else is said. */
export const HOUSES = 5;
/** Between two blows so many documents are acknowledged, all commons together. */
const ANSWERS_BETWEEN = [4, 16] as const;
/** A blow comes so many milliseconds after that: in the midst of whatever is next. */
const LATER_MS_MAX = 40;
/** So long nothing reaches a commons that is cut off; others go on being hit meanwhile. */
const CUT_BLOWS_MAX = 3;

/** One thing that is done to the world. */
export type Blow = { readonly afterAnswers: number; readonly afterMs: number } & (
  | { readonly kind: 'kill'; readonly whose: number }
  /** Whoever comes to a named point first is killed there. */
  | { readonly kind: 'kill-at'; readonly point: string }
  /** Before the server is ready: it is killed once more so soon after it was started again. */
  | { readonly kind: 'kill-early'; readonly whose: number; readonly startedMs: number }
  | { readonly kind: 'database'; readonly how: 'killed' | 'stopped at once' }
  /** Every connection of one server to its database breaks. */
  | { readonly kind: 'database-line'; readonly whose: number }
  /** Nothing that others send reaches a commons, until so many blows later. */
  | { readonly kind: 'cut-off'; readonly whose: number; readonly blows: number }
);

/** How often what befalls a request between two commons, in one stretch of time. */
export interface Weather {
  readonly delayed: number;
  readonly delayMsMost: number;
  readonly swallowed: number;
  readonly unanswered: number;
  readonly reset: number;
  readonly cut: number;
  readonly doubled: number;
}

export const CALM: Weather = {
  delayed: 0,
  delayMsMost: 0,
  swallowed: 0,
  unanswered: 0,
  reset: 0,
  cut: 0,
  doubled: 0,
};

/** What one seed brings. The same seed makes the same plan, blow by blow; what it meets depends on the machine. */
export interface Plan {
  readonly seed: number;
  readonly weather: Weather;
  /** Without an end: a run takes as many as it has time for. */
  readonly blows: () => Generator<Blow, never>;
}

/** Blows that come in each round beside one at every named point. */
const OTHERS_A_ROUND = 8;

/** @param houses how many commons take part. */
export function planOf(seed: number, houses: number): Plan {
  return { seed, weather: weatherOf(chanceOf(seed, 'weather')), blows: () => blowsOf(seed, houses) };
}

function weatherOf(chance: Chance): Weather {
  const upTo = (most: number) => chance.fraction() * most;
  return {
    delayed: upTo(0.4),
    delayMsMost: chance.integer(50, 1500),
    swallowed: upTo(0.02),
    unanswered: upTo(0.05),
    reset: upTo(0.1),
    cut: upTo(0.05),
    doubled: upTo(0.3),
  };
}

/** Every round has each named point once, and other blows between them, in an order of its own. */
function* blowsOf(seed: number, houses: number): Generator<Blow, never> {
  const chance = chanceOf(seed, 'blows');
  for (;;) {
    const round = [
      ...POINTS.map(
        ({ name }) =>
          () =>
            at('kill-at', { point: name }),
      ),
      ...Array.from({ length: OTHERS_A_ROUND }, (_, number) => () => other(number)),
    ];
    for (const make of shuffled(round, chance)) yield make();
  }

  function when() {
    return { afterAnswers: chance.integer(...ANSWERS_BETWEEN), afterMs: chance.integer(0, LATER_MS_MAX) };
  }
  function at(kind: 'kill-at', { point }: { readonly point: string }): Blow {
    return { kind, point, ...when() };
  }
  function other(number: number): Blow {
    const whose = chance.integer(0, houses - 1);
    switch (number) {
      case 0:
        return { kind: 'database', how: chance.pick(['killed', 'stopped at once']), ...when() };
      case 1:
        return { kind: 'database-line', whose, ...when() };
      case 2:
      case 3:
        return { kind: 'cut-off', whose, blows: chance.integer(1, CUT_BLOWS_MAX), ...when() };
      case 4:
        return { kind: 'kill-early', whose, startedMs: chance.integer(0, 900), ...when() };
      default:
        return { kind: 'kill', whose, ...when() };
    }
  }
}

function shuffled<Item>(items: readonly Item[], chance: Chance): readonly Item[] {
  const mixed = [...items];
  for (let at = mixed.length - 1; at > 0; at--) {
    const other = chance.integer(0, at);
    [mixed[at], mixed[other]] = [mixed[other] as Item, mixed[at] as Item]; // both are within
  }
  return mixed;
}

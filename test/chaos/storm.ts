import { setTimeout as sleep } from 'node:timers/promises';
import { holdAt } from '../server/crash/support/kill-point.ts';
import { chanceOf } from '../simulation/engine/chance.ts';
import type { Fate } from '../support/front.ts';
import { eventually } from '../support/instances.ts';
import { type Blow, CALM, type Plan, type Weather } from './plan.ts';
import { POINTS } from './points.ts';
import type { House, Town } from './town.ts';

/** A document that nobody acknowledges any more is not waited for: everybody may be down. */
const ANSWERS_MS_MAX = 5_000;
/** A point that nobody comes to is given up; the next round has it again. */
const POINT_MS_MAX = 6_000;
/** Between two looks whether somebody is there. */
const LOOK_MS = 20;
/** Whoever died is started again after so long. */
const DOWN_MS = 100;

/** What was done to the world. */
export interface Struck {
  readonly counts: Readonly<Record<string, number>>;
  /** Named points at which somebody was killed, and how often. */
  readonly points: ReadonlyMap<string, number>;
}

export type Enough = (blows: number, ms: number) => boolean;

/** The weather between the houses, and the blows that fall on them. */
export interface Storm {
  readonly fateOf: (house: number) => Fate;
  /** @param until whether it is enough: after so many blows, or so many milliseconds. */
  readonly rage: (town: Town, until: Enough) => Promise<void>;
  /** Nothing is broken any more, and everybody runs; whoever ends yet, for want of the database, is started again. */
  readonly heal: (town: Town) => Promise<void>;
  /** Nobody is started again any more. */
  readonly end: () => Promise<void>;
  readonly struck: Struck;
}

/** @param answers documents that were acknowledged so far, in all houses together. */
export function bringStorm(plan: Plan, answers: () => number, note: (line: string) => void): Storm {
  const counts: Record<string, number> = {};
  const points = new Map<string, number>();
  const cutOff = new Map<number, number>();
  const fates = new Map<number, () => Fate>();
  let weather: Weather = CALM;
  let isOver = false;
  let watching: Promise<void> = Promise.resolve();

  function fateOf(house: number): Fate {
    if (cutOff.has(house)) return { kind: 'swallowed' };
    const next = fates.get(house) ?? fatesOf(plan.seed, house, () => weather);
    fates.set(house, next);
    return next();
  }

  /** Whoever is down is started again. */
  async function watch({ houses }: Town): Promise<void> {
    while (!isOver) {
      for (const house of houses) house.start();
      await sleep(DOWN_MS);
    }
  }

  async function rage(town: Town, until: Enough): Promise<void> {
    weather = plan.weather;
    watching = watch(town);
    const begun = performance.now();
    let fallen = 0;
    for (const blow of plan.blows()) {
      if (until(fallen, performance.now() - begun)) return;
      await untilAnswered(answers() + blow.afterAnswers);
      await sleep(blow.afterMs);
      note(describeBlow(blow));
      counts[blow.kind] = (counts[blow.kind] ?? 0) + 1;
      await strike(town, blow);
      fallen++;
      for (const [house, left] of cutOff) {
        if (left > 0) cutOff.set(house, left - 1);
        else mend(town, house);
      }
    }
  }

  function mend({ houses }: Town, house: number): void {
    cutOff.delete(house);
    houses[house]?.wake();
  }

  async function untilAnswered(count: number): Promise<void> {
    const latest = Date.now() + ANSWERS_MS_MAX;
    while (answers() < count && Date.now() < latest) await sleep(1);
  }

  async function strike(town: Town, blow: Blow): Promise<void> {
    const { houses } = town;
    const house = 'whose' in blow ? houses[blow.whose] : undefined;
    switch (blow.kind) {
      case 'kill':
        return house?.kill();
      case 'kill-early':
        await house?.kill();
        house?.start();
        await sleep(blow.startedMs);
        return house?.kill();
      case 'kill-at':
        return killAt(houses, blow.point);
      case 'database':
        return town.restartDatabase(blow.how === 'killed' ? 'SIGKILL' : 'SIGQUIT');
      case 'database-line':
        return house?.cutDatabase();
      case 'cut-off':
        if (house !== undefined) cutOff.set(house.index, blow.blows);
        return;
    }
  }

  /** Whoever comes to the point first is killed there. */
  async function killAt(houses: readonly House[], name: string): Promise<void> {
    const point = POINTS.find((one) => one.name === name);
    if (point === undefined) throw new TypeError(`there is no point ${name}`);
    await eventually('everybody runs', async () => houses.every((house) => house.isReady()));
    const holds = await Promise.all(houses.map(({ sql }) => holdAt(sql, point)));
    try {
      const latest = Date.now() + POINT_MS_MAX;
      while (Date.now() < latest) {
        for (const [at, hold] of holds.entries()) {
          if (!(await hold.isReached())) continue;
          await houses[at]?.kill();
          points.set(name, (points.get(name) ?? 0) + 1);
          return note(`  ${houses[at]?.name} dies there`);
        }
        await sleep(LOOK_MS);
      }
      note('  nobody came there');
    } finally {
      await Promise.all(holds.map((hold) => hold.letGo()));
    }
  }

  async function end(): Promise<void> {
    isOver = true;
    await watching;
  }

  return {
    fateOf,
    rage,
    end,
    struck: { counts, points },
    heal: async (town) => {
      weather = CALM;
      for (const { index } of town.houses) mend(town, index);
      await eventually('everybody runs', async () => town.houses.every((house) => house.isReady()));
    },
  };
}

/** What befalls one request after the other on the way to one house. */
function fatesOf(seed: number, house: number, weather: () => Weather): () => Fate {
  const chance = chanceOf(seed, `way to ${house}`);
  return () => {
    const { delayed, delayMsMost, ...kinds } = weather();
    let roll = chance.fraction();
    const late = chance.fraction();
    for (const [kind, share] of Object.entries(kinds)) {
      if (roll < share) return kind === 'doubled' ? { kind, heard: late < 0.5 ? 0 : 1 } : ({ kind } as Fate); // by the names of the weather
      roll -= share;
    }
    return roll < delayed ? { kind: 'delayed', withinMs: late * delayMsMost } : { kind: 'passes' };
  };
}

function describeBlow(blow: Blow): string {
  const whose = 'whose' in blow ? ` ${'abcdefghij'[blow.whose]}` : '';
  const more = 'point' in blow ? `: ${blow.point}` : 'how' in blow ? `: ${blow.how}` : '';
  return `${blow.kind}${whose}${more}`;
}

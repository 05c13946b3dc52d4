import { setTimeout as sleep } from 'node:timers/promises';
import { createClient } from '../../server/client/create-client.ts';
import { newLedger } from '../server/crash/support/load.ts';
import { readStream, type StreamReader } from '../server/crash/support/readers.ts';
import { chanceOf } from '../simulation/engine/chance.ts';
import { createHeadWatch } from '../simulation/oracle/heads.ts';
import { auditLog } from '../support/audit-log.ts';
import { apart } from './convergence.ts';
import { readLog } from './outside.ts';
import { type People, settle } from './people.ts';
import { HOUSES, planOf } from './plan.ts';
import { bringStorm, type Enough, type Struck } from './storm.ts';
import { openTown, type Town } from './town.ts';
import { judge } from './verdict.ts';

/** Goal of federation: so long after everything was mended, all has come through. */
export const CONVERGE_MS_MAX = 60_000;
/** Whoever has not come through by then never will. */
const GIVE_UP_MS = 10 * 60_000;
const LOOK_MS = 1000;

export interface ChaosWish {
  readonly seed: number;
  /** How many commons take part. */
  readonly houses?: number;
  readonly until: Enough;
  readonly note: (line: string) => void;
}

export interface Outcome {
  readonly faults: readonly string[];
  readonly struck: Struck;
  readonly counts: Readonly<Record<string, number>>;
  /** From the end of all faults, and from the last word of anybody, until nothing was left over. */
  readonly convergedMs: number;
}

/**
 * Commons as real processes, on real sockets and a real PostgreSQL, with a bad network between them. Members publish,
 * negotiate and follow, while servers are killed at random and at every named point and the database goes away. Then all
 * is mended, and nothing may be lost, doubled or forked.
 */
export async function runChaos({ seed, houses: count = HOUSES, until, note }: ChaosWish): Promise<Outcome> {
  const faults: string[] = [];
  const complain = (fault: string) => {
    if (!faults.includes(fault)) faults.push(fault);
  };
  let town: Town | null = null;
  const rootsOf = new Map<string, readonly string[]>();
  const heads = createHeadWatch(
    () => true,
    (log, size) => rootsOf.get(log)?.[size - 1] ?? null,
    complain,
  );
  const ledgers: ReturnType<typeof newLedger>[] = [];
  const answers = () => ledgers.reduce((sum, { counts }) => sum + counts.answers, 0);
  const storm = bringStorm(planOf(seed, count), answers, note);
  const people: People[] = [];
  const readers: StreamReader[] = [];
  try {
    town = await openTown({
      houses: count,
      fateOf: storm.fateOf,
      onPassed: ({ body, answer }) => {
        heads.see(body);
        heads.see(answer);
      },
    });
    const { houses } = town;
    note('the houses stand');
    await meet(town);
    for (const house of houses) {
      const ledger = newLedger();
      ledgers.push(ledger);
      people.push(settle(house, houses, ledger, chanceOf(seed, `people of ${house.name}`)));
      readers.push(readStream(() => createClient(house.direct, null)));
    }
    await storm.rage(town, until);
    note('all is mended');
    await storm.heal(town);
    for (const one of people) one.calmDown();
    const { left, convergedMs } = await converge(town, people, note);
    await storm.end();
    for (const sentence of left) complain(`8: ${sentence}`);
    await Promise.all(people.map((one) => one.end()));
    for (const house of houses) rootsOf.set(house.commons, (await readLog(house)).roots);
    heads.settle();
    const seen = readers.map((reader) => reader.seen);
    const { faults: found, counts } = await judge({ houses, ledgers, seen });
    for (const fault of found) complain(fault);
    await Promise.all(readers.map((reader) => reader.end()));
    for (const fault of await auditAll(town)) complain(fault);
    return { faults, struck: storm.struck, counts, convergedMs };
  } finally {
    await storm.end();
    await Promise.all([...people.map((one) => one.end()), ...readers.map((reader) => reader.end())]);
    await town?.close();
  }
}

async function meet({ houses }: Town): Promise<void> {
  for (const house of houses)
    for (const other of houses) if (other !== house) await house.client.post('/peers', { url: other.origin });
}

interface Converged {
  /** What is left over when nobody waits any more. */
  readonly left: readonly string[];
  readonly convergedMs: number;
}

async function converge(
  { houses }: Town,
  people: readonly People[],
  note: (line: string) => void,
): Promise<Converged> {
  let since = performance.now();
  const latest = since + GIVE_UP_MS;
  for (let said = ''; ; ) {
    const loud = houses.filter((_, at) => !(people[at]?.isQuiet() ?? true));
    if (loud.length > 0) since = performance.now(); // what they say now is news, and takes its way
    const left = [
      ...loud.map(({ name }) => `the people of ${name} have something to say`),
      ...(await apart(houses).catch((error: unknown) => [`somebody does not answer: ${error}`])),
    ];
    const now = performance.now();
    if (left.length === 0 || now > latest) return { left, convergedMs: now - since };
    const [first = ''] = left;
    if (first !== said) note(`  ${first}`);
    said = first;
    await sleep(LOOK_MS);
  }
}

/** Invariant 3: every log, and all that is derived of it, follows from its entries by the rules of a stranger. */
async function auditAll({ houses }: Town): Promise<readonly string[]> {
  const stopped = await Promise.all(houses.map((house) => house.stop()));
  const faults = stopped.flatMap((status, at) =>
    status === 0 ? [] : [`the server of ${houses[at]?.name} stopped with ${status}`],
  );
  for (const house of houses) {
    const audit = await house.atRest(({ context }) => auditLog(context));
    faults.push(...audit.faults.map((fault) => `3: ${house.name}: ${fault}`));
  }
  return faults;
}

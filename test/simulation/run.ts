import { createHash } from 'node:crypto';
import type { DocumentId, Scid } from '../../protocol/ids.ts';
import { type Chance, chanceOf, randomOf } from './engine/chance.ts';
import { CALM, type Plan, planOf } from './engine/plan.ts';
import { HOUR_MS, SECOND_MS } from './engine/units.ts';
import { createVirtualTime, type VirtualTime } from './engine/virtual-time.ts';
import { checkDrained, checkLog } from './oracle/at-rest.ts';
import { createHeadWatch } from './oracle/heads.ts';
import { createLogReader } from './oracle/logs.ts';
import { createPromiseWatch } from './oracle/promises.ts';
import { probeWakes } from './oracle/wakes.ts';
import { meet } from './people/meet.ts';
import { type Acknowledged, speak } from './people/member.ts';
import { afterwards, answer, type Mind, nextWish, type Wish } from './people/wishes.ts';
import { disguise } from './world/byzantine.ts';
import { bringChaos } from './world/chaos.ts';
import { FOUNDED_AT, foundingOf } from './world/foundings.ts';
import { createNetwork, type Network } from './world/network.ts';
import type { Tampering } from './world/process.ts';
import { createSite, type Site } from './world/site.ts';

const NAMES = 'abcdefghij';
/** Between two looks at what waits for an answer. */
const ANSWER_MS = [10 * SECOND_MS, 50 * SECOND_MS] as const;
/** Times that each looks at what was agreed, to deliver some of it or to end it. */
const AFTERWARDS = 4;
/** Long enough for every timer to ring once, and for what follows from it. */
const SETTLING_MS = 100 * SECOND_MS;
/** Longer than any deadline that members give each other. */
const ALL_DEADLINES_MS = HOUR_MS;

export interface Outcome {
  readonly plan: Plan;
  /** Sentences on what must not be; none where all is well. */
  readonly faults: readonly string[];
  readonly trace: readonly string[];
  /** Of the trace. */
  readonly digest: string;
  readonly counts: Readonly<Record<string, number>>;
}

/** A run under way. */
export interface Run {
  readonly plan: Plan;
  readonly time: VirtualTime;
  readonly network: Network;
  readonly chance: Chance;
  /** Without the dishonest one's other face. */
  readonly sites: readonly Site[];
  readonly isHonest: (commons: Scid) => boolean;
  readonly runFor: (ms: number) => Promise<void>;
  readonly acknowledge: (site: Site, id: DocumentId, index: number) => void;
  readonly note: (line: string) => void;
  readonly complain: (fault: string) => void;
  readonly setLateness: (most: number) => void;
}

/**
 * One run: real instances through all that the seed brings upon them, and then through a healed world, in which nothing
 * may have got lost. What must hold at any time is looked at after every step.
 *
 * @param tampering a planted bug.
 */
export async function simulate(seed: number, tampering: Tampering = {}): Promise<Outcome> {
  const plan = planOf(seed);
  const time = createVirtualTime(FOUNDED_AT + 24 * HOUR_MS);
  const trace: string[] = [];
  const faults: string[] = [];
  let weather: Pick<Plan, 'network' | 'store'> = CALM;
  let lateMost = 1;
  const note = (line: string) => {
    trace.push(`${time.now()} ${line}`);
  };
  const complain = (fault: string) => {
    note(`FAULT ${fault.split('\n')[0]}`);
    if (!faults.includes(fault)) faults.push(fault);
  };

  const foundings = await Promise.all([...NAMES.slice(0, plan.sites)].map(foundingOf));
  const dishonest = plan.byzantine === null ? null : foundings.at(-1);
  const isHonest = (commons: string) => commons !== dishonest?.commons;
  const reader = createLogReader(complain);
  const promises = createPromiseWatch({ isHonest, complain });
  const nameOf = (commons: string) => foundings.find((one) => one.commons === commons)?.name ?? '';
  const rootAt = (log: string, size: number) => reader.rootAt(nameOf(log), log as Scid, size); // one of the foundings
  const heads = createHeadWatch(isHonest, rootAt, complain);
  const network = createNetwork({
    time,
    chance: chanceOf(seed, 'network'),
    faults: () => weather.network,
    note,
    // What a forger passes on as somebody else's is nobody's word.
    onSent: (from, _to, body) => {
      if (from !== dishonest?.origin) heads.see(body);
    },
  });
  const siteParts = {
    seed,
    time,
    network,
    faults: () => weather.store,
    lateMost: () => lateMost,
    note,
    isHonest,
    onSpinning: complain,
  };
  const sites = foundings.map((founding) =>
    createSite({
      ...siteParts,
      founding,
      tampering: founding === dishonest ? {} : tampering,
      complain: founding === dishonest ? note : complain,
    }),
  );
  const acknowledged: { readonly site: Site; readonly id: DocumentId; readonly index: number }[] = [];

  async function check(): Promise<void> {
    for (const site of sites) {
      const { commons } = site.founding;
      if (!site.wasWritten() || !isHonest(commons)) continue;
      for (const other of foundings) await reader.read(site.name, site.store, other.commons);
      await promises.read(commons, site.store);
      for (const other of foundings) {
        const size = reader.sizeOf(site.name, other.commons);
        if (!isHonest(other.commons) || size === 0) continue;
        await reader.read(other.name, storeOf(other.name), other.commons);
        if (reader.rootAt(site.name, other.commons, size) !== rootAt(other.commons, size))
          complain(`1: the mirror of ${other.name} at ${site.name} is another log`);
      }
    }
    for (const { site, id, index } of acknowledged.splice(0)) {
      if (!isHonest(site.founding.commons)) continue;
      if (reader.indexOf(site.name, site.founding.commons, id) !== index)
        complain(`2: ${site.name} acknowledged ${id} and does not have it`);
    }
  }
  const storeOf = (name: string) => {
    const site = sites.find((one) => one.name === name);
    if (site === undefined) throw new TypeError(`there is no site ${name}`);
    return site.store;
  };

  const run: Run = {
    plan,
    time,
    network,
    chance: chanceOf(seed, 'world'),
    sites,
    isHonest,
    runFor: (ms) => time.runUntil(time.now() + ms, check),
    acknowledge: (site, id, index) => {
      acknowledged.push({ site, id, index });
    },
    note,
    complain,
    setLateness: (most) => {
      lateMost = most;
    },
  };
  const honest = sites.filter(({ founding }) => isHonest(founding.commons));
  for (const site of sites) site.start();
  await meet(run);

  weather = plan;
  lateMost = plan.lateMost;
  const liar = sites.find(({ founding }) => founding === dishonest);
  const faces = [...sites, ...(liar === undefined ? [] : disguise(run, liar, siteParts))];
  const heal = bringChaos({ ...run, chance: chanceOf(seed, 'chaos') });
  talk(run, plan.acts);
  await run.runFor(plan.chaosMs);

  heal();
  weather = CALM;
  lateMost = 1;
  await run.runFor(SETTLING_MS);
  crashAll(faces);
  await run.runFor(ALL_DEADLINES_MS);
  for (const face of faces) face.start();
  await run.runFor(SETTLING_MS);
  heads.settle();
  await checkDrained({ sites: honest, isHonest, complain });
  for (const site of honest) {
    const [process] = site.processes();
    if (process === undefined) continue;
    await checkLog(site, process.instance.context, run.chance, complain).catch((error: unknown) => {
      complain(`${site.name} cannot be looked at: ${error}`);
    });
  }
  await probeWakes(run, honest);
  crashAll(faces);
  return {
    plan,
    faults,
    trace,
    digest: createHash('sha256').update(trace.join('\n')).digest('hex'),
    counts: { steps: time.steps(), ...promises.counts() },
  };
}

function crashAll(faces: readonly Site[]): void {
  for (const face of faces) for (const process of [...face.processes()]) face.crash(process);
}

/** Members say something now and then; and where somebody waits for their answer, they mostly give one. */
function talk(run: Run, acts: number): void {
  const { chance, plan, sites, time } = run;
  const random = randomOf(chanceOf(plan.seed, 'subjects'));
  const partners = sites.map(({ founding }) => founding);
  for (let act = 0; act < acts; act++) {
    const site = chance.pickAny(sites);
    if (site !== null) say(site, chance.integer(0, plan.chaosMs), nextWish);
  }
  for (const site of sites)
    for (let at = 0; at < plan.chaosMs; at += chance.integer(...ANSWER_MS)) say(site, at, answer);

  // With a chance of its own: so what else happens in a run stays as it was.
  const later = chanceOf(plan.seed, 'afterwards');
  for (const site of sites)
    for (let count = 0; count < AFTERWARDS; count++)
      say(
        site,
        later.integer(Math.floor(plan.chaosMs / 2), plan.chaosMs + SETTLING_MS / 2),
        afterwards,
        later,
      );

  function say(
    site: Site,
    at: number,
    wish: (mind: Mind) => Promise<Wish | null>,
    own: Chance = chance,
  ): void {
    const mind = { site, chance: own, random, partners };
    const onAcknowledged = ({ id, index }: Acknowledged) => run.acknowledge(site, id, index);
    time.after(at, () => void speak(mind, { ...run, onAcknowledged }, wish));
  }
}

import { beforeAll, describe, expect, test } from 'vitest';
import { signEnvelope } from '../../protocol/envelope/sign.ts';
import { documentIdOf } from '../../protocol/ids.ts';
import { ProtocolError } from '../../protocol/problem.ts';
import type { Millis } from '../../protocol/time.ts';
import { submit } from '../../server/flows/acts/submit.ts';
import { addPeer } from '../../server/flows/peers/add-peer.ts';
import { subjectOf } from '../support/people.ts';
import { toolPayload } from '../support/tool-draft.ts';
import { chanceOf } from './engine/chance.ts';
import { CALM, type NetworkFaults } from './engine/plan.ts';
import { HOUR_MS, MINUTE_MS, SECOND_MS } from './engine/units.ts';
import { createVirtualTime, type VirtualTime } from './engine/virtual-time.ts';
import { checkDrained, checkLog } from './oracle/at-rest.ts';
import { FOUNDED_AT, type Founding, foundingOf } from './world/foundings.ts';
import { createNetwork, type Message, type Network } from './world/network.ts';
import { createSite, type Site } from './world/site.ts';

/** A process that crashed is started again after so long. */
const AWAY_MS = 5 * SECOND_MS;
/** Within it, without faults, a document is logged and its peer has it; crashes come within it alone. */
const WINDOW_MS = 10 * SECOND_MS;
/** A member who hears nothing sends again. */
const PATIENCE_MS = 20 * SECOND_MS;
/** All timers have rung by then, and what waited for one is tried again. */
const SETTLING_MS = 3 * MINUTE_MS;
/** More operations than a process does within the window. */
const POINTS_MAX = 1_000;
/** So long after a bad network the longest pause between two attempts is over. */
const RECOVERY_MS = 20 * MINUTE_MS;

interface World {
  readonly time: VirtualTime;
  readonly network: Network;
  readonly ana: Site;
  readonly ben: Site;
  readonly sites: readonly Site[];
  readonly faults: string[];
}

/** Two commons that know each other, as they were when they had met: each run takes a copy. */
let met: { readonly at: Millis; readonly foundings: readonly [Founding, Founding] };

beforeAll(async () => {
  const at = FOUNDED_AT + 24 * HOUR_MS;
  const world = await worldOf(at, [await foundingOf('a'), await foundingOf('b')]);
  const { ana, ben, time } = world;
  for (const [site, other] of [
    [ana, ben],
    [ben, ana],
  ] as const) {
    const [process] = site.processes();
    if (process === undefined) throw new TypeError('a process runs');
    time.after(
      0,
      () => void addPeer(process.instance.context, other.founding.origin).then(process.peerAdded),
    );
  }
  await run(world, SETTLING_MS);
  expect(await faultsOf(world)).toEqual([]);
  const now = time.now();
  const copy = (site: Site): Founding => ({ ...site.founding, store: site.store.copy(() => now) });
  met = { at: now, foundings: [copy(ana), copy(ben)] };
  stop(world);
});

async function worldOf(
  at: Millis,
  [a, b]: readonly [Founding, Founding],
  faults: () => NetworkFaults = () => CALM.network,
): Promise<World> {
  const found: string[] = [];
  const complain = (fault: string) => {
    found.push(fault);
  };
  const time = createVirtualTime(at);
  const note = () => undefined;
  const network = createNetwork({
    time,
    chance: chanceOf(1, 'network'),
    faults,
    note,
    onSent: () => undefined,
  });
  const parts = {
    ...{ seed: 1, time, network, note, complain, onSpinning: complain },
    faults: () => CALM.store,
    lateMost: () => 1,
    isHonest: () => true,
  };
  const [ana, ben] = [createSite({ ...parts, founding: a }), createSite({ ...parts, founding: b })];
  for (const site of [ana, ben]) site.start();
  return { time, network, ana, ben, sites: [ana, ben], faults: found };
}

function run({ time }: World, ms: number): Promise<void> {
  return time.runUntil(time.now() + ms, async () => undefined);
}

function stop({ sites }: World): void {
  for (const site of sites) for (const process of [...site.processes()]) site.crash(process);
}

/** What is not as it must be at rest: all is signed, pushed, mirrored and cosigned, and follows from the entries. */
async function faultsOf({ sites, ana, faults }: World): Promise<readonly string[]> {
  const complain = (fault: string) => faults.push(fault);
  await checkDrained({ sites, isHonest: () => true, complain });
  const [process] = ana.processes();
  if (process !== undefined) await checkLog(ana, process.instance.context, chanceOf(1, 'looks'), complain);
  return faults;
}

/** A member of the first commons sends one document until it is acknowledged. */
function send({ time, ana }: World, label: string): { readonly id: string; readonly answered: number[] } {
  const { member, commons } = ana.founding;
  const payload = toolPayload(
    { commons, author: member.author, subject: subjectOf(label) },
    { salt: 'A'.repeat(22), issuedAt: '2026-03-01T00:00:00Z' },
  );
  const answered: number[] = [];
  const attempt = async (): Promise<void> => {
    if (answered.length > 0) return;
    time.after(PATIENCE_MS, begin);
    const [process] = ana.processes();
    if (process === undefined) return;
    const { author, key, sign } = member;
    const envelope = await signEnvelope({ payload, author, key, sign });
    const { context, committer } = process.instance;
    const { placed } = await process.life.answer(() => submit(context, committer, envelope, new Map()));
    if (placed.kind !== 'refused') answered.push(placed.entry.index);
  };
  function begin(): void {
    attempt().catch((error: unknown) => {
      if (!(error instanceof ProtocolError) || error.type !== 'unavailable') throw error;
    });
  }
  time.after(0, begin);
  return { id: documentIdOf(payload), answered };
}

/** It stands once in its log and once in the mirror of it, at the place that was acknowledged. */
async function expectDelivered(world: World, sent: ReturnType<typeof send>): Promise<void> {
  const { commons } = world.ana.founding;
  for (const { store } of world.sites) {
    const entries = await store.entries(commons, { after: -1, limit: 1_000 });
    const places = entries.filter(({ id }) => id === sent.id).map(({ index }) => index);
    expect(places).toEqual(sent.answered.slice(0, 1));
    expect(places).toHaveLength(1);
  }
}

/** Whoever is down is started again. */
function revive({ time, sites }: World): void {
  for (const site of sites) if (site.processes().length === 0) time.after(AWAY_MS, () => site.start());
}

/** One run in which a process crashes at its so manieth operation on its database. @returns whether it came to that. */
async function crashAt(point: number, whose: 'ana' | 'ben'): Promise<boolean> {
  const world = await worldOf(met.at, met.foundings);
  await run(world, SECOND_MS);
  const site = world[whose];
  const [process] = site.processes();
  if (process === undefined) throw new TypeError('a process runs');
  site.crashSoon(process, point);
  const sent = send(world, 'a ladder');
  await run(world, WINDOW_MS);
  site.spare();
  const hasCrashed = process.life.isOver();
  revive(world);
  await run(world, SETTLING_MS);
  expect(await faultsOf(world), `crashed at operation ${point}`).toEqual([]);
  await expectDelivered(world, sent);
  stop(world);
  return hasCrashed;
}

describe('C1 a crash at every operation between taking a document and delivering it', () => {
  test.each(['ana', 'ben'] as const)('of the process of %s', async (whose) => {
    let points = 0;
    while (points < POINTS_MAX && (await crashAt(points, whose))) points++;
    expect(points).toBeGreaterThan(20);
    expect(points).toBeLessThan(POINTS_MAX);
  });
});

/** Whatever one says to the other goes through here. */
function between(
  { network, ben }: World,
  change: (message: Message, pass: typeof ben.answer) => ReturnType<typeof ben.answer>,
): void {
  network.serve(ben.founding.origin, (message) => change(message, ben.answer));
}

test('C2 a crash right after the peer has taken it: it is offered again, and taken once', async () => {
  const world = await worldOf(met.at, met.foundings);
  const { ana } = world;
  await run(world, SECOND_MS);
  let crashes = 0;
  between(world, async (message, pass) => {
    const answer = await pass(message);
    const [process] = ana.processes();
    if (message.url.pathname === '/inbox' && crashes < 3 && process !== undefined) {
      expect(answer.status).toBe(202);
      crashes++;
      ana.crash(process);
      revive(world);
    }
    return answer;
  });
  const sent = send(world, 'a ladder');
  await run(world, RECOVERY_MS);
  expect(crashes).toBe(3);
  expect(await faultsOf(world)).toEqual([]);
  await expectDelivered(world, sent);
  stop(world);
});

describe('C8 kinds of bad networks', () => {
  const kinds: readonly (readonly [string, NetworkFaults])[] = [
    ['half of all messages get lost', { ...CALM.network, loss: 0.5 }],
    ['all of them do', { ...CALM.network, loss: 1 }],
    ['all of them come twice', { ...CALM.network, duplication: 1 }],
    ['they take up to a minute', { ...CALM.network, slow: 1, delayMsMost: MINUTE_MS }],
    ['all of that', { loss: 0.3, duplication: 0.5, slow: 0.5, delayMsMost: MINUTE_MS }],
  ];

  test.each(kinds)('%s: it is delivered once, and nothing is left over', async (_name, bad) => {
    let weather = CALM.network;
    const world = await worldOf(met.at, met.foundings, () => weather);
    await run(world, SECOND_MS); // its witness has confirmed its log
    weather = bad;
    const sent = send(world, 'a ladder');
    await run(world, 5 * MINUTE_MS);
    weather = CALM.network;
    await run(world, RECOVERY_MS);
    expect(await faultsOf(world)).toEqual([]);
    await expectDelivered(world, sent);
    stop(world);
  });

  test.each([
    ['only what goes there is cut', [0, 1]],
    ['only what comes back is cut', [1, 0]],
  ] as const)('%s', async (_name, [from, to]) => {
    const world = await worldOf(met.at, met.foundings);
    await run(world, SECOND_MS);
    const origin = (place: number) => world.sites[place]?.founding.origin ?? '';
    world.network.cut(origin(from), origin(to));
    const sent = send(world, 'a ladder');
    await run(world, 5 * MINUTE_MS);
    expect(sent.answered).toHaveLength(1);
    world.network.mend(origin(from), origin(to));
    await run(world, RECOVERY_MS);
    expect(await faultsOf(world)).toEqual([]);
    await expectDelivered(world, sent);
    stop(world);
  });
});

test('C9 messages in any order: what was logged one after the other stands in that order', async () => {
  let weather: NetworkFaults = CALM.network;
  const world = await worldOf(met.at, met.foundings, () => weather);
  await run(world, SECOND_MS);
  weather = { loss: 0, duplication: 0.5, slow: 1, delayMsMost: MINUTE_MS };
  const said: ReturnType<typeof send>[] = [];
  for (let number = 0; number < 12; number++) {
    said.push(send(world, `ladder ${number}`));
    await run(world, 7 * SECOND_MS);
  }
  weather = CALM.network;
  await run(world, RECOVERY_MS);
  expect(await faultsOf(world)).toEqual([]);
  for (const sent of said) await expectDelivered(world, sent);
  const places = said.flatMap(({ answered }) => answered);
  expect(places).toEqual(places.toSorted((x, y) => x - y));
  stop(world);
});

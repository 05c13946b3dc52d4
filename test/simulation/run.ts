import { createHash } from 'node:crypto';
import type { DocumentId } from '../../protocol/ids.ts';
import { addPeer } from '../../server/flows/peers/add-peer.ts';
import { chanceOf, randomOf } from './engine/chance.ts';
import { CALM, type Plan, planOf } from './engine/plan.ts';
import { HOUR_MS, MINUTE_MS, SECOND_MS } from './engine/units.ts';
import { createVirtualTime } from './engine/virtual-time.ts';
import { createLogReader } from './oracle/logs.ts';
import { speak } from './people/member.ts';
import { FOUNDED_AT, foundingOf } from './world/foundings.ts';
import { createNetwork } from './world/network.ts';
import type { Tampering } from './world/process.ts';
import { createSite, type Site } from './world/site.ts';

const NAMES = 'abcdefghij';

export interface Outcome {
  readonly plan: Plan;
  /** Sentences on what must not be; none where all is well. */
  readonly faults: readonly string[];
  readonly trace: readonly string[];
  readonly digest: string;
  readonly counts: Readonly<Record<string, number>>;
}

/** One run: real instances through all that the seed brings upon them, then through a healed world. */
export async function simulate(seed: number, tampering: Tampering = {}): Promise<Outcome> {
  const plan = planOf(seed);
  const chance = chanceOf(seed, 'world');
  const time = createVirtualTime(FOUNDED_AT + 24 * HOUR_MS);
  const trace: string[] = [];
  const faults: string[] = [];
  let weather = CALM;
  const note = (line: string) => {
    trace.push(`${time.now()} ${line}`);
  };
  const complain = (fault: string) => {
    note(`FAULT ${fault.split('\n')[0]}`);
    faults.push(fault);
  };
  const network = createNetwork({
    time,
    chance: chanceOf(seed, 'network'),
    faults: () => weather.network,
    note,
  });
  const foundings = await Promise.all([...NAMES.slice(0, plan.sites)].map(foundingOf));
  const sites = foundings.map((founding) =>
    createSite({
      seed,
      founding,
      time,
      network,
      faults: () => weather.store,
      lateMost: () => plan.lateMost,
      tampering,
      note,
      complain,
    }),
  );
  const reader = createLogReader(complain);
  const acknowledged: { site: Site; id: DocumentId; index: number }[] = [];

  async function check(): Promise<void> {
    for (const site of sites) {
      if (!site.wasWritten()) continue;
      for (const { commons } of foundings) await reader.read(site.name, site.store, commons);
    }
    for (const { site, id, index } of acknowledged.splice(0)) {
      if (reader.indexOf(site.name, site.founding.commons, id) !== index)
        complain(`2: ${site.name} acknowledged ${id} and does not have it`);
    }
  }
  const runFor = (ms: number) => time.runUntil(time.now() + ms, check);

  for (const site of sites) site.start();
  for (const site of sites)
    for (const other of foundings) {
      if (other === site.founding) continue;
      const [process] = site.processes();
      if (process !== undefined)
        void addPeer(process.instance.context, other.origin).then(
          () => undefined,
          (error) => complain(String(error)),
        );
    }
  await runFor(30 * SECOND_MS);

  weather = plan;
  const random = randomOf(chanceOf(seed, 'subjects'));
  for (let act = 0; act < plan.acts; act++) {
    const site = chance.pickAny(sites);
    if (site === null) break;
    const mind = { site, chance, random, partners: foundings };
    time.after(chance.integer(0, plan.chaosMs), () => {
      void speak(mind, {
        time,
        note,
        complain,
        onAcknowledged: (what) => acknowledged.push({ site, ...what }),
      });
    });
  }
  await runFor(plan.chaosMs);
  weather = CALM;
  await runFor(90 * SECOND_MS);
  for (const site of sites) for (const process of [...site.processes()]) site.crash(process);
  await runFor(60 * MINUTE_MS);
  for (const site of sites) site.start();
  await runFor(2 * MINUTE_MS);
  return {
    plan,
    faults,
    trace,
    digest: createHash('sha256').update(trace.join('\n')).digest('hex'),
    counts: { steps: time.steps() },
  };
}

import type { Chance } from '../engine/chance.ts';
import type { Plan } from '../engine/plan.ts';
import { SECOND_MS } from '../engine/units.ts';
import type { VirtualTime } from '../engine/virtual-time.ts';
import type { Network } from './network.ts';
import type { Site } from './site.ts';

/** A process that is to crash does so within so many operations on its store. */
const OPERATIONS_MAX = 60;

export interface ChaosParts {
  readonly plan: Plan;
  readonly chance: Chance;
  readonly time: VirtualTime;
  readonly network: Network;
  readonly sites: readonly Site[];
  readonly note: (line: string) => void;
}

/**
 * Crashes, partitions and wrong clocks, spread over the time of faults.
 *
 * @returns mends all of it, and starts what is down.
 */
export function bringChaos(parts: ChaosParts): () => void {
  const { plan, chance, time, network, sites, note } = parts;
  let isOver = false;
  const mends: (() => void)[] = [];
  const wanted = new Map(sites.map((site) => [site, chance.integer(1, plan.processesMost)]));
  for (const site of sites) {
    site.setSkew(skewOf(parts));
    fill(site);
  }
  for (let count = 0; count < plan.crashes; count++) time.after(chance.integer(0, plan.chaosMs), crashOne);
  for (let count = 0; count < plan.partitions; count++) time.after(chance.integer(0, plan.chaosMs), cutOne);
  if (plan.skewMsMost > 0) time.after(chance.integer(0, plan.chaosMs), skewOne);

  function fill(site: Site): void {
    while (site.processes().length < (wanted.get(site) ?? 1)) site.start();
  }

  function crashOne(): void {
    const site = chance.pickAny(sites);
    const process = chance.pickAny(site?.processes() ?? []);
    if (isOver || site === null || process === null) return;
    if (chance.happens(0.3)) site.crash(process);
    else site.crashSoon(process, chance.integer(0, OPERATIONS_MAX));
    time.after(chance.integer(SECOND_MS, plan.awayMsMost), () => fill(site));
  }

  function cutOne(): void {
    const one = chance.pickAny(sites);
    if (isOver || one === null) return;
    const others = sites.filter((other) => other !== one && chance.happens(0.6));
    const [isInward, isOutward] = chance.pick([
      [true, true],
      [true, false],
      [false, true],
    ]);
    for (const other of others) {
      const [here, there] = [one.founding.origin, other.founding.origin];
      const lines = [
        ...(isOutward ? [[here, there] as const] : []),
        ...(isInward ? [[there, here] as const] : []),
      ];
      for (const [from, to] of lines) {
        note(`cut ${from} ${to}`);
        network.cut(from, to);
        const mend = () => network.mend(from, to);
        mends.push(mend);
        time.after(chance.integer(SECOND_MS, plan.chaosMs), mend);
      }
    }
  }

  function skewOne(): void {
    if (!isOver) chance.pickAny(sites)?.setSkew(skewOf(parts));
  }

  return () => {
    isOver = true;
    for (const mend of mends) mend();
    for (const site of sites) {
      site.setSkew(0);
      site.spare();
      fill(site);
    }
  };
}

function skewOf({ plan, chance }: ChaosParts): number {
  return chance.integer(-plan.skewMsMost, plan.skewMsMost);
}

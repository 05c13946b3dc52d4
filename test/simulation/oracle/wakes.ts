import { chanceOf, randomOf } from '../engine/chance.ts';
import { SECOND_MS } from '../engine/units.ts';
import { speak } from '../people/member.ts';
import { offer } from '../people/wishes.ts';
import type { Run } from '../run.ts';
import type { Site } from '../world/site.ts';

/** All timers have rung once more, and then no more. */
const LAST_RINGING_MS = 70 * SECOND_MS;
/** Many times what an offer takes to go round by itself. */
const PROBE_MS = 20 * SECOND_MS;

/**
 * At rest and without a single timer an offer reaches the other side, and everybody has cosigned it: timers are for what
 * time brings and for what a crash took away; all else comes by being woken.
 */
export async function probeWakes(run: Run, honest: readonly Site[]): Promise<void> {
  const { plan, complain, setLateness, runFor, isHonest } = run;
  const chance = chanceOf(plan.seed, 'probe');
  const site = chance.pickAny(honest);
  if (site === null || honest.length < 2) return;
  setLateness(Number.POSITIVE_INFINITY);
  await runFor(LAST_RINGING_MS);
  const random = randomOf(chance);
  const partners = honest.map(({ founding }) => founding).filter(({ commons }) => isHonest(commons));
  const mind = { site, chance, random, partners };
  const sizes = await Promise.all(honest.map(sizeOf));
  await Promise.all([
    speak(mind, { ...run, onAcknowledged: () => undefined }, async (asked) => offer(asked)),
    runFor(PROBE_MS),
  ]);
  const home = site.founding.commons;
  const entries = await site.store.entries(home, {
    after: (sizes[honest.indexOf(site)] ?? 0) - 1,
    limit: 100,
  });
  if (entries.length < 2) complain(`8: ${site.name} did not answer its member without a timer`);
  const size = await sizeOf(site);
  for (const other of honest) {
    if (other === site) continue;
    const mirrored = (await other.store.head(home))?.size ?? 0;
    if (mirrored !== size)
      complain(`8: without a timer ${other.name} has ${mirrored} of ${size} entries of ${site.name}`);
  }
}

async function sizeOf({ store, founding }: Site): Promise<number> {
  return (await store.head(founding.commons))?.size ?? 0;
}

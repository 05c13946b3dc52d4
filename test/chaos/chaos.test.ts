import { afterAll, expect, test } from 'vitest';
import { cleanUp, ensureBuilt } from '../server/cli/support.ts';
import { runChaos } from './run.ts';

/** `npm run chaos` brings as many as one likes, and comes to every named point. */
const SEED = 11;
const BLOWS = 8;
/** Five of them keep two cores busy for minutes: `npm run chaos` has so many. */
const HOUSES = 3;

afterAll(cleanUp, 120_000);

test(`${HOUSES} real servers, a bad network and ${BLOWS} blows of seed ${SEED}: nothing lost, doubled or forked`, async () => {
  await ensureBuilt();
  const lines: string[] = [];
  const { faults, counts, convergedMs } = await runChaos({
    seed: SEED,
    houses: HOUSES,
    until: (blows) => blows >= BLOWS,
    note: (line) => lines.push(line),
  });
  expect(faults, lines.join('\n')).toEqual([]);
  expect(counts.acknowledged).toBeGreaterThan(0);
  const { acknowledged, formed, bundles } = counts;
  console.info(
    `${acknowledged} acknowledged, ${formed} agreements formed, ${bundles} bundles verified; converged after ${(convergedMs / 1000).toFixed(1)} s`,
  );
}, 900_000);

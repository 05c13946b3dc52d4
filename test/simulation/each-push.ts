import { REGRESSIONS } from './regressions.ts';
import { simulate } from './run.ts';

/** Seeds that every push runs, in two halves side by side; `npm run simulate` runs as many as one likes. */
export const SEEDS = 200;

/** @returns what the seeds of one half broke, a sentence each; none where all is well. */
export async function brokenBy(half: 0 | 1): Promise<readonly string[]> {
  const broken: string[] = [];
  const all = Array.from({ length: SEEDS }, (_, index) => index + 1);
  for (const seed of new Set([...REGRESSIONS, ...all])) {
    if (seed % 2 !== half) continue;
    const { faults } = await simulate(seed);
    if (faults.length > 0) broken.push(`seed ${seed}: ${faults.join('\n')}`);
  }
  return broken;
}

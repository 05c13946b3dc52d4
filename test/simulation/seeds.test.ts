import { expect, test } from 'vitest';
import { REGRESSIONS } from './regressions.ts';
import { simulate } from './run.ts';

const SEEDS = 40;

test(`${SEEDS} seeds, and those that failed before, break no invariant`, async () => {
  const failed: string[] = [];
  const seeds = Array.from({ length: SEEDS }, (_, index) => index + 1);
  for (const seed of new Set([...REGRESSIONS, ...seeds])) {
    const { faults } = await simulate(seed);
    if (faults.length > 0) failed.push(`seed ${seed}: ${faults.join('\n')}`);
  }
  expect(failed).toEqual([]);
}, 900_000);

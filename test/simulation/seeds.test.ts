import { expect, test } from 'vitest';
import { simulate } from './run.ts';

const SEEDS = 40;

test(`${SEEDS} seeds break no invariant`, async () => {
  const failed: string[] = [];
  for (let seed = 1; seed <= SEEDS; seed++) {
    const { faults } = await simulate(seed);
    if (faults.length > 0) failed.push(`seed ${seed}: ${faults.join('\n')}`);
  }
  expect(failed).toEqual([]);
}, 600_000);

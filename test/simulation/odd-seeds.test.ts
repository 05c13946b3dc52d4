import { expect, test } from 'vitest';
import { brokenBy, SEEDS } from './each-push.ts';

test(`the odd ones of ${SEEDS} seeds, and those that failed before, break no invariant`, async () => {
  expect(await brokenBy(1)).toEqual([]);
}, 1_800_000);

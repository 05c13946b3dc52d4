import { expect, test } from 'vitest';
import { brokenBy, SEEDS } from './each-push.ts';

test(`the even ones of ${SEEDS} seeds, and those that failed before, break no invariant`, async () => {
  expect(await brokenBy(0)).toEqual([]);
}, 1_800_000);

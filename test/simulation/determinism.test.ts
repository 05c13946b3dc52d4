import { expect, test } from 'vitest';
import { simulate } from './run.ts';

test.each([1, 2, 3])('seed %i makes the same run twice, to the letter', async (seed) => {
  const [first, second] = [await simulate(seed), await simulate(seed)];
  expect(second.trace).toEqual(first.trace);
  expect(second.digest).toBe(first.digest);
});

test('another seed makes another run', async () => {
  expect((await simulate(4)).digest).not.toBe((await simulate(5)).digest);
});

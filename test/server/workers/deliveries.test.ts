import { expect, test } from 'vitest';
import { claimDue } from '../../../server/flows/delivery/attempt.ts';
import { createDeliveries } from '../../../server/workers/deliveries.ts';
import type { Rest } from '../../../server/workers/loop.ts';
import { memoryInstance } from '../../support/memory-instance.ts';

const START = Date.parse('2026-05-04T08:00:00.000Z');

test('§19 [R-19.22] C4 whoever works on holds the lease; of one that died others take it over within seconds', async () => {
  const at = await memoryInstance(['Ana'], START);
  const { context } = at.instance;
  let later = 0;
  const passing = { ...context, now: async () => (await context.now()) + later };
  const add = {
    kind: 'webhook',
    key: 'a',
    after: -1,
    host: 'a.example',
    settings: {},
    dueAt: START,
  } as const;
  await context.store.cursors.add(add);
  const claim = () => claimDue(passing, 'webhook', 1);

  /** Waits that end when the test says so. */
  const waits: (() => void)[] = [];
  const rest: Rest = (ms, until) =>
    new Promise((resolve) => {
      until.addEventListener('abort', () => resolve(), { once: true });
      waits.push(() => {
        later += ms;
        resolve();
      });
    });
  const work = Promise.withResolvers<void>();
  const deliveries = createDeliveries(passing, { webhook: () => work.promise }, () => undefined, rest);
  await deliveries.begin();
  for (let turn = 0; turn < 12; turn++) {
    waits.shift()?.();
    while (waits.length === 0) await new Promise((resolve) => setImmediate(resolve));
    expect(await claim()).toEqual([]);
  }
  const [held] = await context.store.cursors.list('webhook');
  later += 5_000;
  expect(await claim()).toEqual([]);
  later += 5_000; // ten seconds since it was heard of
  expect(await claim()).toMatchObject([{ key: 'a', fence: (held?.fence ?? 0) + 1 }]);
  work.resolve();
  await deliveries.stop();
});

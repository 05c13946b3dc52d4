import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { FlowInstance } from '../../support/memory-instance.ts';
import { startTestPostgres, type TestPostgres } from '../store/support/postgres.ts';
import { openTwoProcesses, type TwoProcesses } from './support/two-processes.ts';

/** Two processes on one real database: nothing is lent or given twice, also where the rules are gone around. */

const START = Date.parse('2026-05-04T08:00:00.000Z');

let server: TestPostgres;
let two: TwoProcesses;
let at: FlowInstance;
let [ana, ben] = [] as unknown as TwoProcesses['people'];

beforeAll(async () => {
  server = await startTestPostgres();
});

afterAll(async () => {
  await server.stop();
});

beforeEach(async () => {
  two = await openTwoProcesses(server, START);
  at = two.at;
  [ana, ben] = two.people;
  return () => two.expectRebuilt();
});

async function adopted(capacity: object) {
  const { subject, id } = await at.act(ana, 'resource', {
    ...{ kind: 'space', name: { en: 'Hall' }, unit: 'hall', capacity },
    ...{ steward: ana.author, askers: 'peers' },
  });
  const operations = [{ op: 'adopt', adopts: { type: 'resource', subject, id } }];
  const decision = await at.act(ana, 'decision', { operations, reason: { say: 'We have it.' } });
  await at.act(ben, 'confirmation', { of: decision.id });
  return subject;
}

const give = (resource: string, quantity: number, hours?: readonly [string, string]) => ({
  operations: [
    {
      ...{ op: 'transfer', resource: { ref: resource }, quantity, to: { named: { say: 'The choir' } } },
      ...(hours === undefined
        ? {}
        : { interval: { from: `2026-06-01T${hours[0]}:00Z`, until: `2026-06-01T${hours[1]}:00Z` } }),
    },
  ],
  reason: { say: 'They asked.' },
});

/** What the store keeps of all accounts. */
const accounts = () => at.instance.context.store.accounts(at.commons);

describe('§7.4 two people book at the same moment', () => {
  test('[R-7.8] one has the hall, and the other is told; where the times only touch both have it', async () => {
    for (let round = 0; round < 3; round += 1) {
      const hall = await adopted({ model: 'slots', quantity: 1 });
      expect(
        await two.atOnce(
          [ana, 'decision', give(hall, 1, ['09:00', '12:00'])],
          [ben, 'decision', give(hall, 1, ['11:00', '14:00'])],
        ),
      ).toEqual(['counted', 'over-capacity']);
      expect(
        await two.atOnce(
          [ana, 'decision', give(hall, 1, ['14:00', '15:00'])],
          [ben, 'decision', give(hall, 1, ['15:00', '16:00'])],
        ),
      ).toEqual(['counted', 'counted']);
    }
  });
});

describe('what the rules have let through and must not be is refused by the database', () => {
  /** The state of a thread, as a defect or an old process would have it. */
  async function forget(resource: string, state: object): Promise<() => Promise<void>> {
    const put = (value: unknown) =>
      server.sql(
        two.connection,
        (sql) => sql`update threads set state = ${sql.json(value as never)} where name = ${resource}`,
      );
    const [thread] = await at.instance.context.store.threads(at.commons, { names: [resource] });
    if (thread === undefined) throw new TypeError('the resource has a thread');
    await put({ ...thread.state, ...state });
    return async () => {
      await put(thread.state);
    };
  }

  const size = async () => (await at.instance.context.store.head(at.commons))?.size;

  test('[R-7.8] a time that somebody has', async () => {
    const hall = await adopted({ model: 'slots', quantity: 1 });
    await at.act(ana, 'decision', give(hall, 1, ['09:00', '12:00']));
    const kept = await accounts();
    expect(kept).toEqual([
      {
        ...{ resource: hall, capacity: 1, promised: 0 },
        taken: [
          {
            from: Date.parse('2026-06-01T09:00:00Z'),
            until: Date.parse('2026-06-01T12:00:00Z'),
            quantity: 1,
          },
        ],
      },
    ]);
    const restore = await forget(hall, { calendar: { bookings: [], holds: [] } });
    const before = await size();
    await expect(at.act(ben, 'decision', give(hall, 1, ['11:00', '14:00']))).rejects.toThrow();
    expect(await size()).toBe(before);
    expect(await accounts()).toEqual(kept);
    await restore();
  });

  test('[R-7.2] more than there is of a stock', async () => {
    const fund = await adopted({ model: 'stock', quantity: 1000 });
    await at.act(ana, 'decision', give(fund, 600));
    const restore = await forget(fund, { ledger: { allocated: 0, holds: [] } });
    const before = await size();
    await expect(at.act(ben, 'decision', give(fund, 401))).rejects.toThrow();
    expect(await size()).toBe(before);
    expect(await accounts()).toMatchObject([{ resource: fund, capacity: 1000, promised: 600 }]);
    await restore();
    await at.act(ben, 'decision', give(fund, 400));
  });
});

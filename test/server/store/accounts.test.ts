import { fc } from '@fast-check/vitest';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Scid } from '../../../protocol/ids.ts';
import { type Timeline, during as timeline } from '../../../protocol/resource/timeline.ts';
import type { Pool } from '../../../server/db/pool.ts';
import {
  type AccountChange,
  accountAfter,
  isOverdrawn,
  type KeptAccount,
} from '../../../server/store/accounts.ts';
import { createMemoryStore } from '../../../server/store/memory/memory-store.ts';
import { changeAccount } from '../../../server/store/postgres/accounts.ts';
import { createPostgresStore } from '../../../server/store/postgres/postgres-store.ts';
import type { Store } from '../../../server/store/store.ts';
import { subjectOf } from '../../support/people.ts';
import { batchOf, entryOf, newLog } from './support/made.ts';
import { startTestPostgres, type TestPostgres } from './support/postgres.ts';

/** What a store keeps of accounts, and refuses of itself. */

let server: TestPostgres;
let pool: Pool;

beforeAll(async () => {
  server = await startTestPostgres();
  pool = await server.open();
});

afterAll(async () => {
  await server.stop();
});

const hall = subjectOf('hall');

function change(more: Partial<AccountChange>): AccountChange {
  return { resource: hall, capacity: 2, promised: 0, taken: [], freed: [], at: 0, ...more };
}

const engines: readonly (readonly [string, () => Promise<Store>])[] = [
  ['memory', async () => createMemoryStore(() => Date.now())],
  ['Postgres', async () => createPostgresStore(await server.open())],
];

describe.each(engines)('accounts in %s', (_engine, open) => {
  let store: Store;
  let log: Scid;
  let next: number;

  beforeAll(async () => {
    store = await open();
  });
  beforeEach(() => {
    log = newLog();
    next = 0;
  });

  async function append(...accounts: readonly AccountChange[]): Promise<void> {
    await store.transact(log, (tx) => tx.append(batchOf([entryOf(next)], { accounts })));
    next += 1;
  }
  const taken = async (): Promise<Timeline> => (await store.accounts(log))[0]?.taken ?? [];

  test('[R-7.2] a stock is promised up to what there is, and not one more', async () => {
    await append(change({ promised: 2 }));
    await expect(append(change({ promised: 1 }))).rejects.toThrow();
    await append(change({ promised: -1 }));
    await append(change({ promised: 1 }));
    expect(await store.accounts(log)).toEqual([{ resource: hall, capacity: 2, promised: 2, taken: [] }]);
    await expect(append(change({ capacity: 1 }))).rejects.toThrow();
    await expect(append(change({ promised: -3 }))).rejects.toThrow();
  });

  test('[R-7.8] slots are promised up to what there is at every moment', async () => {
    await append(change({ taken: timeline(10, 20, 1) }), change({ taken: timeline(15, 30, 1) }));
    expect(await taken()).toEqual([
      { from: 10, until: 15, quantity: 1 },
      { from: 15, until: 20, quantity: 2 },
      { from: 20, until: 30, quantity: 1 },
    ]);
    await expect(append(change({ taken: timeline(19, 40, 1) }))).rejects.toThrow();
    await append(change({ taken: timeline(20, 40, 1) }));
    await expect(append(change({ capacity: 1 }))).rejects.toThrow();
    await append(change({ freed: timeline(15, 30, 1) }));
    await append(change({ capacity: 1 }));
    expect(await taken()).toEqual([{ from: 10, until: 40, quantity: 1 }]);
  });

  test('a batch that goes too far changes nothing at all', async () => {
    await append(change({ taken: timeline(10, 20, 2) }));
    const before = [await store.head(log), await store.accounts(log)];
    await expect(
      append(change({ taken: timeline(30, 40, 1) }), change({ taken: timeline(12, 13, 1) })),
    ).rejects.toThrow();
    expect([await store.head(log), await store.accounts(log)]).toEqual(before);
    next = 1;
    await append(change({ taken: timeline(30, 40, 1) }));
  });

  test('what is over goes with the next change, and keeps no new version back', async () => {
    await append(change({ taken: timeline(10, 20, 2) }));
    await append(change({ capacity: 1, taken: timeline(30, 40, 1), at: 20 }));
    expect(await taken()).toEqual([{ from: 30, until: 40, quantity: 1 }]);
  });

  test('accounts of two logs, and of two resources, have nothing to do with each other', async () => {
    await append(change({ taken: timeline(10, 20, 2) }));
    await append(change({ resource: subjectOf('van'), taken: timeline(10, 20, 2) }));
    log = newLog();
    next = 0;
    await append(change({ taken: timeline(10, 20, 2) }));
    expect(await store.accounts(log)).toHaveLength(1);
  });

  test('a rebuild puts others in the place of all', async () => {
    await append(change({ taken: timeline(10, 20, 2) }), change({ resource: subjectOf('van'), promised: 1 }));
    const accounts: readonly KeptAccount[] = [
      { resource: hall, capacity: 3, promised: 0, taken: timeline(15, 25, 3) },
    ];
    const nothing = { verdicts: [], threads: [], gone: [], tiles: [] };
    await store.transact(log, (tx) => tx.rewrite({ ...nothing, accounts }));
    expect(await store.accounts(log)).toEqual(accounts);
  });

  test('law: whatever is tried, the account is what the accepted changes come to', async () => {
    const times = fc
      .tuple(fc.nat(20), fc.integer({ min: 1, max: 8 }), fc.integer({ min: 1, max: 2 }))
      .map(([from, length, quantity]) => timeline(from, from + length, quantity));
    const changes = fc.array(
      fc.record({
        resource: fc.constant(hall),
        capacity: fc.integer({ min: 0, max: 4 }),
        promised: fc.integer({ min: -1, max: 2 }),
        taken: fc.oneof(fc.constant([]), times),
        freed: fc.oneof(fc.constant([]), times),
        at: fc.integer({ min: 0, max: 10 }),
      }),
      { minLength: 1, maxLength: 8 },
    );
    await fc.assert(
      fc.asyncProperty(changes, async (all) => {
        log = newLog();
        next = 0;
        let kept: KeptAccount | undefined;
        for (const one of all) {
          const after = accountAfter(kept, one);
          if (isOverdrawn(after)) await expect(append(one)).rejects.toThrow();
          else {
            await append(one);
            kept = after;
          }
          expect((await store.accounts(log))[0]).toEqual(kept);
        }
      }),
      { numRuns: 15 },
    );
  });
});

test('[R-7.8] two processes that both go around the head lock do not lend one hall twice', async () => {
  const log = newLog();
  const ask = (from: number, until: number) =>
    pool.transaction((inside) =>
      changeAccount(inside, log, change({ capacity: 1, taken: timeline(from, until, 1) })),
    );
  await ask(90, 100);
  const answers = await Promise.allSettled([ask(10, 20), ask(15, 25), ask(12, 18), ask(30, 40)]);
  const [kept] = await createPostgresStore(pool).accounts(log);
  expect(answers.filter(({ status }) => status === 'fulfilled').length).toBe((kept?.taken.length ?? 0) - 1);
  expect(kept === undefined || isOverdrawn(kept)).toBe(false);
});

test('[R-7.8] rows of one account that overlap are refused whatever they say', async () => {
  const { connection } = await server.open();
  await server.sql(connection, async (sql) => {
    const row = (account: number, begins: number, ends: number) =>
      sql`insert into taken (account, begins, ends, quantity, capacity) values (${account}, ${begins}, ${ends}, 1, 9)`;
    await row(1, 10, 20);
    await row(1, 20, 30);
    await row(2, 10, 20);
    await expect(row(1, 19, 21)).rejects.toMatchObject({ code: '23P01', constraint_name: 'taken_once' });
  });
});

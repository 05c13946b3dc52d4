import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Scid } from '../../../protocol/ids.ts';
import type { Claim, Cursor, NewCursor } from '../../../server/store/cursors.ts';
import { createMemoryStore } from '../../../server/store/memory/memory-store.ts';
import { createPostgresStore } from '../../../server/store/postgres/postgres-store.ts';
import type { Store } from '../../../server/store/store.ts';
import { eventually } from '../../support/instances.ts';
import { newLog } from './support/made.ts';
import { startTestPostgres, type TestPostgres } from './support/postgres.ts';

/** Cursors and wake-ups are the same, whatever keeps them. The second store is another process on the same data. */

let server: TestPostgres;
beforeAll(async () => {
  server = await startTestPostgres();
});
afterAll(async () => {
  await server.stop();
});

const engines: readonly (readonly [string, () => Promise<readonly [Store, Store]>])[] = [
  [
    'memory',
    async () => {
      const store = createMemoryStore(() => Date.now());
      return [store, store];
    },
  ],
  [
    'Postgres',
    async () => {
      const { connection, ...first } = await server.open();
      return [createPostgresStore(first), createPostgresStore(await server.openAgain(connection))];
    },
  ],
];

const NOW = 1_000_000;
const made = (key: string, change: Partial<NewCursor> = {}): NewCursor => ({
  kind: 'webhook',
  key,
  after: -1,
  host: `${key}.example`,
  settings: { secret: key },
  dueAt: NOW,
  ...change,
});
const asked = (change: Partial<Claim> = {}): Claim => ({
  kind: 'webhook',
  size: 10,
  now: NOW,
  leaseMs: 1000,
  limit: 100,
  perHost: 100,
  ...change,
});
const keysOf = (all: readonly Cursor[]) => all.map(({ key }) => key);

describe.each(engines)('§19 [R-19.22] cursors in %s', (_engine, open) => {
  let store: Store;
  let other: Store;
  beforeAll(async () => {
    [store, other] = await open();
  });
  beforeEach(async () => {
    for (const { key } of await store.cursors.list('webhook')) await store.cursors.remove('webhook', key);
  });

  test('there is one of a name; a second is not made, and the first stays', async () => {
    expect(await store.cursors.add(made('a'))).toBe(true);
    expect(await store.cursors.add(made('a', { after: 5 }))).toBe(false);
    expect(await store.cursors.list('webhook')).toMatchObject([{ key: 'a', after: -1, state: 'active' }]);
    expect(await store.cursors.get('peer', 'a')).toBeNull();
    await store.cursors.remove('webhook', 'a');
    expect(await store.cursors.get('webhook', 'a')).toBeNull();
  });

  test('only one that is due and behind is claimed, the furthest behind first', async () => {
    await store.cursors.add(made('later', { dueAt: NOW + 1 }));
    await store.cursors.add(made('there', { after: 9 }));
    await store.cursors.add(made('second', { after: 8 }));
    await store.cursors.add(made('first', { dueAt: NOW - 5 }));
    await store.cursors.add(made('peer', { kind: 'peer' }));
    expect(keysOf(await store.cursors.claim(asked()))).toEqual(['first', 'second']);
    expect(keysOf(await store.cursors.claim(asked({ now: NOW + 1 })))).toEqual(['later']);
  });

  test('C3 two processes never have the same one, and one that stops loses it after its lease', async () => {
    for (let count = 0; count < 20; count++) await store.cursors.add(made(`c${count}`));
    const claims = await Promise.all(
      [store, other, store, other].map((one) => one.cursors.claim(asked({ limit: 7 }))),
    );
    const keys = claims.flatMap(keysOf);
    expect(new Set(keys).size).toBe(keys.length);
    const rest = await store.cursors.claim(asked());
    expect(keys.length + rest.length).toBe(20);
    expect(await other.cursors.claim(asked({ now: NOW + 999 }))).toEqual([]);
    expect(await other.cursors.claim(asked({ now: NOW + 1000 }))).toHaveLength(20);
  });

  test('C3 whoever looked at the clock just before another took one does not take it as well', async () => {
    await store.cursors.add(made('a'));
    expect(await store.cursors.claim(asked({ now: NOW + 5 }))).toHaveLength(1);
    expect(await other.cursors.claim(asked({ now: NOW }))).toEqual([]);
    // A clock that was set back by more than that is told apart.
    await store.cursors.wake('webhook', 'a', NOW - 5000);
    expect(await other.cursors.claim(asked({ now: NOW - 5000 }))).toHaveLength(1);
  });

  test('C4 whoever lost the lease writes nothing any more', async () => {
    await store.cursors.add(made('a'));
    const [first] = await store.cursors.claim(asked());
    const [second] = await other.cursors.claim(asked({ now: NOW + 1000 }));
    if (first === undefined || second === undefined) throw new TypeError('both were claimed');
    expect(await store.cursors.settle(first, { ...first, after: 3 })).toBe(false);
    expect(await store.cursors.hold(first, 4, NOW + 5000)).toBe(false);
    expect(await store.cursors.get('webhook', 'a')).toMatchObject({ after: -1, leaseUntil: NOW + 2000 });
    expect(await other.cursors.settle(second, { ...second, after: 9 })).toBe(true);
    expect(await store.cursors.get('webhook', 'a')).toMatchObject({ after: 9, leaseUntil: 0 });
  });

  test('C4 a lease is renewed by whoever has it, until it is given back', async () => {
    await store.cursors.add(made('a'));
    const [first] = await store.cursors.claim(asked());
    if (first === undefined) throw new TypeError('it was claimed');
    expect(await store.cursors.prolong(first, NOW + 1900)).toBe(true);
    expect(await other.cursors.claim(asked({ now: NOW + 1500 }))).toEqual([]);
    expect(await store.cursors.get('webhook', 'a')).toMatchObject({ after: -1, leaseUntil: NOW + 1900 });
    const [second] = await other.cursors.claim(asked({ now: NOW + 1900 }));
    if (second === undefined) throw new TypeError('it was claimed');
    expect(await store.cursors.prolong(first, NOW + 9000)).toBe(false);
    expect(await other.cursors.settle(second, second)).toBe(true);
    expect(await other.cursors.prolong(second, NOW + 9000)).toBe(false);
    expect(await store.cursors.get('webhook', 'a')).toMatchObject({ leaseUntil: 0 });
  });

  test('one that failed is claimed although it has everything; one that ended never', async () => {
    await store.cursors.add(made('a', { after: 9 }));
    await store.cursors.add(made('b'));
    const [b] = await store.cursors.claim(asked());
    if (b === undefined) throw new TypeError('it was claimed');
    await store.cursors.settle(b, { ...b, after: 9, attempts: 1, dueAt: NOW + 5 });
    expect(await store.cursors.claim(asked())).toEqual([]);
    const [again] = await store.cursors.claim(asked({ now: NOW + 5 }));
    expect(again).toMatchObject({ key: 'b', attempts: 1 });
    if (again !== undefined) await store.cursors.settle(again, { ...again, after: 0, state: 'ended' });
    await store.cursors.wake('webhook', 'b', NOW);
    expect(await store.cursors.claim(asked({ now: NOW + 10 }))).toEqual([]);
  });

  test('[R-19.23] a knock, and a beginning by hand, let no failure be forgotten by one that has everything', async () => {
    for (const awaken of ['wake', 'rewind'] as const) {
      const key = `failed ${awaken}`;
      await store.cursors.add(made(key));
      const [claimed] = await store.cursors.claim(asked({ key }));
      if (claimed === undefined) throw new TypeError('it was claimed');
      await store.cursors.settle(claimed, { ...claimed, after: 9, attempts: 7, dueAt: NOW + 900_000 });
      if (awaken === 'wake') await store.cursors.wake('webhook', key, NOW + 1);
      else await store.cursors.rewind('webhook', key, { after: 9 }, NOW + 1);
      expect(await store.cursors.claim(asked({ key, now: NOW + 1 }))).toMatchObject([{ key, attempts: 1 }]);
    }
  });

  test('a knock while somebody is at it is not lost: it stays due', async () => {
    await store.cursors.add(made('a'));
    const [claimed] = await store.cursors.claim(asked());
    if (claimed === undefined) throw new TypeError('it was claimed');
    await other.cursors.wake('webhook', 'a', NOW + 1);
    await store.cursors.settle(claimed, { ...claimed, attempts: 1, dueAt: NOW + 900_000 });
    expect(await store.cursors.get('webhook', 'a')).toMatchObject({ dueAt: NOW + 1 });
  });

  test('F3 one host has so many at a time, whoever claims', async () => {
    for (let count = 0; count < 6; count++)
      await store.cursors.add(made(`h${count}`, { host: 'one.example' }));
    await store.cursors.add(made('other'));
    expect(await store.cursors.claim(asked({ perHost: 2 }))).toHaveLength(3);
    expect(await other.cursors.claim(asked({ perHost: 2 }))).toHaveLength(0);
    expect(await other.cursors.claim(asked({ perHost: 3 }))).toHaveLength(1);
    expect(keysOf(await other.cursors.claim(asked({ perHost: 1, key: 'h5' })))).toEqual(['h5']);
  });

  test('rewound by hand, it begins there, and whoever held it has lost it', async () => {
    await store.cursors.add(made('a'));
    const [claimed] = await store.cursors.claim(asked());
    if (claimed === undefined) throw new TypeError('it was claimed');
    await other.cursors.rewind('webhook', 'a', { after: 4 }, NOW);
    expect(await store.cursors.settle(claimed, { ...claimed, after: 9 })).toBe(false);
    expect(await store.cursors.claim(asked())).toMatchObject([{ after: 4, attempts: 0 }]);
  });

  test('§19 [R-19.25] a checkpoint wakes every process, and nobody who stopped listening', async () => {
    const [here, there, nobody] = [new Set<Scid | null>(), new Set<Scid | null>(), new Set<Scid | null>()];
    const ends = [store.watch((log) => here.add(log)), other.watch((log) => there.add(log))];
    store.watch((log) => nobody.add(log))();
    const log = newLog();
    // Until the connection that listens is there, what is told is not heard.
    await eventually('both heard of it', async () => {
      await store.transact(log, (tx) =>
        tx.putCheckpoint({ size: 0, root: new Uint8Array(32), note: 'note', cosignatures: 0 }),
      );
      return here.has(log) && there.has(log);
    });
    for (const end of ends) end();
    expect(nobody.has(log)).toBe(false);
  });
});

import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { signEnvelope } from '../../../protocol/envelope/sign.ts';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '../../../server/db/embedded/start.ts';
import type { Pool } from '../../../server/db/pool.ts';
import { submit } from '../../../server/flows/acts/submit.ts';
import { createPostgresStore } from '../../../server/store/postgres/postgres-store.ts';
import type { Store } from '../../../server/store/store.ts';
import { foundOn } from '../../support/memory-instance.ts';
import { toolPayload } from '../../support/tool-draft.ts';
import { batchOf, entryOf, newLog } from './support/made.ts';
import { startTestPostgres, type TestPostgres } from './support/postgres.ts';

/** An uncaught exception would end the server; vitest makes it a failure of the run. */
describe('a store outlives its connections', () => {
  let server: TestPostgres;
  let pool: Awaited<ReturnType<TestPostgres['open']>>;
  let store: Store;

  beforeAll(async () => {
    server = await startTestPostgres();
  });

  beforeEach(async () => {
    pool = await server.open();
    store = createPostgresStore(pool);
  });

  afterAll(async () => {
    await server.stop();
  });

  test('C7 one that is lost within a transaction takes all of it along, whatever it was doing', async () => {
    for (let pauseMs = 0; pauseMs < 40; pauseMs += 4) {
      const log = newLog();
      const broken = store.transact(log, async (tx) => {
        await tx.append(batchOf([entryOf(0)]));
        await cutAll();
        await sleep(pauseMs); // lost with a statement under way, or between two
        await tx.now();
      });
      await expect(broken).rejects.toMatchObject({ type: 'unavailable' });
      expect(await onceBack(() => store.head(log))).toBeNull();
      await store.transact(log, (tx) => tx.append(batchOf([entryOf(0)])));
      expect((await store.head(log))?.size).toBe(1);
    }
  });

  test('one that is lost takes no time from those who wait for it', async () => {
    const { promise: never } = Promise.withResolvers<void>();
    const broken = store.transact(newLog(), async (tx) => {
      await tx.now();
      await cutAll();
      await never;
    });
    await expect(broken).rejects.toMatchObject({ type: 'unavailable' });
  });

  test('one that is lost while it was idle costs nothing', async () => {
    const log = newLog();
    await store.transact(log, (tx) => tx.append(batchOf([entryOf(0)])));
    await cutAll();
    await sleep(50);
    expect((await store.head(log))?.size).toBe(1);
    await store.transact(log, (tx) => tx.append(batchOf([entryOf(1)])));
    expect((await store.head(log))?.size).toBe(2);
  });

  test('C7 a server that ends under load and comes back: what failed said so, and everything works again', async () => {
    const log = newLog();
    let done = false;
    const outcomes = { good: 0, unavailable: 0 };
    const count = async (action: () => Promise<unknown>) => {
      while (!done) {
        try {
          await action();
          outcomes.good++;
        } catch (error) {
          expect(error).toMatchObject({ type: 'unavailable' });
          outcomes.unavailable++;
          await sleep(5);
        }
      }
    };
    let written = 0;
    const load = [
      ...Array.from({ length: 20 }, () => count(() => store.entries(log, { after: -1, limit: 5 }))),
      ...Array.from({ length: 6 }, () =>
        count(async () => {
          await store.transact(log, async (tx) => {
            const size = (await tx.head(log))?.size ?? 0;
            await tx.append(batchOf([entryOf(size)]));
          });
          written++;
        }),
      ),
    ];
    const uses: EmbeddedPostgres[] = [];
    for (let time = 0; time < 3; time++) {
      await sleep(100);
      const pid = Number(
        (await readFile(join(server.location, 'cluster', 'postmaster.pid'), 'utf8')).split('\n')[0],
      );
      process.kill(pid, 'SIGKILL');
      await sleep(50);
      uses.push(await startEmbeddedPostgres({ dataFolder: server.dataFolder, onMessage: () => undefined }));
    }
    await sleep(100);
    done = true;
    await Promise.all(load);
    expect(outcomes.unavailable).toBeGreaterThan(0);
    // Every acknowledged one is there; one whose answer was lost in the commit may be there too.
    const size = (await store.head(log))?.size ?? 0;
    expect(size).toBeGreaterThanOrEqual(written);
    expect(await store.entries(log, { after: -1, limit: 1_000_000 })).toHaveLength(size);
    await assertAllConnectionsWork(pool);
    await Promise.all(uses.map((use) => use.stop()));
  });

  describe('C5, C7 a document that the database cannot take is answered so, not logged, and logged once when it can', () => {
    /** What the database does when something is written, as PostgreSQL itself would say it. */
    const troubles = [
      [
        'the disk is full',
        "raise exception 'could not extend file: No space left on device' using errcode = '53100'",
        'after insert on entries for each row',
      ],
      [
        'the disk is full when the transaction is to be committed',
        "raise exception 'could not write to file: No space left on device' using errcode = '53100'",
        'after insert on entries deferrable initially deferred for each row',
      ],
      [
        'the connection is cut within the COMMIT',
        'perform pg_terminate_backend(pg_backend_pid())',
        'after insert on entries deferrable initially deferred for each row',
      ],
      [
        'after a failover it is a standby, which may only read',
        "raise exception 'cannot execute INSERT in a read-only transaction' using errcode = '25006'",
        'after insert on entries for each row',
      ],
    ] as const;

    test.each(troubles)('%s', async (_name, does, when) => {
      const { instance, commons, people } = await foundOn(store, ['Ana'], 'system');
      const [ana] = people;
      if (ana === undefined) throw new TypeError('somebody founds');
      const { author, key, sign } = ana;
      const envelope = await signEnvelope({ payload: toolPayload({ commons, author }), author, key, sign });
      const send = () => submit(instance.context, instance.committer, envelope, new Map());
      const before = await store.head(commons);
      const constraint = when.includes('deferred') ? 'constraint ' : '';
      const where = pool.connection;
      await server.sql(where, async (sql) => {
        await sql.unsafe(
          `create function trouble() returns trigger language plpgsql as $$ begin ${does}; return null; end $$;
          create ${constraint}trigger trouble ${when} execute function trouble()`,
        );
      });
      for (let time = 0; time < 3; time++) {
        await expect(send()).rejects.toMatchObject({
          type: 'unavailable',
          message: expect.not.stringContaining('space'),
        });
        expect(await onceBack(() => store.head(commons))).toEqual(before);
      }
      await server.sql(where, (sql) => sql.unsafe('drop trigger trouble on entries'));
      const { placed } = await onceBack(send);
      expect(placed.kind).toBe('logged');
      expect((await send()).placed.kind).toBe('duplicate');
      expect((await store.head(commons))?.size).toBe((before?.size ?? 0) + 1);
    });
  });

  /** Readers were cut too; whoever asks them before they know it is told so. */
  async function onceBack<Result>(action: () => Promise<Result>): Promise<Result> {
    for (;;) {
      try {
        return await action();
      } catch (error) {
        expect(error).toMatchObject({ type: 'unavailable' });
        await sleep(5);
      }
    }
  }

  async function cutAll(): Promise<void> {
    await server.sql(
      { ...pool.connection, database: 'postgres' },
      (sql) => sql`
        select pg_terminate_backend(pid) from pg_stat_activity where datname = ${pool.connection.database}`,
    );
  }

  async function assertAllConnectionsWork({ db }: Pool): Promise<void> {
    const answers = await Promise.all(Array.from({ length: 200 }, () => store.now()));
    expect(answers.every((now) => now > 0)).toBe(true);
    expect(db()).toBeDefined();
  }
});

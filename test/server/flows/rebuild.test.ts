import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Connection } from '../../../server/db/embedded/database.ts';
import { openDatabase } from '../../../server/db/open-database.ts';
import { publicOnly } from '../../../server/flows/acts/export-bundle.ts';
import { bringUpToDate, STATE_VERSION } from '../../../server/flows/rebuild/bring-up-to-date.ts';
import { rebuildLog } from '../../../server/flows/rebuild/rebuild.ts';
import { proposalView } from '../../../server/flows/views/proposal-view.ts';
import { verifyWithNode } from '../../../server/keys/node-verify.ts';
import { createPostgresStore } from '../../../server/store/postgres/postgres-store.ts';
import type { Store } from '../../../server/store/store.ts';
import { type FlowInstance, foundOn } from '../../support/memory-instance.ts';
import { startTestPostgres, type TestPostgres } from '../store/support/postgres.ts';

/** Verdicts, states, positions and tiles are caches of the log, on a real database. */

let server: TestPostgres;
let where: Connection;
let at: FlowInstance;
let proposal: string;
let close: () => Promise<void>;

beforeAll(async () => {
  server = await startTestPostgres();
});

afterAll(async () => {
  await server.stop();
});

/** A commons with a matter on which somebody has answered, and nothing that has it open any more. */
beforeEach(async () => {
  const pool = await server.open();
  where = pool.connection;
  at = await foundOn(createPostgresStore(pool), ['Ana', 'Ben', 'Cem'], 'system');
  const [ana, ben] = at.people;
  if (ana === undefined || ben === undefined) throw new TypeError('there are three');
  const [circle] = await at.logged('circle');
  const domain = (await at.logged('domain')).find(({ content }) => content.rung === 'consent')?.content
    .subject;
  const matter = await at.act(ana, 'proposal', {
    driver: { say: 'We never said so.' },
    domain,
    operations: [{ op: 'resolve', text: { say: `${circle?.content.subject} is quiet after ten.` } }],
  });
  await at.act(ben, 'response', { proposal: matter.subject, value: 'consent' });
  proposal = matter.subject;
  close = async () => pool.close();
});

const quiet = () => undefined;
const sql = (statement: string) => server.sql(where, (db) => db.unsafe(statement));

/** Opens the database as a server does at its start. */
function open(said: string[] = []) {
  return openDatabase(
    () => where,
    quiet,
    ({ pool, alone }) =>
      bringUpToDate(
        { store: createPostgresStore(pool), verify: verifyWithNode },
        { alone, say: (message) => said.push(message) },
      ),
  );
}

async function derivedIn(store: Store) {
  const { commons } = at;
  return {
    verdicts: (await store.entries(commons, { after: -1, limit: 1000 })).map(({ verdict }) => verdict),
    threads: await store.threads(commons, { kind: 'any', limit: 1000 }),
    matter: await store.threadIndices(commons, proposal, 1000),
  };
}

describe('an older database is rebuilt when it is opened', () => {
  test('states of an older shape, wrong verdicts, lost positions and threads that are none', async () => {
    const { context } = at.instance;
    const sound = await derivedIn(context.store);
    await close();
    await sql(
      `update threads set state = state - 'referredBy' - 'paused' - 'objections' where kind = 'proposal'`,
    );
    await sql(
      `update threads set state = '{"kind":"older"}', kind = 'older' where kind = 'usage' or name = 'charter'`,
    );
    await sql(`update entries set status = 'not-counted', code = 'no-right' where index = 3`);
    await sql(`delete from thread_entries where name = '${proposal}' and n = 1`);
    await sql(`insert into threads select log, 'stray', 'stray', 1, 0, null, null from logs`);
    await sql(`delete from records where kind = 'setting' and key = 'state'`);
    const said: string[] = [];
    const pool = await open(said);
    try {
      const store = createPostgresStore(pool);
      expect(await derivedIn(store)).toEqual(sound);
      expect(said.join(' ')).toContain('judged anew');
      expect(await store.records.get('setting', 'state')).toEqual({ version: STATE_VERSION });
      // No page fails on it.
      const { counts } = await proposalView(
        { ...context, store, now: store.now },
        proposal as never,
        publicOnly,
      );
      expect(counts).toMatchObject({ responders: 1 });
      const again: string[] = [];
      await (await open(again)).close();
      expect(again).toEqual([]);
    } finally {
      await pool.close();
    }
  });

  test('one that breaks off in the midst has changed nothing, and is done again', async () => {
    await close();
    await sql(`update threads set state = state - 'referredBy' where kind = 'proposal'`);
    const broken = openDatabase(
      () => where,
      quiet,
      async ({ pool }) => {
        const store = createPostgresStore(pool);
        const cut: Store = {
          ...store,
          transact: (log, work) =>
            store.transact(log, (tx) =>
              work({
                ...tx,
                rewrite: async (derived) => {
                  await tx.rewrite(derived);
                  throw new Error('killed');
                },
              }),
            ),
        };
        await bringUpToDate({ store: cut, verify: verifyWithNode }, { alone: async () => true, say: quiet });
      },
    );
    await expect(broken).rejects.toThrow('killed');
    const kept = await sql(`select 1 from threads where kind = 'proposal' and state ? 'referredBy'`);
    expect(kept).toHaveLength(0);
    expect(await sql(`select 1 from records where kind = 'setting' and key = 'state'`)).toHaveLength(0);
    await (await open()).close();
    expect(await sql(`select 1 from threads where kind = 'proposal' and state ? 'referredBy'`)).toHaveLength(
      1,
    );
  });

  test('not while another process uses it', async () => {
    await at.instance.context.store.now(); // whose connection stands
    await expect(open()).rejects.toMatchObject({ type: 'conflict' });
    await close();
    await (await open()).close();
  }, 30_000);

  test('not by an older program', async () => {
    await close();
    await sql(`insert into records values ('setting', 'state', '{"version": ${STATE_VERSION + 1}}', null)`);
    await expect(open()).rejects.toMatchObject({ type: 'unavailable' });
  });

  test('two that start at once do it once', async () => {
    await close();
    const said: string[] = [];
    for (const pool of await Promise.all([open(said), open(said)])) await pool.close();
    expect(said.filter((message) => message.includes('done once'))).toHaveLength(1);
  });

  test('an entry that is another one is no cache: then nothing is opened', async () => {
    await close();
    await sql(`update entries set leaf = leaf || 'x'::bytea where index = 4`);
    await expect(open()).rejects.toMatchObject({ type: 'unavailable' });
  });
});

describe('a rebuild by hand', () => {
  test('finds nothing where nothing is another', async () => {
    const { context } = at.instance;
    const { differences, entries } = await rebuildLog(context, at.commons, {
      write: true,
      onProgress: quiet,
    });
    expect(differences).toEqual([]);
    expect(entries).toBe((await context.store.head(at.commons))?.size);
  });

  test('only compares where it is told so', async () => {
    const { context } = at.instance;
    await sql(`update entries set status = 'not-counted', code = 'no-right' where index = 3`);
    for (const write of [false, true, false]) {
      const { differences } = await rebuildLog(context, at.commons, { write, onProgress: quiet });
      if (write)
        expect(differences).toMatchObject([
          { what: 'verdict', where: '3', stored: 'not-counted: no-right', computed: 'counted' },
        ]);
    }
    expect((await rebuildLog(context, at.commons, { write: false, onProgress: quiet })).differences).toEqual(
      [],
    );
  });
});

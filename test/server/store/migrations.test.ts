import { execFile } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { generateDrizzleJson, generateMigration } from 'drizzle-kit/api';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Connection } from '../../../server/db/embedded/database.ts';
import { openDatabase } from '../../../server/db/open-database.ts';
import * as accounts from '../../../server/db/schema/accounts.ts';
import * as cursors from '../../../server/db/schema/cursors.ts';
import * as logs from '../../../server/db/schema/logs.ts';
import * as records from '../../../server/db/schema/records.ts';
import { createPostgresStore } from '../../../server/store/postgres/postgres-store.ts';
import { batchOf, entryOf, newLog } from './support/made.ts';
import { startTestPostgres, type TestPostgres } from './support/postgres.ts';

const folder = fileURLToPath(new URL('../../../server/db/migrations', import.meta.url));
const schemaFolder = fileURLToPath(new URL('../../../server/db/schema', import.meta.url));
const child = fileURLToPath(new URL('./support/migrate-child.ts', import.meta.url));
const run = promisify(execFile);
const schema = { ...accounts, ...cursors, ...logs, ...records };

let server: TestPostgres;

beforeAll(async () => {
  server = await startTestPostgres();
});

afterAll(async () => {
  await server.stop();
});

describe('migrations are in step with the schema', () => {
  test('nothing is left to generate', async () => {
    expect(await missingStatements()).toEqual([]);
  });

  test('the database that they make is the one that the schema describes', async () => {
    const migrated = await server.open();
    expect(await describeDatabase(migrated.connection)).toEqual(
      await describeDatabase(await madeFrom(schema)),
    );
  });

  test.each([
    'alter table records add column forgotten boolean',
    'alter table entries alter column leaf drop not null',
    'alter table threads alter column name type text collate "default"',
    'alter table threads drop constraint threads_log_key',
    'create index forgotten on records (key)',
  ])('what one of them lacks would show: %s', async (statement) => {
    const made = await madeFrom(schema);
    const before = await describeDatabase(made);
    await server.sql(made, (sql) => sql.unsafe(statement));
    expect(await describeDatabase(made)).not.toEqual(before);
  });

  test('every file of the schema is looked at', async () => {
    expect(await readdir(schemaFolder)).toEqual([
      'accounts.ts',
      'columns.ts',
      'cursors.ts',
      'logs.ts',
      'records.ts',
    ]);
  });

  test('the journal lists every file, in order', async () => {
    const { entries } = JSON.parse(await readFile(`${folder}/meta/_journal.json`, 'utf8')) as {
      entries: { idx: number; tag: string }[];
    };
    const files = (await readdir(folder)).filter((name) => name.endsWith('.sql')).sort();
    expect(entries.map(({ tag }) => `${tag}.sql`)).toEqual(files);
    expect(entries.map(({ idx }) => idx)).toEqual(files.map((_, index) => index));
  });
});

describe('whoever starts migrates', () => {
  test('three processes at once on an empty database', async () => {
    const connection = await server.database('empty');
    const argument = JSON.stringify(connection);
    await Promise.all([1, 2, 3].map(() => run(process.execPath, [child, argument])));
    await assertUsable(connection);
  });

  test('one process several times at once', async () => {
    const connection = await server.database('empty');
    const pools = await Promise.all([1, 2, 3, 4].map(() => openDatabase(() => connection)));
    await Promise.all(pools.map((pool) => pool.close()));
    await assertUsable(connection);
  });

  test('a database of an earlier version keeps what it holds: kinds of things take their types along', async () => {
    const connection = await server.database('empty');
    const [first, kinds] = await Promise.all(
      ['0000_logs', '0001_kinds'].map((name) => readFile(`${folder}/${name}.sql`, 'utf8')),
    );
    await server.sql(connection, async (sql) => {
      await sql.unsafe(first ?? '');
      await sql`insert into threads (log, name, key, n, last, kind, type) values
        ('l', 'a', 'a', 1, 0, 'thing', 'circle'), ('l', 'b', 'b', 1, 0, 'plain', null), ('l', 'c', 'c', 1, 0, null, null)`;
      await sql.unsafe(kinds ?? '');
      expect(await sql`select kind from threads order by name`).toEqual([
        { kind: 'thing circle' },
        { kind: 'plain' },
        { kind: null },
      ]);
    });
  });

  test('a database that is not there is named in one sentence, without a password', async () => {
    const connection = await server.database('empty');
    const opening = openDatabase(() => ({ ...connection, database: 'elsewhere', password: 'hidden' }));
    await expect(opening).rejects.toMatchObject({
      type: 'unavailable',
      message: expect.stringMatching(/^The database cannot be used: .*"elsewhere" does not exist\.$/),
    });
    await expect(opening).rejects.not.toMatchObject({ message: expect.stringContaining('hidden') });
  });

  test('nobody at the address is said in one sentence', async () => {
    await expect(openDatabase(() => 'postgres://me:hidden@127.0.0.1:1/folkmoot')).rejects.toMatchObject({
      type: 'unavailable',
      message: 'The database cannot be used: connect ECONNREFUSED 127.0.0.1:1.',
    });
  });

  async function assertUsable(connection: Awaited<ReturnType<TestPostgres['database']>>): Promise<void> {
    const applied = await server.sql(
      connection,
      (sql) => sql`select count(*)::int as count from drizzle.__drizzle_migrations`,
    );
    const files = (await readdir(folder)).filter((name) => name.endsWith('.sql'));
    expect(applied[0]?.count).toBe(files.length);
    const pool = await openDatabase(() => connection);
    const store = createPostgresStore(pool);
    const log = newLog();
    await store.transact(log, (tx) => tx.append(batchOf([entryOf(0)])));
    expect((await store.head(log))?.size).toBe(1);
    await pool.close();
  }
});

/** What `drizzle-kit generate` would write now. */
async function missingStatements(): Promise<string[]> {
  const snapshots = (await readdir(`${folder}/meta`))
    .filter((name) => name.endsWith('_snapshot.json'))
    .sort();
  const last = JSON.parse(await readFile(`${folder}/meta/${snapshots.at(-1)}`, 'utf8'));
  return generateMigration(last, generateDrizzleJson(schema, last.id, undefined, 'snake_case'));
}

/** A database made at once from a schema: from nothing there is no question whether something was renamed. */
async function madeFrom(tables: Record<string, unknown>): Promise<Connection> {
  const connection = await server.database('empty');
  const planned = generateDrizzleJson(tables, undefined, undefined, 'snake_case');
  const statements = await generateMigration(generateDrizzleJson({}), planned);
  if ('taken' in tables) statements.push(accounts.EXCLUSIONS);
  await server.sql(connection, (sql) => sql.unsafe(statements.join('\n')));
  return connection;
}

/** Columns, constraints and indices of a database, in order. */
function describeDatabase(connection: Connection): Promise<unknown> {
  return server.sql(connection, async (sql) => [
    await sql`
      select c.relname, a.attname, format_type(a.atttypid, a.atttypmod) as type, a.attnotnull, a.attcollation,
        pg_get_expr(d.adbin, d.adrelid) as fallback
      from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
        left join pg_attrdef d on d.adrelid = c.oid and d.adnum = a.attnum
      where c.relnamespace = 'public'::regnamespace and c.relkind = 'r'
      order by c.relname, a.attname`,
    await sql`
      select conname, conrelid::regclass::text as relation, pg_get_constraintdef(oid) as definition
      from pg_constraint where connamespace = 'public'::regnamespace order by 1, 2`,
    await sql`select indexname, indexdef from pg_indexes where schemaname = 'public' order by 1`,
  ]);
}

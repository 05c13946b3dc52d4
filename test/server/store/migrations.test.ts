import { execFile } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { generateDrizzleJson, generateMigration } from 'drizzle-kit/api';
import { boolean, pgTable, text } from 'drizzle-orm/pg-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openDatabase } from '../../../server/db/open-database.ts';
import * as logs from '../../../server/db/schema/logs.ts';
import * as records from '../../../server/db/schema/records.ts';
import { createPostgresStore } from '../../../server/store/postgres/postgres-store.ts';
import { batchOf, entryOf, newLog } from './support/made.ts';
import { startTestPostgres, type TestPostgres } from './support/postgres.ts';

const folder = fileURLToPath(new URL('../../../server/db/migrations', import.meta.url));
const schemaFolder = fileURLToPath(new URL('../../../server/db/schema', import.meta.url));
const child = fileURLToPath(new URL('./support/migrate-child.ts', import.meta.url));
const run = promisify(execFile);

describe('migrations are in step with the schema', () => {
  test('nothing is left to generate', async () => {
    expect(await missingStatements({ ...logs, ...records })).toEqual([]);
  });

  test('a column more would be', async () => {
    const more = pgTable('records', { kind: text().primaryKey(), forgotten: boolean() });
    expect((await missingStatements({ ...logs, records: more })).join()).toContain('forgotten');
  });

  test('every file of the schema is looked at', async () => {
    expect(await readdir(schemaFolder)).toEqual(['columns.ts', 'logs.ts', 'records.ts']);
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
  let server: TestPostgres;

  beforeAll(async () => {
    server = await startTestPostgres();
  });

  afterAll(async () => {
    await server.stop();
  });

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

async function missingStatements(schema: Record<string, unknown>): Promise<string[]> {
  const snapshots = (await readdir(`${folder}/meta`))
    .filter((name) => name.endsWith('_snapshot.json'))
    .sort();
  const last = JSON.parse(await readFile(`${folder}/meta/${snapshots.at(-1)}`, 'utf8'));
  return generateMigration(last, generateDrizzleJson(schema, last.id, undefined, 'snake_case'));
}

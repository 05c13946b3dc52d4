import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import postgres from 'postgres';
import type { Connection } from '../../../../server/db/embedded/database.ts';
import { startEmbeddedPostgres } from '../../../../server/db/embedded/start.ts';
import { openDatabase } from '../../../../server/db/open-database.ts';
import type { Pool } from '../../../../server/db/pool.ts';

/** A PostgreSQL of one test file's own. */
export interface TestPostgres {
  /** A connection to a new database; with the schema in it, unless it is to be empty. */
  readonly database: (what?: 'empty') => Promise<Connection>;
  /** A new database with the schema, opened; closed with the rest. */
  readonly open: () => Promise<Pool & { readonly connection: Connection }>;
  /** The same database once more, as another process would open it. */
  readonly openAgain: (connection: Connection) => Promise<Pool>;
  /** Runs statements by the side, in a database. */
  readonly sql: <Result>(
    connection: Connection,
    use: (sql: postgres.Sql) => Promise<Result>,
  ) => Promise<Result>;
  /** Folder of the database files and their `postmaster.pid`. */
  readonly location: string;
  readonly dataFolder: string;
  readonly stop: () => Promise<void>;
}

/** Starts it, and makes the schema once: every database after that is a copy. */
export async function startTestPostgres(): Promise<TestPostgres> {
  const dataFolder = await mkdtemp(join(tmpdir(), 'folkmoot-store-'));
  await chmod(dataFolder, 0o711); // open for passing through: under root the database runs as another user
  const embedded = await startEmbeddedPostgres({ dataFolder, onMessage: () => undefined });
  const { connection } = embedded;
  await (await openDatabase(() => connection)).close();
  const admin = postgres({ ...connection, database: 'postgres', max: 1, onnotice: () => undefined });
  const pools: Pool[] = [];
  let count = 0;

  async function database(what?: 'empty'): Promise<Connection> {
    count++;
    const name = `test_${count}`;
    const template = what === 'empty' ? 'template1' : connection.database;
    await admin.unsafe(`create database ${name} template ${template}`);
    return { ...connection, database: name };
  }

  async function openAgain(where: Connection): Promise<Pool> {
    const pool = await openDatabase(() => where);
    pools.push(pool);
    return pool;
  }

  return {
    database,
    async open() {
      const connection = await database();
      return { ...(await openAgain(connection)), connection };
    },
    openAgain,
    async sql(where, use) {
      const sql = postgres({ ...where, max: 1, onnotice: () => undefined });
      try {
        return await use(sql);
      } finally {
        await sql.end({ timeout: 5 });
      }
    },
    location: embedded.location,
    dataFolder,
    async stop() {
      await Promise.all(pools.map((pool) => pool.close()));
      await admin.end({ timeout: 5 });
      await embedded.stop();
      await rm(dataFolder, { recursive: true, force: true });
    },
  };
}

import { fileURLToPath } from 'node:url';
import { drizzle } from 'drizzle-orm/postgres-js';
import { migrate } from 'drizzle-orm/postgres-js/migrator';
import postgres from 'postgres';
import { ProtocolError } from '../../protocol/problem.ts';
import type { Connection } from './embedded/database.ts';
import { APPLICATION, isAlone } from './is-alone.ts';
import { type Connect, openPool, type Pool, poolOfOne } from './pool.ts';

/** Oldest major version that is tested; 15 is the floor of what the statements need. */
const POSTGRES_MAJOR_MIN = 15;
/** A database that takes longer to let us in is down; whoever waits for it gets an answer. */
const CONNECT_SECONDS = 10;
/** Advisory lock that keeps two processes from migrating at once; any number of our own. */
const MIGRATION_LOCK = 0x666f6c6b;

/**
 * Every statement is planned for the tables as they are: a plan that was kept since they were small reads a whole log for
 * each id, until the database happens to gather statistics.
 */
const PLANNING = { plan_cache_mode: 'force_custom_plan' } as const;

const MIGRATIONS_FOLDER = fileURLToPath(new URL('./migrations', import.meta.url));

/**
 * Connects, checks the version and brings the schema up to date, one process at a time.
 *
 * @param where a `DATABASE_URL`, or the connection of the embedded database; asked anew for each pool of connections.
 * @param onLost told when a connection broke or could not be opened.
 * @param upgrade what else has to be done before anybody uses it, under the same lock as the migrations.
 * @throws {ProtocolError} `unavailable` in one sentence that names no secret.
 */
export async function openDatabase(
  where: () => string | Connection,
  onLost: () => void = () => undefined,
  upgrade: (only: OnlyProcess) => Promise<void> = async () => undefined,
): Promise<Pool> {
  const connect: Connect = (max, onThisLost, onNotify) => {
    const options = {
      max,
      connect_timeout: CONNECT_SECONDS,
      max_lifetime: null, // a connection that closes is one that was lost
      fetch_types: false,
      connection: { application_name: APPLICATION, ...PLANNING },
      onnotice: () => undefined,
      onclose: onThisLost,
      ...(onNotify === undefined ? {} : { onnotify: onNotify }),
    };
    const place = where();
    return typeof place === 'string' ? postgres(place, options) : postgres({ ...place, ...options });
  };
  try {
    await prepare(connect, upgrade);
  } catch (cause) {
    if (cause instanceof ProtocolError) throw cause;
    throw new ProtocolError('unavailable', `The database cannot be used: ${reasonOf(cause)}.`, {}, { cause });
  }
  // What prepares the database closes its connection itself: nothing was lost.
  return openPool((max, onThisLost, onNotify) =>
    connect(
      max,
      () => {
        onThisLost();
        onLost();
      },
      onNotify,
    ),
  );
}

/** What can be done while no other process can begin to use the database. */
export interface OnlyProcess {
  /** On the connection that holds the lock. */
  readonly pool: Pool;
  /** Whether no process that began before uses it any more. */
  readonly alone: () => Promise<boolean>;
}

/** `migrate` takes no lock of its own, and a session lock belongs to one connection: so this pool has just one. */
async function prepare(connect: Connect, upgrade: (only: OnlyProcess) => Promise<void>): Promise<void> {
  const one = connect(1, () => undefined);
  try {
    await assertVersion(one);
    await one`select pg_advisory_lock(${MIGRATION_LOCK})`;
    await migrate(drizzle(one, { casing: 'snake_case' }), { migrationsFolder: MIGRATIONS_FOLDER });
    await upgrade({ pool: poolOfOne(one), alone: () => isAlone(one) });
  } finally {
    await one.end({ timeout: CONNECT_SECONDS }); // the lock ends with its connection
  }
}

async function assertVersion(sql: postgres.Sql): Promise<void> {
  const [row] = await sql<{ version: string }[]>`select current_setting('server_version_num') as version`;
  const major = Math.floor(Number(row?.version) / 10_000);
  if (!(major >= POSTGRES_MAJOR_MIN)) {
    throw new ProtocolError(
      'unavailable',
      `PostgreSQL ${POSTGRES_MAJOR_MIN} or newer is needed, not ${major}.`,
    );
  }
}

/** Whatever wraps it says which statement failed; what lies within says why. Some errors of the system have a code alone. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error.cause instanceof Error) return reasonOf(error.cause);
  if (error.message !== '') return error.message;
  return 'code' in error ? String(error.code) : error.name;
}

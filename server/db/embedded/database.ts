import { open } from 'node:fs/promises';
import { join } from 'node:path';
import postgres from 'postgres';
import { SUPERUSER } from './cluster.ts';

/** What postgres.js needs to connect; `host` is the folder of a socket, or 127.0.0.1. */
export interface Connection {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly database: string;
  readonly ssl: false;
  readonly password?: string;
}

/** What answers at a connection: nothing of ours, a server not yet (or no more) open, one without our database, or all. */
export type Answer = 'absent' | 'closed' | 'unprepared' | 'ready';

/** The database and the role that owns it. No superuser, yet it may make databases, as tests and restores do. */
export const DATABASE = 'folkmoot';

/** SQLSTATE (PostgreSQL, appendix A) of a refused connection → what it tells. */
const ANSWERS: Readonly<Record<string, Answer>> = {
  '57P03': 'closed', // starting up, recovering, or shutting down
  '53300': 'ready', // every connection is taken: it is at work
  '3D000': 'unprepared', // no such database
  '28000': 'unprepared', // no such role, by a socket
  '28P01': 'unprepared', // no such role, by a password
};
/** A local server answers in milliseconds; one that is swapped out may need seconds. */
const CONNECT_SECONDS = 10;

/** Asks whether the server of these very database files answers: the number that initdb gave them must be the same. */
export async function askDatabase(connection: Connection, cluster: string): Promise<Answer> {
  try {
    const identity = await withConnection(connection, async (sql) => {
      const rows = await sql<{ id: string }[]>`SELECT system_identifier::text AS id FROM pg_control_system()`;
      return rows[0]?.id;
    });
    return identity === (await readIdentity(cluster)) ? 'ready' : 'absent';
  } catch (error) {
    if (error instanceof postgres.PostgresError) {
      const answer = ANSWERS[error.code];
      if (answer === undefined) throw error;
      return answer;
    }
    return 'absent';
  }
}

/**
 * Makes the role and the database, each if absent.
 *
 * @returns whether it is done; not where the server is of other database files after all, or lets us in no more.
 */
export async function prepareDatabase(connection: Connection, cluster: string): Promise<boolean> {
  const superuser = { ...connection, user: SUPERUSER, database: 'postgres' };
  if ((await askDatabase(superuser, cluster)) !== 'ready') return false;
  await withConnection(superuser, async (sql) => {
    // neither statement takes parameters; the names are constants, and the password is base64url
    const password = connection.password === undefined ? '' : ` PASSWORD '${connection.password}'`;
    const roles = await sql`SELECT FROM pg_roles WHERE rolname = ${DATABASE}`;
    if (roles.length === 0) await sql.unsafe(`CREATE ROLE ${DATABASE} LOGIN CREATEDB${password}`);
    const databases = await sql`SELECT FROM pg_database WHERE datname = ${DATABASE}`;
    if (databases.length === 0) await sql.unsafe(`CREATE DATABASE ${DATABASE} OWNER ${DATABASE}`);
  });
  return true;
}

async function withConnection<T>(connection: Connection, use: (sql: postgres.Sql) => Promise<T>): Promise<T> {
  const sql = postgres({
    ...connection,
    max: 1,
    connect_timeout: CONNECT_SECONDS,
    fetch_types: false,
    onnotice: () => {},
  });
  try {
    return await use(sql);
  } finally {
    await sql.end({ timeout: CONNECT_SECONDS });
  }
}

/** `global/pg_control` begins with the cluster's identifier, 64 bits in the machine's own order (pg_control.h). */
async function readIdentity(cluster: string): Promise<string> {
  const file = await open(join(cluster, 'global', 'pg_control'), 'r');
  try {
    const { buffer } = await file.read(Buffer.alloc(8), 0, 8, 0);
    return new BigUint64Array(new Uint8Array(buffer).buffer)[0]?.toString() ?? '';
  } finally {
    await file.close();
  }
}

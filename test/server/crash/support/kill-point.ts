import type postgres from 'postgres';
import { eventually } from '../../../support/instances.ts';

/** A statement at which a process can be held, and killed. */
export interface KillPoint {
  readonly name: string;
  /** When the trigger fires, and on what. */
  readonly at: string;
}

export const BEFORE_ANYTHING_GOES: KillPoint = {
  name: 'the entry is written, and nothing is deleted',
  at: 'trigger hold before insert on erased for each row',
};
export const TEXTS_GO: KillPoint = {
  name: 'texts are being deleted',
  at: 'trigger hold before delete on attachments for each row',
};
export const DOCUMENT_GOES: KillPoint = {
  name: 'texts are deleted, and a document is being emptied',
  at: 'trigger hold before update on entries for each row when (old.payload is not null and new.payload is null)',
};
export const BEING_COMMITTED: KillPoint = {
  name: 'all is done, and being committed',
  at: 'constraint trigger hold after insert on erased deferrable initially deferred for each row',
};

const LOCK = 4711;

/**
 * Whoever comes to a point of an erasure waits there in the midst of its transaction, until it is killed. What its
 * connection began then ends as it does where a process dies: what was not committed never was.
 *
 * @param act what leads there.
 * @param kill ends the process that waits; resolves once it is gone.
 */
export async function killedAt(
  sql: postgres.Sql,
  point: KillPoint,
  { act, kill }: { readonly act: () => Promise<unknown>; readonly kill: () => Promise<void> },
): Promise<void> {
  const hold = await holdAt(sql, point);
  const acting = act().catch(() => undefined); // the server that it asks dies
  await eventually('somebody waits at the point', hold.isReached);
  await kill();
  await acting;
  await hold.letGo();
}

/** A point at which whoever comes waits. */
export interface Hold {
  readonly isReached: () => Promise<boolean>;
  /** Whoever waits goes on, and nobody waits any more. */
  readonly letGo: () => Promise<void>;
}

/** @param sql one connection: it holds the lock that others wait for. */
export async function holdAt(sql: postgres.Sql, { at }: KillPoint): Promise<Hold> {
  const table = / on (\w+) /.exec(at)?.[1] ?? '';
  await sql`select pg_advisory_lock(${LOCK})`;
  await sql.unsafe(`
    create function hold() returns trigger language plpgsql as
      $$ begin perform pg_advisory_xact_lock(${LOCK}); return coalesce(new, old); end $$;
    create ${at} execute function hold()`);
  return {
    isReached: async () => (await waiting(sql)) > 0,
    letGo: async () => {
      await sql`select pg_advisory_unlock(${LOCK})`;
      await eventually('the one who waited is gone', async () => (await waiting(sql)) === 0);
      await sql.unsafe(`drop trigger hold on ${table}; drop function hold()`); // waits for its transaction
    },
  };
}

async function waiting(sql: postgres.Sql): Promise<number> {
  const rows =
    await sql`select from pg_locks where locktype = 'advisory' and objid = ${LOCK} and not granted`;
  return rows.length;
}

/** All that stands in a database, whatever table and column it is in, with what is encoded in it. */
export async function everythingIn(sql: postgres.Sql): Promise<string> {
  const tables = await sql<{ name: string }[]>`
    select quote_ident(schemaname) || '.' || quote_ident(tablename) as name from pg_tables
    where schemaname not in ('pg_catalog', 'information_schema')`;
  const texts: string[] = [];
  for (const { name } of tables)
    for (const { row } of await sql<{ row: string }[]>`select t::text as row from ${sql.unsafe(name)} t`)
      texts.push(row, ...decoded(row));
  return texts.join('\n');
}

function decoded(row: string): readonly string[] {
  const hex = (row.match(/\\x[0-9a-f]+/g) ?? []).map((one) => Buffer.from(one.slice(2), 'hex').toString());
  return [row, ...hex].flatMap((text) => [
    text,
    ...(text.match(/[A-Za-z0-9_+/-]{24,}/g) ?? []).map((one) => Buffer.from(one, 'base64').toString()),
  ]);
}

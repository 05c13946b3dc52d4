import { and, eq, sql } from 'drizzle-orm';
import type { Scid } from '../../../protocol/ids.ts';
import { EMPTY_ROOT } from '../../../protocol/log/tree.ts';
import { CHANNEL } from '../../db/listener.ts';
import type { Database, Pool } from '../../db/pool.ts';
import { checkpoints, logs } from '../../db/schema/logs.ts';
import type { LogHead, Store, StoredCheckpoint, Transaction } from '../store.ts';
import { append } from './append.ts';
import { postgresCursors } from './postgres-cursors.ts';
import { postgresRecords } from './postgres-records.ts';
import { postgresReads } from './reads.ts';
import { rewrite } from './rewrite.ts';
import { checkpointFields } from './rows.ts';
import { orUnavailable, sayUnavailable } from './unavailable.ts';

/**
 * The store that instances run on. READ COMMITTED; the log's head row is locked first.
 *
 * @throws every verb: {ProtocolError} `unavailable` while the database cannot be reached or cannot write.
 */
export function createPostgresStore(pool: Pool): Store {
  return {
    ...sayUnavailable(postgresReads(pool.db), pool.answered),
    transact: (log, work) =>
      orUnavailable(() =>
        pool.transaction(async (inside) => work(transactionOn(inside, log, await lockHead(inside, log)))),
      ),
    records: sayUnavailable(postgresRecords(pool.db), pool.answered),
    cursors: sayUnavailable(postgresCursors(pool.db), pool.answered),
    watch: (onChange) => pool.listen((told) => onChange(told as Scid | null)), // told below, of a log
  };
}

/** Whoever comes second waits here, and then sees what the first one committed. */
async function lockHead(inside: Database, log: Scid): Promise<LogHead> {
  const lock = () =>
    inside
      .select({ size: logs.size, root: logs.root, lastAt: logs.lastAt })
      .from(logs)
      .where(eq(logs.log, log))
      .for('update')
      .prepare('lock head')
      .execute();
  const [locked] = await lock();
  if (locked !== undefined) return locked;
  await inside.insert(logs).values({ log, size: 0, root: EMPTY_ROOT, lastAt: null }).onConflictDoNothing();
  const [made] = await lock();
  if (made === undefined) throw new TypeError('a head that was just made is there');
  return made;
}

function transactionOn(inside: Database, log: Scid, head: LogHead): Transaction {
  const reads = postgresReads(() => inside);
  return {
    ...reads,
    head: async (asked) => (asked === log ? head : reads.head(asked)), // nobody else can move it
    append: (batch) => append(inside, log, batch),
    putCheckpoint: (checkpoint) => putCheckpoint(inside, log, checkpoint),
    rewrite: (derived) => rewrite(inside, log, derived),
  };
}

async function putCheckpoint(
  inside: Database,
  log: Scid,
  { size, root, note, cosignatures }: StoredCheckpoint,
): Promise<StoredCheckpoint> {
  const [written] = await inside
    .insert(checkpoints)
    .values({ log, size, root, note, cosignatures })
    .onConflictDoUpdate({
      target: [checkpoints.log, checkpoints.size],
      set: { note, cosignatures },
      setWhere: sql`${checkpoints.root} = excluded.root and ${checkpoints.cosignatures} <= excluded.cosignatures`,
    })
    .returning(checkpointFields)
    .prepare('put checkpoint')
    .execute();
  if (written !== undefined) {
    await inside.execute(sql`select pg_notify(${CHANNEL}, ${log})`); // told to whoever listens once this is committed
    return written;
  }
  const [kept] = await inside
    .select(checkpointFields)
    .from(checkpoints)
    .where(and(eq(checkpoints.log, log), eq(checkpoints.size, size)));
  if (kept === undefined) throw new TypeError('a checkpoint that is not taken stands back behind another');
  return kept;
}

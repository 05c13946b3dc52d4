import { DatabaseSync } from 'node:sqlite';
import { setTimeout as sleep } from 'node:timers/promises';
import { ProtocolError } from '../../../protocol/problem.ts';

/** A lock that this process holds until it releases it or dies. */
export interface FileLock {
  release(): void;
}

type LockMode = 'exclusive' | 'shared';

/** Either takes its lock and keeps it, as the transaction never ends; nothing is ever written, not even a journal. */
const TAKE = {
  exclusive: 'PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE',
  shared: 'BEGIN; SELECT count(*) FROM sqlite_schema',
} as const satisfies Record<LockMode, string>;
/** SQLITE_BUSY: another connection, of this process or another, holds a lock that excludes ours. */
const BUSY = 5;
/** SQLITE_READONLY and SQLITE_CANTOPEN. */
const CLOSED: readonly unknown[] = [8, 14];
/** A lock is asked for again this often: short beside the start of a database, long beside the asking. */
const RETRY_MS = 20;

/** Without this a collected connection would close and drop its lock in silence. */
const held = new Set<DatabaseSync>();

/**
 * Takes the lock of a file, which is made if absent, or says at once that it is taken.
 *
 * Node has no flock, but its SQLite takes true locks of the operating system on a file (fcntl, LockFileEx). The
 * kernel drops them with the process, so neither kill -9 nor a reused process id leaves anything stale; they
 * hold between containers that share a folder; and SQLite keeps count within one process, which fcntl does not.
 * The file stays empty and MUST stay: removing it would let two processes lock two files of one name. On Unix,
 * opening and closing it by other means in the process that holds it would drop the lock: never copy it.
 *
 * @returns null when somebody else holds it.
 */
export function tryFileLock(path: string, mode: LockMode): FileLock | null {
  let database: DatabaseSync | null = null;
  try {
    database = new DatabaseSync(path, { timeout: 0 });
    database.exec(TAKE[mode]);
  } catch (cause) {
    database?.close();
    const code = cause instanceof Error && 'errcode' in cause ? cause.errcode : null;
    if (code === BUSY) return null;
    const why = cause instanceof Error ? cause.message : String(cause);
    const reason = CLOSED.includes(code) ? 'this user may not write it, or its folder is absent' : why;
    throw new ProtocolError('unavailable', `The file ${path} cannot be locked: ${reason}.`, {}, { cause });
  }
  const mine = database;
  held.add(mine);
  return {
    release() {
      if (held.delete(mine)) mine.close();
    },
  };
}

/** Takes the exclusive lock of a file as soon as its holder lets go, without blocking the event loop. */
export async function waitForFileLock(path: string, waitMs: number): Promise<FileLock> {
  for (let waitedMs = 0; waitedMs <= waitMs; waitedMs += RETRY_MS) {
    const lock = tryFileLock(path, 'exclusive');
    if (lock !== null) return lock;
    await sleep(RETRY_MS);
  }
  throw new ProtocolError(
    'unavailable',
    `The lock ${path} has been held for ${waitMs / 1000} s by another process.`,
  );
}

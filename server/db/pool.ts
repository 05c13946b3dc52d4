import { drizzle, type PostgresJsDatabase } from 'drizzle-orm/postgres-js';
import type postgres from 'postgres';
import { type Listener, openListener } from './listener.ts';

/** Connections that read; what is more waits. */
const READERS_MAX = 16;
/** Transactions at once: our own log, and mirrors of others; each log's are one after the other anyway. */
const WRITERS_MAX = 4;
/** Queries under way may end by themselves for so long. */
const END_SECONDS = 5;

export type Database = PostgresJsDatabase;

/** Makes a pool of at most `max` connections, which are opened when needed; `onLost` is told at once when one breaks. */
export type Connect = (
  max: number,
  onLost: () => void,
  onNotify?: (channel: string, payload: string) => void,
) => postgres.Sql;

/** All that a store needs of a database, with connections that come back by themselves once the database does. */
export interface Pool {
  /** For reading: to be asked anew for each statement. */
  readonly db: () => Database;
  /** What was asked on `db`, or the loss of its connection: a statement that nobody will ever answer has an end. */
  readonly answered: <Result>(asked: Promise<Result>) => Promise<Result>;
  /** Commits what the work wrote, or nothing where it throws. */
  readonly transaction: <Result>(work: (db: Database) => Promise<Result>) => Promise<Result>;
  /** What is told to all connections; null where something may have been missed. */
  readonly listen: Listener['listen'];
  readonly close: () => Promise<void>;
}

/**
 * Pools over postgres.js that outlive the loss of their connections.
 *
 * A connection of postgres.js that broke with something unsent may never work again, a statement given to it between the
 * socket's error and its close is never answered at all, and its own `begin` sends a rollback into the broken socket,
 * which ends the process. So nothing that has lost a connection is used again or waited for: readers are replaced all
 * together, and each transaction has a pool of its own with one connection.
 */
export function openPool(connect: Connect): Pool {
  const readers = openReaders(connect);
  const writers = openWriters(connect);
  const listener = openListener(connect);
  return {
    db: readers.db,
    answered: readers.answered,
    transaction: writers.transaction,
    listen: listener.listen,
    close: async () => {
      await Promise.all([readers.close(), writers.close(), listener.close()]);
    },
  };
}

/** A store's view of one connection that somebody else opened and closes: for what is done before anything else. */
export function poolOfOne(sql: postgres.Sql): Pool {
  const db = databaseOn(sql);
  const loss = createLoss();
  return {
    db: () => db,
    answered: (asked) => asked,
    transaction: (work) => run({ sql, db, loss }, work),
    listen: () => () => undefined,
    close: async () => undefined,
  };
}

function openReaders(connect: Connect) {
  let closed = false;
  let current = open();

  function open() {
    const loss = createLoss();
    const sql = connect(READERS_MAX, () => {
      if (closed || current.sql !== sql) return;
      current = open();
      void sql.end({ timeout: END_SECONDS }).then(loss.happen); // what its other connections were asked may end first
    });
    return { sql, db: databaseOn(sql), loss };
  }

  return {
    db: () => current.db,
    answered: <Result>(asked: Promise<Result>) => current.loss.orLost(asked),
    close: () => {
      closed = true;
      return current.sql.end({ timeout: END_SECONDS });
    },
  };
}

/** One connection, for one transaction at a time. */
interface Writer {
  readonly sql: postgres.Sql;
  readonly db: Database;
  readonly loss: Loss;
}

function openWriters(connect: Connect) {
  const free: Writer[] = [];
  const waiting: (() => void)[] = [];
  let taken = 0;

  async function take(): Promise<Writer> {
    while (taken >= WRITERS_MAX) {
      await new Promise<void>((resolve) => {
        waiting.push(resolve);
      });
    }
    taken++;
    const writer = free.pop();
    if (writer !== undefined && !writer.loss.hasHappened()) return writer;
    if (writer !== undefined) void end(writer);
    return openWriter(connect);
  }

  function giveBack(writer: Writer): void {
    taken--;
    if (writer.loss.hasHappened()) void end(writer);
    else free.push(writer);
    waiting.shift()?.();
  }

  return {
    async transaction<Result>(work: (db: Database) => Promise<Result>): Promise<Result> {
      const writer = await take();
      try {
        return await writer.loss.orLost(run(writer, work));
      } finally {
        giveBack(writer);
      }
    },
    close: async () => {
      await Promise.all(free.map(end));
    },
  };
}

async function run<Result>(
  { sql, db, loss }: Writer,
  work: (db: Database) => Promise<Result>,
): Promise<Result> {
  try {
    await sql.unsafe('begin isolation level read committed');
    const result = await work(db);
    await sql.unsafe('commit');
    return result;
  } catch (error) {
    if (!loss.hasHappened()) await sql.unsafe('rollback').catch(() => undefined);
    throw error;
  }
}

function openWriter(connect: Connect): Writer {
  const loss = createLoss();
  const sql = connect(1, loss.happen);
  const { unsafe } = sql;
  // A statement after a loss would open another connection, and take effect outside of the transaction.
  sql.unsafe = (...parameters: Parameters<typeof unsafe>) => {
    if (loss.hasHappened()) throw connectionLost();
    return unsafe(...parameters);
  };
  return { sql, db: databaseOn(sql), loss };
}

/** The loss of a connection, and who waits for an answer by it. */
interface Loss {
  readonly happen: () => void;
  readonly hasHappened: () => boolean;
  /** What was asked, or the loss, whichever comes first. */
  readonly orLost: <Result>(asked: Promise<Result>) => Promise<Result>;
}

function createLoss(): Loss {
  // A set and no promise to race against: that one would hold on to every answer for as long as the connection lives.
  const waiting = new Set<(error: Error) => void>();
  let has = false;
  return {
    happen: () => {
      has = true;
      for (const reject of waiting) reject(connectionLost());
    },
    hasHappened: () => has,
    orLost: (asked) =>
      new Promise((resolve, reject) => {
        waiting.add(reject);
        asked.then(resolve, reject).finally(() => waiting.delete(reject));
      }),
  };
}

/** With the code that postgres.js itself gives it. */
function connectionLost(): Error {
  return Object.assign(new Error('the connection was lost'), { code: 'CONNECTION_CLOSED' });
}

function end({ sql }: Writer): Promise<void> {
  return sql.end({ timeout: END_SECONDS });
}

function databaseOn(sql: postgres.Sql): Database {
  return drizzle(sql, { casing: 'snake_case' });
}

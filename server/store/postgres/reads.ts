import { and, asc, desc, eq, gt, gte, lt, lte, type SQL, sql } from 'drizzle-orm';
import type { HashText, Scid } from '../../../protocol/ids.ts';
import type { Database } from '../../db/pool.ts';
import {
  attachmentNames,
  attachments,
  checkpoints,
  entries,
  erased,
  logs,
  threadEntries,
  threads,
  tiles,
} from '../../db/schema/logs.ts';
import type { EntryQuery, Erasable, Place, Store } from '../store.ts';
import { readAccounts } from './accounts.ts';
import { numberArray, textArray } from './arrays.ts';
import { checkpointFields, entryOf, kindOf, threadOf } from './rows.ts';

type Reads = Omit<Store, 'transact' | 'records' | 'cursors' | 'watch'>;

/**
 * All reading, on the pool or inside a transaction. Statements are prepared: planning one takes longer than running it.
 */
export function postgresReads(db: () => Database): Reads {
  return {
    async now() {
      const [row] = await db()
        .select({ now: sql<string>`floor(extract(epoch from clock_timestamp()) * 1000)::text` })
        .from(sql`(values (1)) as one`)
        .prepare('now')
        .execute();
      return Number(row?.now);
    },

    async head(log) {
      const [row] = await db().select().from(logs).where(eq(logs.log, log)).prepare('head').execute();
      return row === undefined ? null : { size: row.size, root: row.root, lastAt: row.lastAt };
    },

    async entries(log, which) {
      if (isEmpty(which)) return [];
      const query = db()
        .select()
        .from(entries)
        .where(and(eq(entries.log, log), entriesIn(which)))
        .orderBy(asc(entries.index));
      const limited = 'limit' in which ? query.limit(which.limit) : query;
      return (await limited.prepare('entries').execute()).map(entryOf);
    },

    accounts: (log) => readAccounts(db(), log),

    async indexOf(log, id) {
      const [row] = await db()
        .select({ index: entries.index })
        .from(entries)
        .where(and(eq(entries.log, log), eq(entries.id, id)))
        .prepare('index')
        .execute();
      return row?.index ?? null;
    },

    async threads(log, which) {
      if ('names' in which) {
        if (which.names.length === 0) return [];
        const rows = await db()
          .select()
          .from(threads)
          .where(and(eq(threads.log, log), sql`${threads.name} = any(${textArray(which.names)}::text[])`))
          .prepare('threads')
          .execute();
        return rows.map(threadOf);
      }
      const ofKind = which.kind === 'any' ? undefined : eq(threads.kind, kindOf(which));
      const rows = await db()
        .select()
        .from(threads)
        .where(and(eq(threads.log, log), ofKind, gt(threads.name, which.after ?? '')))
        .orderBy(asc(threads.name))
        .limit(which.limit)
        .prepare(which.kind === 'any' ? 'all threads' : 'threads of a kind')
        .execute();
      return rows.map(threadOf);
    },

    async threadIndices(log, name, below, from = 0) {
      const rows = await db()
        .select({ index: threadEntries.index })
        .from(threadEntries)
        .where(
          and(
            eq(threadEntries.log, log),
            eq(threadEntries.name, name),
            gte(threadEntries.n, from),
            lt(threadEntries.index, below),
          ),
        )
        .orderBy(asc(threadEntries.n))
        .prepare('thread indices')
        .execute();
      return rows.map(({ index }) => index);
    },

    async tiles(log, ids) {
      if (ids.length === 0) return [];
      const levels = numberArray(ids.map(({ level }) => level));
      const indices = numberArray(ids.map(({ index }) => index));
      return db()
        .select({ level: tiles.level, index: tiles.index, hashes: tiles.hashes })
        .from(tiles)
        .where(
          and(
            eq(tiles.log, log),
            // What the primary key can look up, and what is wanted of it: all tiles of a log are many.
            sql`${tiles.level} = any(${levels}::int[])`,
            sql`${tiles.index} = any(${indices}::bigint[])`,
            sql`(${tiles.level}, ${tiles.index}) in (select * from unnest(${levels}::int[], ${indices}::bigint[]))`,
          ),
        )
        .prepare('tiles')
        .execute();
    },

    async attachments(hashes) {
      if (hashes.length === 0) return new Map();
      const rows = await db()
        .select()
        .from(attachments)
        .where(sql`${attachments.hash} = any(${textArray(hashes)}::text[])`)
        .prepare('attachments')
        .execute();
      return new Map(rows.map(({ hash, content }) => [hash as HashText, content])); // keyed by their hash when written
    },

    async traces(names) {
      const traces = new Map<Erasable, { namedBy: Place[]; erasedBy: Place[] }>(
        names.map((name) => [name, { namedBy: [], erasedBy: [] }]),
      );
      if (names.length === 0) return traces;
      const all = textArray([...traces.keys()]);
      const naming = await db()
        .select()
        .from(attachmentNames)
        .where(sql`${attachmentNames.hash} = any(${all}::text[])`)
        .prepare('what names attachments')
        .execute();
      for (const { hash, log, index } of naming)
        traces.get(hash as HashText)?.namedBy.push({ log: log as Scid, index }); // as they were written
      const gone = await db()
        .select()
        .from(erased)
        .where(sql`${erased.name} = any(${all}::text[])`)
        .prepare('what was erased')
        .execute();
      for (const { name, log, index } of gone)
        traces.get(name as Erasable)?.erasedBy.push({ log: log as Scid, index });
      return traces;
    },

    async heads(log, below) {
      // Most threads stand where they stood then; of the others, the last entry before is looked up.
      const before = db()
        .select({ n: threadEntries.n, index: threadEntries.index })
        .from(threadEntries)
        .where(
          and(
            gte(threads.last, below),
            eq(threadEntries.log, threads.log),
            eq(threadEntries.name, threads.name),
            lt(threadEntries.index, below),
          ),
        )
        .orderBy(desc(threadEntries.n))
        .limit(1)
        .as('before');
      const rows = await db()
        .select({
          key: threads.key,
          n: threads.n,
          last: threads.last,
          thenN: before.n,
          thenLast: before.index,
        })
        .from(threads)
        .leftJoinLateral(before, sql`true`)
        .where(eq(threads.log, log));
      return rows.flatMap(({ key, n, last, thenN, thenLast }) => {
        if (last < below) return [{ key, n, last }];
        return thenN === null || thenLast === null ? [] : [{ key, n: thenN + 1, last: thenLast }];
      });
    },

    async checkpoints(log, which) {
      const inLog = () => db().select(checkpointFields).from(checkpoints);
      if (which === 'newest') {
        return inLog()
          .where(eq(checkpoints.log, log))
          .orderBy(desc(checkpoints.size))
          .limit(1)
          .prepare('newest checkpoint')
          .execute();
      }
      const cosigned = and(eq(checkpoints.log, log), sql`${checkpoints.cosignatures} > 0`); // as its index has it
      const before = inLog()
        .where(and(cosigned, lte(checkpoints.size, which.around)))
        .orderBy(desc(checkpoints.size))
        .limit(1)
        .prepare('checkpoint before')
        .execute();
      const after = inLog()
        .where(and(cosigned, gt(checkpoints.size, which.around)))
        .orderBy(asc(checkpoints.size))
        .limit(1)
        .prepare('checkpoint after')
        .execute();
      return (await Promise.all([before, after])).flat();
    },
  };
}

function isEmpty(which: EntryQuery): boolean {
  return ('at' in which && which.at.length === 0) || ('ids' in which && which.ids.length === 0);
}

function entriesIn(which: EntryQuery): SQL {
  if ('after' in which) return gt(entries.index, which.after);
  return 'at' in which
    ? sql`${entries.index} = any(${numberArray(which.at)}::bigint[])`
    : sql`${entries.id} = any(${textArray(which.ids)}::text[])`;
}

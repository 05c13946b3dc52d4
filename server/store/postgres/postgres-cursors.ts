import { and, asc, eq, ne, type SQL, sql } from 'drizzle-orm';
import { compareText } from '../../../protocol/bytes.ts';
import type { Database } from '../../db/pool.ts';
import { cursors } from '../../db/schema/cursors.ts';
import { type Claim, type Cursor, type CursorKind, type Cursors, latestLeaseEnd } from '../cursors.ts';

/** Cursors in a table: claimed with SKIP LOCKED, given back under their fence; no transaction is open in between. */
export function postgresCursors(db: () => Database): Cursors {
  const at = (kind: CursorKind, key: string) => and(eq(cursors.kind, kind), eq(cursors.key, key));
  const held = ({ kind, key, fence }: Cursor) => and(at(kind, key), eq(cursors.fence, fence));
  const read = (rows: readonly Row[]) => rows.map((row) => ({ ...row, kind: row.kind as CursorKind })); // written from one
  return {
    async get(kind, key) {
      return read(await db().select().from(cursors).where(at(kind, key)))[0] ?? null;
    },
    async list(kind) {
      return read(await db().select().from(cursors).where(eq(cursors.kind, kind)).orderBy(asc(cursors.key)));
    },
    async add(cursor) {
      const made = await db()
        .insert(cursors)
        .values({ ...cursor, ...AWAKE, attempts: 0, leaseUntil: 0, fence: 0, knocks: 0 })
        .onConflictDoNothing()
        .returning({ key: cursors.key });
      return made.length > 0;
    },
    async remove(kind, key) {
      await db().delete(cursors).where(at(kind, key));
    },
    async claim(which) {
      const rows = await db()
        .update(cursors)
        .set({ leaseUntil: which.now + which.leaseMs, fence: sql`${cursors.fence} + 1` })
        .where(
          sql`(${cursors.kind}, ${cursors.key}) in (
            select kind, key from cursors where ${claimable(which)} and key in (${keysOf(which)})
            order by "after", key limit ${which.limit} for update skip locked)`,
        )
        .returning();
      return read(rows).sort((a, b) => a.after - b.after || compareText(a.key, b.key));
    },
    async settle(claimed, change) {
      const dueAt = sql`case when ${cursors.knocks} = ${claimed.knocks} then ${change.dueAt}::bigint else ${cursors.dueAt} end`;
      const rows = await db()
        .update(cursors)
        .set({ ...change, dueAt, leaseUntil: 0 })
        .where(held(claimed))
        .returning({ key: cursors.key });
      return rows.length > 0;
    },
    async hold(claimed, after, leaseUntil) {
      const rows = await db()
        .update(cursors)
        .set({ after, leaseUntil })
        .where(held(claimed))
        .returning({ key: cursors.key });
      return rows.length > 0;
    },
    async prolong(claimed, leaseUntil) {
      const rows = await db()
        .update(cursors)
        .set({ leaseUntil })
        .where(and(held(claimed), ne(cursors.leaseUntil, 0)))
        .returning({ key: cursors.key });
      return rows.length > 0;
    },
    async wake(kind, key, now) {
      await db()
        .update(cursors)
        .set({ ...AWAKE, dueAt: now, knocks: sql`${cursors.knocks} + 1` })
        .where(and(at(kind, key), ne(cursors.state, 'ended')));
    },
    async rewind(kind, key, to, now) {
      const next = { fence: sql`${cursors.fence} + 1`, knocks: sql`${cursors.knocks} + 1` };
      await db()
        .update(cursors)
        .set({ ...AWAKE, ...to, dueAt: now, leaseUntil: 0, ...next })
        .where(at(kind, key));
    },
  };
}

type Row = typeof cursors.$inferSelect;

/** One that has all entries may have failed with what comes after them: it stays one that has to be tried again. */
const AWAKE = {
  state: 'active',
  attempts: sql<number>`least(${cursors.attempts}, 1)`,
  failingSince: null,
  lastError: null,
} as const;

/** In the words of the inner table: the same condition is asked again of each row once it is locked. */
function claimable(which: Claim): SQL {
  const { kind, key, size, now } = which;
  const one = key === undefined ? sql`true` : sql`key = ${key}`;
  return sql`kind = ${kind} and ${one} and state = 'active' and due_at <= ${now} and not ${isHeld(which)}
    and ("after" < ${size - 1} or attempts > 0 or lease_until > 0)`;
}

function isHeld(which: Claim): SQL {
  return sql`(lease_until > ${which.now} and lease_until <= ${latestLeaseEnd(which)})`;
}

/** What the cap of its host leaves: those that are held count first. */
function keysOf(which: Claim): SQL {
  const { kind, perHost } = which;
  const held = isHeld(which);
  if (which.key !== undefined) return sql`${which.key}`;
  return sql`select key from (
      select key, ${held} as held, row_number() over (partition by host order by ${held} desc, "after", key) as place
      from cursors where (kind = ${kind} and ${held}) or (${claimable(which)})
    ) as ranked where place <= ${perHost} and not held`;
}

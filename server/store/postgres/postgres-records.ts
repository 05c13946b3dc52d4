import { and, asc, eq, lt, sql } from 'drizzle-orm';
import type { Database } from '../../db/pool.ts';
import { records } from '../../db/schema/records.ts';
import type { Records } from '../store.ts';

/** Records in a table of their own. */
export function postgresRecords(db: () => Database): Records {
  const at = (kind: string, key: string) => and(eq(records.kind, kind), eq(records.key, key));
  return {
    async get(kind, key) {
      const [row] = await db()
        .select({ value: records.value })
        .from(records)
        .where(at(kind, key))
        .prepare('record')
        .execute();
      return row?.value ?? null;
    },
    async list(kind) {
      return db()
        .select({ key: records.key, value: records.value })
        .from(records)
        .where(eq(records.kind, kind))
        .orderBy(asc(records.key))
        .prepare('records')
        .execute();
    },
    async put(kind, key, value) {
      await db()
        .insert(records)
        .values({ kind, key, value })
        .onConflictDoUpdate({ target: [records.kind, records.key], set: { value } })
        .prepare('put record')
        .execute();
    },
    async change(kind, key, fields) {
      const rows = await db()
        .update(records)
        .set({ value: sql`${records.value} || ${sql.param(fields, records.value)}` })
        .where(at(kind, key))
        .returning({ key: records.key })
        .prepare('change record')
        .execute();
      return rows.length > 0;
    },
    async add(kind, key, value, expiresAt) {
      const rows = await db()
        .insert(records)
        .values({ kind, key, value, expiresAt: expiresAt ?? null })
        .onConflictDoNothing()
        .returning({ key: records.key })
        .prepare('add record')
        .execute();
      return rows.length > 0;
    },
    async remove(kind, key) {
      await db().delete(records).where(at(kind, key)).prepare('remove record').execute();
    },
    async expire(now) {
      await db().delete(records).where(lt(records.expiresAt, now)).prepare('expire records').execute();
    },
  };
}

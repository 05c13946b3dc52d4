import { bigint, index, integer, jsonb, pgTable, primaryKey, text } from 'drizzle-orm/pg-core';
import type { CursorState } from '../../store/cursors.ts';
import { plain } from './columns.ts';

/** One row for whoever follows our log: where they are, when to try again, who is at it just now. */
export const cursors = pgTable(
  'cursors',
  {
    kind: plain().notNull(),
    key: plain().notNull(),
    after: bigint({ mode: 'number' }).notNull(),
    host: plain().notNull(),
    settings: jsonb().$type<Record<string, unknown>>().notNull(),
    state: text().$type<CursorState>().notNull(),
    dueAt: bigint({ mode: 'number' }).notNull(),
    attempts: integer().notNull(),
    failingSince: bigint({ mode: 'number' }),
    lastError: text(),
    leaseUntil: bigint({ mode: 'number' }).notNull(),
    fence: bigint({ mode: 'number' }).notNull(),
    knocks: bigint({ mode: 'number' }).notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.kind, table.key] }),
    index('cursors_due').on(table.kind, table.dueAt),
  ],
);

import { bigint, index, jsonb, pgTable, primaryKey } from 'drizzle-orm/pg-core';
import { plain } from './columns.ts';

/** Small named values that belong to no log: keys, peers, people, settings, used nonces. */
export const records = pgTable(
  'records',
  {
    kind: plain().notNull(),
    key: plain().notNull(),
    value: jsonb().$type<Record<string, unknown>>().notNull(),
    expiresAt: bigint({ mode: 'number' }),
  },
  (table) => [primaryKey({ columns: [table.kind, table.key] }), index('records_expiry').on(table.expiresAt)],
);

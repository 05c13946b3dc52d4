import { gt, sql } from 'drizzle-orm';
import { bigint, index, integer, jsonb, pgTable, primaryKey, text, unique } from 'drizzle-orm/pg-core';
import type { ThreadState } from '../../../protocol/governance/state.ts';
import { bytes, plain } from './columns.ts';

/** One row a log, ours or a mirror. Its row lock is the one-writer rule. */
export const logs = pgTable('logs', {
  log: plain().primaryKey(),
  size: bigint({ mode: 'number' }).notNull(),
  root: bytes().notNull(),
  lastAt: bigint({ mode: 'number' }),
});

export const entries = pgTable(
  'entries',
  {
    log: plain().notNull(),
    index: bigint({ mode: 'number' }).notNull(),
    at: bigint({ mode: 'number' }).notNull(),
    id: plain().notNull(),
    leaf: bytes().notNull(),
    author: text(),
    key: text(),
    payload: bytes(),
    signature: bytes(),
    status: text(),
    code: text(),
    detail: jsonb().$type<Record<string, unknown>>(),
  },
  (table) => [
    primaryKey({ columns: [table.log, table.index] }),
    unique('entries_log_id').on(table.log, table.id),
  ],
);

/** Where every thread stands; `state` is derived and can be rebuilt from the entries. */
export const threads = pgTable(
  'threads',
  {
    log: plain().notNull(),
    name: plain().notNull(),
    key: plain().notNull(),
    n: bigint({ mode: 'number' }).notNull(),
    last: bigint({ mode: 'number' }).notNull(),
    /** Of the state; of a thing's with its type. */
    kind: text(),
    state: jsonb().$type<ThreadState>(),
  },
  (table) => [
    primaryKey({ columns: [table.log, table.name] }),
    unique('threads_log_key').on(table.log, table.key),
    index('threads_log_kind').on(table.log, table.kind, table.name),
  ],
);

export const threadEntries = pgTable(
  'thread_entries',
  {
    log: plain().notNull(),
    name: plain().notNull(),
    n: bigint({ mode: 'number' }).notNull(),
    index: bigint({ mode: 'number' }).notNull(),
  },
  (table) => [primaryKey({ columns: [table.log, table.name, table.n] })],
);

/** Hash tiles; those at the right edge are partial and grow. */
export const tiles = pgTable(
  'tiles',
  {
    log: plain().notNull(),
    level: integer().notNull(),
    index: bigint({ mode: 'number' }).notNull(),
    hashes: bytes().notNull(),
  },
  (table) => [primaryKey({ columns: [table.log, table.level, table.index] })],
);

/** One signed note a size: a second one with another root is a fork, and the primary key refuses it. */
export const checkpoints = pgTable(
  'checkpoints',
  {
    log: plain().notNull(),
    size: bigint({ mode: 'number' }).notNull(),
    root: bytes().notNull(),
    note: text().notNull(),
    cosignatures: integer().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.log, table.size] }),
    index('checkpoints_cosigned').on(table.log, table.size).where(gt(table.cosignatures, sql`0`)),
  ],
);

/** Which documents name an attachment: whoever may read one of them may read it. */
export const attachmentNames = pgTable(
  'attachment_names',
  { hash: plain().notNull(), log: plain().notNull(), index: bigint({ mode: 'number' }).notNull() },
  (table) => [primaryKey({ columns: [table.hash, table.log, table.index] })],
);

/**
 * Attachments and documents that are gone for good, with the first entry of each log that erased them: of a commons whose
 * log that is, or from ours, nothing of this name comes in again.
 */
export const erased = pgTable(
  'erased',
  { name: plain().notNull(), log: plain().notNull(), index: bigint({ mode: 'number' }).notNull() },
  (table) => [primaryKey({ columns: [table.name, table.log] })],
);

/** Salted content by its SHA-256. */
export const attachments = pgTable('attachments', {
  hash: plain().primaryKey(),
  content: bytes().notNull(),
});

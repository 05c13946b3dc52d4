import { sql } from 'drizzle-orm';
import { bigint, check, pgTable, primaryKey, unique } from 'drizzle-orm/pg-core';
import { plain } from './columns.ts';

/**
 * What is promised of each resource, kept beside the states of threads so that the database itself refuses what the rules
 * would not have let through: a defect of ours, or a second process with an old state. Spec §7.
 */
export const accounts = pgTable(
  'accounts',
  {
    log: plain().notNull(),
    resource: plain().notNull(),
    /** The number by which `taken` names it: a range can be made of it. */
    account: bigint({ mode: 'number' }).generatedAlwaysAsIdentity().notNull(),
    capacity: bigint({ mode: 'number' }).notNull(),
    /** Given and held of a stock. */
    promised: bigint({ mode: 'number' }).notNull(),
  },
  ({ log, resource, account, promised, capacity }) => [
    primaryKey({ columns: [log, resource] }),
    unique('accounts_account').on(account),
    check('accounts_not_overdrawn', sql`${promised} between 0 and ${capacity}`),
  ],
);

/**
 * How much of slots is taken from when until when: one row for each piece of the account's timeline. Rows of one account
 * never overlap, by an exclusion constraint, so that each moment has one sum, and that is checked. Spec §7.
 *
 * Why sums and not a row for each booking: of several things alike nobody has a certain one, and any set of bookings that
 * fits at every moment would have to find lanes that fit for all of its length.
 */
export const taken = pgTable(
  'taken',
  {
    account: bigint({ mode: 'number' }).notNull(),
    /** Milliseconds since 1970. */
    begins: bigint({ mode: 'number' }).notNull(),
    ends: bigint({ mode: 'number' }).notNull(),
    quantity: bigint({ mode: 'number' }).notNull(),
    /** As in the account, so that it can be compared within the row. */
    capacity: bigint({ mode: 'number' }).notNull(),
  },
  ({ account, begins, ends, quantity, capacity }) => [
    primaryKey({ columns: [account, begins] }),
    check('taken_lasts', sql`${begins} < ${ends}`),
    check('taken_not_overdrawn', sql`${quantity} between 1 and ${capacity}`),
  ],
);

/** What the schema language has no words for; the migration holds the same statement. Ranges of numbers need no extension. */
export const EXCLUSIONS =
  'ALTER TABLE "taken" ADD CONSTRAINT "taken_once" EXCLUDE USING gist (int8range("account", "account", \'[]\') WITH &&, int8range("begins", "ends") WITH &&)';

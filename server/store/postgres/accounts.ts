import { and, asc, eq, gte, lte, ne, sql } from 'drizzle-orm';
import type { Scid, Subject } from '../../../protocol/ids.ts';
import { minus, plus, type Timeline } from '../../../protocol/resource/timeline.ts';
import type { Database } from '../../db/pool.ts';
import { accounts, taken } from '../../db/schema/accounts.ts';
import type { AccountChange, KeptAccount } from '../accounts.ts';
import { numberArray } from './arrays.ts';

/**
 * Adds a change to an account.
 *
 * @throws where that promises more than there is, or two write the same time at once: the constraints say so, and nothing
 *   of the transaction is committed.
 */
export async function changeAccount(inside: Database, log: Scid, change: AccountChange): Promise<void> {
  const { resource, capacity, promised, at } = change;
  await inside
    .insert(accounts)
    .values({ log, resource, capacity: 0, promised: 0 })
    .onConflictDoNothing()
    .prepare('open account')
    .execute();
  const [changed] = await inside
    .update(accounts)
    .set({ capacity, promised: sql`${accounts.promised} + ${promised}` })
    .where(and(eq(accounts.log, log), eq(accounts.resource, resource)))
    .returning({ account: accounts.account });
  if (changed === undefined) throw new TypeError('an account that was just opened is there');
  const { account } = changed;
  await inside.delete(taken).where(and(eq(taken.account, account), lte(taken.ends, at)));
  await inside
    .update(taken)
    .set({ capacity })
    .where(and(eq(taken.account, account), ne(taken.capacity, capacity)));
  await changeTaken(inside, account, change);
}

/** Accounts of a log, by resource. */
export async function readAccounts(db: Database, log: Scid): Promise<readonly KeptAccount[]> {
  const rows = await db
    .select()
    .from(accounts)
    .leftJoin(taken, eq(taken.account, accounts.account))
    .where(eq(accounts.log, log))
    .orderBy(asc(accounts.resource), asc(taken.begins));
  const found = new Map<Subject, KeptAccount>();
  for (const { accounts: account, taken: piece } of rows) {
    const resource = account.resource as Subject; // as it was written
    const before = found.get(resource)?.taken ?? [];
    found.set(resource, {
      ...{ resource, capacity: account.capacity, promised: account.promised },
      taken: piece === null ? before : [...before, pieceOf(piece)],
    });
  }
  return [...found.values()];
}

/** Puts accounts in the place of all that there were of a log. */
export async function rewriteAccounts(
  inside: Database,
  log: Scid,
  all: readonly KeptAccount[],
): Promise<void> {
  const known = inside.select({ account: accounts.account }).from(accounts).where(eq(accounts.log, log));
  await inside.delete(taken).where(sql`${taken.account} in ${known}`);
  await inside.delete(accounts).where(eq(accounts.log, log));
  for (const { resource, capacity, promised, taken: pieces } of all)
    await changeAccount(inside, log, { resource, capacity, promised, taken: pieces, freed: [], at: 0 });
}

/** Takes out the rows that touch what changes, and puts in what they come to. Whoever was faster is noticed by the constraint. */
async function changeTaken(
  inside: Database,
  account: number,
  { capacity, taken: more, freed }: AccountChange,
): Promise<void> {
  const touched = [...more, ...freed];
  if (touched.length === 0) return;
  const begins = Math.min(...touched.map(({ from }) => from));
  const ends = Math.max(...touched.map(({ until }) => until));
  const rows = await inside
    .delete(taken)
    .where(and(eq(taken.account, account), gte(taken.ends, begins), lte(taken.begins, ends)))
    .returning();
  const before = rows.map(pieceOf).sort((one, other) => one.from - other.from);
  await putTaken(inside, account, capacity, plus(minus(before, freed), more));
}

async function putTaken(
  inside: Database,
  account: number,
  capacity: number,
  pieces: Timeline,
): Promise<void> {
  if (pieces.length === 0) return;
  await inside.insert(taken).select(
    sql`select ${account}::bigint, begins, ends, quantity, ${capacity}::bigint from unnest(
      ${numberArray(pieces.map(({ from }) => from))}::bigint[],
      ${numberArray(pieces.map(({ until }) => until))}::bigint[],
      ${numberArray(pieces.map(({ quantity }) => quantity))}::bigint[]) as given (begins, ends, quantity)`,
  );
}

function pieceOf({ begins, ends, quantity }: typeof taken.$inferSelect) {
  return { from: begins, until: ends, quantity };
}

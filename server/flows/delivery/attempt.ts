import { failed, succeeded } from '../../../federation/delivery/settlement.ts';
import { ProtocolError } from '../../../protocol/problem.ts';
import { SECOND } from '../../../protocol/time.ts';
import type { Context } from '../../context.ts';
import type { Cursor, CursorKind } from '../../store/cursors.ts';

/**
 * Whoever is not heard of for so long has lost its lease: what a process that died was at waits for no longer, and one that
 * goes on working says so (`keepLease`).
 */
const LEASE_MS = 10 * SECOND;
/** A lease outlives two renewals that are late or get lost. */
const RENEW_MS = 3 * SECOND;
/** Attempts under way for one host: many that live in one house must not be its burden. */
const PER_HOST = 4;
/** What HTTP says of something that will not come back (RFC 9110 §15.5.11). */
const GONE = 410;

/** One attempt's hold on its cursor. */
export interface Hold {
  readonly cursor: Cursor;
  /** Writes down what was taken so far. @throws {LeaseLost} */
  readonly reach: (after: number) => Promise<void>;
}

/** Somebody else is at it by now: whatever was sent is known there as a duplicate. */
class LeaseLost extends Error {
  constructor() {
    super('the lease on a cursor was lost');
    this.name = 'LeaseLost';
  }
}

/**
 * Cursors whose turn it is, leased to this process. Spec §19.
 *
 * @param key one alone.
 */
export async function claimDue(
  context: Context,
  kind: CursorKind,
  limit: number,
  key?: string,
): Promise<readonly Cursor[]> {
  return context.store.cursors.claim({
    kind,
    ...(key === undefined ? {} : { key }),
    size: await ownSize(context),
    now: await context.now(),
    leaseMs: LEASE_MS,
    limit,
    perHost: PER_HOST,
  });
}

/**
 * Does the work of one claimed cursor, and gives it back: where it is now, and when it is its turn again. Spec §19.
 *
 * @param work what it throws as a `ProtocolError` is a failed attempt; its extensions may hold `status` and `retryAfterMs`.
 */
export async function attempt(
  context: Context,
  cursor: Cursor,
  work: (hold: Hold) => Promise<void>,
): Promise<void> {
  const { cursors } = context.store;
  let after = cursor.after;
  const isBehind = cursor.after < (await ownSize(context)) - 1;
  const hold: Hold = {
    cursor,
    async reach(next) {
      if (!(await cursors.hold(cursor, next, (await context.now()) + LEASE_MS))) throw new LeaseLost();
      after = next;
    },
  };
  try {
    await work(hold);
    const isUnwanted = isBehind && after === cursor.after;
    await cursors.settle(cursor, succeeded(cursor, after, isUnwanted, await context.now()));
  } catch (error) {
    if (error instanceof LeaseLost) return;
    if (!(error instanceof ProtocolError)) throw error;
    const { status, retryAfterMs } = error.extensions;
    const failure = {
      reason: error.message,
      gone: status === GONE,
      retryAfterMs: typeof retryAfterMs === 'number' ? retryAfterMs : 0,
    };
    const [chance = 0] = context.random.bytes(1);
    await cursors.settle(cursor, failed(cursor, after, failure, await context.now(), chance / 256));
    const { kind, key, attempts } = cursor;
    context.logger.warn(
      { kind, key, failures: attempts + 1, problem: error.type },
      'a follower of our log could not be reached',
    );
  }
}

/**
 * Renews the lease of a claimed cursor until the work on it is done: a request may take longer than a lease. Spec §19.
 *
 * @param rest waits so long, or until the signal aborts.
 */
export async function keepLease(
  { store, now }: Pick<Context, 'store' | 'now'>,
  cursor: Cursor,
  rest: (ms: number, until: AbortSignal) => Promise<void>,
  done: AbortSignal,
): Promise<void> {
  for (;;) {
    await rest(RENEW_MS, done);
    if (done.aborted) return;
    try {
      if (!(await store.cursors.prolong(cursor, (await now()) + LEASE_MS))) return;
    } catch (error) {
      if (!(error instanceof ProtocolError)) throw error; // a database that is away may be back for the next one
    }
  }
}

async function ownSize(context: Context): Promise<number> {
  return (await context.store.head(await context.commons()))?.size ?? 0;
}

import type { Context } from '../context.ts';
import { claimDue, keepLease } from '../flows/delivery/attempt.ts';
import type { Cursor, CursorKind } from '../store/cursors.ts';
import type { Rest } from './loop.ts';

/** Attempts under way in one process, of each kind: their timeouts must not add up, and neither must their pages in memory. */
const AT_ONCE = 64;

export interface Deliveries {
  /** Begins what is due, as far as there is room. Resolves once it is under way. */
  readonly begin: () => Promise<void>;
  /** Resolves once nothing is under way; nothing more begins. */
  readonly stop: () => Promise<void>;
}

/**
 * Attempts side by side: a follower that is slow or dead holds up nobody else. Spec §19.
 *
 * @param work what is done with a claimed cursor of each kind.
 * @param onFree told when there is room again.
 * @param rest how they wait between two renewals of a lease.
 */
export function createDeliveries(
  context: Context,
  work: Readonly<Partial<Record<CursorKind, (cursor: Cursor) => Promise<void>>>>,
  onFree: () => void,
  rest: Rest,
): Deliveries {
  const running = new Map<CursorKind, Set<Promise<void>>>();
  let stopped = false;

  function start(cursor: Cursor, under: Set<Promise<void>>, doWork: (cursor: Cursor) => Promise<void>): void {
    const { kind, key } = cursor;
    const done = new AbortController();
    keepLease(context, cursor, rest, done.signal).catch((error: unknown) => {
      context.logger.warn({ err: error, kind, key }, 'a lease could not be renewed; it may be lost');
    });
    const run = doWork(cursor)
      .finally(() => done.abort())
      .catch((error: unknown) => {
        context.logger.error({ err: error, kind, key }, 'an attempt failed; it is tried again');
      })
      .then(() => {
        under.delete(run);
        onFree();
      });
    under.add(run);
  }

  return {
    async begin() {
      for (const [name, doWork] of Object.entries(work)) {
        const kind = name as CursorKind; // a key of the table above
        const under = running.get(kind) ?? new Set<Promise<void>>();
        running.set(kind, under);
        const room = AT_ONCE - under.size;
        if (stopped || room <= 0) continue;
        for (const cursor of await claimDue(context, kind, room)) start(cursor, under, doWork);
      }
    },
    async stop() {
      stopped = true;
      await Promise.all([...running.values()].flatMap((under) => [...under]));
    },
  };
}

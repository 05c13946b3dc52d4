import type { Millis } from '../../protocol/time.ts';

/**
 * Who follows our log, one row each: a peer that we push to, a webhook. The log is the queue: there is no row for a message,
 * and one that sleeps costs nothing else. Spec §19.
 */
export interface Cursors {
  readonly get: (kind: CursorKind, key: string) => Promise<Cursor | null>;
  /** All of a kind, by key. */
  readonly list: (kind: CursorKind) => Promise<readonly Cursor[]>;
  /** Makes one that is due at once, unless there is one. @returns whether it did. */
  readonly add: (cursor: NewCursor) => Promise<boolean>;
  readonly remove: (kind: CursorKind, key: string) => Promise<void>;
  /**
   * Takes cursors that are active, due and behind the log (or have failed), those furthest behind first, and leases them: no
   * other process takes them before the lease is over. What others hold just now is skipped and not waited for.
   */
  readonly claim: (which: Claim) => Promise<readonly Cursor[]>;
  /**
   * Gives a claimed one back with what changed. What was woken meanwhile stays due.
   *
   * @returns false where the lease was lost: somebody else has it by now, and nothing is written.
   */
  readonly settle: (claimed: Cursor, change: CursorChange) => Promise<boolean>;
  /** Writes progress of a claimed one and holds on to it. @returns as `settle`. */
  readonly hold: (claimed: Cursor, after: number, leaseUntil: Millis) => Promise<boolean>;
  /** Goes on holding one that is not given back yet, without a word on how far it is. @returns as `settle`. */
  readonly prolong: (claimed: Cursor, leaseUntil: Millis) => Promise<boolean>;
  /** There is life: what waits is due now, as if it had failed once at most; one that only pulls is pushed to again. */
  readonly wake: (kind: CursorKind, key: string, now: Millis) => Promise<void>;
  /** Moves it by hand, whoever holds it: their lease is lost. */
  readonly rewind: (
    kind: CursorKind,
    key: string,
    to: { readonly after: number; readonly host?: string },
    now: Millis,
  ) => Promise<void>;
}

export type CursorKind = 'peer' | 'webhook';

/** `pull-only`: it was away for so long that it has to come by itself; `ended`: it wants no more. */
export type CursorState = 'active' | 'pull-only' | 'ended';

export interface NewCursor {
  readonly kind: CursorKind;
  readonly key: string;
  /** Index of the last entry that it has; −1 for none. */
  readonly after: number;
  /** Whom a cap is for. */
  readonly host: string;
  /** What else its kind needs to know, its filter with it. */
  readonly settings: Readonly<Record<string, unknown>>;
  readonly dueAt: Millis;
}

export interface Cursor extends NewCursor {
  readonly state: CursorState;
  /** Failures in a row. */
  readonly attempts: number;
  readonly failingSince: Millis | null;
  readonly lastError: string | null;
  /** 0 where nobody holds it. */
  readonly leaseUntil: Millis;
  /** Grows with each claim: whoever comes with an older one has lost the lease. */
  readonly fence: number;
  /** Grows when it is woken. */
  readonly knocks: number;
}

/**
 * A lease that ends later than any can is of a clock that was set back since. Whoever asks may have looked at the clock a
 * little before whoever took the lease, and runs no risk by waiting for as long again.
 */
export function latestLeaseEnd({ now, leaseMs }: Pick<Claim, 'now' | 'leaseMs'>): Millis {
  return now + 2 * leaseMs;
}

export interface Claim {
  readonly kind: CursorKind;
  /** One alone; then the cap does not count. */
  readonly key?: string;
  /** Of our log. */
  readonly size: number;
  readonly now: Millis;
  readonly leaseMs: number;
  readonly limit: number;
  /** Leases at a time for one host. */
  readonly perHost: number;
}

export type CursorChange = Pick<
  Cursor,
  'after' | 'state' | 'attempts' | 'failingSince' | 'lastError' | 'dueAt'
>;

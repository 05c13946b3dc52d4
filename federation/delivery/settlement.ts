import { DAY_SECONDS, type Millis, SECOND } from '../../protocol/time.ts';
import { nextAttemptAt } from './backoff.ts';

/** Whoever is away for so long comes by itself: nobody goes on knocking at a house that is gone. Spec §19. */
export const PULL_ONLY_AFTER_MS = 7 * DAY_SECONDS * SECOND;
/** One that wants nothing of what it was offered is offered it again after so long. */
const UNWANTED_MS = 60 * SECOND;

/** Where a cursor stands after an attempt. */
export interface Standing {
  readonly after: number;
  readonly state: 'active' | 'pull-only' | 'ended';
  readonly attempts: number;
  readonly failingSince: Millis | null;
  readonly lastError: string | null;
  readonly dueAt: Millis;
}

/** How an attempt failed. */
export interface Failure {
  readonly reason: string;
  /** The receiver said that it is gone for good (410). */
  readonly gone: boolean;
  /** What it asked for; 0 where it did not ask. */
  readonly retryAfterMs: number;
}

/**
 * It took everything up to `after`, or as much as it wants.
 *
 * @param isUnwanted whether there was something when the attempt began, and nothing of it was taken: it must not be tried
 *   without a pause for ever. One that had everything, and was asked for its cosignature alone, must not wait with what is logged next.
 */
export function succeeded(before: Standing, after: number, isUnwanted: boolean, now: Millis): Standing {
  // Else it stays due, also by a clock that is set back.
  const dueAt = isUnwanted ? now + UNWANTED_MS : before.dueAt;
  return { after, state: 'active', attempts: 0, failingSince: null, lastError: null, dueAt };
}

/**
 * It is tried again later, or no more. Spec §19, [R-19.24].
 *
 * @param chance in [0, 1).
 */
export function failed(
  before: Standing,
  after: number,
  { reason, gone, retryAfterMs }: Failure,
  now: Millis,
  chance: number,
): Standing {
  const attempts = before.attempts + 1;
  const failingSince = before.failingSince ?? now;
  const isLong = now - failingSince >= PULL_ONLY_AFTER_MS;
  return {
    after,
    state: gone ? 'ended' : isLong ? 'pull-only' : 'active',
    attempts,
    failingSince,
    lastError: reason,
    dueAt: nextAttemptAt(now, attempts, chance, retryAfterMs),
  };
}

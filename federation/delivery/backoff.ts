import type { Millis } from '../../protocol/time.ts';

/** First pause after a failure; it doubles with each further one. */
const PAUSE_MS_MIN = 10_000;
/** Longest pause: a peer that was away for a week is met again within a day. */
const PAUSE_MS_MAX = 24 * 3600 * 1000;

/**
 * When to try again after the given number of failures in a row: full jitter, so that peers that failed together do not
 * come back together. Spec §10.
 *
 * @param chance uniform in [0, 1).
 * @param retryAfterMs what the peer asked for, if it did: never tried earlier.
 */
export function nextAttemptAt(now: Millis, failures: number, chance: number, retryAfterMs = 0): Millis {
  const ceiling = Math.min(PAUSE_MS_MAX, PAUSE_MS_MIN * 2 ** Math.min(failures - 1, 20));
  return now + Math.max(retryAfterMs, Math.floor(chance * ceiling));
}

import { type Millis, SECOND } from '../../protocol/time.ts';

/**
 * `Retry-After` (RFC 9110 §10.2.3), in milliseconds from now: seconds, or a date; 0 where it says nothing that can be read.
 */
export function readRetryAfter(value: string | null, now: Millis): number {
  const text = value?.trim() ?? '';
  if (/^\d{1,9}$/.test(text)) return Number(text) * SECOND;
  const at = DATE.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(at) ? 0 : Math.max(0, at - now);
}

/** The one form that senders write. */
const DATE = /^[A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT$/;

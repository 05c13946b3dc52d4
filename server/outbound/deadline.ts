import { failureOf, peerUnreachable } from './failure.ts';

/** A time limit over several steps, joined with the caller's own signal. */
export interface Deadline {
  readonly signal: AbortSignal;
  /** Waits no longer than the deadline for a step, even if the step itself does not heed the signal. */
  race<T>(step: Promise<T>): Promise<T>;
  /** Ends the time limit; the caller's own signal stays in force. */
  stop(): void;
  /** What an error of a step means: the deadline and the caller's signal come before what they caused. */
  failure(error: unknown): Error;
}

/** Starts a time limit. Whoever starts it must stop it. */
export function startDeadline(totalMs: number, outer?: AbortSignal): Deadline {
  const expiry = new AbortController();
  const timer = setTimeout(() => expiry.abort(), totalMs);
  const signal = outer === undefined ? expiry.signal : AbortSignal.any([expiry.signal, outer]);
  return {
    signal,
    race: (step) => raceAbort(step, signal),
    stop: () => clearTimeout(timer),
    failure(error) {
      if (outer?.aborted) return peerUnreachable('aborted');
      if (expiry.signal.aborted) return peerUnreachable('timeout');
      return failureOf(error);
    },
  };
}

/** undici heeds the signal of a request only once it has a socket: while it waits for one, nobody else watches. */
async function raceAbort<T>(step: Promise<T>, signal: AbortSignal): Promise<T> {
  const aborted = Promise.withResolvers<never>();
  const abort = () => aborted.reject(signal.reason);
  if (signal.aborted) abort();
  signal.addEventListener('abort', abort, { once: true });
  try {
    return await Promise.race([step, aborted.promise]);
  } finally {
    signal.removeEventListener('abort', abort);
  }
}

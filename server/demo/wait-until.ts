import { setTimeout as sleep } from 'node:timers/promises';
import { ProtocolError } from '../../protocol/problem.ts';

/** Long beside what is waited for, on the slowest machine: it ends a wait that would never end. */
const WAIT_MS_MAX = 60_000;
const LOOK_EVERY_MS = 100;

/**
 * Looks again and again until there is something.
 *
 * @param what completes "It did not come about that …".
 * @throws {ProtocolError} `unavailable` when it does not come about; the signal's reason when it aborts.
 */
export async function waitUntil<T>(
  what: string,
  signal: AbortSignal,
  look: () => Promise<T | null>,
): Promise<T> {
  const deadline = Date.now() + WAIT_MS_MAX;
  for (;;) {
    signal.throwIfAborted();
    const found = await look();
    if (found !== null) return found;
    if (Date.now() > deadline) {
      throw new ProtocolError(
        'unavailable',
        `It did not come about within ${WAIT_MS_MAX / 1000} seconds that ${what}.`,
      );
    }
    await sleep(LOOK_EVERY_MS, undefined, { signal }).catch(() => undefined);
  }
}

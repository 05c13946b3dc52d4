import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from '../logger.ts';

/** A loop that works when woken, and at the latest after its period. */
export interface Loop {
  readonly wake: () => void;
  /** Resolves once the step under way has ended. */
  readonly stopped: Promise<void>;
}

/** Waits so long, or until the signal aborts. */
export type Rest = (periodMs: number, until: AbortSignal) => Promise<void>;

/** What every loop of a server needs to run. */
export interface Pace {
  readonly signal: AbortSignal;
  readonly logger: Logger;
  readonly rest: Rest;
}

/**
 * Runs a step again and again until the signal aborts. A step that fails is logged and tried again after the period.
 *
 * @param step told whether it was woken or its time had come.
 */
export function startLoop(
  name: string,
  periodMs: number,
  step: () => Promise<void>,
  { signal, logger, rest }: Pace,
): Loop {
  let woken = true;
  let rouse = new AbortController();

  async function run(): Promise<void> {
    while (!signal.aborted) {
      if (!woken) await rest(periodMs, AbortSignal.any([signal, rouse.signal]));
      if (signal.aborted) return;
      woken = false;
      rouse = new AbortController();
      try {
        await step();
      } catch (error) {
        logger.error({ err: error, loop: name }, 'a step failed; it is tried again');
      }
    }
  }

  return {
    wake: () => {
      woken = true;
      rouse.abort();
    },
    stopped: run(),
  };
}

/** By the system's timers. */
export const restInRealTime: Rest = async (periodMs, until) => {
  try {
    await sleep(periodMs, undefined, { signal: until });
  } catch (error) {
    if (!until.aborted) throw error;
  }
};

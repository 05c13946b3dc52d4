import type { Connect } from './pool.ts';

/** Where processes tell each other that a log has changed. */
export const CHANNEL = 'folkmoot_log';
/** A database that went away is asked so often whether it is back. */
const RETRY_MS = 1_000;

export interface Listener {
  /** @returns ends it. */
  readonly listen: (onTold: (payload: string | null) => void) => () => void;
  readonly close: () => Promise<void>;
}

/**
 * LISTEN on a connection of its own, which is opened for the first who listens and replaced when it is lost. What was told
 * in between is gone: then everybody is told null, and looks for themselves.
 */
export function openListener(connect: Connect): Listener {
  const listeners = new Set<(payload: string | null) => void>();
  let current: ReturnType<Connect> | null = null;
  let retry: NodeJS.Timeout | undefined;
  let closed = false;

  const tell = (payload: string | null) => {
    for (const listener of [...listeners]) listener(payload);
  };

  function open(): void {
    retry = undefined;
    const sql = connect(
      1,
      () => again(sql),
      (channel, payload) => {
        if (channel === CHANNEL) tell(payload);
      },
    );
    current = sql;
    sql.unsafe(`listen ${CHANNEL}`).then(
      () => tell(null),
      () => again(sql),
    );
  }

  function again(sql: ReturnType<Connect>): void {
    if (closed || current !== sql) return;
    current = null;
    void sql.end({ timeout: 0 });
    retry = setTimeout(open, RETRY_MS);
    retry.unref();
  }

  return {
    listen: (onTold) => {
      const listener = (payload: string | null) => onTold(payload);
      listeners.add(listener);
      if (current === null && retry === undefined && !closed) open();
      return () => listeners.delete(listener);
    },
    close: async () => {
      closed = true;
      clearTimeout(retry);
      await current?.end({ timeout: 0 });
    },
  };
}

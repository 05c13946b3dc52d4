import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from '../logger.ts';
import type { Connection } from './embedded/database.ts';
import type { EmbeddedPostgres } from './embedded/start.ts';

/** Between two attempts to start it again: long beside a start, short beside the patience of a person. */
const RETRY_MS = 1_000;

/** An embedded PostgreSQL that runs for as long as the server does. */
export interface KeptPostgres {
  readonly connection: () => Connection;
  /** To be told when a connection was lost: if PostgreSQL has ended, it is started again. */
  readonly revive: () => void;
  /** Ends our use of it, and no `revive` has an effect any more. */
  readonly stop: () => Promise<void>;
}

/**
 * Starts PostgreSQL, and again whenever it ends: whoever kills it, or the system for lack of memory.
 *
 * @param start attaches to it where it runs, else starts it.
 */
export async function keepPostgres(
  start: () => Promise<EmbeddedPostgres>,
  logger: Logger,
): Promise<KeptPostgres> {
  let current = await start();
  let reviving: Promise<void> | null = null;
  let stopped = false;

  async function startAgain(): Promise<void> {
    try {
      const before = current;
      current = await start();
      await before.stop(); // one use ends where the other has begun: it goes on running
      logger.info({ attached: current.attached }, 'the database runs');
    } catch (error) {
      logger.error({ err: error }, 'the database does not start; it is tried again');
    }
    await sleep(RETRY_MS);
  }

  return {
    connection: () => current.connection,
    revive() {
      if (stopped) return;
      reviving ??= startAgain().finally(() => {
        reviving = null;
      });
    },
    async stop() {
      stopped = true;
      await reviving;
      await current.stop();
    },
  };
}

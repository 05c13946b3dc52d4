import { createApp } from './app.ts';
import type { Config } from './config.ts';
import {
  type DataFolderLock,
  hasBeenLocked,
  lockDataFolder,
  makeDataFolder,
} from './db/embedded/data-folder.ts';
import { startEmbeddedPostgres } from './db/embedded/start.ts';
import { type KeptPostgres, keepPostgres } from './db/kept-postgres.ts';
import { openDatabase } from './db/open-database.ts';
import { bringUpToDate } from './flows/rebuild/bring-up-to-date.ts';
import { type Handler, type Listening, listen } from './http/listen.ts';
import { openLive } from './http/open-live.ts';
import { createInstance, type Instance } from './instance.ts';
import { keyFileOf, openKeyFile } from './keys/key-file.ts';
import { verifyWithNode } from './keys/node-verify.ts';
import { createLogger, type Logger } from './logger.ts';
import { createOutbound } from './outbound/outbound.ts';
import { createPostgresStore } from './store/postgres/postgres-store.ts';
import { startWorkers } from './workers/workers.ts';

export interface OpenInstance {
  readonly instance: Instance;
  readonly close: () => Promise<void>;
}

export interface RunningServer {
  readonly origin: string;
  readonly port: number;
  readonly instance: Instance;
  /** Finishes what is in flight, then closes everything. A second call does nothing more. */
  readonly stop: () => Promise<void>;
}

/**
 * Opens the data folder's instance without serving it: database, keys, flows. For `init`, and as the base of `serve`.
 *
 * @param say told in one sentence what a person should know (where the database is).
 * @param upgrade what is done before anything reads the database.
 * @throws {ProtocolError} in one sentence what is in the way.
 */
export async function openInstance(
  config: Config,
  origin: string,
  say: (message: string) => void,
  logger: Logger = createLogger(config.logLevel),
  upgrade: typeof bringUpToDate = bringUpToDate,
): Promise<OpenInstance> {
  const dataFolder = await makeDataFolder(config.dataFolder);
  // What is opened here is closed again, last first, also where the rest cannot be opened.
  const closers: (() => Promise<unknown>)[] = [];
  const close = async () => {
    for (let closer = closers.pop(); closer !== undefined; closer = closers.pop()) await closer();
  };
  try {
    const sealer = await openKeyFile(keyFileOf(dataFolder));
    const postgres = await postgresOf(config, dataFolder, say, logger);
    if (postgres !== null) closers.push(postgres.stop);
    let closing = false;
    const database = await openDatabase(
      () => config.databaseUrl ?? postgres?.connection() ?? '',
      () => {
        if (closing) return;
        logger.warn('a connection to the database was lost');
        postgres?.revive();
      },
      ({ pool, alone }) =>
        upgrade({ store: createPostgresStore(pool), verify: verifyWithNode }, { alone, say }),
    );
    closers.push(() => {
      closing = true;
      return database.close();
    });
    const outbound = createOutbound({ privatePeers: config.privatePeers });
    closers.push(() => outbound.close());
    const instance = createInstance({
      store: createPostgresStore(database),
      sealer,
      outbound,
      logger,
      settings: { origin, contact: config.contact, clock: 'system' },
    });
    closers.push(() => instance.committer.idle());
    return { instance, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** The database of the data folder, unless there is one of the operator's own. */
async function postgresOf(
  { databaseUrl }: Config,
  dataFolder: string,
  say: (message: string) => void,
  logger: Logger,
): Promise<KeptPostgres | null> {
  if (databaseUrl !== null) return null;
  let onMessage = say;
  const postgres = await keepPostgres(
    () => startEmbeddedPostgres({ dataFolder, onMessage: (message) => onMessage(message) }),
    logger,
  );
  onMessage = (message) => logger.info(message); // from now on nobody reads along
  return postgres;
}

/**
 * Serves the instance of a data folder. One server a folder: a second one is refused.
 *
 * @throws {ProtocolError} `conflict` where a server runs on the folder already, or the port is taken; else as
 *   `openInstance`.
 */
export async function serve(config: Config, say: (message: string) => void): Promise<RunningServer> {
  const late = lateHandler();
  const { lock, listening } = await takeFolderAndPort(config, late.handle);
  const { port } = listening;
  const origin = config.origin ?? `http://localhost:${port}`;
  let open: OpenInstance;
  try {
    open = await openInstance(config, origin, say);
  } catch (error) {
    late.give(() => new Response(null, { status: 503 }));
    await listening.close();
    await lock.release();
    throw error;
  }
  const { instance } = open;
  const stopping = new AbortController();
  const { history, logger } = instance.context;
  if (config.unwitnessed) logger.warn('witnesses are not asked: what they have seen of the log may be lost');
  else history.settle({ kind: 'asking' });
  const workers = startWorkers(instance, stopping.signal);
  instance.onLogged(workers.logged);
  const unwatch = instance.context.store.watch((log) => {
    workers.changed(log).catch((error: unknown) => {
      instance.context.logger.warn({ err: error }, 'a change by another process was not looked at at once');
    });
  });
  const hub = openLive(instance.context);
  const hooks = {
    onReceived: workers.received,
    onPeerAdded: workers.peerAdded,
    isStopping: () => stopping.signal.aborted,
  };
  const app = createApp(instance, hooks, hub);
  late.give((request, env) => app.fetch(request, env));
  await workers.asked;
  logger.info({ origin, port }, 'serving');

  let stopped: Promise<void> | null = null;
  return {
    origin,
    port,
    instance,
    stop: () => {
      unwatch();
      hub.close();
      stopped ??= stopAll(stopping, listening, workers.stopped, open, lock);
      return stopped;
    },
  };
}

/** Both or none. The port comes before the instance: the origin may hang on it. */
async function takeFolderAndPort(
  { dataFolder, host, port }: Config,
  handle: Handler,
): Promise<{ readonly lock: DataFolderLock; readonly listening: Listening }> {
  // Where no server ever ran, the port comes first: a start that fails for it leaves no folder behind.
  if (!hasBeenLocked(dataFolder)) {
    const listening = await listen(host, port, handle);
    try {
      return { listening, lock: await lockDataFolder(dataFolder) };
    } catch (error) {
      await listening.close();
      throw error;
    }
  }
  // Else the folder: a second server on it is told so, and not that the port is taken.
  const lock = await lockDataFolder(dataFolder);
  try {
    return { lock, listening: await listen(host, port, handle) };
  } catch (error) {
    await lock.release();
    throw error;
  }
}

async function stopAll(
  stopping: AbortController,
  listening: Listening,
  workers: Promise<void>,
  open: OpenInstance,
  lock: DataFolderLock,
): Promise<void> {
  stopping.abort();
  open.instance.context.logger.info('stopping');
  await listening.close();
  await open.instance.context.outbound.close(); // no loop waits for a peer that is slow
  await workers;
  await open.close();
  await lock.release();
}

/** Requests that come before the instance is open wait for it. */
function lateHandler(): { readonly give: (handler: Handler) => void; readonly handle: Handler } {
  const { promise, resolve } = Promise.withResolvers<Handler>();
  return {
    give: resolve,
    handle: async (request, env) => (await promise)(request, env),
  };
}

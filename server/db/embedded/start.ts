import { join } from 'node:path';
import { attachOrLaunch } from './attach.ts';
import { findBinaries, usableBinaries } from './binaries.ts';
import { ensureCluster, type Site } from './cluster.ts';
import { makeDataFolder } from './data-folder.ts';
import type { Connection } from './database.ts';
import { explainError } from './failure.ts';
import { tryFileLock, waitForFileLock } from './file-lock.ts';
import { choosePlace } from './place.ts';
import { haltPostmaster } from './postmaster.ts';

/** What the start of an embedded PostgreSQL depends on. */
export interface EmbeddedOptions {
  readonly dataFolder: string;
  /** Told, one sentence at a time, where a database is made or found and where its programs were copied to. */
  readonly onMessage: (message: string) => void;
  /** Takes what would be closed to the user whom PostgreSQL runs as under root: programs, and databases. */
  readonly ownFolder?: string;
  /** Loopback and a password in place of a private socket; the default on Windows, which has none. */
  readonly overTcp?: boolean;
}

/** An embedded PostgreSQL that this process uses. */
export interface EmbeddedPostgres {
  readonly connection: Connection;
  /** Whether it was running already. */
  readonly attached: boolean;
  readonly location: string;
  /**
   * Ends our use of it, connections included; the last user shuts it down. Who was killed is no user any more.
   * A second call does nothing.
   */
  stop(): Promise<'stopped' | 'in use'>;
}

const OWN_FOLDER = '/var/lib/folkmoot';
/** Another process may be making the database, recovering it, or waiting for a shutdown's checkpoint. */
const TURN_MS_MAX = 10 * 60_000;

/**
 * Starts the embedded PostgreSQL of a data folder, or attaches to it if it runs; makes what is absent.
 *
 * Two locks (file-lock.ts) keep processes apart: `postgres.lock` lets one at a time start or stop it, and whoever
 * uses it holds `postgres-users.lock` shared, so that a command which ends does not stop a running server's database.
 *
 * @throws {ProtocolError} one sentence on what is in the way.
 */
export async function startEmbeddedPostgres(options: EmbeddedOptions): Promise<EmbeddedPostgres> {
  const dataFolder = await makeDataFolder(options.dataFolder);
  return await inTurn(dataFolder, async () => {
    const site = await makeSite(dataFolder, options);
    try {
      const { connection, attached } = await attachOrLaunch(site, () => hasUsers(dataFolder));
      options.onMessage(
        `PostgreSQL ${attached ? 'is already running' : 'runs'}${asUser(site)} with its database in ${site.location}.`,
      );
      const stop = startUse(site, dataFolder);
      return { connection, attached, location: site.location, stop };
    } catch (error) {
      if (!hasUsers(dataFolder)) await haltPostmaster(site).catch(() => {});
      throw error;
    }
  });
}

/** Runs an action, its errors explained, while no other process starts or stops the database of this data folder. */
async function inTurn<T>(dataFolder: string, action: () => Promise<T>): Promise<T> {
  const turn = await waitForFileLock(join(dataFolder, 'postgres.lock'), TURN_MS_MAX);
  try {
    return await action();
  } catch (error) {
    throw explainError(`use the data folder ${dataFolder}`, error);
  } finally {
    turn.release();
  }
}

async function makeSite(dataFolder: string, options: EmbeddedOptions): Promise<Site> {
  const ownFolder = options.ownFolder ?? OWN_FOLDER;
  const place = await choosePlace(dataFolder, ownFolder);
  const found = await findBinaries();
  const binaries = await usableBinaries(found, place.runAs, place.runAs === null ? dataFolder : ownFolder);
  const site = { ...place, binaries, overTcp: options.overTcp ?? process.platform === 'win32' };
  if (binaries.folder !== found.folder) {
    options.onMessage(
      `PostgreSQL's programs cannot run${asUser(site)} from ${found.folder}: a copy is in ${binaries.folder}.`,
    );
  }
  if (await ensureCluster(site)) {
    const isInside = site.location === join(dataFolder, 'postgres');
    const why = isInside ? '' : `, as ${dataFolder} is closed to the user ${site.runAs?.name}`;
    options.onMessage(`A new database was made in ${site.location}${why}.`);
  }
  return site;
}

function asUser(site: Site): string {
  return site.runAs === null ? '' : ` as the user ${site.runAs.name}`;
}

/** To be called in turn: nobody holds the lock for longer than the asking, so it is free for sharing. */
function startUse(site: Site, dataFolder: string): EmbeddedPostgres['stop'] {
  const use = tryFileLock(usersFile(dataFolder), 'shared');
  const leave = () =>
    inTurn(dataFolder, async () => {
      use?.release();
      if (hasUsers(dataFolder)) return 'in use';
      await haltPostmaster(site);
      return 'stopped';
    });
  let left: ReturnType<EmbeddedPostgres['stop']> | null = null;
  return () => {
    left ??= leave();
    return left;
  };
}

function hasUsers(dataFolder: string): boolean {
  const all = tryFileLock(usersFile(dataFolder), 'exclusive');
  all?.release();
  return all === null;
}

function usersFile(dataFolder: string): string {
  return join(dataFolder, 'postgres-users.lock');
}

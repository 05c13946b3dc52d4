import { readFile, realpath, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { ProtocolError } from '../../protocol/problem.ts';
import { tryFileLock } from '../db/embedded/file-lock.ts';

/** A server that holds its folder and has no address yet makes or migrates its database. */
const START_MS_MAX = 60_000;
const POLL_MS = 100;

/**
 * Leaves the address of a ready server in its data folder, where `init` looks for it: a commons must be founded at the
 * address where it is served.
 *
 * @returns what takes it away again.
 */
export async function announceServer(dataFolder: string, origin: string): Promise<() => Promise<void>> {
  const file = originFile(await realpath(dataFolder));
  await writeFile(file, `${origin}\n`);
  return () => rm(file, { force: true });
}

/**
 * The address of the server that runs on a data folder, or null where none runs.
 *
 * @throws {ProtocolError} `unavailable` where one runs and does not say its address.
 */
export async function runningServer(dataFolder: string): Promise<string | null> {
  const folder = await realpath(dataFolder).catch(() => null);
  if (folder === null) return null;
  for (let waitedMs = 0; waitedMs < START_MS_MAX; waitedMs += POLL_MS) {
    if (!(await isHeld(folder))) return null;
    const origin = (await readFile(originFile(folder), 'utf8').catch(() => '')).trim();
    if (URL.canParse(origin)) return origin;
    await sleep(POLL_MS);
  }
  throw new ProtocolError(
    'unavailable',
    `The server on the data folder ${folder} does not become ready: look at what it prints, or stop it.`,
  );
}

/** The lock itself tells; it is asked for only where a server once wrote its number, so that no start ever meets us. */
async function isHeld(folder: string): Promise<boolean> {
  const pid = await readFile(join(folder, 'server.pid'), 'utf8').catch(() => null);
  if (pid === null) return false;
  const lock = tryFileLock(join(folder, 'server.lock'), 'exclusive');
  lock?.release();
  return lock === null;
}

function originFile(folder: string): string {
  return join(folder, 'server.origin');
}

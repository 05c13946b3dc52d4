import { existsSync } from 'node:fs';
import { chmod, mkdir, readFile, realpath, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { ProtocolError } from '../../../protocol/problem.ts';
import { tryFileLock } from './file-lock.ts';

/** What a running server holds on its data folder. */
export interface DataFolderLock {
  release(): Promise<void>;
}

/**
 * Takes the data folder for a running server; the folder is made if absent.
 *
 * `server.lock` is the lock (see file-lock.ts for why it cannot go stale); `server.pid` only names its holder.
 *
 * @throws {ProtocolError} `conflict` when a server already runs on the folder.
 */
export async function lockDataFolder(dataFolder: string): Promise<DataFolderLock> {
  const folder = await makeDataFolder(dataFolder);
  const pidFile = join(folder, 'server.pid');
  const lock = tryFileLock(join(folder, 'server.lock'), 'exclusive');
  if (lock === null) {
    const pid = (await readFile(pidFile, 'utf8').catch(() => '')).trim() || 'unknown';
    throw new ProtocolError(
      'conflict',
      `The data folder ${folder} is in use by a server that is already running (process ${pid}).`,
      { dataFolder: folder, pid },
    );
  }
  try {
    await writeFile(pidFile, `${process.pid}\n`);
  } catch (error) {
    lock.release();
    throw error;
  }
  return {
    async release() {
      await rm(pidFile, { force: true });
      lock.release();
    },
  };
}

/** Whether a server ever ran on the folder: its lock stays. */
export function hasBeenLocked(dataFolder: string): boolean {
  return existsSync(join(dataFolder, 'server.lock'));
}

/**
 * Makes the data folder if absent and returns its real path.
 *
 * Root's is open for passing through (not for listing), so that the database's own user reaches its part of it.
 */
export async function makeDataFolder(dataFolder: string): Promise<string> {
  try {
    await makeFolders(resolve(dataFolder), process.getuid?.() === 0 ? 0o711 : 0o700);
    return await realpath(dataFolder);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new ProtocolError(
      'unavailable',
      `The data folder ${dataFolder} cannot be made: ${reason}.`,
      {},
      { cause },
    );
  }
}

/** Makes a folder if absent, open to all whatever umask we run under. */
export async function makeOpenFolder(folder: string): Promise<void> {
  if ((await mkdir(folder, { recursive: true })) !== undefined) await chmod(folder, 0o755);
}

/** Each folder is tried once: where one cannot be made at all, as in `/proc`, Node's own recursion never ends. */
async function makeFolders(folder: string, mode: number): Promise<void> {
  try {
    await mkdir(folder, { mode });
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : null;
    if (code === 'EEXIST' && (await stat(folder)).isDirectory()) return;
    if (code !== 'ENOENT' || dirname(folder) === folder) throw error;
    await makeFolders(dirname(folder), mode);
    await mkdir(folder, { mode });
  }
}

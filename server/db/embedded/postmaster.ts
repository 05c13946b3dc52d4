import { readFile, readlink, realpath, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { ProtocolError } from '../../../protocol/problem.ts';
import { program } from './binaries.ts';
import { clusterOf, type Site } from './cluster.ts';
import { run } from './run-as.ts';
import { removeSocket } from './socket-folder.ts';

/** What PostgreSQL's first process says of itself in `postmaster.pid`; `pid` is 0 where the file was cut off. */
export interface Postmaster {
  readonly pid: number;
  readonly port: number;
  readonly socketFolder: string;
  /** Whether it takes connections, by its own account. */
  readonly isReady: boolean;
}

/** A fast shutdown writes one checkpoint; after this long the disk is in trouble and recovery is the better way. */
const SHUTDOWN_MS_MAX = 60_000;
/** From the removal of its pid file to its end. */
const EXIT_MS_MAX = 1_000;
const POLL_MS = 10;

/** Reads `postmaster.pid` (pidfile.h); null when there is none. */
export async function readPostmaster(site: Site): Promise<Postmaster | null> {
  const text = await readFile(pidFile(site), 'utf8').catch(() => null);
  if (text === null) return null;
  const [pid, , , port, socketFolder, , , status] = text.split('\n');
  // a backend without a postmaster (single-user mode) writes its number with a minus sign
  return {
    pid: Math.abs(Number(pid)) || 0,
    port: Number(port) || 0,
    socketFolder: socketFolder ?? '',
    isReady: status?.trim() === 'ready',
  };
}

/**
 * Whether the process is one of PostgreSQL on this very cluster, and not another that got its number.
 *
 * Windows does not tell: there any living process counts, and PostgreSQL will judge.
 */
export async function isRunning(site: Site, { pid }: Postmaster): Promise<boolean> {
  if (pid === 0) return false;
  try {
    process.kill(pid, 0);
  } catch {
    return false;
  }
  if (process.platform === 'win32') return true;
  if (process.platform !== 'linux')
    return (await run('ps', ['-ww', '-o', 'args=', '-p', `${pid}`], null)).output.includes(clusterOf(site));
  try {
    // PostgreSQL works in its data folder; a process that has ended and was not collected works nowhere
    return (await readlink(`/proc/${pid}/cwd`)) === (await realpath(clusterOf(site)));
  } catch (error) {
    return !(error instanceof Error && 'code' in error && error.code === 'ENOENT');
  }
}

/**
 * Removes what a dead postmaster left. To be called under the start lock, when nothing answers or runs.
 *
 * PostgreSQL does so itself unless another process has the old number by now. Its second guard against two
 * postmasters on one cluster, the shared memory, stays.
 */
export async function clearRemains(site: Site, postmaster: Postmaster): Promise<void> {
  await rm(pidFile(site), { force: true });
  await removeSocket(site, postmaster.socketFolder);
}

/** Shuts PostgreSQL down in an orderly way, cutting its connections; returns when it has ended. */
export async function haltPostmaster(site: Site): Promise<void> {
  const postmaster = await readPostmaster(site);
  if (postmaster === null || !(await isRunning(site, postmaster))) return;
  if (process.platform === 'win32') {
    await run(program(site.binaries, 'pg_ctl'), ['stop', '-D', clusterOf(site), '-m', 'fast'], site.runAs);
  } else {
    process.kill(postmaster.pid, 'SIGINT'); // fast; SIGTERM would wait for every connection to end
  }
  if (!(await hasEnded(site, postmaster))) {
    process.kill(postmaster.pid, 'SIGQUIT');
    if (!(await hasEnded(site, postmaster)))
      throw new ProtocolError('unavailable', `PostgreSQL (process ${postmaster.pid}) does not stop.`);
  }
  await removeSocket(site, postmaster.socketFolder);
}

function pidFile(site: Site): string {
  return join(clusterOf(site), 'postmaster.pid');
}

/**
 * Waits for the end of the process. PostgreSQL removes its pid file as the last thing it does, which has to do where
 * an ended process that nobody collects still counts as living (isRunning knows better on Linux).
 */
async function hasEnded(site: Site, postmaster: Postmaster): Promise<boolean> {
  let filelessMs = 0;
  for (let waitedMs = 0; waitedMs <= SHUTDOWN_MS_MAX; waitedMs += POLL_MS) {
    if (!(await isRunning(site, postmaster)) || filelessMs > EXIT_MS_MAX) return true;
    if ((await readPostmaster(site))?.pid !== postmaster.pid) filelessMs += POLL_MS;
    await sleep(POLL_MS);
  }
  return false;
}

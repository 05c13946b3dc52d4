import { execFile } from 'node:child_process';
import { explainFailure } from './failure.ts';

/** The operating system's user whom a program runs as; null where it is our own. */
export type RunAs = { readonly uid: number; readonly gid: number; readonly name: string } | null;

/** What a short program left behind: `ok` when it exited with 0. */
export interface RunResult {
  readonly ok: boolean;
  readonly output: string;
}

/** initdb syncs its files to disk, which a slow disk may take its time for; nothing else comes near. */
const RUN_MS_MAX = 5 * 60_000;
/** The little that PostgreSQL needs of our environment: not PGHOST and its like, and none of our secrets. */
const INHERITED = ['PATH', 'SystemRoot', 'TEMP', 'TMP', 'LD_LIBRARY_PATH'];

/** How to spawn a program as that user, in a folder open to all and with nothing of our environment to trip over. */
export function spawnOptions(runAs: RunAs) {
  const env: Record<string, string> = { LC_ALL: 'C', TZ: 'UTC' };
  for (const name of INHERITED) {
    const value = process.env[name];
    if (value !== undefined) env[name] = value;
  }
  // where useradd and its like are, and what a plain `su` leaves out
  if (process.platform !== 'win32') env.PATH = `${env.PATH ?? '/usr/bin:/bin'}:/usr/sbin:/sbin`;
  return { cwd: '/', env, ...(runAs === null ? {} : { uid: runAs.uid, gid: runAs.gid }) };
}

/** Runs a short program to its end; a program that cannot be run at all is not ok, with the reason as output. */
export function run(command: string, args: readonly string[], runAs: RunAs): Promise<RunResult> {
  return new Promise((resolve) => {
    const options = { ...spawnOptions(runAs), timeout: RUN_MS_MAX, windowsHide: true };
    try {
      execFile(command, [...args], options, (error, stdout, stderr) => {
        const ran = error === null || typeof error.code === 'number';
        resolve({ ok: error === null, output: ran ? `${stdout}${stderr}` : `${error.message}\n${stderr}` });
      });
    } catch (error) {
      resolve({ ok: false, output: String(error) });
    }
  });
}

/**
 * Whether that user can pass through to the folder: tried, as mode bits do not tell of access lists or mounts.
 *
 * @throws {ProtocolError} `unavailable` when the system does not let us act as that user at all.
 */
export async function canReach(runAs: RunAs, folder: string): Promise<boolean> {
  if (runAs === null) return true;
  const { ok, output } = await run('/bin/sh', ['-c', 'cd -- "$1"', 'sh', folder], runAs);
  if (output.includes('EPERM')) throw explainFailure(`run as the user ${runAs.name}`, output);
  return ok;
}

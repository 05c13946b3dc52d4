import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startEmbeddedPostgres } from '../../../../server/db/embedded/start.ts';

const main = fileURLToPath(new URL('../../../../dist/server/cli/main.js', import.meta.url));

/** A server in a process of its own that can be killed at any moment, also before it is ready. */
export interface Killable {
  readonly pid: number | undefined;
  /** Resolves once it answers; rejects if it ends before that. */
  readonly ready: Promise<void>;
  /** Resolves with its status once it is gone, for whatever reason. */
  readonly ended: Promise<number>;
  /** Kills it as a loss of power would; resolves once it is gone. */
  readonly kill: () => Promise<void>;
  /** Holds it where it is, and lets it go on. */
  readonly freeze: () => void;
  readonly thaw: () => void;
  /** Asks it to stop; @returns the status that it ends with. */
  readonly stop: () => Promise<number>;
}

/** @param more settings beside those that every server has, such as a database of its own. */
export function startKillable(
  dataFolder: string,
  origin: string,
  more: Readonly<Record<string, string>> = {},
): Killable {
  const { PATH = '', HOME = '' } = process.env;
  const child = spawn(process.execPath, [main, 'serve', '--json'], {
    cwd: '/',
    env: {
      PATH,
      HOME,
      PORT: new URL(origin).port,
      FOLKMOOT_DATA: dataFolder,
      FOLKMOOT_ORIGIN: origin,
      FOLKMOOT_LOG_LEVEL: 'error',
      ...more,
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = new Promise<number>((resolve) => {
    child.once('close', (code) => resolve(code ?? -1));
  });
  let said = '';
  const ready = new Promise<void>((resolve, reject) => {
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      said += text;
      if (said.trimEnd().endsWith('}')) resolve();
    });
    ended.then((status) => reject(new Error(`the server ended with ${status} before it was ready`)));
  });
  ready.catch(() => undefined); // whoever kills it early does not ask
  return {
    pid: child.pid,
    ready,
    ended,
    kill: async () => {
      child.kill('SIGKILL');
      await ended;
    },
    freeze: () => void child.kill('SIGSTOP'),
    thaw: () => void child.kill('SIGCONT'),
    stop: async () => {
      child.kill('SIGTERM');
      return ended;
    },
  };
}

/** Kills the database under the server, too; or ends it in another way that loses nothing. */
export async function killDatabase(
  location: string,
  signal: 'SIGKILL' | 'SIGQUIT' = 'SIGKILL',
): Promise<void> {
  const file = join(location, 'cluster', 'postmaster.pid');
  const pid = Number((await readFile(file, 'utf8').catch(() => '')).split('\n')[0]);
  if (pid > 0) process.kill(pid, signal);
}

/** Whether the database was shut down: then nothing says that it runs. */
export function isStopped(location: string): boolean {
  return !existsSync(join(location, 'cluster', 'postmaster.pid'));
}

/** Whoever was killed left the database running: the last one to use it stops it. */
export async function stopDatabase(dataFolder: string): Promise<void> {
  const embedded = await startEmbeddedPostgres({ dataFolder, onMessage: () => undefined });
  await embedded.stop();
}

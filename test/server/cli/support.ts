import { type ChildProcess, spawn } from 'node:child_process';
import { chmod, mkdir, mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { runCli } from '../../../server/cli/run-cli.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const main = join(root, 'dist/server/cli/main.js');

/** What a command left behind. */
export interface Ran {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Somebody at a keyboard: a device with keys of its own. */
export interface Device {
  readonly home: string;
  readonly run: (...args: readonly string[]) => Promise<Ran>;
  /** As `run` with `--json`; it must succeed. */
  readonly json: <T = Record<string, unknown>>(...args: readonly string[]) => Promise<T>;
  /**
   * It must fail with the status, and say so in JSON. Runs from source in this very process, as there are many ways to
   * fail and a process takes its time: only for commands that start no server.
   */
  readonly problem: (status: number, ...args: readonly string[]) => Promise<Problem>;
  /** The help of a command, from source and in this process as well: there are many of them. */
  readonly help: (...args: readonly string[]) => Promise<string>;
}

/** RFC 9457, with whatever helps to go on. */
export interface Problem {
  readonly type: string;
  readonly detail: string;
  readonly [extension: string]: unknown;
}

/** A server in a process of its own. */
export interface Served {
  readonly origin: string;
  readonly commons: string | null;
  readonly warnings: readonly string[];
  readonly stderr: () => string;
  /** Ctrl-C; @returns the status that it ends with. */
  readonly stop: () => Promise<number>;
}

/** Builds what the tests start, unless `npm test` has just done so: tests run from source, processes from `dist`. */
export async function ensureBuilt(): Promise<void> {
  const sources = await Promise.all(
    ['protocol', 'federation', 'server'].map((part) => newest(join(root, part))),
  );
  const isFresh = async () => (await mtime(main)) >= Math.max(...sources);
  const lock = join(tmpdir(), 'folkmoot-test-build');
  while (!(await isFresh())) {
    if (await takeLock(lock)) {
      try {
        if (!(await isFresh())) await build();
      } finally {
        await rm(lock, { recursive: true, force: true });
      }
    } else await sleep(200);
  }
}

const folders: string[] = [];
const servers: Served[] = [];

/** A new folder, open for passing through: under root the database runs as another user. */
export async function newFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'folkmoot-cli-'));
  await chmod(folder, 0o711);
  folders.push(folder);
  return folder;
}

/** Stops and removes all that a test file started. */
export async function cleanUp(): Promise<void> {
  await Promise.all(servers.splice(0).map((server) => server.stop()));
  await Promise.all(folders.splice(0).map((folder) => rm(folder, { recursive: true, force: true })));
}

/** Runs one command to its end, without a terminal. */
export async function runCommand(
  args: readonly string[],
  env: Readonly<Record<string, string>>,
  input?: Readable,
): Promise<Ran> {
  const child = start(args, env);
  const { out, ended } = watch(child);
  if (child.stdin === null) throw new TypeError('a command that is started here has an input');
  child.stdin.on('error', () => undefined); // it may end before it has read all
  if (input === undefined) child.stdin.end();
  else input.pipe(child.stdin);
  const status = await ended;
  return { status, stdout: out.stdout, stderr: out.stderr };
}

export async function newDevice(env: Readonly<Record<string, string>> = {}): Promise<Device> {
  const home = join(await newFolder(), 'home');
  const run = (...args: readonly string[]) => runCommand(args, { ...env, FOLKMOOT_HOME: home });
  return {
    home,
    run,
    async json<T>(...args: readonly string[]) {
      const ran = await run(...args, '--json');
      if (ran.status !== 0)
        throw new Error(`${args.join(' ')} ended with ${ran.status}: ${ran.stdout}${ran.stderr}`);
      return JSON.parse(ran.stdout) as T;
    },
    async problem(status, ...args) {
      const ran = await runHere([...args, '--json'], home);
      if (ran.status !== status)
        throw new Error(`${args.join(' ')} ended with ${ran.status}: ${ran.stdout}${ran.stderr}`);
      return JSON.parse(ran.stdout) as Problem;
    },
    async help(...args) {
      const ran = await runHere([...args, '--help'], home);
      if (ran.status !== 0) throw new Error(`${args.join(' ')} --help ended with ${ran.status}`);
      return ran.stdout;
    },
  };
}

/** Runs one command in this process; its output is caught, so there is one at a time. */
export async function runHere(args: readonly string[], home: string): Promise<Ran> {
  const out = { stdout: '', stderr: '' };
  const before = {
    stdout: process.stdout.write,
    stderr: process.stderr.write,
    home: process.env.FOLKMOOT_HOME,
  };
  for (const name of ['stdout', 'stderr'] as const) {
    process[name].write = (text: string | Uint8Array) => {
      out[name] += text;
      return true;
    };
  }
  process.env.FOLKMOOT_HOME = home;
  try {
    const status = await runCli([process.execPath, main, ...args]);
    return { status, ...out };
  } finally {
    process.stdout.write = before.stdout;
    process.stderr.write = before.stderr;
    if (before.home === undefined) delete process.env.FOLKMOOT_HOME;
    else process.env.FOLKMOOT_HOME = before.home;
  }
}

/** Starts `serve` and waits until it says that it is ready. */
export async function startServer(
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<Served> {
  const child = start(['serve', '--json', ...args], { FOLKMOOT_LOG_LEVEL: 'silent', ...env });
  const { out, ended } = watch(child);
  let status: number | null = null;
  ended.then((code) => {
    status = code;
  });
  while (!out.stdout.trimEnd().endsWith('}')) {
    if (status !== null) throw new Error(`serve ended with ${status}: ${out.stdout}${out.stderr}`);
    await sleep(20);
  }
  const ready = JSON.parse(out.stdout) as Pick<Served, 'origin' | 'commons' | 'warnings'>;
  const served: Served = {
    ...ready,
    stderr: () => out.stderr,
    stop: async () => {
      child.kill('SIGINT');
      return ended;
    },
  };
  servers.push(served);
  return served;
}

export async function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });
}

/** Nothing of the surroundings but what every shell has: npm's own variables would change what is printed. */
function start(args: readonly string[], env: Readonly<Record<string, string>>): ChildProcess {
  const { PATH = '', HOME = '', TMPDIR = tmpdir() } = process.env;
  return spawn(process.execPath, [main, ...args], { cwd: root, env: { PATH, HOME, TMPDIR, ...env } });
}

function watch(child: ChildProcess) {
  const out = { stdout: '', stderr: '' };
  child.stdout?.setEncoding('utf8').on('data', (text: string) => {
    out.stdout += text;
  });
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    out.stderr += text;
  });
  const ended = new Promise<number>((resolve) => {
    child.once('close', (code, signal) => resolve(code ?? (signal === null ? -1 : 128)));
  });
  return { out, ended };
}

async function build(): Promise<void> {
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
  const child = spawn(npm, ['run', '-s', 'build'], { cwd: root, stdio: 'ignore' });
  await new Promise((resolve) => child.once('close', resolve));
  if ((await mtime(main)) < Date.now() - 60_000) throw new Error('`npm run build` built nothing');
}

async function takeLock(lock: string): Promise<boolean> {
  try {
    await mkdir(lock);
    return true;
  } catch {
    // Whoever died with it held it for longer than a build takes.
    if ((await mtime(lock)) < Date.now() - 120_000) await rm(lock, { recursive: true, force: true });
    return false;
  }
}

async function newest(folder: string): Promise<number> {
  const files = await readdir(folder, { recursive: true });
  const times = await Promise.all(files.map((file) => mtime(join(folder, file))));
  return Math.max(...times);
}

async function mtime(path: string): Promise<number> {
  return (await stat(path).catch(() => null))?.mtimeMs ?? 0;
}

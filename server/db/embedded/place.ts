import { existsSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, readFile, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { ProtocolError } from '../../../protocol/problem.ts';
import { makeOpenFolder } from './data-folder.ts';
import { replaceFile } from './replace-file.ts';
import { canReach, type RunAs } from './run-as.ts';
import { ensurePostgresUser, userName } from './system-user.ts';

/** Where a data folder's database is, and whom it runs as. */
export interface Place {
  /** Holds `cluster`, `postgres.log`, the access rules and, if its path is short enough, the socket. */
  readonly location: string;
  readonly runAs: RunAs;
}

/** What the choice depends on beyond the folders; replaced in tests. */
export interface PlaceTools {
  readonly isRoot: boolean;
  ensurePostgresUser(): Promise<NonNullable<RunAs>>;
  canReach(runAs: RunAs, folder: string): Promise<boolean>;
}

/** In the data folder: the path of a location outside of it. */
const POINTER = 'postgres-location';
/** In such a location: the path of the data folder that it belongs to. */
const OWNER = 'data-folder';

/**
 * Chooses where the database of a data folder is, and makes that folder. To be called under the start lock.
 *
 * An ordinary user's is in the data folder. Under root a database runs as whoever owns it already, a new one as the
 * user `postgres`: in the data folder if that user can reach it, else in a folder of its own in `ownFolder`. That
 * one is written down on both sides, so that it is found again when the data folder moves, and never shared with a copy.
 *
 * @throws {ProtocolError} `unavailable` when the place cannot be used, `conflict` when it belongs to another folder.
 */
export async function choosePlace(
  dataFolder: string,
  ownFolder: string,
  tools: PlaceTools = machine,
): Promise<Place> {
  const inside = join(dataFolder, 'postgres');
  const outside = (await readText(join(dataFolder, POINTER)))?.trim();
  if (outside !== undefined) await claim(outside, dataFolder);
  const location = outside ?? inside;
  if (!tools.isRoot) {
    await mkdir(location, { recursive: true, mode: 0o700 });
    return { location, runAs: null };
  }
  if (existsSync(join(location, 'cluster'))) return { location, runAs: await ownerOf(location, tools) };
  const runAs = await tools.ensurePostgresUser();
  if (outside !== undefined) return { location, runAs };
  if (await tools.canReach(runAs, dataFolder)) {
    await mkdir(location, { recursive: true });
    await chmod(location, 0o711);
    return { location, runAs };
  }
  return { location: await makeOutside(dataFolder, ownFolder, runAs, tools), runAs };
}

const machine: PlaceTools = {
  isRoot: process.getuid?.() === 0,
  ensurePostgresUser: () => ensurePostgresUser(),
  canReach,
};

/** Only absence is absence: a pointer that cannot be read must not lead to a new, empty database. */
async function readText(file: string): Promise<string | undefined> {
  return await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return undefined;
    throw error;
  });
}

/** A moved data folder takes its database along; a copied one must not write to the original's. */
async function claim(location: string, dataFolder: string): Promise<void> {
  const owner = await readText(join(location, OWNER)).catch(() => undefined);
  if (owner === undefined) {
    throw new ProtocolError(
      'unavailable',
      `The database of ${dataFolder} should be in ${location}, but that folder is gone or closed to this user.`,
    );
  }
  if (owner === dataFolder) return;
  if ((await readText(join(owner, POINTER)))?.trim() === location) {
    throw new ProtocolError(
      'conflict',
      `The data folder ${dataFolder} is a copy of ${owner}, whose database in ${location} it must not share: while that one is stopped, copy this folder as well (cp -a), and write the path of its copy into ${join(dataFolder, POINTER)}.`,
    );
  }
  await replaceFile(join(location, OWNER), dataFolder, 0o600);
}

async function ownerOf(location: string, tools: PlaceTools): Promise<RunAs> {
  const { uid, gid } = await stat(join(location, 'cluster'));
  if (uid === 0) {
    throw new ProtocolError(
      'unavailable',
      `The database in ${location} belongs to root, whom PostgreSQL refuses to run as: give it to the user postgres (chown -R postgres: ${location}/cluster).`,
    );
  }
  const runAs = { uid, gid, name: (await userName(uid)) ?? `number ${uid}` };
  if (await tools.canReach(runAs, location)) return runAs;
  throw new ProtocolError(
    'unavailable',
    `The database in ${location} belongs to the user ${runAs.name}, to whom a folder on the way there is closed: open it for passing through (chmod o+x).`,
  );
}

async function makeOutside(
  dataFolder: string,
  ownFolder: string,
  runAs: NonNullable<RunAs>,
  tools: PlaceTools,
): Promise<string> {
  await makeOpenFolder(ownFolder);
  if (!(await tools.canReach(runAs, ownFolder))) {
    throw new ProtocolError(
      'unavailable',
      `Both ${dataFolder} and ${ownFolder} are closed to the user ${runAs.name}, whom PostgreSQL runs as.`,
    );
  }
  const location = await mkdtemp(join(ownFolder, `${basename(dataFolder)}-`));
  await chmod(location, 0o711);
  await replaceFile(join(location, OWNER), dataFolder, 0o600);
  await replaceFile(join(dataFolder, POINTER), `${location}\n`, 0o644);
  return location;
}

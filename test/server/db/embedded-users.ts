import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, describe, vi } from 'vitest';
import { canReach } from '../../../server/db/embedded/run-as.ts';
import {
  type ChildUser,
  cleanUp,
  copyProject,
  isRoot,
  NOBODY,
  removeFolder,
  run,
  startChild,
  temporaryFolder,
} from './embedded-support.ts';

/** What the tests of one user stand on. */
export interface Ground {
  readonly user: ChildUser;
  /** Takes what would be closed to the user `postgres`. */
  own(): string;
  /** How a process of that user is started. */
  at(env?: Record<string, string>): { user: ChildUser; env: Record<string, string>; project?: string };
  start(dataFolder: string, more?: { overTcp: boolean }): ReturnType<typeof startChild>;
  /** A data folder that does not exist yet, in a folder of that user's. */
  newDataFolder(): Promise<string>;
  /** A data folder with a database that was made and stopped before, which saves the making. */
  usedDataFolder(...names: string[]): Promise<string>;
}

const hasProc = existsSync('/proc/self/cwd');
if (!hasProc)
  console.warn('SKIPPED: the embedded database is tested where /proc tells what runs (Linux), not here.');
if (!isRoot)
  console.warn('SKIPPED: what the embedded database does under root; run these tests as root too.');

/** Everything is tested as ourselves, and as an ordinary user if we are root. */
const users: readonly (readonly [string, ChildUser])[] = isRoot
  ? [
      ['root', null],
      ['an ordinary user', NOBODY],
    ]
  : [['an ordinary user', null]];

/** Tests for each kind of user. */
export function describeForUsers(title: string, body: (ground: Ground) => void): void {
  describe.skipIf(!hasProc).each(users)(`${title} of %s`, (_name, user) => {
    const projectOf = usePreparations();
    let seed = '';
    const ground: Ground = {
      user,
      own: () => join(seed, 'own'),
      at: (env = {}) => ({ user, env, ...projectOf(user) }),
      start: (dataFolder, more) =>
        startChild({ action: 'start', dataFolder, ownFolder: ground.own(), ...more }, ground.at()),
      newDataFolder: async () => join(await temporaryFolder(0o755, user), 'data'),
      async usedDataFolder(...names) {
        const data = join(await temporaryFolder(0o755, user), ...names, 'data');
        await mkdir(join(data, '..'), { recursive: true });
        await run('cp', ['-a', join(seed, 'data'), data]);
        return data;
      },
    };
    beforeAll(async () => {
      seed = await temporaryFolder(0o755, user, 'kept');
      await (await ground.start(join(seed, 'data'))).finish();
    });
    afterAll(() => removeFolder(seed));
    body(ground);
  });
}

/** Tests of what is done under root alone. */
export function describeForRoot(
  title: string,
  body: (projectOf: ReturnType<typeof usePreparations>) => void,
): void {
  describe.skipIf(!isRoot || !hasProc)(`${title} (SKIPPED if we are not root)`, () =>
    body(usePreparations()),
  );
}

/** @returns which project a user runs: ours, or a copy where ours is closed to an ordinary user. */
function usePreparations(): (user: ChildUser) => { project?: string } {
  // each test is a dozen processes; a busy machine takes its time
  vi.setConfig({ testTimeout: 180_000, hookTimeout: 180_000 });
  let project: string | undefined;
  beforeAll(async () => {
    const here = fileURLToPath(new URL('../../..', import.meta.url));
    if (!isRoot || (await canReach({ ...NOBODY, name: 'nobody' }, here))) return;
    project = await copyProject(await temporaryFolder(0o755, null, 'kept'), { links: true });
  });
  afterEach(cleanUp);
  afterAll(async () => {
    if (project !== undefined) await removeFolder(project);
  });
  return (user) => (user === null || project === undefined ? {} : { project });
}

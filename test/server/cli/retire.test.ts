import { appendFile, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ArchiveReport } from '../../../protocol/verify/verify-archive.ts';
import { cleanUp, ensureBuilt, newDevice, newFolder, startServer } from './support.ts';

beforeAll(ensureBuilt, 120_000);
afterAll(cleanUp);

test('[R-1.38] a commons ends, takes nothing more, and leaves an archive that anybody verifies [R-20.4] [R-20.6]', async () => {
  const data = await newFolder();
  const server = await startServer(['--port', '0', '--data', data]);
  const ana = await newDevice();
  const at = ['--server', server.origin] as const;
  await ana.json('init', '--name', 'Water <co-op>', '--founder', 'Ana', '--data', data);
  await ana.json('resource', 'add', 'Work', '--kind', 'hours', '--unit', 'hour', '--quantity', '10', ...at);

  // A copy of a commons that goes on.
  const copy = await newFolder();
  await ana.json('archive', copy, '--data', data);
  expect(await ana.json<ArchiveReport>('verify', copy)).toMatchObject({ result: 'pass', endedAt: null });

  const ended = await ana.json<{ version: number }>('retire', '--data', data);
  expect(ended.version).toBe(2);
  const late = await ana.run(
    'resource',
    'add',
    'More',
    '--kind',
    'hours',
    '--unit',
    'hour',
    '--quantity',
    '1',
    ...at,
    '--yes',
  );
  expect(late).toMatchObject({ status: 1, stderr: expect.stringContaining('This commons ended on') });
  const again = await ana.run('retire', '--data', data, '--yes');
  expect(again).toMatchObject({ status: 1, stderr: expect.stringContaining('has ended') });
  const page = await (await fetch(server.origin, { headers: { accept: 'text/html' } })).text();
  expect(page).toContain('This commons ended on');

  const folder = await newFolder();
  await ana.json('archive', folder, '--data', data);
  const full = await ana.run('archive', folder, '--data', data);
  expect(full).toMatchObject({ status: 2, stderr: expect.stringContaining('not empty') });
  const report = await ana.json<ArchiveReport>('verify', folder);
  expect(report).toMatchObject({ result: 'pass', faults: [], documents: { unresolved: 0, hidden: 0 } });
  expect(report.endedAt).not.toBeNull();
  expect(report.decisions.counted).toBeGreaterThan(0);
  const asked = await ana.run('verify', folder, '--require', 'V5');
  expect(asked).toMatchObject({ status: 2, stderr: expect.stringContaining('about one document') });
  const words = await ana.run('verify', folder);
  expect(words.stdout).toContain('all of them here');
  expect(words.stdout).toContain('No entry of the log is missing');
  const tombstone = await readFile(join(folder, 'index.html'), 'utf8');
  expect(tombstone).toContain('Water &lt;co-op&gt;');
  expect(tombstone).toContain('This commons ended on');

  // What the server said at these addresses, the files say.
  for (const path of ['/log/checkpoint', '/.well-known/did.jsonl', `/log/tile/0/000.p/${report.entries}`]) {
    const served = Buffer.from(await (await fetch(`${server.origin}${path}`)).arrayBuffer());
    expect(await readFile(join(folder, path))).toEqual(served);
  }

  // Whoever changes, leaves out or adds anything is found.
  const file = join(folder, 'entries.jsonl');
  const text = await readFile(file, 'utf8');
  const lines = text.trimEnd().split('\n');
  for (const [changed, code] of [
    [lines.toSpliced(3, 1), 'not-included'],
    [lines.slice(0, -1), 'not-included'],
    [lines.map((line) => line.replace(/"payload":"../, '"payload":"e3')), 'document-altered'],
  ] as const) {
    await writeFile(file, `${changed.join('\n')}\n`);
    const found = await ana.run('verify', folder, '--json');
    expect(found.status).toBe(1);
    expect(found.stdout).toContain(code);
  }
  await writeFile(file, text);
  await appendFile(join(folder, '.well-known/did.jsonl'), `${lines[0]}\n`);
  expect((await ana.run('verify', folder)).stdout).toContain('The DID log');
  await writeFile(
    join(folder, '.well-known/did.jsonl'),
    await (await fetch(`${server.origin}/.well-known/did.jsonl`)).text(),
  );
  await rm(join(folder, 'attachments'), { recursive: true });
  const emptied = await ana.run('verify', folder);
  expect(emptied).toMatchObject({
    status: 0,
    stdout: expect.stringMatching(/(\d+) texts? .*; \1 of them not here/),
  });
  await rm(join(folder, 'log/checkpoint'));
  const missing = await ana.run('verify', folder);
  expect(missing).toMatchObject({ status: 1, stderr: expect.stringContaining('log/checkpoint') });
}, 180_000);

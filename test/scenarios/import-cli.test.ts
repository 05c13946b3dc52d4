import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { EXAMPLE_REGISTER } from '../../server/importers/read-register.ts';
import {
  cleanUp,
  type Device,
  ensureBuilt,
  freePort,
  newDevice,
  newFolder,
  runCommand,
  startServer,
} from '../server/cli/support.ts';

beforeAll(ensureBuilt, 120_000);
afterAll(cleanUp, 60_000);

interface Summary {
  readonly domains: number;
  readonly set: { readonly subject: string; readonly root: string; readonly count: number };
  readonly decision: string;
  readonly seconds: number;
}

interface Answer {
  readonly path: string;
  readonly owners: readonly { readonly title: { readonly en: string } }[];
}

describe('`import maintainers` and `who`', () => {
  let folder: string;
  let ana: Device;
  beforeAll(async () => {
    folder = await newFolder();
    const data = join(folder, 'data');
    const { origin } = await startServer(['--port', String(await freePort()), '--data', data]);
    ana = await newDevice();
    await ana.json('init', '--name', 'Werkhof', '--founder', 'Ana', '--data', data, '--origin', origin);
  }, 60_000);

  test('without a register they say so, and sign nothing', async () => {
    const answer = await ana.json<Answer>('who', 'tools/power/laser/lens.md');
    expect(answer.owners.map(({ title }) => title.en)).toEqual(['Changes to what we look after']);
  });

  test.each([
    ['no file and no example', 2, [], /Name one register/],
    ['both', 2, ['x', '--example'], /Name one register/],
    ['other names', 2, ['--example', '--names', 'nobody'], /--names takes public or members/],
    [
      'a file that is not there',
      2,
      ['nowhere'],
      /^import: the file nowhere cannot be read: it does not exist\.$/,
    ],
    ['a folder', 2, ['FOLDER'], /cannot be read: it is a folder\.$/],
    ['an empty file', 1, ['FOLDER/empty'], /empty is empty\.$/],
    ['a picture', 1, ['FOLDER/picture'], /is no register\. Line 1 /],
    ['prose', 1, ['FOLDER/prose'], /is no register\. The file holds no section/],
    ['a file that is too large', 1, ['FOLDER/large'], /is no register\. The file has more than \d+ bytes\.$/],
    ['a device', 1, ['/dev/null'], /^\/dev\/null is empty\.$/],
  ])('%s is refused in one sentence', async (_, status, args, message) => {
    const made = join(folder, 'files');
    await mkdir(made, { recursive: true });
    await writeFile(join(made, 'empty'), '');
    await writeFile(join(made, 'picture'), Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0));
    await writeFile(join(made, 'prose'), 'Once upon a time\nthere was a saw.\n');
    await writeFile(join(made, 'large'), new Uint8Array(9 * 1024 * 1024));
    const given = args.map((arg) => arg.replace('FOLDER', made));
    const { detail } = await ana.problem(status, 'import', 'maintainers', ...given);
    expect(detail).toMatch(message);
  });

  test('standard input without an end is refused as soon as it is too long', async () => {
    const { status, stdout } = await runCommand(
      ['import', 'maintainers', '-', '--json'],
      { FOLKMOOT_HOME: ana.home },
      Readable.from(endless()),
    );
    expect(status).toBe(1);
    expect(JSON.parse(stdout).detail).toMatch(
      /^Standard input is no register\. The file has more than \d+ bytes\.$/,
    );
  });

  test('a line of megabytes is refused by its number', async () => {
    const file = join(folder, 'one-line');
    await writeFile(file, `GARDEN\nM: a@example.org\nF: garden/${'x'.repeat(5_000_000)}\n`);
    const { detail } = await ana.problem(1, 'import', 'maintainers', file);
    expect(detail).toMatch(/is no register\. Line 3 has more than 4096 characters\.$/);
  });

  test('a register is imported by one command', async () => {
    const summary = await ana.json<Summary>('import', 'maintainers', '--example');
    expect(summary).toMatchObject({
      domains: 42,
      people: 17,
      seats: 17,
      pages: 1,
      set: { count: 42 },
      names: 'public',
      verdict: { status: 'counted', code: null },
      warnings: [expect.objectContaining({ line: 326, code: 'unknown-status' })],
      replaces: null,
    });
    expect(summary.seconds).toBeGreaterThanOrEqual(0);
    const why = await ana.json<{ reason: string }>('why', summary.decision);
    expect(why.reason).toMatch(/We take over the register .* with 42 domains/);
  });

  test('`who` names the most specific first, for people and for machines', async () => {
    const answer = await ana.json<Answer>('who', './tools/power/laser/lens.md');
    expect(answer.path).toBe('tools/power/laser/lens.md');
    expect(answer.owners.map(({ title }) => title.en)).toEqual([
      'LASER CUTTER',
      'TOOLS',
      'THE REST',
      'Changes to what we look after',
    ]);
    const { stdout } = await ana.run('who', 'money/deposits.csv');
    expect(stdout).toMatch(
      /^Who decides about money\/deposits\.csv, the most specific first:\n\n1\. DEPOSITS AND FINES/,
    );
    expect(stdout).toMatch(
      /2\. ACCOUNTS AND CASH BOX \(supported, by delegation\)\n {3}Marta Kowalczyk-Öztürk <marta@werkhof\.example>/,
    );
    expect(stdout).toMatch(/Coordinator: Ana/);
  });

  test('`who` says where several domains are equally specific', async () => {
    const file = join(folder, 'twice');
    await writeFile(file, 'ONE\nM: one@example.org\nF: shed/\n\nTWO\nF: shed/\n');
    await ana.json('import', 'maintainers', file, '--names', 'members');
    const { stdout } = await ana.run('who', 'shed/key');
    expect(stdout).toMatch(/^The first 2 domains cover shed\/key equally: none of them decides alone\./);
    expect(stdout).toMatch(/nobody looks after it/);
  });

  test('`who` refuses what is no path', async () => {
    const absolute = await ana.problem(2, 'who', '/etc/passwd');
    expect(absolute.detail).toMatch(/begins at the root of this machine.*relative, such as etc\/passwd\.$/);
    expect((await ana.problem(2, 'who', 'tools/')).detail).toMatch(/is a folder: ask about a path in it/);
    expect((await ana.problem(1, 'who', 'tools/../etc')).detail).toMatch(/has a segment "\.\."\.$/);
    expect((await ana.problem(1, 'who', '')).detail).toMatch(/^The path is empty\.$/);
    expect(await ana.json('who', './tools/x')).toMatchObject({ path: 'tools/x' });
  });

  test('a second time it says what is in force, and takes its place with --again', async () => {
    const { detail } = await ana.problem(1, 'import', 'maintainers', EXAMPLE_REGISTER);
    expect(detail).toMatch(/^42 of 42 sections are in force already.*--again/);
    const again = await ana.json<Summary>('import', 'maintainers', EXAMPLE_REGISTER, '--again');
    expect(again).toMatchObject({ replaces: { kept: 42, added: 0, gone: 0 } });
  });

  test('without a terminal it asks for --yes', async () => {
    const ran = await ana.run('import', 'maintainers', '--example', '--again');
    expect(ran.status).toBe(2);
    expect(ran.stderr).toMatch(/--yes/);
  });

  test('people read what happened', async () => {
    const { status, stdout } = await ana.run('import', 'maintainers', '--example', '--again', '--yes');
    expect(status).toBe(0);
    expect(stdout).toMatch(/^42 domains are in force, by one decision over 1 pages?\./);
    expect(stdout).toMatch(/17 people are named; 17 of them own domains/);
    expect(stdout).toMatch(/Left out: \d+ mailing lists/);
  });
});

function* endless(): Generator<string> {
  for (let part = 0; ; part++) yield `PART ${part}\nM: a@example.org\nF: part/${part}/\n\n`.repeat(100);
}

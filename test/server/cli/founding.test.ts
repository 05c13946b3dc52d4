import { chmod, readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  cleanUp,
  type Device,
  ensureBuilt,
  freePort,
  newDevice,
  newFolder,
  runCommand,
  type Served,
  startServer,
} from './support.ts';

beforeAll(ensureBuilt, 120_000);
afterAll(cleanUp, 60_000);

interface Founded {
  readonly commons: string;
  readonly origin: string;
  readonly founded: boolean;
  readonly serving: boolean;
  readonly founder: { readonly profile: string; readonly key: string };
}

describe('a commons is founded beside its running server', () => {
  let data: string;
  let server: Served;
  let ana: Device;
  beforeAll(async () => {
    data = join(await newFolder(), 'data');
    ana = await newDevice();
    server = await startServer(['--port', '0', '--data', data]);
  }, 60_000);

  test('before, the server says what to do', async () => {
    expect(server.commons).toBe(null);
    const ran = await ana.run('register', '--server', server.origin);
    expect(ran.status).toBe(1);
    expect(ran.stderr).toContain('holds no commons yet');
    expect(ran.stderr).toContain('init --name');
    expect((await ana.problem(1, 'register', '--server', server.origin)).type).toBe(
      'urn:folkmoot:problem:not-founded',
    );
  });

  test('`init` finds the address of the server, which notices without a restart', async () => {
    const founded = await ana.json<Founded>(
      'init',
      '--name',
      'Water co-op',
      '--founder',
      'Ana',
      '--data',
      data,
    );
    expect(founded).toMatchObject({ origin: server.origin, founded: true, serving: true });
    const me = await ana.json('whoami');
    expect(me).toMatchObject({
      pseudonym: 'Ana',
      commons: founded.commons,
      server: server.origin,
      counts: true,
    });
  });

  test('the key lies in a file of its own that nobody else may read, and nothing prints it', async () => {
    const file = join(ana.home, 'profiles', 'ana.json');
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect((await stat(ana.home)).mode & 0o777).toBe(0o700);
    const { seed } = JSON.parse(await readFile(file, 'utf8')) as { seed: string };
    expect(seed).toHaveLength(43);
    for (const args of [['whoami'], ['whoami', '--json'], ['login', '--server', server.origin]]) {
      const { stdout, stderr } = await ana.run(...args);
      expect(stdout + stderr).not.toContain(seed);
    }
  });

  test('others who can read it are told of', async () => {
    const file = join(ana.home, 'profiles', 'ana.json');
    await chmod(file, 0o644);
    expect((await ana.run('whoami')).stderr).toContain('others on this machine can read your key');
    await chmod(file, 0o600);
  });

  test('a second founding is refused, and leaves no key behind', async () => {
    const before = await readdir(join(ana.home, 'profiles'));
    const problem = await ana.problem(1, 'init', '--name', 'Another', '--founder', 'Ana', '--data', data);
    expect(problem).toMatchObject({ type: 'urn:folkmoot:problem:conflict' });
    expect(problem.detail).toContain('holds a commons already');
    expect(await readdir(join(ana.home, 'profiles'))).toEqual(before);
  });

  test('another address than the running server’s is refused', async () => {
    const problem = await ana.problem(
      2,
      'init',
      '--name',
      'X',
      '--founder',
      'Y',
      '--data',
      data,
      '--port',
      '4999',
    );
    expect(problem.detail).toContain(`is at ${server.origin}, not at http://localhost:4999`);
  });

  test('a second server on the folder is refused', async () => {
    const ran = await runCommand(['serve', '--port', '0', '--data', data, '--json'], {});
    expect(ran.status).toBe(1);
    expect(JSON.parse(ran.stdout).detail).toMatch(
      /in use by a server that is already running \(process \d+\)/,
    );
  });

  test('a port that is taken is said in words', async () => {
    const parent = await newFolder();
    const other = join(parent, 'new', 'data');
    const { port } = new URL(server.origin);
    const ran = await runCommand(['serve', '--port', port, '--data', other], {});
    expect(ran.status).toBe(1);
    expect(ran.stderr).toContain(`Port ${port} at 127.0.0.1 is in use by another program`);
    expect(ran.stderr).not.toMatch(/\n\s+at /);
    expect(await readdir(parent), 'nothing is left that was not there').toEqual([]);
  });

  test('Ctrl-C ends it in order, and at another address it warns', async () => {
    expect(await server.stop()).toBe(0);
    const origin = 'http://elsewhere.localhost:4181';
    const again = await startServer(['--port', '0', '--data', data, '--origin', origin]);
    expect(again.warnings).toHaveLength(1);
    expect(again.warnings[0]).toContain(`known at ${server.origin}, and this server says it is at ${origin}`);
    await again.stop();
  });
});

describe('a commons is founded without a server, by several', () => {
  const [ana, ben] = [{} as Device, {} as Device];
  let server: Served;
  let founded: Founded;

  test('a co-founder makes a key first', async () => {
    Object.assign(ana, await newDevice());
    Object.assign(ben, await newDevice());
    const data = join(await newFolder(), 'data');
    const port = String(await freePort());
    const { key, profile } = await ben.json<{ key: string; profile: string }>(
      'login',
      '--new-key',
      '--name',
      'Ben',
    );
    expect(key).toMatch(/^z6Mk/);
    expect(profile).toBe('ben');
    const wish = ['init', '--name', 'Pair', '--founder', 'Ana', '--co-founder', `Ben=${key}`];
    founded = await ana.json<Founded>(...wish, '--data', data, '--port', port);
    expect(founded).toMatchObject({ founded: false, serving: false, coFounders: [{ name: 'Ben', key }] });
    expect(founded).toMatchObject({ provisional: null });
    server = await startServer(['--port', port, '--data', data]);
    expect(server).toMatchObject({ commons: founded.commons, origin: founded.origin, warnings: [] });
  });

  test('until then nothing counts, and only the named key can log in', async () => {
    const nobody = await newDevice();
    const problem = await nobody.problem(1, 'login', '--server', server.origin, '--as', 'Ben');
    expect(problem.detail).toContain('No key on this device is the one that the charter names');
    expect((await ben.problem(1, 'login', '--server', server.origin, '--as', 'Cem')).founders).toEqual([
      'Ana',
      'Ben',
    ]);
    expect((await ben.problem(1, 'whoami', '--server', server.origin)).type).toBe(
      'urn:folkmoot:problem:unauthenticated',
    );
  });

  test('the co-founder logs in and confirms: the commons is founded', async () => {
    const me = await ben.json('login', '--server', server.origin, '--as', 'Ben');
    expect(me).toMatchObject({ pseudonym: 'Ben', commons: founded.commons });
    expect(await ben.json('whoami')).toMatchObject({ counts: false });
    const ran = await ben.run('confirm');
    expect(ran.status).toBe(2);
    expect(ran.stderr).toContain('add --yes');
    const confirmed = await ben.run('confirm', '--yes');
    expect(confirmed.stdout).toMatch(
      /The commons is founded\.\nThe charter is provisional: the members ratify it by 20/,
    );
    expect(await ben.json('whoami')).toMatchObject({ counts: true });
  });

  test('whoever confirms again, or is no founder, is told so', async () => {
    expect((await ben.problem(1, 'confirm')).detail).toContain('You have confirmed the charter already');
    expect((await ben.problem(2, 'confirm', 'no id')).detail).toContain('is no id');
  });

  test('what needs two waits for the second signature', async () => {
    const added = await ana.json<{ decision: { short: string; verdict: { status: string } } }>(
      ...['resource', 'add', 'Work', '--kind', 'hours', '--unit', 'minute', '--quantity', '600'],
    );
    expect(added.decision.verdict.status).toBe('pending');
    expect(await ana.json('resource', 'list')).toEqual({ resources: [], budgets: [] });
    expect((await ana.problem(1, 'confirm', added.decision.short)).code).toBe('same-signer');
    const second = await ben.json('confirm', added.decision.short.slice(0, 12));
    expect(second).toMatchObject({ verdict: { status: 'counted' } });
    expect(await ana.json('resource', 'list')).toMatchObject({ resources: [{ available: 600 }] });
  });
});

describe('what is wrong with a founding is said before anything is made', () => {
  const wrong: readonly (readonly [string, readonly string[], string])[] = [
    ['no name', ['--founder', 'Ana'], "Required option '--name <name>'"],
    ['a blank name', ['--name', ' ', '--founder', 'Ana'], '--name takes words'],
    [
      'a language',
      ['--name', 'X', '--founder', 'Ana', '--language', 'english'],
      '--language takes a language tag',
    ],
    [
      'a time zone',
      ['--name', 'X', '--founder', 'Ana', '--time-zone', 'Mars/Base'],
      '--time-zone takes a name',
    ],
    ['a co-founder without key', ['--name', 'X', '--founder', 'Ana', '--co-founder', 'Ben'], '"Ben=z6Mk…"'],
    [
      'one key for two',
      ['--name', 'X', '--founder', 'A', ...coFounder('B'), ...coFounder('C')],
      'Two founders have the same key',
    ],
    [
      'one name for two',
      ['--name', 'X', '--founder', 'B', ...coFounder('B')],
      'Two founders have the same name',
    ],
    [
      'a port',
      ['--name', 'X', '--founder', 'Ana', '--port', '70000'],
      '--port takes a whole number from 0 to 65535',
    ],
    ['no address', ['--name', 'X', '--founder', 'Ana', '--port', '0'], 'say --origin'],
    [
      'an origin',
      ['--name', 'X', '--founder', 'Ana', '--origin', 'http://x.org/path'],
      'scheme, host and port only',
    ],
  ];

  test.for(wrong)('%s', async ([, args, sentence]) => {
    const device = await newDevice();
    const data = join(await newFolder(), 'data');
    const problem = await device.problem(2, 'init', ...args, '--data', data);
    expect(problem.detail).toContain(sentence);
    await expect(stat(data)).rejects.toThrow();
    await expect(stat(device.home)).rejects.toThrow();
  });

  test('without a terminal, --yes is needed before anything is made', async () => {
    const device = await newDevice();
    const data = join(await newFolder(), 'data');
    const wish = ['init', '--name', 'X', '--founder', 'Ana', '--data', data, '--port', '4999'];
    const refused = await device.run(...wish);
    expect([refused.status, refused.stderr]).toEqual([2, expect.stringContaining('add --yes (or --json)')]);
    await expect(stat(data)).rejects.toThrow();
    const founded = await device.run(...wish, '--yes');
    expect(founded.status).toBe(0);
    expect(founded.stderr).toContain('You found the commons “X” at http://localhost:4999, as “Ana”');
    expect(founded.stdout, '[R-4.22], [R-4.23]').toMatch(
      /The charter is provisional: the members ratify it by 20\d\d-\d\d-\d\d\. Until they have, nothing is decided that cannot be undone.*giving something away as well\.\n.*charter ratify/,
    );
    // The address holds another commons now: the key of the first one is of no use there.
    const anew = await newFolder();
    const second = ['init', '--name', 'Y', '--founder', 'Bea', '--data', join(anew, 'data'), '--yes'];
    expect((await device.run(...second, '--port', '4998')).stdout).toContain('still run as “ana”');
    expect(
      (
        await device.run(
          'init',
          '--name',
          'Z',
          '--founder',
          'Cem',
          ...second.slice(5, 6),
          join(anew, 'more'),
          '--yes',
          '--port',
          '4999',
        )
      ).stdout,
    ).not.toContain('still run as');
  });

  /** The public part of a key that a test made once. */
  function coFounder(name: string): readonly string[] {
    return ['--co-founder', `${name}=z6MkoCDgxJUsHKN6BCFT7wKN1GJpKqXbiNLcJs3veiugYfei`];
  }
});

describe('settings', () => {
  test('`config check` shows them, and no secret', async () => {
    const env = { DATABASE_URL: 'postgres://me:secret@db.example.org/folkmoot' };
    const { status, stdout } = await runCommand(['config', 'check', '--json'], env);
    expect(status).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ port: 4180, databaseUrl: '(set)' });
    const { stdout: words } = await runCommand(['config', 'check'], env);
    expect(words).toContain('The settings are right.');
    expect(words + stdout).not.toContain('secret');
  });

  test('what is wrong with them is named, all at once, with status 2', async () => {
    const env = { FOLKMOOT_ORIGIN: 'no origin', FOLKMOOT_LOG_LEVEL: 'loud' };
    const { status, stdout } = await runCommand(['config', 'check', '--json'], env);
    expect(status).toBe(2);
    expect(JSON.parse(stdout).wrong).toHaveLength(2);
    const { stderr } = await runCommand(['serve'], env);
    expect(stderr).toContain('FOLKMOOT_ORIGIN');
  });

  test.for([
    ['PORT', 'abc', 'PORT takes a whole number from 0 to 65535, not “abc”.'],
    ['PORT', '65536', 'PORT takes a whole number from 0 to 65535, not “65536”.'],
    ['DATABASE_URL', 'mysql://me:secret@x', 'DATABASE_URL takes an address such as postgres://'],
    ['FOLKMOOT_LOG_LEVEL', 'loud', 'takes one of debug, info, warn, error, silent, not “loud”.'],
    ['FOLKMOOT_CONTACT', 'me', 'FOLKMOOT_CONTACT takes an e-mail address, not “me”.'],
    ['FOLKMOOT_ORIGIN', 'x.org', 'takes an origin such as https://commons.example.org, not “x.org”.'],
  ] as const)('%s=%s', async ([name, value, sentence]) => {
    const { status, stderr } = await runCommand(['config', 'check'], { [name]: value });
    expect(status).toBe(2);
    expect(stderr).toContain(sentence);
    expect(stderr).not.toMatch(/secret|Invalid|NaN/);
  });

  test.for([
    ['--port', 'abc', '--port takes a whole number'],
    ['--origin', 'ftp://x', '--origin takes the address of a server'],
    ['--host', '', '--host must not be empty'],
  ] as const)('serve %s %s', async ([option, value, sentence]) => {
    const { status, stderr } = await runCommand(['serve', option, value], {});
    expect(status).toBe(2);
    expect(stderr).toContain(sentence);
  });

  test('an address that this machine does not have is said in words', async () => {
    const data = join(await newFolder(), 'data');
    const { status, stderr } = await runCommand(
      ['serve', '--host', '192.0.2.1', '--port', '0', '--data', data],
      {},
    );
    expect(status).toBe(2);
    expect(stderr).toContain('This machine has no address 192.0.2.1');
  });
});

import { readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  cleanUp,
  type Device,
  ensureBuilt,
  freePort,
  newDevice,
  newFolder,
  type Served,
  startServer,
} from './support.ts';

let server: Served;
let ana: Device;
let stranger: Device;
let folder: string;

beforeAll(async () => {
  await ensureBuilt();
  folder = await newFolder();
  [ana, stranger] = [await newDevice(), await newDevice()];
  const data = join(folder, 'data');
  const port = String(await freePort());
  await ana.json('init', '--name', 'Water co-op', '--founder', 'Ana', '--data', data, '--port', port);
  server = await startServer(['--port', port, '--data', data]);
}, 120_000);
afterAll(cleanUp, 60_000);

interface Logged {
  readonly id: string;
  readonly short: string;
  readonly index: number;
  readonly verdict: { readonly status: string; readonly code: string | null };
}

describe('help', () => {
  test('every command has an example', async () => {
    const named = commandsIn(await ana.help());
    expect(named.length).toBeGreaterThan(30);
    for (const name of named) {
      const help = await ana.help(name);
      const below = commandsIn(help); // of a command that has only others below it
      for (const words of below.length === 0 ? [[name]] : below.map((other) => [name, other])) {
        expect(await ana.help(...words), words.join(' ')).toMatch(
          /Examples?:\n {2}npm run -s folkmoot -- \w+/,
        );
      }
    }
  });

  test.for([
    [['decid'], 'Unknown command'],
    [['decide', '--reason', 'x', '--colour', 'red'], "Unknown option '--colour'"],
    [['why'], "Missing required argument 'id'"],
  ] as const)('%j is wrong usage', async ([args, sentence]) => {
    expect((await ana.problem(2, ...args)).detail).toContain(sentence);
    const { status, stdout, stderr } = await ana.run(...args);
    expect(status).toBe(2);
    expect(stdout).toBe('');
    expect(stderr.split('\n').length).toBeLessThanOrEqual(3);
  });
});

describe('the server', () => {
  test('that nobody runs is said in words', async () => {
    const port = await freePort();
    const ran = await stranger.run('register', '--server', `http://localhost:${port}`);
    expect(ran.status).toBe(1);
    expect(ran.stderr).toContain(`No server answers at http://localhost:${port}`);
    expect(ran.stderr).toContain('npm start');
    const problem = await stranger.problem(1, 'register', '--server', `localhost:${port}`);
    expect(problem).toMatchObject({
      type: 'urn:folkmoot:problem:unavailable',
      title: 'The server cannot do this just now.',
      detail: `No server answers at http://localhost:${port}.`,
      status: 503,
      retryable: true,
    });
  });

  test('is named by an address', async () => {
    expect((await stranger.problem(2, 'register', '--server', 'ftp://x')).detail).toContain(
      'the address of a server',
    );
    expect((await stranger.problem(2, 'register', '--server', 'http://0.0.0.0:1')).detail).toContain(
      'No server can have',
    );
  });

  test('of another commons gets no signature with this key', async () => {
    const port = String(await freePort());
    const data = join(folder, 'other');
    const other = await newDevice();
    await other.json('init', '--name', 'Other', '--founder', 'Ola', '--data', data, '--port', port);
    const second = await startServer(['--port', port, '--data', data]);
    const problem = await ana.problem(1, 'invite', '--profile', 'ana', '--server', second.origin);
    expect(problem.detail).toContain('another commons');
    await second.stop();
  });
});

describe('who we are', () => {
  test('`whoami` names the profile', async () => {
    const me = await ana.json('whoami');
    expect(me).toMatchObject({ profile: 'ana', pseudonym: 'Ana', counts: true, others: [] });
    expect((await ana.run('whoami')).stdout).toContain('Water co-op');
  });

  test('without a key, what signs says how to get one', async () => {
    const ran = await stranger.run('whoami', '--server', server.origin);
    expect(ran.status).toBe(1);
    expect(ran.stderr).toContain('no key on this device');
    expect(ran.stderr).toContain('login --help');
    expect((await ana.problem(2, 'whoami', '--profile', 'nobody')).profiles).toEqual(['ana']);
  });

  test('an invitation lets one newcomer in, once', async () => {
    const { code, expiresAt } = await ana.json<{ code: string; expiresAt: string }>('invite');
    expect(Date.parse(expiresAt)).toBeGreaterThan(Date.now());
    const ben = await newDevice();
    const login = ['login', '--server', server.origin, `--invitation=${code}`, '--name'];
    const me = await ben.json(...login, 'Ben Åkesson');
    expect(me).toMatchObject({ profile: 'ben-akesson', pseudonym: 'Ben Åkesson', server: server.origin });
    expect((await stat(join(ben.home, 'profiles', 'ben-akesson.json'))).mode & 0o777).toBe(0o600);
    expect(await ben.json('whoami')).toMatchObject({ counts: true });
    const again = await stranger.problem(1, ...login, 'Eve');
    expect(again.type).toBe('urn:folkmoot:problem:invitation-required');
    expect(await stranger.problem(1, 'whoami', '--server', server.origin)).toMatchObject({ status: 401 });
    expect((await ben.problem(1, 'invite')).type).toBe('urn:folkmoot:problem:forbidden');
  });

  test('a newcomer on a device that has a key is asked first, and does not become who it runs as', async () => {
    const { code } = await ana.json<{ code: string }>('invite');
    const login = ['login', '--server', server.origin, `--invitation=${code}`, '--name', 'Cem'];
    const refused = await ana.run(...login);
    expect([refused.status, refused.stderr]).toEqual([2, expect.stringContaining('add --yes')]);
    const { stdout, stderr } = await ana.run(...login, '--yes');
    expect(stderr).toContain('You make yourself known to “Water co-op” as “Cem”');
    expect(stdout).toContain('Commands on this device still run as “ana”: add --profile cem');
    expect(await ana.json('whoami')).toMatchObject({ profile: 'ana', others: ['cem'] });
    await ana.json('login', '--profile', 'cem', '--server', server.origin);
    expect(await ana.json('whoami')).toMatchObject({ profile: 'cem' });
    await ana.json('login', '--profile', 'ana', '--server', server.origin);
  });

  test('`login` says which ways there are', async () => {
    expect((await stranger.problem(2, 'login', '--server', server.origin)).detail).toContain('--invitation');
    expect((await stranger.problem(2, 'login', '--new-key', '--as', 'X')).detail).toContain(
      'do not go together',
    );
    expect((await stranger.problem(2, 'login', '--invitation', 'x')).detail).toContain('needs --name');
  });
});

describe('resources and decisions', () => {
  let work: { readonly subject: string; readonly decision: Logged };
  let decided: Logged;

  test('a resource is drafted and adopted', async () => {
    work = await ana.json(
      'resource',
      'add',
      'Work',
      '--kind',
      'hours',
      '--unit',
      'minute',
      '--quantity',
      '6000',
    );
    expect(work.decision.verdict.status).toBe('counted');
    const { resources } = await ana.json<{ resources: unknown[] }>('resource', 'list');
    expect(resources).toMatchObject([{ subject: work.subject, unit: 'minute', available: 6000 }]);
    expect((await stranger.run('resource', 'list', '--server', server.origin)).stdout).toMatch(
      /Work\s+hours\s+100 hours of 100 hours/,
    );
  });

  test.for([
    [['--kind', 'gold', '--unit', 'g', '--quantity', '1'], '--kind takes one of money'],
    [['--kind', 'money', '--unit', 'cent', '--quantity', '1.5'], '--quantity takes a whole number'],
    [['--kind', 'money', '--unit', ' ', '--quantity', '1'], 'a name and a unit'],
    [['--kind', 'money', '--unit', 'cent', '--quantity', '1', '--askers', 'me'], '--askers takes one of'],
  ] as const)('a resource with %j is refused', async ([args, sentence]) => {
    expect((await ana.problem(2, 'resource', 'add', 'X', ...args)).detail).toContain(sentence);
  });

  test('without a terminal nothing is signed unless --yes or --json says so', async () => {
    const wish = ['decide', '--give', '1 of Work', '--to', 'x', '--reason', 'y'];
    const refused = await ana.run(...wish);
    expect(refused.status).toBe(2);
    expect(refused.stderr).toContain('add --yes (or --json)');
    const { status, stdout, stderr } = await ana.run(...wish, '--yes');
    expect(status).toBe(0);
    expect(stderr).toContain('You decide under “Sharing and spending”: give 1 minute from “Work” to “x”.');
    expect(stdout).toMatch(/is entry \d+ of the log\. It counts\./);
  });

  test('a decision counts', async () => {
    const wish = ['decide', '--give', '120 minute of Work', '--to', 'the garden', '--reason', 'They asked.'];
    decided = await ana.json<Logged>(...wish, '--alternative', 'Nothing.', '--review-at', '30d');
    expect(decided.verdict).toMatchObject({ status: 'counted' });
    expect(decided.id).toBe(`ni:///sha-256;${decided.short}`);
  });

  test('what would not count is not signed, and says what is left', async () => {
    const before = await entries();
    const problem = await ana.problem(1, 'decide', '--give', 'Work=5880', '--to', 'x', '--reason', 'y');
    expect(problem).toMatchObject({ code: 'over-capacity', left: 5879, asked: 5880 });
    expect(problem.detail).toContain('5879 are left; this one gives 5880');
    expect(problem.detail).toContain('--anyway');
    expect(await entries()).toBe(before);
  });

  test('…unless --anyway', async () => {
    const logged = await ana.json<Logged>(
      'decide',
      '--give',
      'Work=5880',
      '--to',
      'x',
      '--reason',
      'y',
      '--anyway',
    );
    expect(logged.verdict).toMatchObject({ status: 'not-counted', code: 'over-capacity' });
  });

  test('a limit of the domain says how much of it is left', async () => {
    await ana.json(
      'resource',
      'add',
      'Fund',
      '--kind',
      'money',
      '--unit',
      'cent',
      '--quantity',
      '900_000'.replace('_', ''),
    );
    const give = (quantity: string) => [
      'decide',
      '--give',
      `${quantity} of Fund`,
      '--to',
      'x',
      '--reason',
      'y',
    ];
    const once = await ana.problem(1, ...give('100_001'));
    expect(once).toMatchObject({
      code: 'limit-exceeded',
      limit: 'perDecision',
      most: 100_000,
      asked: 100_001,
    });
    await ana.json(...give('100_000'));
    const second = await ana.json<Logged>(...give('100_000'));
    const { stdout } = await ana.run('why', second.short);
    expect(stdout.replaceAll(/\s+/g, ' ')).toMatch(
      / limit transfer, agreement(?: \(Fund\))?: 100,000 \w+ of at most 100,000 \w+ at once; \d{3},\d{3} \w+ of 300,000 \w+ used in 30 days, until 2\d{3}-\S+Z /,
    );
    const often = await ana.problem(1, ...give('100_000'));
    expect(often).toMatchObject({ code: 'limit-exceeded', limit: 'perPeriod', most: 300_000 });
    expect(often.detail).toMatch(/Of 300000 in 30 days, \d+ are used and \d+ are left/);
  });

  test.for([
    [['--reason', 'y'], 2, 'Say what is to be decided'],
    [['--give', '1 of Work', '--reason', 'y'], 2, '--give needs --to'],
    [['--to', 'x', '--reason', 'y'], 2, '--to goes with --give'],
    [['--give', 'much', '--to', 'x', '--reason', 'y'], 2, '--give takes an amount'],
    [['--give', '1 hour of Work', '--to', 'x', '--reason', 'y'], 2, 'is counted in minute, not in hour'],
    [['--give', '1 of Gold', '--to', 'x', '--reason', 'y'], 1, 'There is no resource “Gold”'],
    [['--give', '1 of Work', '--to', 'x', '--reason', ' '], 2, '--reason needs words'],
    [['--change', 'a/b', '--reason', 'y'], 2, '--change needs --title'],
    [['--text', 'We agree.', '--reason', 'y'], 2, '--text needs --domain'],
    [
      ['--text', 'We agree.', '--domain', 'Nowhere', '--reason', 'y'],
      1,
      'No domain in force is called “Nowhere”',
    ],
    [['--proposal', 'x', '--reason', 'y'], 2, 'is no id'],
    [['--proposal', 'AAAAAAAAAAAA', '--reason', 'y'], 1, 'No document in this log'],
    [['--operations', '/nowhere.json', '--reason', 'y'], 2, 'cannot be read'],
    [
      ['--give', '1 of Work', '--to', 'x', '--reason', 'y', '--review-at', 'soon'],
      2,
      '--review-at takes a day',
    ],
  ] as const)('decide %j fails in words', async ([args, status, sentence]) => {
    expect((await ana.problem(status, 'decide', ...args)).detail).toContain(sentence);
  });

  test('a proposal is put forward, and decided', async () => {
    const proposed = await ana.json<Logged>(
      'propose',
      '--give',
      '5 of Work',
      '--to',
      'x',
      '--reason',
      'They need it.',
    );
    const yes = await ana.json<Logged>('decide', '--proposal', proposed.short, '--reason', 'We can.');
    expect(yes.verdict.status).toBe('counted');
    const twice = await ana.problem(
      1,
      'decide',
      '--proposal',
      proposed.short.slice(0, 10),
      '--reason',
      'Again.',
    );
    expect(twice.code).toBe('closed');
    expect((await ana.problem(2, 'propose', '--reason', 'y')).detail).toContain('Say what is to be decided');
    expect((await ana.problem(2, 'decide', '--proposal', yes.short, '--reason', 'y')).detail).toContain(
      'is no proposal',
    );
  });

  test('a proposal can be turned down', async () => {
    const proposed = await ana.json<Logged>(
      'propose',
      '--give',
      '5 of Work',
      '--to',
      'x',
      '--reason',
      'They ask.',
    );
    const no = await ana.json<Logged>(
      'decide',
      '--proposal',
      proposed.short,
      '--turn-down',
      '--reason',
      'Not now.',
    );
    expect(no.verdict.status).toBe('counted');
    expect((await ana.run('why', no.short)).stdout).toContain('turned down the proposal');
  });

  test('a change, a text, and operations from a file', async () => {
    const file = join(folder, 'patch.txt');
    await writeFile(file, 'the change itself');
    const change = [
      'decide',
      '--change',
      'docs/rules.md',
      '--title',
      'New rules',
      '--content',
      file,
      '--reason',
      'y',
    ];
    expect(await ana.json(...change)).toMatchObject({ verdict: { status: 'counted' } });
    const text = [
      'decide',
      '--text',
      'We greet each other.',
      '--domain',
      'changes to what we look after',
      '--reason',
      'y',
    ];
    expect(await ana.json(...text)).toMatchObject({ verdict: { status: 'counted' } });
    const operations = join(folder, 'operations.json');
    const transfer = {
      op: 'transfer',
      resource: { ref: work.subject },
      quantity: 2,
      to: { named: { say: 'x' } },
    };
    await writeFile(operations, JSON.stringify([transfer]));
    expect(await ana.json('decide', '--operations', operations, '--reason', 'y')).toMatchObject({
      verdict: { status: 'counted' },
    });
  });

  test('a thing is ended, and a draft adopted, by id', async () => {
    const added = await ana.json<{ resource: Logged }>(
      ...['resource', 'add', 'Ladder', '--kind', 'tool', '--unit', 'day', '--quantity', '30'],
    );
    expect(await ana.json('decide', '--end', added.resource.short, '--reason', 'It broke.')).toMatchObject({
      verdict: { status: 'counted' },
    });
    const again = await ana.problem(1, 'decide', '--end', added.resource.short, '--reason', 'Again.');
    expect(again).toMatchObject({ code: expect.any(String) });
    expect((await ana.problem(2, 'decide', '--adopt', decided.short, '--reason', 'y')).detail).toContain(
      '--adopt takes a',
    );
  });

  test('`why` answers by the whole id, its hash, and its beginning', async () => {
    for (const name of [decided.id, decided.short, decided.short.slice(0, 8)]) {
      expect(await stranger.json('why', name, '--server', server.origin)).toMatchObject({
        id: decided.id,
        reason: 'They asked.',
        alternatives: ['Nothing.'],
        levels: { V0: { result: 'pass' }, V2: { result: 'pass' } },
      });
    }
    const { stdout } = await ana.run('why', decided.short);
    expect(stdout).toContain('Ana, as Coordinator, decided to give 2 hours from “Work”');
    expect(stdout).toContain('founding act “Water co-op”');
    expect(stdout).toMatch(/^ *signed +Ana, 2\d{3}-.*Z$/m);
    expect(stdout).toMatch(/^ *in force +from 2\d{3}-.*Z$/m);
    expect(stdout).toMatch(/^ *challenges +taken until 2\d{3}-.*Z$/m);
    expect((await ana.problem(2, 'why', 'x')).detail).toContain('43 characters');
    expect((await ana.problem(1, 'why', 'A'.repeat(43))).type).toBe('urn:folkmoot:problem:not-found');
  });

  test('`bundle` writes a file that `verify` takes, or writes to standard output', async () => {
    const file = join(folder, 'decision.json');
    const written = await ana.json('bundle', decided.short, '-o', file);
    expect(written).toMatchObject({ file, target: { id: decided.id } });
    const verified = await stranger.run('verify', file, '--json');
    expect([verified.status, JSON.parse(verified.stdout).result]).toEqual([0, 'pass']);
    const { stdout } = await ana.run('bundle', decided.short.slice(0, 9));
    expect(JSON.parse(stdout)).toEqual(JSON.parse(await readFile(file, 'utf8')));
    expect((await ana.problem(2, 'bundle', decided.short, '-o', '/nowhere/x.json')).detail).toContain(
      'cannot be written',
    );
    expect((await ana.problem(1, 'bundle', 'A'.repeat(43), '-o', file)).type).toBe(
      'urn:folkmoot:problem:not-found',
    );
  });

  test('`register` lists and finds domains', async () => {
    const all = await stranger.json<{ domains: unknown[] }>('register', '--server', server.origin);
    expect(all).toMatchObject({ total: 4, found: 4 });
    expect(await ana.json('register', 'spending', 'sharing')).toMatchObject({ total: 4, found: 1 });
    const { stdout } = await ana.run('register');
    expect(stdout).toMatch(/Sharing and spending\s+Coordinator: Ana\s+delegation/);
    expect((await ana.problem(2, 'register', '--limit', '0')).detail).toContain(
      '--limit takes a whole number',
    );
  });

  test('other commons: none yet, and what is no server of one', async () => {
    const { peers, entries } = await ana.json<{ peers: unknown; entries: number }>('peer', 'list');
    expect(peers).toEqual([]);
    expect(entries).toBeGreaterThan(0);
    expect((await ana.run('peer', 'list')).stdout).toContain('There is none yet');
    expect(await ana.json('agreements')).toEqual({ agreements: [] });
    expect((await ana.problem(2, 'peer', 'add', 'ftp://x')).detail).toContain('the address of a server');
    const local = await ana.run('peer', 'add', 'http://b.localhost:4999');
    expect(local.status).toBe(1);
    expect(local.stderr).toContain('FOLKMOOT_PRIVATE_PEERS');
    const none = ['--give', '1 of Work'];
    expect((await ana.problem(1, 'offer', '--to', 'Nobody', ...none)).detail).toContain(
      'No peer is called “Nobody”',
    );
    expect((await ana.problem(2, 'offer', '--to', 'Nobody')).detail).toContain('Say what is exchanged');
    expect((await ana.problem(2, 'offer', ...none)).detail).toContain('--counter');
    expect((await ana.problem(2, 'accept', 'x', '--reason', 'y')).detail).toContain('is no negotiation');
    expect((await ana.problem(1, 'reject', '01a20525', '--reason', 'y')).detail).toContain(
      'There is no negotiation',
    );
    expect((await ana.problem(1, 'agreements', '01a20525-1ced-73cc-8d76-68325d6fa3db')).status).toBe(404);
  });

  async function entries(): Promise<number> {
    const answer = await fetch(`${server.origin}/commons`);
    return ((await answer.json()) as { entries: number }).entries;
  }
});

/** The commands that a help lists. */
function commandsIn(help: string): readonly string[] {
  const listed = help.split('Commands:\n')[1]?.split('\n\n')[0] ?? '';
  const names = [...listed.matchAll(/^ {2}(\w[\w-]*)/gm)].map(([, name]) => name ?? '');
  return names.filter((name) => name !== 'help');
}

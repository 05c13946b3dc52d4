import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { eventually } from '../../support/instances.ts';
import { cleanUp, type Device, ensureBuilt, freePort, newDevice, newFolder, startServer } from './support.ts';

let ana: Device;
let ben: Device;
let files: string;
let origin: string;

/** Two coordinators at two keyboards, and a server in a process of its own. */
beforeAll(async () => {
  await ensureBuilt();
  const data = await newFolder();
  files = await newFolder();
  const port = String(await freePort());
  [ana, ben] = [await newDevice(), await newDevice()];
  const { key } = await ben.json<{ key: string }>('login', '--new-key', '--name', 'Ben');
  const wish = ['init', '--name', 'Pair', '--founder', 'Ana', '--co-founder', `Ben=${key}`];
  await ana.json(...wish, '--data', data, '--port', port);
  ({ origin } = await startServer(['--data', data, '--port', port]));
  await ben.json('login', '--server', origin, '--as', 'Ben');
  await ben.json('confirm');
}, 120_000);
afterAll(cleanUp, 60_000);

interface Logged {
  readonly id: string;
  readonly short: string;
  readonly verdict: { readonly status: string; readonly code: string | null };
}
interface Proposed {
  readonly state: string;
  readonly decision: string | null;
  readonly tallies: readonly object[];
}
interface Found {
  readonly levels: Readonly<Record<'V1' | 'V2' | 'V3' | 'V4', { readonly result: string }>>;
}

/** Ana decides, and where that takes two Ben signs as well. */
async function decided(...options: readonly string[]): Promise<string> {
  const { id, short, verdict } = await ana.json<Logged>('decide', ...options);
  if (verdict.status === 'pending') await ben.json('confirm', short);
  else expect(verdict).toMatchObject({ status: 'counted' });
  return id;
}

/** A thing is drafted from a file, as a whole or as a change of a version, and adopted. */
async function adopted(type: string, fields: object, from?: string): Promise<string> {
  const file = join(files, `${type}.json`);
  await writeFile(file, JSON.stringify(fields));
  const before = from === undefined ? [] : ['--from', from];
  const { id } = await ana.json<Logged>('act', type, '--fields', file, ...before);
  await decided('--adopt', id, '--reason', 'So we want it.');
  return id;
}

/** Everybody can ask why, and verify it offline from a file. */
async function verified(id: string, level = 'V4'): Promise<Found['levels']> {
  expect((await ben.json<{ sentence: string }>('why', id)).sentence).not.toBe('');
  const file = join(files, 'bundle.json');
  await ben.json('bundle', id, '-o', file);
  return (await ben.json<Found>('verify', file, '--require', level)).levels;
}

async function open(short: string): Promise<void> {
  await eventually('it is open', async () => (await proposed(short)).state === 'open');
}
const proposed = (short: string) => ana.json<Proposed>('proposals', short);
async function ended(short: string): Promise<string> {
  const { decision } = await eventually('it has ended', async () => {
    const now = await proposed(short);
    return now.decision === null ? null : now;
  });
  return decision ?? '';
}

describe('§15 [R-15.71] a budget, from a keyboard', () => {
  test('is drawn on until nothing is left, and a file proves it', async () => {
    const stock = ['--kind', 'hours', '--unit', 'minute', '--quantity', '9000'];
    const work = await ana.json<{ decision: Logged }>('resource', 'add', 'Work', ...stock);
    await ben.json('confirm', work.decision.short);
    const { decision } = await ana.json<{ decision: Logged }>(
      ...['budget', 'add', 'Spring', '--of', '100 of Work', '--domain', 'Sharing and spending'],
      ...['--until', '90d', '--reason', 'The garden.'],
    );
    await ben.json('confirm', decision.short);
    const give = (amount: string) =>
      [
        '--give',
        `${amount} of Work`,
        '--to',
        'the garden',
        '--budget',
        'Spring',
        '--reason',
        'Hands.',
      ] as const;
    const id = await decided(...give('60'));
    const over = await ana.problem(1, 'decide', ...give('41'));
    expect(over).toMatchObject({ code: 'limit-exceeded' });
    expect(JSON.stringify(over)).toContain('"left":40');
    const { budgets } = await ben.json<{ budgets: readonly object[] }>('budget', 'list');
    expect(budgets).toMatchObject([{ quantity: 100, left: 40 }]);
    expect(await verified(id, 'V2')).toMatchObject({ V2: { result: 'pass' }, V4: { result: 'pass' } });
  });
});

describe('§17 [R-17.30] an act in an emergency, from two keyboards', () => {
  test('is reported, ratified, and listed for ever', async () => {
    const { short } = await ben.json<Logged>(
      ...['emergency', 'report', '--harm', 'The cellar was filling.', '--did', 'I shut the valve.'],
      ...['--at', '1h', '--domain', 'Changes to what we look after'],
    );
    const ruled = await ana.json<Logged>('rule', short, 'ratified', '--words', 'It was right.');
    expect(ruled.verdict.status).toBe('counted');
    const listed = JSON.stringify(await ana.json('emergency', 'list'));
    expect(listed).toContain('ratified');
    expect(await verified(ruled.id)).toMatchObject({ V2: { result: 'pass' } });
  });
});

describe('§15 [R-15.22] a handover, from two keyboards', () => {
  test('is passed on, confirmed, and shown; who follows signs for it', async () => {
    await adopted('role', { seats: { min: 1, max: 3 } }, 'Coordinator');
    const { roles } = await ana.json<{
      roles: readonly { subject: string; id: string; serves: readonly { subject: string; name: string }[] }[];
    }>('roles');
    const [role] = roles;
    const holder = role?.serves.find(({ name }) => name === 'Ben')?.subject;
    const cellar = await adopted('role', {
      ...{ circle: await circleOf(role?.id ?? ''), name: { en: 'Cellar' }, purpose: { en: 'Dry feet.' } },
      ...{ decides: [], accountabilities: [], seats: { min: 1, max: 2 }, termSeconds: 31_536_000 },
      ...{ maxConsecutiveTerms: 2, selection: 'appoint', separateFrom: [], alternates: false },
      ...{ continuity: false, weight: 'light' },
    });
    const { subject } = await field<{ subject: string }>(cellar);
    const day = (count: number) =>
      new Date(Math.floor(Date.now() / 1000 + count * 86_400) * 1000).toISOString();
    const own = role?.serves.find(({ name }) => name === 'Ana')?.subject;
    const term = { role: { subject, id: cellar } };
    await adopted('mandate', { ...term, holder: own, startsAt: day(0), endsAt: day(60) });
    await adopted('mandate', { ...term, holder, startsAt: day(2), endsAt: day(100) });
    const passed = await ana.json<Logged>('handover', 'pass', '--note', 'The key hangs by the door.');
    expect(passed.verdict.status).toBe('counted');
    const accepted = await ben.json<Logged>('handover', 'accept', '--alone', 'partly');
    expect(accepted.verdict.status).toBe('counted');
    const shown = JSON.stringify(await ben.json('roles'));
    expect(shown).toContain('"canActAlone":"partly"');
  });
});

/** What a logged document says. */
async function field<Said>(id: string): Promise<Said> {
  const answer = await fetch(`${origin}/documents/${encodeURIComponent(id)}`, {
    headers: { accept: 'application/json' },
  });
  const { payload } = (await answer.json()) as { payload: string };
  return JSON.parse(Buffer.from(payload, 'base64url').toString()) as Said;
}
const circleOf = async (role: string) => (await field<{ circle: object }>(role)).circle;

const MAJORITY = { num: 1, den: 2, cmp: 'gt', base: 'decisive' };

/** Texts are put to the vote of everybody, as declared. */
async function vote(declared: object): Promise<void> {
  const fields = {
    rung: 'vote',
    parameters: { vote: { quorum: { num: 1, den: 2 }, threshold: MAJORITY, ...declared } },
  };
  await adopted('domain', { ...fields, ...(await ownedByCircle()) }, 'Changes to what we look after');
}

async function ownedByCircle(): Promise<object> {
  const { roles } = await ana.json<{ roles: readonly { id: string }[] }>('roles');
  const circle = await circleOf(roles[0]?.id ?? '');
  return { owner: { kind: 'circle', ...circle } };
}

const putForward = async (words: string) =>
  (
    await ana.json<Logged>(
      ...['propose', '--text', words, '--domain', 'Changes to what we look after'],
      ...['--reason', 'Somebody asked.'],
    )
  ).short;

describe('§17 votes, from two keyboards', () => {
  test('[R-17.7] somebody answers in another’s name by a proxy', async () => {
    await vote({ openSeconds: 600, proxies: {} });
    const short = await putForward('The gate is green.');
    await open(short);
    const given = await ben.json<Logged>('proxy', 'Ana', '--vote', short, '--until', '30d');
    expect(given.verdict.status).toBe('counted');
    await ana.json('respond', short, 'yes');
    await ana.json('respond', short, 'yes', '--for', 'Ben');
    const outcome = await ended(short);
    expect((await proposed(short)).state).toBe('adopted');
    expect(await verified(outcome)).toMatchObject({ V2: { result: 'pass' }, V4: { result: 'pass' } });
  });

  test('[R-17.5] two tellers count a secret vote', async () => {
    const { roles } = await ana.json<{ roles: readonly { subject: string }[] }>('roles');
    await vote({ openSeconds: 5, secret: { tellers: roles[0]?.subject } });
    const short = await putForward('The gate is blue.');
    await open(short);
    expect((await ben.problem(1, 'respond', short, 'yes')).code).toBe('secret-ballot');
    await new Promise((resolve) => setTimeout(resolve, 5_000));
    const count = ['--for', '2', '--against', '0'];
    expect((await ana.run('tally', short, ...count, '--yes')).stdout).toContain('once another teller');
    expect((await ben.run('tally', short, ...count, '--yes')).stdout).toContain('Two tellers say the same');
    const outcome = await ended(short);
    expect((await proposed(short)).state).toBe('adopted');
    expect(await verified(outcome)).toMatchObject({ V3: { result: 'attested' } });
  });
});

describe('§17 [R-17.23] a veto, from two keyboards', () => {
  test('returns what was decided alone', async () => {
    const { roles } = await ana.json<{ roles: readonly { subject: string; id: string }[] }>('roles');
    const [role] = roles;
    const circle = (await circleOf(role?.id ?? '')) as { subject: string };
    const owner = { kind: 'role', subject: role?.subject, id: role?.id };
    await adopted(
      'domain',
      {
        ...{ owner, rung: 'delegation', parameters: { delegation: { signers: 1, proposerMayDecide: true } } },
        veto: { circle: circle.subject, rung: 'consent', windowSeconds: 864_000 },
      },
      'Changes to what we look after',
    );
    const file = join(files, 'change.txt');
    await writeFile(file, 'Dig.');
    const change = ['--change', 'well', '--title', 'Dig a well', '--content', file] as const;
    const id = await decided(...change, '--reason', 'It is dry.');
    const { short } = await ben.json<Logged>(
      'rule',
      id,
      'vetoed',
      '--words',
      'The neighbours’ well runs dry.',
    );
    await open(short);
    for (const who of [ana, ben]) await who.json('respond', short, 'consent');
    const outcome = await ended(short);
    const why = await ben.json<{ life: { standing: string } }>('why', id);
    expect(why.life.standing).toBe('returned');
    expect(await verified(outcome)).toMatchObject({ V2: { result: 'pass' } });
  });
});

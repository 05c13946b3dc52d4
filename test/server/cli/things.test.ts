import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { eventually } from '../../support/instances.ts';
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

let ana: Device;
let server: Served;

/** A founder alone, and a server in a process of its own. */
beforeAll(async () => {
  await ensureBuilt();
  const data = await newFolder();
  const port = String(await freePort());
  ana = await newDevice();
  await ana.json('init', '--name', 'Water co-op', '--founder', 'Ana', '--data', data, '--port', port);
  server = await startServer(['--data', data, '--port', port]);
}, 120_000);
afterAll(cleanUp, 60_000);

interface Logged {
  readonly short: string;
  readonly verdict: { readonly status: string; readonly code: string | null };
}
const REASON = ['--reason', 'We agreed on it.'];
const counted = async (...args: readonly string[]) =>
  expect((await ana.json<Logged>(...args, ...REASON)).verdict.status, args.join(' ')).toBe('counted');

describe('§5 [R-5.1] things are drafted and adopted in one go', () => {
  interface Domains {
    readonly domains: readonly {
      readonly subject: string;
      readonly title: { readonly en: string };
      readonly rung: string;
    }[];
  }
  const rungs = async () => {
    const { domains } = await ana.json<Domains>('register');
    return Object.fromEntries(domains.map(({ title, rung }) => [title.en, rung]));
  };

  test('a domain is added, changed and ended', async () => {
    const garden = ['--effect', 'change', '--path', 'garden/', '--rationale', 'We eat from it.'];
    await counted('domain', 'add', 'Garden', ...garden, '--circle', 'Everyone');
    expect(await rungs()).toMatchObject({ Garden: 'consent' });
    await counted('domain', 'change', 'Garden', '--rung', 'consensus', '--impact', 'high');
    expect(await rungs()).toMatchObject({ Garden: 'consensus' });
    await counted('domain', 'change', 'Garden', '--reversibility', 'irreversible', '--timeline', 'weeks');
    const { domains } = await ana.json<Domains>('register');
    const subject = domains.find(({ title }) => title.en === 'Garden')?.subject;
    expect(await (await fetch(`${server.origin}/domains/${subject}`)).json()).toMatchObject({
      body: { impact: 'high', reversibility: 'irreversible', timeline: 'weeks' },
    });
    const forever = ['domain', 'change', 'Garden', '--reversibility', 'never', ...REASON];
    expect((await ana.problem(2, ...forever)).detail).toContain('easy, costly, irreversible');
    const bees = ['circle', 'found', 'Bees', '--aim', 'Honey.', '--retires-after'];
    expect((await ana.problem(2, ...bees, '0h', ...REASON)).detail).toContain('at least 1h');
    expect((await ana.problem(1, ...bees, '9d', ...REASON)).detail).toContain(
      'only where there is one above it',
    );
    const raw = ['act', 'proposal', '--field', 'operations=[{"op":"transfer","quantity":0}]'];
    const form = await ana.run(...raw, '--field', 'driver={"say":"x"}', '--yes');
    expect(form.stderr).toContain('quantity of operation 1: it takes a number of at least 1');
    expect(form.stderr).not.toContain('operations.0');
    await counted('domain', 'end', 'Garden');
    expect(await rungs()).not.toHaveProperty('Garden');
    const change = ['domain', 'change', 'Sharing and spending', '--limit'];
    await counted(...change, 'transfer,agreement amount 5 each 50 in 30d');
    await ana.json('resource', 'add', 'Work', '--kind', 'hours', '--unit', 'minute', '--quantity', '100');
    const give = await ana.problem(1, 'decide', '--give', '6 of Work', '--to', 'x', ...REASON);
    expect(give.code).toBe('limit-exceeded');
    expect((await ana.problem(2, ...change, 'all you can', ...REASON)).detail).toContain('--limit takes');
    expect((await ana.problem(2, 'domain', 'add', 'X', ...REASON)).detail).toContain('needs --effect');
  });

  test('a role is added and changed, somebody is given a term in it, and the term ends', async () => {
    await counted('role', 'add', 'Treasurer', '--purpose', 'Keeps the books.', '--selection', 'appoint');
    await counted('role', 'change', 'Treasurer', '--seats', '2', '--name', 'Bookkeeper');
    await counted('mandate', 'give', 'Ana', '--role', 'Bookkeeper', '--until', '90d');
    expect((await ana.run('roles')).stdout).toMatch(/Bookkeeper\s+appoint\s+Ana/);
    await counted('mandate', 'end', 'Bookkeeper/Ana');
    await counted('role', 'end', 'Bookkeeper');
    expect((await ana.run('roles')).stdout).not.toContain('Bookkeeper');
  });

  test('a decision after asking answers each advice', async () => {
    await counted(
      'domain',
      'change',
      'Changes to what we look after',
      '--rung',
      'consultation',
      '--affected',
      'Everyone',
    );
    const words = ['--text', 'We paint it green.', '--domain', 'Changes to what we look after'];
    const { short } = await ana.json<Logged>('propose', ...words, ...REASON);
    const state = async () => (await ana.json<{ state: string }>('proposals', short)).state;
    await eventually('it is asked', async () => ['asking', 'ready'].includes(await state()));
    const advice = await ana.json<Logged>('advise', short, 'for', '--words', 'Dark green.');
    const answer = ['--answer', `${advice.short} partly Not quite so dark.`];
    const decided = await ana.json<Logged>('decide', '--proposal', short, ...answer, ...REASON);
    expect(decided.verdict.status).toBe('counted');
  });

  test('the charter is everybody’s: told before anything is signed, and then put before the circle', async () => {
    const change = ['charter', 'change', '--purpose', 'Clean water.', ...REASON];
    const refused = await ana.problem(1, ...change);
    expect(refused.detail).toContain('--propose');
    const { proposal } = await ana.json<{ proposal: Logged }>(...change, '--propose');
    expect(proposal.verdict.status).toBe('counted');
    const state = async () => (await ana.json<{ state: string }>('proposals', proposal.short)).state;
    await eventually('it is open', async () => (await state()) === 'open');
    await ana.json('respond', proposal.short, 'consent');
    await eventually('it is adopted', async () => (await state()) === 'adopted');
    const ratify = await ana.json<{ proposal: Logged }>('charter', 'ratify', ...REASON, '--propose');
    expect(ratify.proposal.verdict.status).toBe('counted');
    const charter = async () => /^charter.*$/m.exec((await ana.run('whoami')).stdout)?.[0] ?? null;
    expect(await charter()).toContain('provisional; the members ratify it by');
    await ana.json('respond', ratify.proposal.short, 'consent');
    await eventually('it is ratified', async () => (await charter()) === null);
  });
});

test('what is to be done takes a span and a name, and `why` takes a proposal that was decided', async () => {
  await ana.json('resource', 'add', 'Fund', '--kind', 'hours', '--unit', 'minute', '--quantity', '10');
  const { short } = await ana.json<Logged>('propose', '--give', '1 of Fund', '--to', 'x', ...REASON);
  expect(await ana.json('why', short)).toMatchObject({ state: 'waiting', decision: null });
  expect((await ana.run('why', short)).stdout).toMatch(/^Nothing has been decided on this proposal yet\.\n/);
  const decided = await ana.json<Logged>('decide', '--proposal', short, ...REASON);
  expect((await ana.json<{ result: string }>('why', short)).result).toBe('adopted');
  const action = ['action', decided.short, '--what', 'Carry it there.', '--due', '14d', '--owner', 'Ana'];
  expect((await ana.json<Logged>(...action)).verdict.status).toBe('counted');
});

test('a claim for which no role has a seat is refused before anything is signed, with the way to make room', async () => {
  await ana.json('import', 'maintainers', '--example');
  const { domains } = await ana.json<{
    domains: readonly { title: { en: string }; owner: { kind: string } }[];
  }>('register');
  const seats = domains.find(({ owner }) => owner.kind === 'seats')?.title.en ?? '';
  const refused = await ana.problem(1, 'claim', seats, '--evidence', 'I built it.');
  expect(refused.detail).toContain('role change "Coordinator" --seats 2');
});

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { eventually } from '../../support/instances.ts';
import { cleanUp, type Device, ensureBuilt, freePort, newDevice, newFolder, startServer } from './support.ts';

let ana: Device;
let ben: Device;
let origin: string;

/** Two coordinators at two keyboards, and a server in a process of its own. */
beforeAll(async () => {
  await ensureBuilt();
  const data = await newFolder();
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
  readonly short: string;
  readonly verdict: { readonly status: string; readonly code: string | null };
}
interface Shown {
  readonly state: string;
  readonly decision: string | null;
  readonly selection: { readonly phase: string; readonly candidates: readonly object[] } | null;
}
interface Roles {
  readonly roles: readonly { readonly terms: readonly { readonly holder: { readonly name: string } }[] }[];
}

describe('§15 roles, from two keyboards', () => {
  test('[R-15.43] somebody is nominated for the next term, and signs for it', async () => {
    const { short } = await ana.json<Logged>(
      'propose',
      '--select',
      'Coordinator',
      '--reason',
      'A year ends.',
    );
    await eventually('it is open', async () => (await ana.json<Shown>('proposals', short)).state === 'open');
    const reason = ['--reason', 'He asks before he acts.'];
    expect((await ana.json<Logged>('nominate', short, 'Ben', ...reason)).verdict.status).toBe('counted');
    expect((await ben.json<Logged>('stand', short)).verdict.status).toBe('counted');
    expect((await ana.json<Shown>('proposals', short)).selection).toMatchObject({
      phase: 'nominate',
      candidates: [{ name: 'Ben', nominations: 1, answer: 'stands' }],
    });
    const early = await ana.run('respond', short, 'consent', '--yes');
    expect(early.stderr).toContain('not open');
    const page = await (
      await fetch(`${origin}/proposals/${short}`, { headers: { accept: 'text/html' } })
    ).text();
    expect(page).toContain('Who it may be');
  });

  test('[R-15.1] somebody lets another decide for a while, and takes it back; the page tells of it', async () => {
    const given = await ana.json<Logged>('delegate', 'Ben', '--until', '14d', '--reason', 'I am at sea.');
    expect(given.verdict.status).toBe('counted');
    const pageOf = async () => (await fetch(`${origin}/roles`, { headers: { accept: 'text/html' } })).text();
    expect(await pageOf()).toContain('decides for');
    expect((await ana.json<Logged>('withdraw', given.short)).verdict.status).toBe('counted');
    expect(await pageOf()).not.toContain('decides for');
  });

  test('[R-15.12] whoever stands aside is told before they answer', async () => {
    const words = ['--text', 'We thank the baker.', '--domain', 'Purpose and charter'];
    const { short } = await ana.json<Logged>('propose', ...words, '--reason', 'He helps.');
    await eventually('it is open', async () => (await ana.json<Shown>('proposals', short)).state === 'open');
    const recused = await ben.json<Logged>('recuse', short, '--reason', 'He is my brother.');
    expect(recused.verdict.status).toBe('counted');
    const { stderr } = await ben.run('respond', short, 'agree', '--yes');
    expect(stderr).toContain('take no part');
  });

  test('[R-15.35] a role is called out, and somebody answers', async () => {
    const call = await ana.json<Logged>('call', 'open', 'Coordinator', '--words', 'Who would?');
    expect(call.verdict.status).toBe('counted');
    expect((await ben.json<Logged>('call', 'answer', call.short)).verdict.status).toBe('counted');
    const nobody = await ben.problem(1, 'handover', 'accept', '--alone', 'yes');
    expect(nobody.detail).toContain('no successor');
  });

  test('[R-15.51] a term is recalled by everybody else', async () => {
    const { short } = await ana.json<Logged>(
      ...['propose', '--recall', 'Coordinator/Ben', '--reason', 'He has moved away.'],
    );
    const waiting = await (
      await fetch(`${origin}/proposals/${short}`, { headers: { accept: 'text/html' } })
    ).text();
    expect(waiting).toContain('0 of 1 who are needed');
    await ana.json('support', short);
    await eventually('it is open', async () => (await ana.json<Shown>('proposals', short)).state === 'open');
    await ana.json('respond', short, 'consent');
    await eventually(
      'it is decided',
      async () => (await ana.json<Shown>('proposals', short)).decision !== null,
    );
    const { roles } = await ana.json<Roles>('roles');
    expect(roles.map(({ terms }) => terms.map(({ holder }) => holder.name))).toEqual([['Ana']]);
    const page = await (await fetch(`${origin}/roles`, { headers: { accept: 'text/html' } })).text();
    expect(page).toContain('1 of 2 seats');
  });
});

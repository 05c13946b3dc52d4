import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { SECOND } from '../../../protocol/time.ts';
import { eventually } from '../../support/instances.ts';
import { cleanUp, type Device, ensureBuilt, freePort, newDevice, newFolder, startServer } from './support.ts';

/** Soon enough to wait for, and late enough to be called before. */
const SOON_MS = 30 * SECOND;

let ana: Device;
let ben: Device;
let origin: string;

/** Two founders at two keyboards, and a server in a process of its own. */
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
  readonly opensIn: object | null;
  readonly meetings: readonly object[];
  readonly answers: readonly object[];
}

const shown = (proposal: string) => ana.json<Shown>('proposals', proposal);
const PROPOSAL = ['--domain', 'Purpose and charter', '--reason', 'We should settle this.'];

describe('§14 [R-14.7] a meeting, from two keyboards', () => {
  test('is called, opens what waits for it, and says what people answered', {
    timeout: 120_000,
  }, async () => {
    const startsAt = new Date(Date.now() + SOON_MS).toISOString();
    const meeting = await ana.json<Logged>(
      ...['meeting', 'call', '--at', startsAt, '--about', 'The summer.', '--minutes-by', 'Ben'],
    );
    expect(meeting.verdict.status).toBe('counted');
    const text = ['propose', '--text', 'We swim on Tuesdays.', ...PROPOSAL];
    const { short } = await ana.json<Logged>(...text, '--meeting', meeting.short);
    expect(await shown(short)).toMatchObject({ state: 'waiting', opensIn: { startsAt } });
    const there = ['meeting', 'minutes', meeting.short, '--there', 'Ana', '--there', 'Ben'];
    const said = [
      ...there,
      '--proposal',
      short,
      '--said',
      'Ana=consent',
      '--said',
      'Ben=concern: It is cold.',
    ];
    expect((await ben.problem(1, ...said)).code).toBe('too-early');

    await eventually('it is open', async () => (await shown(short)).state === 'open');
    expect((await ana.problem(1, ...said)).code).toBe('not-minute-taker');
    expect((await ben.problem(1, ...said, '--closes')).code).toBe('notice-too-short');
    expect((await ben.problem(2, ...said, '--counted', 'three')).detail).toContain(
      '--counted takes consent=3',
    );
    const minutes = await ben.json<Logged>(...said);
    expect(minutes.verdict.status).toBe('pending');
    expect((await ben.problem(1, 'confirm', minutes.short)).code).toBe('same-signer');
    await ana.json('confirm', minutes.short);
    expect(await shown(short)).toMatchObject({
      state: 'open',
      answers: [
        { by: 'Ana', value: 'consent', recorded: true },
        { by: 'Ben', value: 'concern', text: 'It is cold.', recorded: true },
      ],
      meetings: [{ takenBy: 'Ben', confirmedBy: 'Ana', disownedBy: [] }],
    });
    expect((await ana.run('proposals', short)).stdout).toContain('minutes by Ben');
    expect((await ana.run('meeting', 'list')).stdout).toContain(minutes.short);

    await ana.json('meeting', 'disown', minutes.short, '--words', 'I said that I would think about it.');
    expect(await shown(short)).toMatchObject({
      answers: [{ by: 'Ben' }],
      meetings: [{ disownedBy: ['Ana'] }],
    });
    expect((await ana.problem(1, 'meeting', 'disown', minutes.short)).code).toBe('duplicate');
    const page = await fetch(`${origin}/meetings`, { headers: { accept: 'text/html' } });
    expect(page.status).toBe(200);
    expect(await page.text()).toContain('The summer.');
  });
});

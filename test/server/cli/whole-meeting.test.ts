import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { DAY_SECONDS, SECOND } from '../../../protocol/time.ts';
import { type Keyboard, type Keyboards, keyboardsFor } from './keyboards.ts';
import { newFolder } from './support.ts';

const START = Date.parse('2026-05-04T08:00:00.000Z');
const DAY_MS = DAY_SECONDS * SECOND;
const HOLD_MS = 2 * DAY_MS;

let keyboards: Keyboards;
let [ana, ben, cem, dia] = [] as unknown as [Keyboard, Keyboard, Keyboard, Keyboard];

/** Four founders, whose charter is changed by consent: what a meeting shall close is announced 3 days before. */
beforeEach(async () => {
  keyboards = await keyboardsFor(['Ana', 'Ben', 'Cem', 'Dia'], START);
  [ana, ben, cem, dia] = keyboards.people as unknown as [Keyboard, Keyboard, Keyboard, Keyboard];
});
afterEach(() => keyboards.stop());

interface Logged {
  readonly id: string;
  readonly short: string;
  readonly verdict: { readonly status: string; readonly code: string | null };
}
interface Shown {
  readonly state: string;
  readonly closesAt: string | null;
  readonly decision: string | null;
}
interface Report {
  readonly levels: Readonly<Record<string, { readonly result: string; readonly reason: string }>>;
}

const shown = (proposal: string) => ana.json<Shown>('proposals', proposal);

const call = (at = '4d') =>
  ana.json<Logged>('meeting', 'call', '--at', at, '--about', 'The summer.', '--minutes-by', 'Ben');

const propose = (...more: readonly string[]) =>
  dia.json<Logged>(
    ...['propose', '--text', 'We swim on Tuesdays.', '--domain', 'Purpose and charter'],
    ...['--reason', 'We should settle this.', ...more],
  );

const there = (...names: readonly string[]) => names.flatMap((name) => ['--there', name]);
const saying = (answer: string, ...names: readonly string[]) =>
  names.flatMap((name) => ['--said', `${name}=${answer}`]);

/** Announced, opened in the meeting, closed by its minutes; everybody but Dia was there. */
async function closed(): Promise<{ readonly proposal: string; readonly minutes: string }> {
  const { short: meeting } = await call();
  const { short: proposal } = await propose('--meeting', meeting);
  await keyboards.pass(4 * DAY_MS);
  const minutes = await ben.json<Logged>(
    ...['meeting', 'minutes', meeting, ...there('Ana', 'Ben', 'Cem'), '--proposal', proposal],
    ...[...saying('consent', 'Ana', 'Ben', 'Cem'), '--closes'],
  );
  expect((await ana.json<Logged>('confirm', minutes.short)).verdict.status).toBe('counted');
  return { proposal, minutes: minutes.short };
}

describe('§14 a whole meeting, from keyboards', () => {
  test('[R-14.7] [R-14.9] opens a proposal, closes it, decides it 48 hours later, and a stranger sees how', async () => {
    const { short: meeting } = await call();
    const { short: proposal } = await propose('--meeting', meeting);
    expect((await shown(proposal)).state).toBe('waiting');
    await keyboards.pass(4 * DAY_MS);
    expect((await shown(proposal)).state).toBe('open');

    const written = [
      ...['meeting', 'minutes', meeting, ...there('Ana', 'Ben', 'Cem'), '--guests', '2'],
      ...['--text', 'The rest was postponed.', '--proposal', proposal],
    ];
    const said = [...saying('consent', 'Ana'), '--counted', 'consent=2'];
    expect((await ana.problem(1, ...written, ...said)).code).toBe('not-minute-taker');
    expect((await ben.problem(1, ...written, ...saying('consent', 'Dia'))).code).toBe('not-attending');
    expect((await ben.problem(1, ...written, '--counted', 'consent=4')).code).toBe('contradictory');
    expect((await ben.problem(2, ...written, '--counted', 'three')).detail).toContain(
      '--counted takes consent=3',
    );
    const minutes = await ben.json<Logged>(...written, ...said, '--closes');
    expect(minutes.verdict.status).toBe('pending');
    expect((await ben.problem(1, 'confirm', minutes.short)).code).toBe('same-signer');
    expect((await dia.problem(1, 'confirm', minutes.short)).code).toBe('not-attending');
    await cem.json('confirm', minutes.short);

    const until = Date.parse((await shown(proposal)).closesAt ?? '');
    expect(until).toBe(keyboards.at.now() + HOLD_MS);
    await keyboards.pass(HOLD_MS - 1);
    expect((await shown(proposal)).state).toBe('open');
    await keyboards.pass(1);
    const { state, decision } = await shown(proposal);
    expect([state, decision]).toEqual(['adopted', expect.any(String)]);
    expect((await dia.run('why', decision ?? '')).stdout).toContain('minutes');

    const file = join(await newFolder(), 'outcome.json');
    await dia.run('bundle', decision ?? '', '-o', file);
    const { levels } = JSON.parse((await dia.run('verify', file, '--json')).stdout) as Report;
    expect(levels.V3).toMatchObject({ result: 'attested', reason: expect.stringContaining('minutes') });
    expect([levels.V2?.result, levels.V4?.result]).toEqual(['pass', 'pass']);
  });

  test('[R-14.10] is objected to by who was absent: nothing is adopted while the objection stands', async () => {
    const { proposal } = await closed();
    await keyboards.pass(DAY_MS);
    const { short } = await dia.json<Logged>(
      ...['object', proposal, '--ground', 'harms-aim', '--argument', 'I work on Tuesdays.'],
      ...['--resolved-by', 'Swimming on Saturdays.'],
    );
    await keyboards.pass(DAY_MS);
    expect(await shown(proposal)).toMatchObject({
      decision: null,
      objections: [{ by: 'Dia', fate: 'standing' }],
    });
    await dia.json('withdraw', short, '--reason', 'I found somebody who takes my shift.');
    await keyboards.pass(DAY_MS);
    expect((await shown(proposal)).state).toBe('adopted');
  });

  test('[R-14.10] is disowned within 48 hours, and no later: without two thirds of us it closes nothing', async () => {
    const { proposal, minutes } = await closed();
    const disown = ['meeting', 'disown', minutes, '--words', 'I was at home.'];
    await cem.json(...disown);
    expect((await cem.problem(1, ...disown)).code).toBe('duplicate');
    await keyboards.pass(HOLD_MS);
    expect(await shown(proposal)).toMatchObject({
      state: 'open',
      answers: [{ by: 'Ana' }, { by: 'Ben' }],
      meetings: [{ disownedBy: ['Cem'] }],
    });
    expect((await ben.problem(1, ...disown)).code).toBe('too-late');
  });

  test('[R-14.30] is changed and called off by whoever called it, and by nobody else', async () => {
    const { short: meeting } = await call();
    const { short: proposal } = await propose('--meeting', meeting);
    const change = ['meeting', 'change', meeting, '--minutes-by', 'Cem', '--led-by', 'Dia'];
    expect((await ben.problem(1, ...change)).code).toBe('not-author');
    const changed = await ana.json<Logged>(...change);
    expect(changed.verdict.status).toBe('counted');
    expect((await ben.run('meeting', 'list')).stdout).toContain('Cem');
    const off = ['meeting', 'call-off', changed.short, '--because', 'The hall is flooded.'];
    expect((await ben.problem(1, ...off)).code).toBe('not-author');
    expect((await dia.json<Logged>(...off)).verdict.status).toBe('counted');
    expect((await ben.run('meeting', 'list')).stdout).toContain('called off');
    expect((await ana.problem(1, ...change)).code).toBe('called-off');
    await keyboards.pass(4 * DAY_MS);
    expect((await shown(proposal)).state).toBe('open');
    const minutes = ['meeting', 'minutes', meeting, ...there('Ana', 'Cem'), '--text', 'We came anyway.'];
    expect((await cem.problem(1, ...minutes)).code).toBe('called-off');
  });
});

describe('§14 [R-14.31] without its minute-taker', () => {
  const standsIn = ['--stands-in', 'Ben is ill.'];

  test('somebody stands in, with the word of whoever led it', async () => {
    const { short: meeting } = await call();
    const { short: proposal } = await propose('--meeting', meeting);
    await keyboards.pass(4 * DAY_MS);
    const written = [
      ...['meeting', 'minutes', meeting, ...there('Ana', 'Cem', 'Dia'), '--proposal', proposal],
      ...[...saying('consent', 'Ana', 'Cem', 'Dia'), '--closes'],
    ];
    expect((await cem.problem(1, ...written)).code).toBe('not-minute-taker');
    const minutes = await cem.json<Logged>(...written, ...standsIn);
    expect((await dia.problem(1, 'confirm', minutes.short)).code).toBe('not-facilitator');
    await ana.json('confirm', minutes.short);
    await keyboards.pass(HOLD_MS);
    expect((await shown(proposal)).state).toBe('adopted');
    const page = await fetch(`${keyboards.origin}/meetings`, { headers: { accept: 'text/html' } });
    expect(await page.text()).toContain('stood in for whoever was to take them');
  });

  test('nor whoever was to lead it: anybody else who was there confirms it', async () => {
    const { short: meeting } = await call();
    await keyboards.pass(4 * DAY_MS);
    const minutes = await cem.json<Logged>(
      ...['meeting', 'minutes', meeting, ...there('Cem', 'Dia'), ...standsIn, '--text', 'Only we two came.'],
    );
    expect((await ana.problem(1, 'confirm', minutes.short)).code).toBe('not-attending');
    expect((await dia.json<Logged>('confirm', minutes.short)).verdict.status).toBe('counted');
  });

  test('nobody stands in who was to take them', async () => {
    const { short: meeting } = await call();
    await keyboards.pass(4 * DAY_MS);
    const written = ['meeting', 'minutes', meeting, ...there('Ana', 'Ben'), ...standsIn, '--text', 'x'];
    expect((await ben.problem(1, ...written)).code).toBe('contradictory');
  });
});

describe('§14 [R-14.1] announced too late', () => {
  test('[R-14.3a] is answered in the meeting, and closed by time; what the rung does not ask is refused', async () => {
    const { short: meeting } = await call('2d');
    const { short: proposal } = await propose('--meeting', meeting);
    await keyboards.pass(2 * DAY_MS);
    const written = ['meeting', 'minutes', meeting, ...there('Ana', 'Ben', 'Cem'), '--proposal', proposal];
    const said = [...saying('consent', 'Ana', 'Cem'), '--advised', 'Ben=for: The water is warm.'];
    expect((await ben.problem(1, ...written, ...said, '--closes')).code).toBe('notice-too-short');
    expect((await ben.problem(1, ...written, '--ballot', 'Ana=Ben, Cem')).code).toBe('wrong-rung');
    const vague = await ben.problem(2, ...written, '--advised', 'Ana=perhaps: Well.');
    expect(vague.detail).toContain('Ana=for|against|neutral: Why.');
    const minutes = await ben.json<Logged>(...written, ...said);
    await ana.json('confirm', minutes.short);
    expect(await shown(proposal)).toMatchObject({
      state: 'open',
      answers: [
        { by: 'Ana', value: 'consent', recorded: true },
        { by: 'Cem', value: 'consent', recorded: true },
      ],
      advice: [{ by: 'Ben', stance: 'for', text: 'The water is warm.', through: 'minutes' }],
      meetings: [{ takenBy: 'Ben', confirmedBy: 'Ana', present: ['Ana', 'Ben', 'Cem'] }],
    });
  });

  test('[R-6.25] closes early once everybody has said yes: 48 hours after the minutes, though it was open for a week', async () => {
    const { short: meeting } = await call('2d');
    const { short: proposal } = await propose('--meeting', meeting);
    await keyboards.pass(2 * DAY_MS);
    const minutes = await ben.json<Logged>(
      ...['meeting', 'minutes', meeting, ...there('Ana', 'Ben', 'Cem'), '--proposal', proposal],
      ...saying('consent', 'Ana', 'Ben', 'Cem'),
    );
    await ana.json('confirm', minutes.short);
    await dia.json('respond', proposal, 'consent');
    await keyboards.pass(HOLD_MS);
    expect((await shown(proposal)).state).toBe('adopted');
  });
});

test('§6 [R-6.25] elsewhere a proposal closes at once when everybody has said yes, and not while somebody pauses', async () => {
  const { short: proposal } = await propose();
  for (const device of [ana, ben, cem]) await device.json('respond', proposal, 'consent');
  await dia.json('respond', proposal, 'pause', '--reason', 'Let me sleep over it.');
  expect((await shown(proposal)).state).toBe('open');
  await dia.json('respond', proposal, 'consent');
  expect((await shown(proposal)).state).toBe('adopted');
});

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { duringFrom } from '../../../server/cli/during.ts';
import { type Keyboard, type Keyboards, keyboardsFor } from './keyboards.ts';

const START = Date.parse('2027-05-01T08:00:00.000Z');

let keyboards: Keyboards;
let ana: Keyboard;

beforeAll(async () => {
  keyboards = await keyboardsFor(['Ana'], START);
  [ana] = keyboards.people as unknown as [Keyboard];
});
afterAll(() => keyboards.stop());

const lend = (what: string, during: readonly string[], ...more: readonly string[]) => [
  ...['decide', '--give', what, ...during, '--to', 'The choir', '--reason', 'They asked us.', ...more],
];

describe('§7.4 a hall that is lent, from a keyboard', () => {
  test('[R-7.6] is added with how many there are, and shown as free', async () => {
    const hall = ['resource', 'add', 'Hall', '--kind', 'space', '--unit', 'hall', '--slots', '1'];
    const added = await ana.run(...hall, '--yes');
    expect(added.stdout).toContain('1 hall, to lend for a time');
    expect(added.stdout).toContain('--during');
    const { resources } = await ana.json<{ resources: readonly object[] }>('resource', 'list');
    expect(resources).toMatchObject([{ model: 'slots', capacity: 1, allocated: 0, held: 0, available: 1 }]);
    const both = await ana.problem(2, ...['resource', 'add', 'Van', '--kind', 'tool', '--unit', 'van']);
    expect(both.detail).toContain('--slots');
  });

  test('[R-7.6] is given with a time, and a fund is not', async () => {
    const without = await ana.problem(2, ...lend('1 of Hall', []));
    expect(without.detail).toContain('say from when until when by --during');
    await ana.json('resource', 'add', 'Fund', '--kind', 'money', '--unit', 'EUR cent', '--quantity', '1000');
    const forTime = await ana.problem(2, ...lend('1 of Fund', ['--during', '2027-05-31']));
    expect(forTime.detail).toContain('given for good');
    const fields = ['--during', '2027-05-31T09:00Z/12:00Z'];
    const lent = await ana.json<{ summary: string; verdict: { status: string } }>(
      ...lend('1 of Hall', fields),
    );
    expect(lent.verdict.status).toBe('counted');
    expect(lent.summary).toContain('lend 1 hall from “Hall” to “The choir”, 2027-05-31, 09:00 to 12:00 UTC');
  });

  test('[R-7.8] is refused before anybody signs where somebody else has it, and free where times touch', async () => {
    const overlap = await ana.problem(1, ...lend('1 of Hall', ['--during', '2027-05-31T11:00Z/2h']));
    expect(overlap).toMatchObject({ code: 'over-capacity' });
    const said = JSON.stringify(overlap);
    expect(said).toContain('2027-05-31, 11:00 to 12:00 UTC: none of “Hall” is left');
    expect(said).toContain('It is free for so long from 2027-05-31, 12:00 UTC on.');
    await ana.json(...lend('1 of Hall', ['--during', '2027-05-31T12:00Z/2h']));
    const past = await ana.problem(1, ...lend('1 of Hall', ['--during', '2027-04-30']));
    expect(past).toMatchObject({ code: 'too-late' });
  });

  test('[R-7.7] is shown with who has it when, what is free, and in the calendar', async () => {
    const later = ['--during', '2027-05-03T06:00Z/12h'];
    const { short } = await ana.json<{ short: string }>(...lend('1 of Hall', later));
    const shown = await ana.json<{
      bookings: readonly object[];
      days: readonly { day: string; usedPercent: number; free: readonly object[] }[];
    }>('resource', 'show', 'hall');
    expect(shown.bookings).toHaveLength(3);
    expect(shown.bookings[0]).toMatchObject({
      from: '2027-05-03T06:00:00.000Z',
      until: '2027-05-03T18:00:00.000Z',
      quantity: 1,
      what: expect.stringContaining('lend 1 hall from “Hall” to “The choir”'),
    });
    expect(shown.days).toHaveLength(28);
    expect(shown.days[1]).toMatchObject({ usedPercent: 0 });
    expect(shown.days[2]).toMatchObject({ day: '2027-05-03', usedPercent: 50, free: [{}, {}] });
    const { stdout } = await ana.run('resource', 'show', 'Hall');
    expect(stdout).toContain('2027-05-03, 06:00 to 18:00 UTC');
    const entries = (await ana.json<{ entries: readonly object[] }>('calendar')).entries;
    expect(entries).toContainEqual(
      expect.objectContaining({
        ...{ at: '2027-05-03T06:00:00.000Z', until: '2027-05-03T18:00:00.000Z', title: 'Hall: 1 hall' },
        text: [expect.stringContaining('The choir')],
      }),
    );
    const ics = await (await fetch(`${keyboards.origin}/calendar.ics`)).text();
    expect(ics).toContain('DTEND:20270503T180000Z');
    const { resource } = shown as unknown as { resource: { subject: string } };
    const page = await fetch(`${keyboards.origin}/resources/${resource.subject}`, {
      headers: { accept: 'text/html' },
    });
    const html = await page.text();
    for (const words of ['Who has it when', 'The choir', '50 %', short]) expect(html).toContain(words);
  });
});

test.each([
  ['2027-05-31', '2027-05-31T00:00:00.000Z', '2027-06-01T00:00:00.000Z'],
  ['2027-05-31/2027-06-02', '2027-05-31T00:00:00.000Z', '2027-06-03T00:00:00.000Z'],
  ['2027-05-31T09:00Z/12:30Z', '2027-05-31T09:00:00.000Z', '2027-05-31T12:30:00.000Z'],
  ['2027-05-31T09:00:00Z/90m', '2027-05-31T09:00:00.000Z', '2027-05-31T10:30:00.000Z'],
  ['2027-05-31T22:00Z/2027-06-01T02:00Z', '2027-05-31T22:00:00.000Z', '2027-06-01T02:00:00.000Z'],
])('“%s” is a time that lasts', (text, from, until) => {
  expect(duringFrom(text)).toEqual({ from, until });
});

test.each([
  '',
  'tomorrow',
  '2027-05-31T09:00Z',
  '2027-05-31T12:00Z/09:00Z',
  '2027-02-30',
  '2027-05-31/1h/2h',
])('“%s” is none', (text) => {
  expect(() => duringFrom(text)).toThrow('--during takes from when until when');
});

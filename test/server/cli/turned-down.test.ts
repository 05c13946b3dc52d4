import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { SECOND } from '../../../protocol/time.ts';
import type { Person } from '../../support/memory-instance.ts';
import { decideChangesBy } from '../flows/support/usual-acts.ts';
import { plain } from '../web/support/html.ts';
import { type Keyboard, type Keyboards, keyboardsFor } from './keyboards.ts';

const START = Date.parse('2026-05-04T08:00:00.000Z');
const HOUR = 3_600 * SECOND;

let keyboards: Keyboards;
let ana: Keyboard;
beforeEach(async () => {
  keyboards = await keyboardsFor(['Ana', 'Ben', 'Cem'], START);
  [ana] = keyboards.people as unknown as [Keyboard];
});
afterEach(() => keyboards.stop());

/** @returns how a vote is told by command line and page, and what comes of a challenge of it. */
async function voted(values: readonly ('yes' | 'no')[]) {
  const { at, origin } = keyboards;
  await decideChangesBy(at, 'vote');
  const change = { op: 'change', paths: ['docs/wall'], content: 'A'.repeat(43), title: 'Drain the wall' };
  const people = at.people as unknown as readonly [Person, Person, Person];
  const { subject } = await at.act(people[0], 'proposal', {
    driver: { say: 'It is wet.' },
    operations: [change],
  });
  for (const [place, value] of values.entries())
    await at.act(people[place] ?? people[0], 'response', { proposal: subject, value });
  await keyboards.pass(HOUR);
  const [outcome] = await at.logged('outcome');
  const id = outcome?.entry.id ?? '';
  const page = await fetch(`${origin}/why/${id.slice(-43)}`, { headers: { accept: 'text/html' } });
  const argued = ['--ground', 'harms-affected', '--argument', 'I work.', '--resolved-by', 'x'];
  const line = (await ana.run('why', id)).stdout;
  return {
    line,
    page: plain(await page.text()),
    challenged: await ana.run('challenge', id, ...argued, '--yes'),
  };
}

describe('§6 [R-6.61] a vote', () => {
  test('that was turned down can be challenged nowhere, and is not looked at again', async () => {
    const { line, page, challenged } = await voted(['yes', 'no', 'no']);
    expect(challenged.status).toBe(1);
    expect(line).toMatch(/counted .*no 2, yes 1/);
    expect(line).toContain('turned-down');
    expect(line).not.toMatch(/^(challenges|review|in force)/m);
    expect(page).toContain('Turned down');
    for (const words of ['I challenge it', 'I ask what it means', 'Looked at again', 'In force from'])
      expect(page).not.toContain(words);
    expect(page).not.toContain('What can be done now');
  });

  test('that was adopted can, and is', async () => {
    const { line, page, challenged } = await voted(['yes', 'yes', 'no']);
    expect(challenged).toMatchObject({ status: 0 });
    expect(line).toMatch(/counted .*no 1, yes 2/);
    for (const fact of [/^challenges +taken until/m, /^review /m, /^in force /m]) expect(line).toMatch(fact);
    for (const words of ['I challenge it', 'Looked at again', 'In force from', 'What can be done now'])
      expect(page).toContain(words);
  });
});

describe('§19 [R-19.5] a type that no document has', () => {
  test.each([
    ['watch', '--once'],
    ['webhook', 'add', 'https://example.org/hook'],
  ])('%s: is refused, and the nearest one is named', async (...command) => {
    const near = await ana.problem(1, ...command, '--type', 'decisons');
    expect(near).toMatchObject({
      type: 'urn:folkmoot:problem:malformed',
      detail: expect.stringContaining('did you mean decision?'),
    });
    const none = await ana.problem(1, ...command, '--type', 'nonsense');
    expect(none.detail).toContain('types are acceptance, action,');
    const unknown = await ana.problem(1, ...command, '--domain', 'No such domain');
    expect(unknown.detail).toBe('No domain in force is called “No such domain”.');
  });

  test('domains and circles are named as people call them', async () => {
    const all = ['watch', '--once', '--after', '-1'];
    const { domains } = await ana.json<{ domains: { subject: string; title: { en: string } }[] }>('register');
    const [domain] = domains;
    if (domain === undefined) throw new TypeError('the template has domains');
    const [byName, bySubject] = [domain.title.en.toLowerCase(), domain.subject].map((name) =>
      ana.run(...all, '--domain', name),
    );
    expect((await byName)?.stdout).not.toBe('');
    expect((await byName)?.stdout).toBe((await bySubject)?.stdout);
    const circle = await ana.run(...all, '--circle', 'everyone');
    expect(circle.stdout).not.toBe('');
  });
});

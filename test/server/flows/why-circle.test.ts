import { beforeAll, describe, expect, test } from 'vitest';
import { documentIdSchema } from '../../../protocol/ids.ts';
import { DAY_SECONDS, SECOND } from '../../../protocol/time.ts';
import { createApp } from '../../../server/app.ts';
import { type WhyView, whyView } from '../../../server/flows/views/why-view.ts';
import type { Store } from '../../../server/store/store.ts';
import { type MemoryInstance, memoryInstance, type Person } from '../../support/memory-instance.ts';
import { plain } from '../web/support/html.ts';
import { BROWSER_ACCEPT } from '../web/support/memory-commons.ts';
import { decideChangesBy } from './support/usual-acts.ts';

const START = Date.parse('2026-05-04T08:00:00.000Z');
const DAY = DAY_SECONDS * SECOND;
const CHANGE = { op: 'change', paths: ['docs/wall'], content: 'A'.repeat(43), title: 'Drain the wall' };
/** Of a store whose logs were never read: each is a way to the database, and takes about half a millisecond. */
const READS_MAX = 70;
const HOOKS = { onReceived: () => undefined, onPeerAdded: () => undefined, isStopping: () => false };

let at: MemoryInstance;
let [ana, ben, cem, dia] = [] as unknown as [Person, Person, Person, Person];

interface Asked {
  readonly why: WhyView;
  readonly page: string;
}

async function founded(): Promise<void> {
  at = await memoryInstance(['Ana', 'Ben', 'Cem', 'Dia'], START);
  [ana, ben, cem, dia] = at.people as unknown as [Person, Person, Person, Person];
}

async function askedFor(id: string, accept: string, language = 'en'): Promise<Response> {
  const headers = { accept, 'accept-language': language };
  const answer = await createApp(at.instance, HOOKS).request(`/why/${id.slice(-43)}`, { headers });
  expect(answer.status).toBe(200);
  return answer;
}

async function whyOf(id: string, language = 'en'): Promise<Asked> {
  const json = await askedFor(id, 'application/json', language);
  const page = await askedFor(id, BROWSER_ACCEPT, language);
  return { why: (await json.json()) as WhyView, page: plain(await page.text()) };
}

describe('§9 [R-9.10] what a circle decided', () => {
  let outcome: string;
  let said: Asked;

  beforeAll(async () => {
    await founded();
    await decideChangesBy(at, 'consent');
    const { subject } = await at.act(ana, 'proposal', {
      driver: { say: 'The wall is wet.' },
      operations: [CHANGE],
      alternatives: [{ say: 'Paint it.' }],
      explanation: [
        { say: 'A pipe under the wall.', language: 'en' },
        { say: 'Ein Rohr unter der Mauer.', language: 'de' },
      ],
    });
    await at.act(ben, 'advice', { proposal: subject, stance: 'for', text: { say: 'Mind the cost.' } });
    const objection = await at.act(dia, 'objection', {
      proposal: subject,
      ground: 'harms-aim',
      argument: { say: 'It costs a week.' },
      resolvedBy: { say: 'Doing it in winter.' },
    });
    for (const who of [ana, ben, cem])
      await at.act(who, 'response', { proposal: subject, value: 'consent', text: { say: 'It is time.' } });
    await at.pass(8 * DAY);
    await at.act(dia, 'withdrawal', {
      of: objection.id,
      reason: { say: 'I am alone with it.' },
      reluctant: { measure: { say: 'We count the hours.' } },
    });
    await at.pass(8 * DAY);
    const [decided] = await at.logged('outcome');
    expect(decided?.entry.verdict?.status).toBe('counted');
    outcome = decided?.entry.id ?? '';
    said = await whyOf(outcome);
  });

  const items: readonly (readonly [string, (why: WhyView) => unknown, unknown, string])[] = [
    ['who', ({ who }) => who, { name: expect.any(String) }, 'Who'],
    [
      'by what right: opening, circle, domain, whom it asked, founding act',
      ({ chain }) => [...new Set(chain.map(({ type }) => type))].sort(),
      ['charter', 'circle', 'decision', 'domain', 'opening', 'set'],
      'List of those who were asked',
    ],
    ['by which rung', ({ domain }) => domain, { rung: 'consent' }, 'objection'],
    [
      'how many answered what',
      ({ counts }) => counts,
      { roster: 4, answers: { consent: 3 } },
      'Members asked',
    ],
    ['why it was put forward', ({ driver }) => driver, 'The wall is wet.', 'The wall is wet.'],
    ['other ways', ({ alternatives }) => alternatives, ['Paint it.'], 'Paint it.'],
    [
      'everybody’s answer in their words',
      ({ answers }) => answers.map(({ by, value, text }) => ({ by, value, text })),
      ['Ana', 'Ben', 'Cem'].map((by) => ({ by, value: 'consent', text: 'It is time.' })),
      'It is time.',
    ],
    ['advice', ({ advice }) => advice, [{ by: 'Ben', text: 'Mind the cost.' }], 'Mind the cost.'],
    [
      'objections with ground, argument, way out, fate and measure',
      ({ objections }) => objections,
      [
        {
          by: 'Dia',
          ground: 'harms-aim',
          argument: 'It costs a week.',
          resolvedBy: 'Doing it in winter.',
          fate: 'withdrawn',
          ended: { reason: 'I am alone with it.', measure: 'We count the hours.' },
        },
      ],
      'We count the hours.',
    ],
    [
      'when it is looked at again',
      ({ reviewAt }) => reviewAt,
      expect.stringContaining('2026-'),
      'Looked at again',
    ],
    ['how it stands', ({ life }) => life?.standing, expect.any(String), 'How it stands now'],
    ['how far it is verified', ({ levels }) => levels.V2.result, 'pass', 'V2'],
  ];

  test.each(items)('%s', (_name, item, expected, shown) => {
    expect({ item: item(said.why) }).toMatchObject({ item: expected });
    expect(said.page).toContain(shown);
  });

  test('in the language of the reader where there are several, else as it is', async () => {
    const words = ({ why }: Asked) => why.explanation.map((text) => text.words);
    expect(words(said)).toEqual(['A pipe under the wall.']);
    expect(said.page).not.toContain('Rohr');
    const german = await whyOf(outcome, 'fr;q=0.3, de-AT, en;q=0.1');
    expect(words(german)).toEqual(['Ein Rohr unter der Mauer.']);
    expect(german.page).toContain('Ein Rohr unter der Mauer.');
    expect(german.why.driver).toBe('The wall is wet.');
    expect(words(await whyOf(outcome, 'ja'))).toEqual(['A pipe under the wall.']);
  });

  test('in a bounded number of reads, however many have spoken', async () => {
    const { context } = at.instance;
    const reads: string[] = [];
    const counted = Object.entries(context.store).map(([name, verb]) => [
      name,
      typeof verb !== 'function'
        ? verb
        : (...given: readonly unknown[]) => {
            reads.push(name);
            return (verb as (...given: readonly unknown[]) => unknown)(...given);
          },
    ]);
    const store = Object.fromEntries(counted) as Store;
    const id = documentIdSchema.parse(outcome);
    expect((await whyView({ ...context, store }, id, () => true)).id).toBe(id);
    expect(reads.length).toBeLessThanOrEqual(READS_MAX);
  });
});

describe('§9 [R-9.10] what a role decided after asking', () => {
  let said: Asked;

  beforeAll(async () => {
    await founded();
    await decideChangesBy(at, 'consultation');
    const { subject } = await at.act(ana, 'proposal', {
      driver: { say: 'The wall is wet.' },
      operations: [CHANGE],
      alternatives: [{ say: 'Paint it.' }],
    });
    const advice = await at.act(ben, 'advice', {
      proposal: subject,
      stance: 'against',
      text: { say: 'Mind the cost.' },
    });
    await at.pass(5 * DAY);
    const proposal = await createApp(at.instance, HOOKS).request(`/proposals/${subject}`, {
      headers: { accept: BROWSER_ACCEPT },
    });
    expect(plain(await proposal.text())).toContain('Asked, and said nothing: Ana, Cem, Dia');
    const decided = await at.act(ana, 'decision', {
      proposal: subject,
      reason: { say: 'It dries the wall.' },
      consulted: {
        answers: [{ advice: advice.id, answer: 'partly', reason: { say: 'As far as money goes.' } }],
      },
    });
    expect(decided.entry.verdict?.code).toBeNull();
    said = await whyOf(decided.id);
  });

  test('why it was put forward', () => {
    expect(said.why.driver).toBe('The wall is wet.');
    expect(said.page).toContain('The wall is wet.');
  });

  test('who was asked and said nothing, by name', () => {
    expect([...said.why.silent].sort()).toEqual(['Ana', 'Cem', 'Dia']);
    expect(said.page).toContain('Asked, and said nothing: ');
  });

  test('advice, and the answer to it', () => {
    expect(said.why.advice).toMatchObject([
      { by: 'Ben', stance: 'against', answer: 'partly', reason: 'As far as money goes.' },
    ]);
    expect(said.page).toContain('Followed in part: As far as money goes.');
  });
});

test('§9 [R-9.10] a decision on an act in an emergency tells what was done, and what harm it averted', async () => {
  await founded();
  const { id } = await at.act(dia, 'emergency-act', {
    operations: [CHANGE],
    actedAt: new Date(at.now()).toISOString(),
    harm: { say: 'The cellar was filling.' },
    did: { say: 'I opened the drain.' },
  });
  const ruled = await at.act(ana, 'decision', {
    operations: [{ op: 'rule', on: id, ruling: 'ratified', text: { say: 'Well done.' } }],
    reason: { say: 'It saved the cellar.' },
  });
  expect(ruled.entry.verdict?.code).toBeNull();
  const { why, page } = await whyOf(ruled.id);
  expect(why.emergencies).toMatchObject([{ by: 'Dia', harm: 'The cellar was filling.' }]);
  expect(page).toContain('I opened the drain.');
});

test('§9 [R-9.10] of a vote: who answered what', async () => {
  await founded();
  await decideChangesBy(at, 'vote');
  const { subject } = await at.act(ana, 'proposal', { driver: { say: 'It is wet.' }, operations: [CHANGE] });
  for (const [who, value] of [
    [ana, 'yes'],
    [ben, 'yes'],
    [cem, 'no'],
    [dia, 'abstain'],
  ] as const)
    await at.act(who, 'response', { proposal: subject, value });
  await at.pass(8 * DAY);
  const [decided] = await at.logged('outcome');
  const { why } = await whyOf(decided?.entry.id ?? '');
  expect(why.answers.map(({ by, value }) => `${by} ${value}`)).toEqual([
    'Ana yes',
    'Ben yes',
    'Cem no',
    'Dia abstain',
  ]);
});

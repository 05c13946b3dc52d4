import { beforeAll, describe, expect, test } from 'vitest';
import { createApp } from '../../../server/app.ts';
import { publicOnly } from '../../../server/flows/acts/export-bundle.ts';
import { type WhyView, whyView } from '../../../server/flows/views/why-view.ts';
import {
  type Acted,
  type MemoryInstance,
  memoryInstance,
  type Person,
} from '../../support/memory-instance.ts';
import { plain } from '../web/support/html.ts';
import { BROWSER_ACCEPT } from '../web/support/memory-commons.ts';
import { decideChangesBy } from './support/usual-acts.ts';

const START = Date.parse('2026-05-04T08:00:00.000Z');
const CHANGE = { op: 'change', paths: ['docs/wall'], content: 'A'.repeat(43), title: 'Drain the wall' };
const HOOKS = { onReceived: () => undefined, onPeerAdded: () => undefined, isStopping: () => false };

let at: MemoryInstance;
let decided: Acted;
let why: WhyView;
let after: WhyView;
let page: string;

/** A role decides after asking everybody; somebody asks what it means and is told, and something is done for it. */
beforeAll(async () => {
  at = await memoryInstance(['Ana', 'Ben', 'Cem', 'Dia'], START);
  const [ana, ben, cem, dia] = at.people as unknown as [Person, Person, Person, Person];
  await decideChangesBy(at, 'consultation');
  const { subject } = await at.act(ana, 'proposal', {
    driver: { say: 'The wall is wet.' },
    operations: [CHANGE],
    alternatives: [{ say: 'Paint it.' }],
  });
  const answers: object[] = [];
  for (const who of [ana, ben, cem, dia]) {
    const own = who === dia ? { audience: 'members' } : {};
    const text = { say: who === dia ? 'I was ill there.' : 'Mind the cost.' };
    const { id } = await at.act(who, 'advice', { ...own, proposal: subject, stance: 'for', text });
    answers.push({ advice: id, answer: 'partly', reason: { say: 'As far as money goes.' } });
  }
  decided = await at.act(ana, 'decision', {
    proposal: subject,
    reason: { say: 'It dries the wall.' },
    consulted: { answers },
  });
  expect(decided.entry.verdict?.status).toBe('counted');
  why = await whyView(at.instance.context, decided.id, () => true);
  page = `${await askedFor(BROWSER_ACCEPT)} ${await afterwards(ana, cem)}`;
});

/** A decision of a role alone, and what came after it. */
async function afterwards(ana: Person, cem: Person): Promise<string> {
  const before = decided;
  decided = await at.act(ana, 'decision', {
    operations: [{ op: 'resolve', text: { say: 'The walls are ours.' } }],
    domain: (await at.logged('domain')).find(({ content }) =>
      JSON.stringify(content.title).includes('Sharing'),
    )?.content.subject,
    reason: { say: 'They were always.' },
  });
  const asked = await at.act(cem, 'ruling-request', {
    decision: decided.id,
    question: { say: 'The north wall too?' },
  });
  const ruling = await at.act(ana, 'decision', {
    operations: [{ op: 'rule', on: asked.id, ruling: 'interpreted', text: { say: 'All four walls.' } }],
    reason: { say: 'So it was meant.' },
  });
  expect(ruling.entry.verdict?.code).toBeNull();
  const action = await at.act(ana, 'action', {
    decision: decided.id,
    what: { say: 'Buy a pump.' },
    dueAt: '2026-06-01T00:00:00Z',
  });
  await at.act(ana, 'completion', { action: action.id, result: 'fulfilled', evidence: { say: 'It runs.' } });
  after = await whyView(at.instance.context, decided.id, () => true);
  const shown = await askedFor(BROWSER_ACCEPT);
  decided = before;
  return shown;
}

async function askedFor(accept: string): Promise<string> {
  const path = `/why/${decided.id.slice(-43)}`;
  const answer = await createApp(at.instance, HOOKS).request(path, { headers: { accept } });
  expect(answer.status).toBe(200);
  return accept === BROWSER_ACCEPT ? plain(await answer.text()) : answer.text();
}

describe('§9 [R-9.10] one call tells of a decision', () => {
  const items: readonly (readonly [string, () => unknown, unknown, string | null])[] = [
    ['in one sentence', () => why.sentence, expect.stringContaining('decided to'), 'Drain the wall'],
    ['who', () => why.who, { name: 'Ana' }, 'Ana'],
    [
      'in which role and term',
      () => why.role,
      { name: 'Coordinator', from: '2026-05-04T08:00:00.000Z' },
      'Coordinator',
    ],
    [
      'by what right, back to the founding act',
      () => why.chain.map(({ type }) => type),
      expect.arrayContaining(['mandate', 'role', 'domain', 'charter']),
      'Founding act',
    ],
    ['by which rung', () => why.domain, { rung: 'consultation' }, null],
    ['the reason', () => why.reason, 'It dries the wall.', 'It dries the wall.'],
    ['alternatives, of the proposal too', () => why.alternatives, ['Paint it.'], 'Paint it.'],
    [
      'each advice and the answer to it',
      () => why.advice,
      expect.arrayContaining([
        expect.objectContaining({
          by: 'Ben',
          text: 'Mind the cost.',
          answer: 'partly',
          reason: 'As far as money goes.',
        }),
      ]),
      'Followed in part: As far as money goes.',
    ],
    ['what the rules asked', () => why.checks.length > 3, true, null],
    ['when it is looked at again', () => why.reviewAt, expect.stringContaining('2026-'), null],
    ['how it stands', () => why.life?.standing, expect.any(String), null],
    [
      'what was done for it',
      () => after.life?.actions,
      [{ what: 'Buy a pump.', result: 'fulfilled' }],
      'Buy a pump.',
    ],
    [
      'what it was ruled to mean',
      () => after.life?.requests,
      [{ text: 'The north wall too?', ruling: 'interpreted', rulingText: 'All four walls.' }],
      'All four walls.',
    ],
    ['how far it is verified', () => why.levels.V2.result, 'pass', 'V2'],
    ['what no proof shows', () => why.notShown.length > 0, true, null],
  ];

  test.each(items)('%s', (_name, item, expected, shown) => {
    expect({ item: item() }).toMatchObject({ item: expected });
    if (shown !== null) expect(page).toContain(shown);
  });

  test('[R-16.2] and tells strangers how much of it is not for them', async () => {
    const open = await whyView(at.instance.context, decided.id, publicOnly);
    expect(open.advice.map(({ by }) => by)).toEqual(['Ana', 'Ben', 'Cem']);
    expect(open.adviceWithheld).toBe(1);
    for (const accept of ['application/json', BROWSER_ACCEPT]) {
      const text = await askedFor(accept);
      expect(text).not.toContain('I was ill there.');
      expect(text).toContain('Mind the cost.');
    }
  });
});

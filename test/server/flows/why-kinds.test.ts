import { beforeAll, describe, expect, test } from 'vitest';
import type { DocumentId } from '../../../protocol/ids.ts';
import { DAY_SECONDS, formatMillis, SECOND } from '../../../protocol/time.ts';
import { createApp } from '../../../server/app.ts';
import { type WhyView, whyView } from '../../../server/flows/views/why-view.ts';
import { type MemoryInstance, memoryInstance, type Person } from '../../support/memory-instance.ts';
import { plain } from '../web/support/html.ts';
import { BROWSER_ACCEPT } from '../web/support/memory-commons.ts';
import { adoptRole, adoptThing, nominate, select, stand } from './support/seats.ts';
import { decideChangesBy } from './support/usual-acts.ts';

const START = Date.parse('2026-05-04T08:00:00.000Z');
const DAY = DAY_SECONDS * SECOND;
const CHANGE = { op: 'change', paths: ['docs/wall'], content: 'A'.repeat(43), title: 'Drain the wall' };
const HOOKS = { onReceived: () => undefined, onPeerAdded: () => undefined, isStopping: () => false };
const TWO_THIRDS = { num: 2, den: 3, cmp: 'gte', base: 'decisive' };

/** A commons in which something was decided. */
interface Scene {
  readonly at: MemoryInstance;
  readonly people: readonly [Person, Person, Person, Person, Person];
  /** Of what was decided. */
  readonly id: string;
}

async function founded(): Promise<Omit<Scene, 'id'>> {
  const at = await memoryInstance(['Ana', 'Ben', 'Cem', 'Dia', 'Eve'], START);
  return { at, people: at.people as unknown as Scene['people'] };
}

async function whyOf({ at, id }: Pick<Scene, 'at' | 'id'>) {
  const ask = async (accept: string) => {
    const path = `/why/${id.slice(-43)}`;
    const answer = await createApp(at.instance, HOOKS).request(path, { headers: { accept } });
    expect(answer.status).toBe(200);
    return answer;
  };
  const why = (await (await ask('application/json')).json()) as WhyView;
  return { why, page: plain(await (await ask(BROWSER_ACCEPT)).text()) };
}

async function lastOutcome(at: MemoryInstance): Promise<string> {
  const decided = (await at.logged('outcome')).at(-1);
  expect(decided?.entry.verdict?.status).toBe('counted');
  return decided?.entry.id ?? '';
}

const propose = (at: MemoryInstance, who: Person, more: object = {}) =>
  at.act(who, 'proposal', {
    driver: { say: 'The wall is wet.' },
    operations: [CHANGE],
    alternatives: [{ say: 'Paint it.' }],
    ...more,
  });

/** Whatever is decided is looked at again within a year. */
const adoptValue = (at: MemoryInstance, who: Person, second: Person) =>
  at
    .act(who, 'constraint', {
      title: { en: 'Nothing for ever' },
      rule: { kind: 'requireReviewWithin', effects: ['*'], seconds: 365 * DAY_SECONDS },
      hard: true,
      value: { en: 'We learn.' },
    })
    .then(({ subject, id }) =>
      at.act(who, 'decision', {
        operations: [{ op: 'adopt', adopts: { type: 'constraint', subject, id } }],
        reason: { say: 'We look again.' },
      }),
    )
    .then(({ id }) => at.act(second, 'confirmation', { of: id }));

/** Somebody asks what it means and is answered by `rule`, and something is done for it. */
async function afterwards(scene: Scene, rule: (operation: object) => Promise<unknown>): Promise<void> {
  const { at, id, people } = scene;
  const question = { decision: id, question: { say: 'The north wall too?' } };
  const asked = await at.act(people[3], 'ruling-request', question);
  await rule({ op: 'rule', on: asked.id, ruling: 'interpreted', text: { say: 'All four walls.' } });
  const action = await at.act(people[0], 'action', {
    ...{ decision: id, what: { say: 'Buy a pump.' }, owner: people[0].author },
    dueAt: formatMillis(at.now() + 30 * DAY),
  });
  const done = { action: action.id, result: 'fulfilled', evidence: { say: 'It runs.' } };
  expect((await at.act(people[0], 'completion', done)).entry.verdict?.code).toBeNull();
}

/** What is listed of every decision, whoever made it. */
const ALWAYS: readonly (readonly [string, (why: WhyView) => unknown, unknown])[] = [
  ['one sentence', ({ sentence }) => sentence, expect.stringContaining('decided to')],
  ['who', ({ who }) => who.name, expect.any(String)],
  ['the chain ends with the founding act', ({ chain }) => chain.at(-1)?.type, 'charter'],
  ['constraints', ({ constraints }) => constraints, [{ title: { en: 'Nothing for ever' }, result: 'kept' }]],
  ['what it replaces', ({ reverses, replaces }) => [reverses, replaces], [null, null]],
  ['when it is looked at again', ({ reviewAt }) => reviewAt, expect.stringContaining('T')],
  ['what was done for it', ({ life }) => life?.actions, [{ what: 'Buy a pump.', result: 'fulfilled' }]],
  [
    'what it was ruled to mean',
    ({ life }) => life?.requests,
    [{ text: 'The north wall too?', ruling: 'interpreted', rulingText: 'All four walls.' }],
  ],
  ['how far it is verified', ({ levels }) => Object.keys(levels), ['V0', 'V1', 'V2', 'V3', 'V4', 'V5']],
  ['the right', ({ levels }) => levels.V2.result, 'pass'],
];

/** Each kind, how it comes about, and what is listed of it besides. */
const KINDS: readonly {
  readonly kind: string;
  readonly decide: () => Promise<Scene>;
  readonly items: typeof ALWAYS;
  readonly shown: readonly string[];
}[] = [
  {
    kind: 'consensus that fell back to its fallback',
    decide: async () => {
      const { at, people } = await founded();
      const [ana, ben, cem, dia, eve] = people;
      await adoptValue(at, ana, ben);
      await decideChangesBy(at, 'consensus', {
        fallback: { afterSeconds: 5 * DAY_SECONDS, threshold: TWO_THIRDS },
      });
      const { subject } = await propose(at, ana);
      await at.act(eve, 'advice', { proposal: subject, stance: 'for', text: { say: 'Mind the cost.' } });
      for (const who of [ana, ben, cem])
        await at.act(who, 'response', { proposal: subject, value: 'agree', text: { say: 'It is time.' } });
      const block = { value: 'block', ground: 'safety', text: { say: 'It may fall.' } };
      await at.act(dia, 'response', { proposal: subject, ...block });
      const aside = { value: 'stand-aside', text: { say: 'I am no mason.' } };
      await at.act(eve, 'response', { proposal: subject, ...aside });
      await at.pass(20 * DAY);
      const scene = { at, people, id: await lastOutcome(at) };
      await afterwards(scene, async (operation) => {
        const ruling = await propose(at, ana, { operations: [operation] });
        for (const who of people) await at.act(who, 'response', { proposal: ruling.subject, value: 'agree' });
      });
      return scene;
    },
    items: [
      ['by which rung, and by its fallback', ({ way }) => way, { rung: 'consensus', fallback: true }],
      [
        'what the fallback asks for, and what it came to',
        ({ way }) => way.notes,
        [expect.stringContaining('at least 2/3 of those who took a side, and 3 of 4 agree')],
      ],
      [
        'what the opening froze',
        ({ way }) => way.parameters,
        { fallback: { threshold: TWO_THIRDS }, quorum: { num: 3, den: 4 } },
      ],
      [
        'how many answered what',
        ({ counts }) => counts,
        { roster: 5, decisive: 4, answers: { agree: 3, block: 1, 'stand-aside': 1 } },
      ],
      [
        'the block with its ground, and whoever stands aside, in their words',
        ({ answers }) => answers.map(({ by, value, ground, text }) => [by, value, ground, text]).slice(3),
        [
          ['Dia', 'block', 'safety', 'It may fall.'],
          ['Eve', 'stand-aside', null, 'I am no mason.'],
        ],
      ],
      ['advice', ({ advice }) => advice, [{ by: 'Eve', text: 'Mind the cost.' }]],
      ['why it was put forward', ({ driver }) => driver, 'The wall is wet.'],
      ['alternatives', ({ alternatives }) => alternatives, ['Paint it.']],
    ],
    shown: [
      'at least 2/3 of those who took a side, and 3 of 4 agree',
      'Block : it endangers somebody',
      'It may fall.',
      'I am no mason.',
      'All agree.',
    ],
  },
  {
    kind: 'a decision under a delegation',
    decide: async () => {
      const { at, people } = await founded();
      const [ana, ben, cem, dia] = people;
      await adoptValue(at, ana, ben);
      const role = await adoptRole(at, { weight: 'light' });
      await decideChangesBy(at, 'delegation', {}, () => ({
        owner: { kind: 'role', ...role },
        limits: [],
      }));
      await adoptThing(at, 'mandate', {
        ...{ role, holder: cem.author, startsAt: formatMillis(START) },
        endsAt: formatMillis(START + 20 * DAY),
      });
      await at.act(cem, 'delegation', {
        ...{ role: role.subject, to: dia.author, endsAt: formatMillis(START + 14 * DAY) },
        limits: [
          { effects: ['change'], measure: 'count', perPeriod: { seconds: 30 * DAY_SECONDS, most: 3 } },
        ],
      });
      const { id } = await at.act(dia, 'decision', {
        ...{ operations: [CHANGE], reason: { say: 'It dries it.' }, alternatives: [{ say: 'Paint it.' }] },
      });
      const scene = { at, people, id };
      await afterwards(scene, (operation) =>
        at.act(cem, 'decision', { operations: [operation], reason: { say: 'So it was meant.' } }),
      );
      return scene;
    },
    items: [
      ['who', ({ who }) => who.name, 'Dia'],
      [
        'the role, its term, for whom and until when',
        ({ role }) => role,
        {
          name: 'Treasurer for Cem',
          from: formatMillis(START),
          until: formatMillis(START + 20 * DAY),
          acting: { as: 'delegate', for: 'Cem', until: formatMillis(START + 14 * DAY) },
        },
      ],
      [
        'the chain of right, with the delegation',
        ({ chain }) => chain.map(({ type }) => type),
        expect.arrayContaining(['mandate', 'delegation', 'role', 'domain']),
      ],
      ['by which rung', ({ way }) => way, { rung: 'delegation', fallback: false, notes: [] }],
      [
        'the limits that were delegated, and what was used of them',
        ({ limits }) => limits,
        [{ setBy: 'delegation', asked: 1, perPeriod: { most: 3, used: 1, left: 2 } }],
      ],
      [
        'what lint finds of the right',
        ({ findings }) => findings,
        [{ code: 'no-successor', severity: 'warning', sentence: expect.stringContaining('ends soon') }],
      ],
      ['the reason', ({ reason }) => reason, 'It dries it.'],
      ['alternatives', ({ alternatives }) => alternatives, ['Paint it.']],
    ],
    shown: [
      'ends soon, and nobody follows',
      'as they delegated it',
      'Treasurer for Cem',
      'set by whoever delegated it',
      'It dries it.',
    ],
  },
  {
    kind: 'a selection by approval',
    decide: async () => {
      const { at, people } = await founded();
      const [ana, ben, cem, dia, eve] = people;
      await adoptValue(at, ana, ben);
      const role = await adoptRole(at);
      const { subject } = await select(at, ana, role);
      await nominate(at, ana, subject, cem);
      await nominate(at, ben, subject, dia);
      await nominate(at, cem, subject, dia);
      await nominate(at, cem, subject, cem);
      await stand(at, cem, subject, role);
      await stand(at, dia, subject, role);
      await at.pass(10 * DAY);
      const ballot = (who: Person, ...approves: readonly Person[]) =>
        at.act(who, 'approval', { proposal: subject, approves: approves.map(({ author }) => author) });
      await ballot(ana, dia);
      await ballot(ana, cem);
      await ballot(ben, cem, dia);
      await ballot(dia);
      await ballot(eve, cem);
      await at.pass(7 * DAY);
      const scene = { at, people, id: await lastOutcome(at) };
      await afterwards(scene, (operation) => ruledByTwo(at, ana, ben, operation));
      return scene;
    },
    items: [
      ['by which rung, which is not that of the domain', ({ way }) => way.rung, 'vote'],
      ['why others were asked', ({ way }) => way.notes, [expect.stringContaining('whom the role serves')]],
      [
        'everybody who was named, by whom and why, and who was chosen',
        ({ selection }) => selection,
        {
          method: 'approval',
          seats: 1,
          candidates: [
            {
              ...{ name: 'Cem', nominations: 2, approvals: 3, chosen: true },
              reasons: [
                { by: 'Ana', words: 'They listen.' },
                { by: 'Cem', words: 'They listen.' },
              ],
            },
            {
              ...{ name: 'Dia', nominations: 1, approvals: 1, chosen: false },
              reasons: [{ by: 'Ben', words: 'They listen.' }],
            },
          ],
          none: 1,
        },
      ],
      [
        'each ballot',
        ({ selection }) => selection?.ballots,
        [
          { by: 'Ana', approves: ['Cem'] },
          { by: 'Ben', approves: ['Cem', 'Dia'] },
          { by: 'Dia', approves: [] },
          { by: 'Eve', approves: ['Cem'] },
        ],
      ],
      ['how many voted', ({ counts }) => counts, { roster: 5, responders: 4 }],
    ],
    shown: [
      'By vote.',
      'Cem : 2 nominations, 3 approve , chosen',
      'None of these: 1',
      'Dia approves of none of these',
    ],
  },
  {
    kind: 'a selection by consent',
    decide: async () => {
      const { at, people } = await founded();
      const [ana, ben, cem, dia] = people;
      await adoptValue(at, ana, ben);
      const role = await adoptRole(at, { selection: 'consent' });
      const { subject } = await select(at, ana, role);
      await nominate(at, ana, subject, cem);
      await nominate(at, ben, subject, cem);
      await stand(at, cem, subject, role);
      await at.pass(10 * DAY);
      const objection = await at.act(dia, 'objection', {
        ...{ proposal: subject, ground: 'harms-aim', argument: { say: 'He is never here.' } },
        resolvedBy: { say: 'A second day.' },
      });
      for (const who of people.filter((one) => one !== dia))
        await at.act(who, 'response', { proposal: subject, value: 'consent', text: { say: 'He can.' } });
      await at.act(dia, 'withdrawal', { of: objection.id, reason: { say: 'He will come.' } });
      await at.pass(15 * DAY);
      const scene = { at, people, id: await lastOutcome(at) };
      await afterwards(scene, (operation) => ruledByTwo(at, ana, ben, operation));
      return scene;
    },
    items: [
      ['by which rung, which is not that of the domain', ({ way }) => way.rung, 'consent'],
      [
        'who was named and chosen',
        ({ selection }) => selection,
        {
          ...{ method: 'consent', none: null, ballots: [] },
          candidates: [{ name: 'Cem', nominations: 2, approvals: null, chosen: true }],
        },
      ],
      [
        'objections and fates',
        ({ objections }) => objections,
        [{ by: 'Dia', argument: 'He is never here.', fate: 'withdrawn', ended: { reason: 'He will come.' } }],
      ],
      [
        'everybody’s answer in their words',
        ({ answers }) => answers.map(({ by, text }) => [by, text]),
        ['Ana', 'Ben', 'Cem', 'Eve'].map((by) => [by, 'He can.']),
      ],
    ],
    shown: ['Cem : 2 nominations , chosen', 'He is never here.', 'No objection stands.'],
  },
];

test('§9 [R-9.10] what no single domain owns: that it fell to the circle above, and its name', async () => {
  const { at, people } = await founded();
  const [ana, ben] = people;
  const titled = (content: object) => JSON.stringify((content as { title: object }).title);
  const register = (await at.logged('domain')).find(({ content }) => titled(content).includes('Register'));
  const thing = { subject: register?.content.subject, id: register?.entry.id };
  await ruledByTwo(at, ana, ben, { op: 'end', type: 'domain', thing });
  const [role] = await at.logged('role');
  const ended = { op: 'end', type: 'role', thing: { subject: role?.content.subject, id: role?.entry.id } };
  const { subject } = await propose(at, ana, { operations: [ended] });
  for (const who of people) await at.act(who, 'response', { proposal: subject, value: 'consent' });
  const id = await lastOutcome(at);
  const { page } = await whyOf({ at, id });
  const why = await whyView(at.instance.context, id as DocumentId, () => true); // who was asked is for members
  expect(why.domain).toMatchObject({ title: 'Everyone', rung: 'consent' });
  expect(why.way).toMatchObject({
    rung: 'consent',
    notes: [expect.stringContaining('it fell to the circle')],
  });
  expect(why.chain.map(({ type }) => type)).toEqual(expect.arrayContaining(['opening', 'circle', 'charter']));
  expect(why.findings).toEqual([]);
  expect(page).toContain('No single domain owns this: it fell to the circle above.');
});

async function ruledByTwo(at: MemoryInstance, first: Person, second: Person, operation: object) {
  const ruling = await at.act(first, 'decision', {
    ...{ operations: [operation], reason: { say: 'So it was meant.' } },
  });
  await at.act(second, 'confirmation', { of: ruling.id });
}

describe.each(KINDS)('§9 [R-9.10] one call tells of $kind', ({ decide, items, shown }) => {
  let said: Awaited<ReturnType<typeof whyOf>>;
  beforeAll(async () => {
    said = await whyOf(await decide());
  });

  test('all that is told of every decision', () => {
    for (const [name, item, expected] of ALWAYS)
      expect({ name, item: item(said.why) }).toMatchObject({ name, item: expected });
  });

  test.each(items)('%s', (_name, item, expected) => {
    expect({ item: item(said.why) }).toMatchObject({ item: expected });
  });

  test('on its page', () => {
    for (const text of shown) expect(said.page).toContain(text);
  });
});

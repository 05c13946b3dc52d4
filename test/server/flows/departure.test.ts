import { beforeEach, describe, expect, test } from 'vitest';
import { DAY_SECONDS, SECOND } from '../../../protocol/time.ts';
import { whyView } from '../../../server/flows/views/why-view.ts';
import { type MemoryInstance, memoryInstance, type Person } from '../../support/memory-instance.ts';

const START = Date.parse('2026-05-04T08:00:00.000Z');
const DAY = DAY_SECONDS * SECOND;
const CONSULTATION = {
  askSeconds: 3 * DAY_SECONDS,
  extendSeconds: DAY_SECONDS,
  deadlineSeconds: 30 * DAY_SECONDS,
};

let at: MemoryInstance;
let [ana, ben] = [] as unknown as [Person, Person];
let rule: { readonly subject: string; readonly id: string };

/** Changes are decided by a coordinator alone; a soft rule wants such a matter to be put to people first. */
beforeEach(async () => {
  at = await memoryInstance(['Ana', 'Ben', 'Cem'], START);
  [ana, ben] = at.people as unknown as [Person, Person];
  const domains = await at.logged('domain');
  const work = domains.find(({ content }) => (content.title as { en: string }).en.startsWith('Changes'));
  const [circle] = await at.logged('circle');
  if (work === undefined || circle === undefined) throw new TypeError('the template has both');
  const { refs: _, id: __, ...fields } = work.content;
  const domain = await at.act(ana, 'domain', {
    ...fields,
    parameters: { consultation: CONSULTATION },
    affected: [circle.content.subject],
    supersedes: work.entry.id,
    issuedAt: '2026-05-04T08:00:00Z',
    author: ana.author,
  });
  rule = await at.act(ana, 'constraint', {
    title: { en: 'People first' },
    value: { en: 'Nobody is surprised.' },
    hard: false,
    rule: { kind: 'requireRung', effects: ['change'], least: 'consultation' },
  });
  const decision = await at.act(ana, 'decision', {
    operations: [
      { op: 'adopt', adopts: { type: 'domain', subject: work.content.subject, id: domain.id } },
      { op: 'adopt', adopts: { type: 'constraint', subject: rule.subject, id: rule.id } },
    ],
    reason: { say: 'We want to be asked.' },
  });
  const second = await at.act(ben, 'confirmation', { of: decision.id });
  expect(second.entry.verdict?.status).toBe('counted');
});

const CHANGE = {
  driver: { say: 'The wall is wet.' },
  operations: [{ op: 'change', paths: ['cellar/wall'], content: 'A'.repeat(43), title: 'Drain the wall' }],
};

describe('§12.5 departing from a soft constraint', () => {
  test('[R-12.30] whoever decides alone is told before they sign', async () => {
    const { driver: reason, ...what } = CHANGE;
    const { verdict } = await at.draft(ana, 'decision', { ...what, reason });
    expect(verdict).toMatchObject({
      code: 'constraint-violated',
      detail: { constraint: rule.id, soft: true, raisedTo: 'consultation', least: 'consultation' },
    });
  });

  test('[R-12.31] a proposal without a reason is not opened, and says so before it is signed', async () => {
    expect((await at.draft(ana, 'proposal', CHANGE)).summary).toContain(
      'It does not keep the rule “People first”: nobody can decide it until it says why.',
    );
    await at.act(ana, 'proposal', CHANGE);
    expect(await at.logged('opening')).toEqual([]);
  });

  test('[R-12.31] with a reason the commons opens it one rung higher, and the role decides after asking', async () => {
    const departs = [{ constraint: rule.subject, reason: { say: 'The house floods.' } }];
    const wish = { ...CHANGE, departs };
    expect((await at.draft(ana, 'proposal', wish)).summary).toContain(
      'It departs from “People first”: it is decided one step higher (ask first, then decide).',
    );
    const { subject } = await at.act(ana, 'proposal', wish);
    const [opening] = await at.logged('opening');
    expect(opening?.entry.verdict?.status).toBe('counted');
    expect(opening?.content).toMatchObject({ rung: 'consultation', raisedBy: [rule.id] });

    const decide = { proposal: subject, reason: { say: 'It dries the wall.' } };
    expect((await at.draft(ana, 'decision', decide)).verdict.code).toBe('too-early');
    await at.pass(4 * DAY);
    const decided = await at.act(ana, 'decision', decide);
    expect(decided.entry.verdict?.status).toBe('counted');

    const { constraints, levels } = await whyView(at.instance.context, decided.id, () => true);
    expect(levels.V4.result).toBe('pass');
    expect(constraints).toMatchObject([
      {
        id: rule.id,
        result: 'departed',
        reason: 'The house floods.',
        words: expect.stringContaining('takes at least'),
      },
    ]);
  });

  test('[R-12.23] a draft is looked at again within the time that a constraint sets', async () => {
    const soon = await at.act(ana, 'constraint', {
      title: { en: 'Look again' },
      value: { en: 'We learn.' },
      hard: true,
      rule: {
        kind: 'requireReviewWithin',
        effects: ['transfer', 'adopt:resource'],
        seconds: 7 * DAY_SECONDS,
      },
    });
    const decision = await at.act(ana, 'decision', {
      operations: [{ op: 'adopt', adopts: { type: 'constraint', subject: soon.subject, id: soon.id } }],
      reason: { say: 'We want to learn.' },
    });
    await at.act(ben, 'confirmation', { of: decision.id });
    const fund = await at.act(ana, 'resource', {
      kind: 'money',
      name: { en: 'Fund' },
      unit: 'EUR cent',
      capacity: { model: 'stock', quantity: 1000 },
      steward: soon.subject,
      askers: 'peers',
    });
    const { verdict, payload } = await at.draft(ana, 'decision', {
      operations: [{ op: 'adopt', adopts: { type: 'resource', subject: fund.subject, id: fund.id } }],
      reason: { say: 'We have it.' },
    });
    expect(verdict.code).toBeNull();
    expect(JSON.parse(new TextDecoder().decode(payload)).reviewAt).toBe('2026-05-11T08:00:00.000Z');
  });
});

test('§12.5 in a commons as it was founded a soft rule is departed from by asking first', async () => {
  const instance = await memoryInstance(['Ana', 'Ben'], START);
  const [first, second] = instance.people as unknown as [Person, Person];
  const soft = await instance.act(first, 'constraint', {
    ...{ title: { en: 'Ask about the cellar' }, value: { en: 'Nobody is surprised.' }, hard: false },
    rule: { kind: 'requireRung', effects: ['change'], least: 'consultation' },
  });
  const adopted = { type: 'constraint', subject: soft.subject, id: soft.id };
  const decision = await instance.act(first, 'decision', {
    ...{ operations: [{ op: 'adopt', adopts: adopted }], reason: { say: 'We want to be asked.' } },
  });
  await instance.act(second, 'confirmation', { of: decision.id });
  const departs = [{ constraint: soft.subject, reason: { say: 'The house floods.' } }];
  expect((await instance.draft(first, 'proposal', { ...CHANGE, departs })).summary).not.toContain('Nobody');
  await instance.act(first, 'proposal', { ...CHANGE, departs });
  expect(await instance.logged('opening')).toMatchObject([
    { content: { rung: 'consultation' }, entry: { verdict: { status: 'counted' } } },
  ]);
});

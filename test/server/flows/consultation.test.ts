import { beforeEach, describe, expect, test } from 'vitest';
import { DAY_SECONDS, SECOND } from '../../../protocol/time.ts';
import { type MemoryInstance, memoryInstance, type Person } from '../../support/memory-instance.ts';

const START = Date.parse('2026-05-04T08:00:00.000Z');
const DAY = DAY_SECONDS * SECOND;
const PARAMETERS = {
  consultation: {
    askSeconds: 3 * DAY_SECONDS,
    extendSeconds: DAY_SECONDS,
    deadlineSeconds: 30 * DAY_SECONDS,
  },
  consent: { openSeconds: 7 * DAY_SECONDS, deadlineSeconds: 30 * DAY_SECONDS, quorum: 'two-thirds' },
};

let at: MemoryInstance;
let [ana, ben, cem, dia] = [] as unknown as [Person, Person, Person, Person];

/** Changes are decided by a coordinator after asking everybody. */
beforeEach(async () => {
  at = await memoryInstance(['Ana', 'Ben', 'Cem', 'Dia'], START);
  [ana, ben, cem, dia] = at.people as unknown as [Person, Person, Person, Person];
  const domains = await at.logged('domain');
  const work = domains.find(({ content }) => (content.title as { en: string }).en.startsWith('Changes'));
  const [circle] = await at.logged('circle');
  if (work === undefined || circle === undefined) throw new TypeError('the template has both');
  const { refs: _, id: __, ...fields } = work.content;
  const draft = await at.act(ana, 'domain', {
    ...fields,
    rung: 'consultation',
    parameters: PARAMETERS,
    affected: [circle.content.subject],
    supersedes: work.entry.id,
    issuedAt: '2026-05-04T08:00:00Z',
    author: ana.author,
  });
  const adopts = { type: 'domain', subject: work.content.subject, id: draft.id };
  const decision = await at.act(ana, 'decision', {
    operations: [{ op: 'adopt', adopts }],
    reason: { say: 'Whoever is affected is asked.' },
  });
  await at.act(ben, 'confirmation', { of: decision.id });
});

function propose() {
  return at.act(ana, 'proposal', {
    driver: { say: 'The wall is wet.' },
    operations: [{ op: 'change', paths: ['cellar/wall'], content: 'A'.repeat(43), title: 'Drain the wall' }],
  });
}

function advise(who: Person, proposal: string, stance: string) {
  return at.act(who, 'advice', { proposal, stance, text: { say: `I am ${stance}.` } });
}

function decide(proposal: string, consulted?: object) {
  return at.draft(ana, 'decision', {
    proposal,
    reason: { say: 'It dries the wall.' },
    ...(consulted === undefined ? {} : { consulted }),
  });
}

const answer = (advice: string) => ({ advice, answer: 'partly', reason: { say: 'As far as money goes.' } });

describe('§6 [R-6.40] whoever is affected is asked', () => {
  test('the roster is frozen, and everybody in it is affected', async () => {
    await propose();
    const [opening] = await at.logged('opening');
    expect(opening?.entry.verdict?.status).toBe('counted');
    expect(opening?.content).toMatchObject({ rung: 'consultation', roster: { count: 4 } });
    const [page] = await at.logged('set');
    if (page === undefined) throw new TypeError('a roster was logged');
    const { items } = page.content.content as { items: { affected?: true }[] };
    expect(items.map(({ affected }) => affected)).toEqual([true, true, true, true]);
  });

  test('[R-6.41] nobody decides before those who were asked had their time', async () => {
    const { subject } = await propose();
    const first = await advise(ben, subject, 'for');
    expect((await decide(subject, { answers: [answer(first.id)] })).verdict).toMatchObject({
      code: 'too-early',
      detail: { from: '2026-05-08T08:00:00.000Z' },
    });
    await at.pass(4 * DAY - 1);
    expect((await decide(subject, { answers: [answer(first.id)] })).verdict.code).toBe('too-early');
    await at.pass(1);
    expect((await decide(subject, { answers: [answer(first.id)] })).verdict.status).toBe('counted');
  });

  test('[R-6.41] or have answered', async () => {
    const { subject } = await propose();
    const given = [];
    for (const who of at.people) given.push(await advise(who, subject, 'for'));
    const consulted = { answers: given.map(({ id }) => answer(id)) };
    expect((await decide(subject, consulted)).verdict.status).toBe('counted');
    const logged = await at.act(ana, 'decision', { proposal: subject, reason: { say: 'Yes.' }, consulted });
    const challenge = await at.act(dia, 'challenge', {
      ...{ decision: logged.id, ground: 'harms-affected' },
      ...{ argument: { say: 'It rains in.' }, resolvedBy: { say: 'A roof.' } },
    });
    const rule = { op: 'rule', on: challenge.id, ruling: 'upheld', text: { say: 'It does not.' } };
    const settling = await at.draft(ben, 'proposal', { operations: [rule], driver: { say: 'So be it.' } });
    expect(settling.warning ?? '').not.toContain('It is decided once everybody who is asked has answered');
    expect(logged.entry.verdict?.status).toBe('counted');
    expect(await at.instance.context.store.records.list('matter')).toEqual([]);
  });

  test('[R-6.41] after the deadline it has stalled, and [R-6.53] ends 90 days after it was put forward', async () => {
    const { subject } = await propose();
    await at.pass(30 * DAY);
    expect((await decide(subject)).verdict).toMatchObject({ code: 'closed' });
    expect(await at.logged('outcome')).toEqual([]);
    await at.pass(60 * DAY);
    expect(await at.logged('outcome')).toMatchObject([
      {
        content: { result: 'default', byDefault: { kind: 'status-quo' } },
        entry: { verdict: { code: null } },
      },
    ]);
    expect(await at.instance.context.store.records.list('matter')).toEqual([]);
  });
});

describe('§6 [R-6.42] every advice has its answer', () => {
  test('one that has none is named; one that was replaced needs none', async () => {
    const { subject } = await propose();
    const first = await advise(ben, subject, 'against');
    const second = await advise(ben, subject, 'for');
    const third = await advise(cem, subject, 'neutral');
    await at.pass(4 * DAY);
    expect((await decide(subject)).verdict).toMatchObject({ code: 'advice-unanswered' });
    expect((await decide(subject, { answers: [answer(second.id)] })).verdict).toMatchObject({
      code: 'advice-unanswered',
      detail: { missing: [third.id] },
    });
    const all = [answer(second.id), answer(third.id)];
    expect((await decide(subject, { answers: all })).verdict.status).toBe('counted');
    expect((await decide(subject, { answers: [...all, answer(first.id)] })).verdict.code).toBe(
      'contradictory',
    );
    expect((await decide(subject, { answers: [...all, answer(third.id)] })).verdict.code).toBe(
      'contradictory',
    );
  });

  test('a changed binding part asks anew', async () => {
    const { subject } = await propose();
    for (const who of at.people) await advise(who, subject, 'for');
    await at.pass(DAY);
    await at.act(ana, 'proposal', {
      subject,
      driver: { say: 'The wall is wet.' },
      operations: [{ op: 'change', paths: ['cellar'], content: 'E'.repeat(43), title: 'Drain the cellar' }],
    });
    expect((await decide(subject)).verdict.code).toBe('too-early');
    await at.pass(4 * DAY);
    expect((await decide(subject)).verdict.status).toBe('counted');
  });
});

describe('§6 [R-6.43] where those affected are against it, their circle decides', () => {
  test('more than half of three who answered', async () => {
    const { subject } = await propose();
    await advise(ben, subject, 'against');
    await advise(cem, subject, 'against');
    const last = await advise(dia, subject, 'for');
    await at.pass(4 * DAY);
    const openings = await at.logged('opening');
    expect(openings.map(({ entry, content }) => [content.rung, entry.verdict?.status])).toEqual([
      ['consultation', 'counted'],
      ['consent', 'counted'],
    ]);
    expect((await decide(subject, { answers: [answer(last.id)] })).verdict.code).toBe('wrong-rung');
    for (const who of at.people) await at.act(who, 'response', { proposal: subject, value: 'consent' });
    const [outcome] = await at.logged('outcome');
    expect(outcome?.entry.verdict?.status).toBe('counted');
  });

  test('not two of two, and not half of four', async () => {
    const { subject } = await propose();
    await advise(ben, subject, 'against');
    await advise(cem, subject, 'against');
    await at.pass(4 * DAY);
    expect(await at.logged('opening')).toHaveLength(1);
    const second = await propose();
    for (const who of [ben, cem]) await advise(who, second.subject, 'against');
    for (const who of [ana, dia]) await advise(who, second.subject, 'for');
    await at.pass(4 * DAY);
    expect(await at.logged('opening')).toHaveLength(2);
  });
});

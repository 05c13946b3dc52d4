import { beforeEach, describe, expect, test } from 'vitest';
import { DAY_SECONDS, SECOND } from '../../../protocol/time.ts';
import { keepCalendar } from '../../../server/flows/time/calendar.ts';
import { type MemoryInstance, memoryInstance, type Person } from '../../support/memory-instance.ts';

const START = Date.parse('2026-05-04T08:00:00.000Z');
const DAY = DAY_SECONDS * SECOND;
const text = (at: number) => new Date(at).toISOString();

let at: MemoryInstance;
let [ana, ben] = [] as unknown as [Person, Person];

beforeEach(async () => {
  at = await memoryInstance(['Ana', 'Ben'], START);
  [ana, ben] = at.people as unknown as [Person, Person];
});

/** What a role decides alone: a change, with dates of its own. */
function decide(fields: object = {}) {
  return at.act(ana, 'decision', {
    operations: [{ op: 'change', paths: ['a'], content: 'A'.repeat(43), title: 'A change' }],
    reason: { say: 'It was wrong.' },
    ...fields,
  });
}

const notices = async () => (await at.logged('notice')).map(({ content }) => content);

describe('§4 [R-4.20] the instance tells what time brings about', () => {
  test('a review that is due and an end, each once and with its moment, whoever looks', async () => {
    const [reviewAt, expiresAt] = [START + 20 * DAY, START + 30 * DAY];
    const { id, subject } = await decide({ reviewAt: text(reviewAt), expiresAt: text(expiresAt) });
    await at.pass(20 * DAY - 1);
    expect(await notices()).toEqual([]);
    await at.pass(1);
    const about = { subject, id };
    expect(await notices()).toMatchObject([{ about, event: 'review-due', happenedAt: text(reviewAt) }]);
    await at.pass(15 * DAY);
    const { context, committer } = at.instance;
    await Promise.all([keepCalendar(context, committer), keepCalendar(context, committer)]);
    expect(await notices()).toMatchObject([
      { event: 'review-due' },
      { about, event: 'expired', happenedAt: text(expiresAt) },
    ]);
  });

  test('also where the server slept', async () => {
    await decide({ reviewAt: text(START + 20 * DAY) });
    at.sleep(60 * DAY);
    await at.happen();
    expect(await notices()).toMatchObject([{ event: 'review-due', happenedAt: text(START + 20 * DAY) }]);
  });

  test('nothing of what was reversed', async () => {
    const first = await decide({ reviewAt: text(START + 20 * DAY) });
    await at.pass(DAY);
    await decide({ reverses: { subject: first.subject, id: first.id }, reviewAt: text(START + 90 * DAY) });
    await at.pass(40 * DAY);
    expect(await notices()).toEqual([]);
  });

  test('an action that nobody says the end of, and none that is done', async () => {
    const { id } = await decide({ reviewAt: text(START + 90 * DAY) });
    const dueAt = START + 5 * DAY;
    const more = { decision: id, owner: ana.author, dueAt: text(dueAt) };
    const late = await at.act(ana, 'action', { ...more, what: { say: 'To write it down.' } });
    const done = await at.act(ana, 'action', { ...more, what: { say: 'To tell them.' } });
    await at.act(ana, 'completion', {
      action: done.id,
      result: 'fulfilled',
      evidence: { say: 'They know.' },
    });
    await at.pass(6 * DAY);
    expect(await notices()).toMatchObject([
      { about: { id: late.id }, event: 'action-overdue', happenedAt: text(dueAt) },
    ]);
  });

  test('a second signature that did not come', async () => {
    const draft = await at.act(ben, 'circle', {
      name: { en: 'Garden' },
      kind: 'circle',
      aim: { en: 'To grow.' },
      members: [ben.author],
      status: 'active',
    });
    const adopts = { type: 'circle', subject: draft.subject, id: draft.id };
    const { id } = await at.act(ana, 'decision', {
      operations: [{ op: 'adopt', adopts }],
      reason: { say: 'We garden.' },
    });
    await at.pass(3 * DAY);
    expect(await notices()).toMatchObject([
      { about: { id }, event: 'second-signature-missing', happenedAt: text(START + 3 * DAY) },
    ]);
  });

  test('the end of a term of the founding act', async () => {
    await at.pass(366 * DAY);
    const ended = (await notices()).filter(({ event }) => event === 'mandate-ended');
    expect(ended).toHaveLength(2);
  });

  test('one that was logged by a process that was killed before it wrote it down is not logged again', async () => {
    await decide({ reviewAt: text(START + 20 * DAY) });
    await at.pass(20 * DAY);
    const { records } = at.instance.context.store;
    for (const kind of ['notice', 'turn'])
      for (const { key } of await records.list(kind)) await records.remove(kind, key);
    await records.remove('cursor', 'calendar');
    await at.happen();
    expect(await notices()).toHaveLength(1);
  });
});

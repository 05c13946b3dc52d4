import { beforeEach, describe, expect, test } from 'vitest';
import { DAY_SECONDS, SECOND } from '../../../protocol/time.ts';
import { publicOnly } from '../../../server/flows/acts/export-bundle.ts';
import { whyView } from '../../../server/flows/views/why-view.ts';
import { type MemoryInstance, memoryInstance, type Person } from '../../support/memory-instance.ts';

const START = Date.parse('2026-05-04T08:00:00.000Z');
const DAY = DAY_SECONDS * SECOND;
const everything = () => true;

let at: MemoryInstance;
let [ana, ben] = [] as unknown as [Person, Person];

beforeEach(async () => {
  at = await memoryInstance(['Ana', 'Ben'], START);
  [ana, ben] = at.people as unknown as [Person, Person];
});

const change = {
  operations: [{ op: 'change', paths: ['a'], content: 'A'.repeat(43), title: 'A change' }],
  reason: { say: 'It was wrong.' },
};

describe('§6 [R-6.66] a decision names what is to be done, or why nothing is', () => {
  test('what it names is to be done, until it is', async () => {
    const dueAt = new Date(START + 5 * DAY).toISOString();
    const named = [{ what: { say: 'To tell them.' }, owner: ben.author, dueAt }];
    const { id } = await at.act(ana, 'decision', { ...change, actions: { named } });
    await at.pass(4 * DAY);
    const before = await whyView(at.instance.context, id, everything);
    expect(before.life).toMatchObject({
      standing: 'executing',
      actions: [{ id, number: 1, what: 'To tell them.', result: null, overdue: false }],
    });
    const done = { action: id, number: 1, result: 'fulfilled', evidence: { say: 'They know.' } };
    expect((await at.act(ana, 'completion', done)).entry.verdict?.code).toBe('not-author');
    expect((await at.act(ben, 'completion', done)).entry.verdict?.status).toBe('counted');
    expect((await whyView(at.instance.context, id, everything)).life?.standing).toBe('fulfilled');
  });

  test('an outcome has those of its proposal', async () => {
    const domain = (await at.logged('domain')).find(({ content }) => content.rung === 'consent')?.content
      .subject;
    const { subject } = await at.act(ana, 'proposal', {
      driver: { say: 'We never said so.' },
      domain,
      operations: [{ op: 'resolve', text: { say: 'We are quiet after ten.' } }],
      actions: { none: { say: 'We only have to be quiet.' } },
    });
    for (const who of [ana, ben]) await at.act(who, 'response', { proposal: subject, value: 'consent' });
    const [outcome] = await at.logged('outcome');
    const { life } = await whyView(at.instance.context, outcome?.entry.id as never, publicOnly);
    expect(life).toMatchObject({ noActionBecause: 'We only have to be quiet.', actions: [] });
  });

  test('under a weighty domain whoever names neither is told before they sign', async () => {
    expect((await at.draft(ana, 'decision', change)).warning).toBeNull();
    const work = (await at.logged('domain')).find(({ content }) =>
      JSON.stringify(content.scope).includes('"change"'),
    );
    const { refs: _, salt: _s, ...fields } = { ...work?.content } as Record<string, unknown>;
    const draft = await at.act(ana, 'domain', { ...fields, weight: 'full', supersedes: work?.entry.id });
    const adopts = { type: 'domain', subject: work?.content.subject, id: draft.id };
    const { id } = await at.act(ana, 'decision', {
      operations: [{ op: 'adopt', adopts }],
      reason: { say: 'It matters.' },
    });
    await at.act(ben, 'confirmation', { of: id });
    const wish = { ...change, alternatives: [{ say: 'To leave it.' }] };
    expect((await at.draft(ana, 'decision', wish)).warning).toContain('names nothing that is to be done');
    const none = { ...wish, actions: { none: { say: 'It is done.' } } };
    expect((await at.draft(ana, 'decision', none)).warning).toBeNull();
  });
});

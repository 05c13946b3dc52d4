import { beforeEach, describe, expect, test } from 'vitest';
import { DAY_SECONDS, SECOND } from '../../../protocol/time.ts';
import { type MemoryInstance, memoryInstance, type Person } from '../../support/memory-instance.ts';

const START = Date.parse('2026-05-04T08:00:00.000Z');
const DAY = DAY_SECONDS * SECOND;

let at: MemoryInstance;
let [ana, ben, cem, dia] = [] as unknown as [Person, Person, Person, Person];

beforeEach(async () => {
  at = await memoryInstance(['Ana', 'Ben', 'Cem', 'Dia'], START);
  [ana, ben, cem, dia] = at.people as unknown as [Person, Person, Person, Person];
});

async function purpose() {
  const found = (await at.logged('domain')).find(({ content }) => content.rung === 'consent');
  if (found === undefined) throw new TypeError('the template has it');
  return found;
}

async function propose() {
  return at.act(ana, 'proposal', {
    driver: { say: 'We never said so.' },
    domain: (await purpose()).content.subject,
    operations: [{ op: 'resolve', text: { say: 'We are quiet after ten.' } }],
  });
}

const objection = (proposal: string) => ({
  proposal,
  ground: 'harms-aim',
  argument: { say: 'Nobody sleeps at ten.' },
  resolvedBy: { say: 'Eleven.' },
});

/** The domain in its next version, drafted. */
async function domainAnew(more: object) {
  const { content, entry } = await purpose();
  const { refs: _, ...fields } = content;
  const draft = await at.act(ana, 'domain', { ...fields, author: ana.author, ...more, supersedes: entry.id });
  return {
    operations: [{ op: 'adopt', adopts: { type: 'domain', subject: content.subject, id: draft.id } }],
    reason: { say: 'It reads better.' },
  };
}

describe('§6 [R-6.24a] who has objected is told before they sign', () => {
  test('that an answer does not end it, and that another objection takes its place', async () => {
    const { subject } = await propose();
    const answer = { proposal: subject, value: 'consent' };
    expect((await at.draft(dia, 'response', answer)).warning).toBeNull();
    expect((await at.draft(dia, 'objection', objection(subject))).warning).toBeNull();
    const first = await at.act(dia, 'objection', objection(subject));
    expect((await at.draft(dia, 'response', answer)).warning).toContain('still stands');
    expect((await at.draft(dia, 'objection', objection(subject))).warning).toContain('takes the place');
    expect((await at.draft(cem, 'response', answer)).warning).toBeNull();
    await at.act(dia, 'withdrawal', { of: first.id });
    expect((await at.draft(dia, 'response', answer)).warning).toBeNull();
  });
});

describe('§6 [R-6.28a] a domain that is amended while a matter is open under it', () => {
  test('is told of that matter before anybody signs, and a new title lets it be adopted', async () => {
    const before = await domainAnew({ title: { en: 'Before' } });
    expect((await at.draft(ana, 'decision', before)).warning ?? '').not.toContain('open under it');
    const { subject } = await propose();
    const wish = await domainAnew({ title: { en: 'What we are for' } });
    expect((await at.draft(ana, 'decision', wish)).warning).toContain('One matter is open under it');
    const decision = await at.act(ana, 'decision', wish);
    await at.act(ben, 'confirmation', { of: decision.id });
    for (const who of [ana, ben, cem, dia])
      await at.act(who, 'response', { proposal: subject, value: 'consent' });
    const [outcome] = await at.logged('outcome');
    expect(outcome?.entry.verdict).toMatchObject({ status: 'counted' });
    expect(outcome?.content).toMatchObject({ result: 'adopted' });
    await at.pass(DAY);
    const late = await at.draft(dia, 'objection', objection(subject));
    expect(late.verdict).toMatchObject({ code: 'closed', sentence: expect.any(String) });
  });
});

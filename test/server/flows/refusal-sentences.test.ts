import { beforeAll, describe, expect, test } from 'vitest';
import { DAY_SECONDS, SECOND } from '../../../protocol/time.ts';
import { type MemoryInstance, memoryInstance, type Person } from '../../support/memory-instance.ts';
import { decideChangesBy } from './support/usual-acts.ts';

const START = Date.parse('2026-05-04T08:00:00.000Z');
const DAY = DAY_SECONDS * SECOND;
const CHANGE = { op: 'change', paths: ['docs/wall'], content: 'A'.repeat(43), title: 'Drain the wall' };

let at: MemoryInstance;
let [ana, ben, cem, dia] = [] as unknown as [Person, Person, Person, Person];

async function founded(): Promise<void> {
  at = await memoryInstance(['Ana', 'Ben', 'Cem', 'Dia'], START);
  [ana, ben, cem, dia] = at.people as unknown as [Person, Person, Person, Person];
}

async function verdictOf(who: Person, type: Parameters<MemoryInstance['draft']>[1], fields: object) {
  const { code, sentence } = (await at.draft(who, type, fields)).verdict;
  return { code, sentence };
}

describe('§10 [R-10.30] a draft that would not count says why, and what it says is so', () => {
  let proposal: { readonly subject: string; readonly id: string };
  let objection: { readonly id: string };

  beforeAll(async () => {
    await founded();
    await decideChangesBy(at, 'consent');
    proposal = await at.act(ana, 'proposal', { driver: { say: 'It is wet.' }, operations: [CHANGE] });
    objection = await at.act(dia, 'objection', {
      proposal: proposal.subject,
      ground: 'harms-aim',
      argument: { say: 'It costs a week.' },
      resolvedBy: { say: 'Winter.' },
    });
  });

  test('of one’s own objection, that the others test it', async () => {
    const said = { of: objection.id, argumentMade: false, reason: { say: 'None.' } };
    expect(await verdictOf(dia, 'objection-test', said)).toEqual({
      code: 'not-eligible',
      sentence: 'It is your own objection: the others say whether an argument was made.',
    });
    expect((await verdictOf(ben, 'objection-test', said)).code).toBeNull();
  });

  test('of taking back, what is taken back, and that it was reluctant', async () => {
    const taken = { of: objection.id, reluctant: { measure: { say: 'Hours.' } } };
    expect((await at.draft(dia, 'withdrawal', taken)).summary).toContain('your objection reluctantly');
    expect((await at.draft(dia, 'withdrawal', { of: objection.id })).summary).toContain(
      'You take back your objection.',
    );
  });

  test('of a role that decides for a circle, the code of the wrong rung', async () => {
    await expect(
      at.draft(ana, 'decision', { operations: [CHANGE], reason: { say: 'I want it.' } }),
    ).rejects.toMatchObject({ type: 'conflict', extensions: { code: 'wrong-rung' } });
  });

  test('of what is not there, the code of an unknown reference', async () => {
    await expect(
      at.draft(ana, 'response', { proposal: '01a207bf-237d-711e-be7e-37784c4166e9', value: 'consent' }),
    ).rejects.toMatchObject({ type: 'not-found', extensions: { code: 'unknown-reference' } });
  });

  test('of a challenge of what was turned down, that it was', async () => {
    await founded();
    await decideChangesBy(at, 'vote');
    const put = await at.act(ana, 'proposal', { driver: { say: 'It is wet.' }, operations: [CHANGE] });
    for (const who of [ana, ben, cem, dia])
      await at.act(who, 'response', { proposal: put.subject, value: 'no' });
    await at.pass(8 * DAY);
    const [outcome] = await at.logged('outcome');
    expect(outcome?.content.result).toBe('not-adopted');
    const challenge = {
      decision: outcome?.entry.id,
      ground: 'harms-aim',
      argument: { say: 'Not so.' },
      resolvedBy: { say: 'Draining it.' },
    };
    expect(await verdictOf(cem, 'challenge', challenge)).toEqual({
      code: 'unknown-reference',
      sentence: 'The proposal was turned down: nothing is in force that this could be about.',
    });
  });
});

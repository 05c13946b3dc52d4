import { describe, expect, test } from 'vitest';
import { DAY_SECONDS, formatMillis, SECOND } from '../../../protocol/time.ts';
import { whyView } from '../../../server/flows/views/why-view.ts';
import { memoryInstance, type Person } from '../../support/memory-instance.ts';
import { decideChangesBy } from './support/usual-acts.ts';

const START = Date.parse('2026-05-04T08:00:00.000Z');
const DAY = DAY_SECONDS * SECOND;

describe('§17 [R-17.24] why a decision was made shows who may return it', () => {
  test('until when, and that they are being asked', async () => {
    const at = await memoryInstance(['Ana', 'Ben', 'Cem', 'Dia'], START);
    const [ana] = at.people as unknown as [Person];
    await decideChangesBy(at, 'delegation', {}, (circle) => ({
      veto: { circle, rung: 'consent', windowSeconds: 14 * DAY_SECONDS },
    }));
    const { id, subject } = await at.act(ana, 'decision', {
      reason: { say: 'A typo.' },
      operations: [{ op: 'change', paths: ['docs/a'], content: 'A'.repeat(43), title: 'A sentence' }],
    });
    const veto = async () => (await whyView(at.instance.context, id, () => true)).life?.veto;
    const until = formatMillis(START + 14 * DAY);
    expect(await veto()).toMatchObject({ until, over: false, open: [] });
    const decision = { subject, id };
    const question = await at.act(ana, 'proposal', {
      driver: { say: 'Not so fast.' },
      domain: (await at.logged('domain')).at(-1)?.content.subject,
      operations: [{ op: 'rule', decision, on: id, ruling: 'vetoed', text: { say: 'Back.' } }],
    });
    expect(await veto()).toMatchObject({ over: false, open: [question.subject] });
    for (const who of at.people)
      await at.act(who, 'response', { proposal: question.subject, value: 'consent' });
    expect(await veto()).toMatchObject({ open: [] });
    expect((await whyView(at.instance.context, id, () => true)).life?.standing).toBe('returned');
    await at.pass(14 * DAY);
    expect(await veto()).toMatchObject({ over: true });
  });

  test('nobody, where no circle may', async () => {
    const at = await memoryInstance(['Ana', 'Ben'], START);
    const [ana] = at.people as unknown as [Person];
    const { id } = await at.act(ana, 'decision', {
      reason: { say: 'A typo.' },
      operations: [{ op: 'change', paths: ['docs/a'], content: 'A'.repeat(43), title: 'A sentence' }],
    });
    expect((await whyView(at.instance.context, id, () => true)).life?.veto).toBeNull();
  });
});

import { beforeEach, describe, expect, test } from 'vitest';
import { DAY_SECONDS, SECOND } from '../../../protocol/time.ts';
import { bundleBytes } from '../../../protocol/verify/bundle.ts';
import { verifyBundle } from '../../../protocol/verify/verify-bundle.ts';
import { exportBundle, publicOnly } from '../../../server/flows/acts/export-bundle.ts';
import { publishIfBehind } from '../../../server/flows/log/publish-checkpoint.ts';
import { proposalView } from '../../../server/flows/views/proposal-view.ts';
import { whyView } from '../../../server/flows/views/why-view.ts';
import { verifyWithNode } from '../../../server/keys/node-verify.ts';
import {
  type Acted,
  type MemoryInstance,
  memoryInstance,
  type Person,
} from '../../support/memory-instance.ts';

const START = Date.parse('2026-05-04T08:00:00.000Z');
const DAY = DAY_SECONDS * SECOND;

let at: MemoryInstance;
let [ana, ben, cem, dia] = [] as unknown as [Person, Person, Person, Person];
let decision: Acted;

/** Ana, who coordinates, decides a change alone; it is costly to undo. */
beforeEach(async () => {
  at = await memoryInstance(['Ana', 'Ben', 'Cem', 'Dia'], START);
  [ana, ben, cem, dia] = at.people as unknown as [Person, Person, Person, Person];
  decision = await decide();
});

function decide() {
  return at.act(ana, 'decision', {
    operations: [{ op: 'change', paths: ['cellar'], content: 'A'.repeat(43), title: 'Drain the cellar' }],
    reason: { say: 'It is wet.' },
  });
}

const life = async () => (await whyView(at.instance.context, decision.id, () => true)).life;
const standing = async () => (await life())?.standing;

function challenge(who: Person) {
  return at.act(who, 'challenge', {
    decision: decision.id,
    ground: 'harms-affected',
    argument: { say: 'The well runs dry.' },
    resolvedBy: { say: 'Ask the neighbours.' },
  });
}

const rule = (on: string, ruling: string) => ({
  op: 'rule',
  on,
  ruling,
  text: { say: 'We have looked at it.' },
});

/** Dia proposes how to settle it, and everybody says yes. */
async function settle(on: string, ruling: string) {
  const proposal = await at.act(dia, 'proposal', {
    driver: { say: 'It should be settled.' },
    operations: [rule(on, ruling)],
  });
  for (const who of [ana, ben, cem, dia])
    await at.act(who, 'response', { proposal: proposal.subject, value: 'consent' });
  return proposal;
}

async function freshness() {
  await publishIfBehind(at.instance.context);
  const bundle = await exportBundle(at.instance.context, decision.id, publicOnly);
  return (await verifyBundle(bundleBytes(bundle), { verify: verifyWithNode, now: at.now() })).levels.V5;
}

describe('§6 [R-6.60] a decision cools, holds, and is looked at again', () => {
  test('with time alone', async () => {
    expect(decision.entry.verdict?.status).toBe('counted');
    expect(await standing()).toBe('cooling');
    await at.pass(3 * DAY);
    expect(await standing()).toBe('in-force');
    at.sleep(200 * DAY);
    expect(await standing()).toBe('under-review');
  });

  test('[R-6.63] whoever owns the domain keeps it', async () => {
    at.sleep(200 * DAY);
    const kept = await at.act(ana, 'decision', {
      operations: [rule(decision.id, 'kept')],
      reason: { say: 'It is dry.' },
    });
    expect(kept.entry.verdict?.status).toBe('counted');
    expect(await standing()).toBe('in-force');
  });

  test('[R-6.64] something is to be done for it, and is done', async () => {
    await at.pass(3 * DAY);
    const dueAt = new Date(at.now() + DAY).toISOString();
    const action = await at.act(cem, 'action', { decision: decision.id, what: { say: 'Dig.' }, dueAt });
    expect(await standing()).toBe('executing');
    await at.pass(DAY);
    expect((await life())?.actions).toMatchObject([{ what: 'Dig.', overdue: true, result: null }]);
    await at.act(cem, 'completion', {
      action: action.id,
      result: 'fulfilled',
      evidence: { say: 'It is dug.' },
    });
    expect(await standing()).toBe('fulfilled');
  });
});

describe('§6 [R-6.61] a challenge', () => {
  test('[R-9.8c] suspends what is hard to reverse, until it is upheld', async () => {
    expect((await freshness()).result).toBe('attested');
    const challenged = await challenge(dia);
    expect(challenged.entry.verdict?.status).toBe('counted');
    expect(await life()).toMatchObject({
      standing: 'challenged',
      suspended: true,
      challenges: [{ state: 'open', text: 'The well runs dry.' }],
    });
    expect(await freshness()).toMatchObject({ result: 'fail', proofs: [challenged.id] });
    const { subject } = await settle(challenged.id, 'upheld');
    expect((await at.logged('opening')).map(({ content }) => content.rung)).toEqual(['consent']);
    expect(await life()).toMatchObject({
      standing: 'cooling',
      challenges: [{ state: 'ruled', ruling: 'upheld' }],
    });
    expect((await freshness()).result).toBe('attested');
    const settling = await proposalView(at.instance.context, subject as never, () => true);
    expect(settling.standing).toBe('cooling');
  });

  test('[R-6.63] leads to its reversal', async () => {
    await settle((await challenge(dia)).id, 'reversed');
    expect(await standing()).toBe('reversed');
    expect((await freshness()).result).toBe('fail');
    expect((await challenge(cem)).entry.verdict).toMatchObject({ code: 'closed' });
  });

  test('[R-6.63] or sends it back: it waits for another decision', async () => {
    await settle((await challenge(dia)).id, 'remanded');
    await at.pass(4 * DAY);
    expect(await standing()).toBe('remanded');
    const replaces = { subject: decision.subject, id: decision.id };
    await at.act(ana, 'decision', {
      operations: [{ op: 'change', paths: ['cellar'], content: 'E'.repeat(43), title: 'Drain it slowly' }],
      reason: { say: 'The well keeps its water.' },
      replaces,
    });
    expect(await standing()).toBe('superseded');
  });

  test('comes to nothing where nobody rules on it', async () => {
    await challenge(dia);
    at.sleep(30 * DAY);
    expect(await life()).toMatchObject({
      standing: 'in-force',
      suspended: false,
      challenges: [{ state: 'lapsed' }],
    });
  });

  test('is no business of whoever decided alone', async () => {
    const { id } = await challenge(dia);
    const drafted = await at.draft(ana, 'decision', {
      operations: [rule(id, 'upheld')],
      reason: { say: 'I was right.' },
    });
    expect(drafted.verdict).toMatchObject({ code: 'wrong-rung', detail: { least: 'consent' } });
  });
});

describe('§6 [R-6.62] a question about a decision', () => {
  test('is answered by whoever owns the domain, and is late after 72 hours', async () => {
    const question = await at.act(dia, 'ruling-request', {
      decision: decision.id,
      question: { say: 'Also the shed?' },
    });
    expect((await life())?.requests).toMatchObject([{ state: 'open', text: 'Also the shed?' }]);
    await at.pass(3 * DAY);
    expect((await life())?.requests).toMatchObject([{ state: 'late' }]);
    await at.act(ana, 'decision', {
      operations: [rule(question.id, 'interpreted')],
      reason: { say: 'Yes.' },
    });
    expect((await life())?.requests).toMatchObject([{ state: 'ruled', ruling: 'interpreted' }]);
  });
});

describe('§6 [R-6.65] what was taken back', () => {
  test('is open again once somebody takes it up', async () => {
    const proposal = {
      driver: { say: 'The wall is wet.' },
      operations: [{ op: 'change', paths: ['wall'], content: 'A'.repeat(43), title: 'Drain the wall' }],
    };
    const { subject, id } = await at.act(ben, 'proposal', proposal);
    await at.act(ben, 'withdrawal', { of: id });
    expect(await at.instance.context.store.records.list('matter')).toEqual([]);
    const again = await at.act(cem, 'proposal', { ...proposal, subject });
    expect(again.entry.verdict?.status).toBe('counted');
    expect(await at.instance.context.store.records.list('matter')).toHaveLength(1);
  });
});

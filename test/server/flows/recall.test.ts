import { beforeEach, describe, expect, test } from 'vitest';
import { DAY_SECONDS, SECOND } from '../../../protocol/time.ts';
import { bundleBytes } from '../../../protocol/verify/bundle.ts';
import { verifyBundle } from '../../../protocol/verify/verify-bundle.ts';
import { exportBundle, publicOnly } from '../../../server/flows/acts/export-bundle.ts';
import { publishIfBehind } from '../../../server/flows/log/publish-checkpoint.ts';
import { verifyWithNode } from '../../../server/keys/node-verify.ts';
import { type MemoryInstance, memoryInstance, type Person } from '../../support/memory-instance.ts';

const START = Date.parse('2026-05-04T08:00:00.000Z');
const DAY = DAY_SECONDS * SECOND;

let at: MemoryInstance;
let [ana, ben, cem, dia, eve] = [] as unknown as [Person, Person, Person, Person, Person];
let term: string;

beforeEach(async () => {
  at = await memoryInstance(['Ana', 'Ben', 'Cem', 'Dia', 'Eve'], START);
  [ana, ben, cem, dia, eve] = at.people as unknown as [Person, Person, Person, Person, Person];
  const mandates = await at.logged('mandate');
  term = mandates.find(({ content }) => content.holder === ana.author)?.entry.id ?? '';
});

const CHANGE = {
  operations: [{ op: 'change', paths: ['cellar'], content: 'A'.repeat(43), title: 'Drain the cellar' }],
  reason: { say: 'It is wet.' },
};

/** What would become of it if Ana decided something alone now. */
const anaDecides = async () => (await at.draft(ana, 'decision', CHANGE)).verdict;

async function verified() {
  await publishIfBehind(at.instance.context);
  const [outcome] = (await at.logged('outcome')).slice(-1);
  if (outcome === undefined) throw new TypeError('there is an outcome');
  const bundle = await exportBundle(at.instance.context, outcome.entry.id, publicOnly);
  const { levels } = await verifyBundle(bundleBytes(bundle), { verify: verifyWithNode, now: at.now() });
  return [levels.V2.result, levels.V3.result, levels.V4.result];
}

describe('§15 [R-15.51] a recall', () => {
  let recall: string;

  beforeEach(async () => {
    const said = { driver: { say: 'She does not answer.' }, operations: [{ op: 'recall', mandate: term }] };
    recall = (await at.act(ben, 'proposal', said)).subject;
  });

  const support = (who: Person) => at.act(who, 'support', { proposal: recall });

  async function opened() {
    for (const who of [ben, cem, dia]) await support(who);
    return at.logged('opening');
  }

  test('opens once three of those whom the role serves have signed, and never asks its holder', async () => {
    expect((await support(ana)).entry.verdict?.code).toBe('not-eligible');
    await support(ben);
    expect((await support(ben)).entry.verdict?.code).toBe('duplicate');
    await support(cem);
    expect(await at.logged('opening')).toHaveLength(0);
    await support(dia);
    expect((await at.logged('opening')).map(({ content }) => content)).toMatchObject([
      { rung: 'consent', roster: { count: 4 } },
    ]);
    const hers = await at.draft(ana, 'objection', {
      proposal: recall,
      ground: 'harms-aim',
      argument: { say: 'No.' },
      resolvedBy: { say: 'Nothing.' },
    });
    expect(hers.verdict.code).toBe('not-eligible');
  });

  test('[R-15.52] ends the term by consent of the others', async () => {
    await opened();
    for (const who of [ben, cem, dia, eve])
      await at.act(who, 'response', { proposal: recall, value: 'consent' });
    expect(await at.logged('outcome')).toMatchObject([{ content: { result: 'adopted' } }]);
    expect((await anaDecides()).code).toBe('no-right');
    expect(await verified()).toEqual(['pass', 'attested', 'pass']);
  });

  test.each([
    ['two thirds of them say yes against an objection at the deadline', 3, 'adopted'],
    ['half of them do not', 2, 'not-adopted'],
  ] as const)('[R-15.52] %s', async (_, yes, result) => {
    await opened();
    for (const who of [ben, cem, dia].slice(0, yes))
      await at.act(who, 'response', { proposal: recall, value: 'consent' });
    await at.act(eve, 'objection', {
      proposal: recall,
      ground: 'harms-aim',
      argument: { say: 'She is ill.' },
      resolvedBy: { say: 'Wait for her.' },
    });
    await at.pass(61 * DAY);
    expect(await at.logged('outcome')).toMatchObject([{ content: { result } }]);
    expect((await anaDecides()).code).toBe(yes === 3 ? 'no-right' : null);
    expect(await verified()).toEqual(['pass', 'attested', 'pass']);
  });

  test('[R-15.50] no role-holder decides it alone', async () => {
    const alone = await at.draft(ben, 'decision', {
      operations: [{ op: 'recall', mandate: term }],
      reason: { say: 'At once.' },
    });
    expect(alone.verdict.code).toBe('wrong-rung');
  });
});

describe('§15 [R-15.55] a suspension', () => {
  async function suspend(more: object = {}) {
    const decision = await at.act(ben, 'decision', {
      operations: [{ op: 'suspend', mandate: term, ...more }],
      reason: { say: 'Somebody has to be protected.' },
    });
    await at.act(cem, 'confirmation', { of: decision.id });
    return decision;
  }

  test('[R-15.56] lets nothing count that the holder does by the term, until it ends', async () => {
    const decision = await suspend({ until: new Date(at.now() + 10 * DAY).toISOString() });
    expect(decision.entry.verdict?.status).toBe('pending');
    expect(await anaDecides()).toMatchObject({ code: 'mandate-suspended' });
    expect((await at.act(ana, 'decision', CHANGE)).entry.verdict?.code).toBe('mandate-suspended');
    await at.pass(10 * DAY);
    expect((await anaDecides()).code).toBe(null);
  });

  test('[R-15.55] is never longer than 14 days, and never renewed', async () => {
    const drafted = (until: number) =>
      at.draft(ben, 'decision', {
        operations: [{ op: 'suspend', mandate: term, until: new Date(until).toISOString() }],
        reason: { say: 'Somebody has to be protected.' },
      });
    expect((await drafted(at.now() + 14 * DAY)).verdict.code).toBe(null);
    expect((await drafted(at.now() + 14 * DAY + SECOND)).verdict.code).toBe('term-too-long');
    await suspend({ until: new Date(at.now() + DAY).toISOString() });
    await at.pass(2 * DAY);
    expect((await drafted(at.now() + DAY)).verdict.code).toBe('duplicate');
  });

  test('[R-15.57] is looked at again before it ends', async () => {
    const drafted = await at.draft(ben, 'decision', {
      operations: [{ op: 'suspend', mandate: term }],
      reason: { say: 'Somebody has to be protected.' },
      reviewAt: new Date(at.now() + 20 * DAY).toISOString(),
    });
    expect(drafted.verdict.code).toBe('review-missing');
  });
});

import { beforeEach, describe, expect, test } from 'vitest';
import type { Ref } from '../../../protocol/ids.ts';
import { DAY_SECONDS, formatMillis, SECOND } from '../../../protocol/time.ts';
import { bundleBytes } from '../../../protocol/verify/bundle.ts';
import { verifyBundle } from '../../../protocol/verify/verify-bundle.ts';
import { exportBundle, publicOnly } from '../../../server/flows/acts/export-bundle.ts';
import { publishIfBehind } from '../../../server/flows/log/publish-checkpoint.ts';
import { budgetsView } from '../../../server/flows/views/budgets-view.ts';
import { verifyWithNode } from '../../../server/keys/node-verify.ts';
import { type MemoryInstance, memoryInstance, type Person } from '../../support/memory-instance.ts';
import { adoptThing } from './support/seats.ts';

const START = Date.parse('2026-05-04T08:00:00.000Z');
const DAY = DAY_SECONDS * SECOND;

let at: MemoryInstance;
let ana: Person;
let fund: Ref;
let circle: Ref;

beforeEach(async () => {
  at = await memoryInstance(['Ana', 'Ben'], START);
  [ana] = at.people as unknown as [Person];
  const [domain] = (await at.logged('domain')).filter(({ content }) =>
    (content.title as { en: string }).en.startsWith('Sharing'),
  );
  const [everybody] = await at.logged('circle');
  if (domain === undefined || everybody === undefined) throw new TypeError('the template has both');
  circle = { subject: everybody.content.subject, id: everybody.entry.id } as Ref;
  fund = await adoptThing(at, 'resource', {
    kind: 'hours',
    name: { en: 'Work' },
    unit: 'minute',
    capacity: { model: 'stock', quantity: 10_000 },
    steward: domain.content.subject,
    askers: 'peers',
  });
});

const budget = (more: object = {}) =>
  adoptThing(at, 'budget', {
    title: { en: 'Spring' },
    resource: fund,
    quantity: 500,
    for: { kind: 'circle', subject: circle.subject },
    period: { startsAt: formatMillis(START), endsAt: formatMillis(START + 30 * DAY) },
    ...more,
  });

const give = (quantity: number, drawn?: Ref) => ({
  operations: [
    {
      op: 'transfer',
      resource: fund,
      quantity,
      to: { named: { say: 'the garden' } },
      ...(drawn === undefined ? {} : { budget: drawn }),
    },
  ],
  reason: { say: 'It needs hands.' },
});

const would = async (quantity: number, drawn?: Ref) =>
  (await at.draft(ana, 'decision', give(quantity, drawn))).verdict;

describe('§15 [R-15.71] a budget', () => {
  test('is drawn on until nothing is left, and everybody can recompute it', async () => {
    const spring = await budget();
    const first = await at.act(ana, 'decision', give(300, spring));
    expect(first.entry.verdict?.status).toBe('counted');
    expect(await would(200, spring)).toMatchObject({ code: null });
    expect(await would(201, spring)).toMatchObject({
      code: 'limit-exceeded',
      detail: { limit: 'budget', most: 500, used: 300, left: 200, asked: 201 },
    });
    expect((await at.act(ana, 'decision', give(201, spring))).entry.verdict?.code).toBe('limit-exceeded');
    const last = await at.act(ana, 'decision', give(200, spring));
    expect(last.entry.verdict?.status).toBe('counted');
    expect(await budgetsView(at.instance.context, () => true)).toMatchObject([
      { quantity: 500, used: 500, left: 0 },
    ]);
    await publishIfBehind(at.instance.context);
    const bundle = await exportBundle(at.instance.context, last.id, publicOnly);
    const { levels } = await verifyBundle(bundleBytes(bundle), { verify: verifyWithNode, now: at.now() });
    expect([levels.V2.result, levels.V3.result, levels.V4.result]).toEqual(['pass', 'attested', 'pass']);
  });

  test('holds for its time', async () => {
    const spring = await budget();
    await at.pass(30 * DAY - SECOND);
    expect((await would(1, spring)).code).toBe(null);
    at.sleep(SECOND);
    expect((await would(1, spring)).code).toBe('too-late');
    const later = { startsAt: formatMillis(at.now() + DAY), endsAt: formatMillis(at.now() + 2 * DAY) };
    expect((await would(1, await budget({ period: later }))).code).toBe('too-early');
  });

  test('is for one circle or domain', async () => {
    const [other] = (await at.logged('domain')).filter(({ content }) =>
      (content.title as { en: string }).en.startsWith('Purpose'),
    );
    const elsewhere = await budget({ for: { kind: 'domain', subject: other?.content.subject } });
    expect((await would(1, elsewhere)).code).toBe('out-of-scope');
  });

  test('[R-15.72] is all that may be given where a limit cites it', async () => {
    const spring = await budget();
    const [sharing] = (await at.logged('domain')).filter(({ content }) =>
      (content.title as { en: string }).en.startsWith('Sharing'),
    );
    if (sharing === undefined) throw new TypeError('the template has it');
    const { refs: _, ...body } = sharing.content;
    await adoptThing(at, 'domain', {
      ...body,
      author: ana.author,
      limits: [{ effects: ['transfer'], measure: 'amount', budget: spring.subject }],
      supersedes: sharing.entry.id,
    });
    expect(await would(1)).toMatchObject({ code: 'limit-exceeded', detail: { limit: 'budget' } });
    expect(await would(1, spring)).toMatchObject({ code: null });
  });
});

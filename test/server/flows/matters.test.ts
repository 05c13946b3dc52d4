import { beforeEach, describe, expect, test } from 'vitest';
import { bundleBytes } from '../../../protocol/verify/bundle.ts';
import { verifyBundle } from '../../../protocol/verify/verify-bundle.ts';
import { exportBundle, publicOnly } from '../../../server/flows/acts/export-bundle.ts';
import { publishIfBehind } from '../../../server/flows/log/publish-checkpoint.ts';
import { mattersView } from '../../../server/flows/views/matters-view.ts';
import { verifyWithNode } from '../../../server/keys/node-verify.ts';
import { type MemoryInstance, memoryInstance, type Person } from '../../support/memory-instance.ts';

const START = Date.parse('2026-05-04T08:00:00.000Z');
const READER = { kind: 'member', mayRead: () => true } as const;

let at: MemoryInstance;
let [ana, ben, cem] = [] as unknown as [Person, Person, Person];

beforeEach(async () => {
  at = await memoryInstance(['Ana', 'Ben', 'Cem'], START);
  [ana, ben, cem] = at.people as unknown as [Person, Person, Person];
});

const raise = (to: string) => at.act(cem, 'matter', { what: { say: 'The gate does not close.' }, to });
const refer = (who: Person, matter: string, to: string) =>
  at.act(who, 'handling', { matter, act: 'refer', to, reason: { say: 'It is not mine.' } });
const shown = async () => (await mattersView(at.instance.context, READER))[0];

describe('§6 [R-6.100] a matter shows where it went', () => {
  test('from hand to hand, and up after the second time', async () => {
    const [role] = await at.logged('role');
    const [circle] = await at.logged('circle');
    const { id } = await raise(ana.author);
    expect(await shown()).toMatchObject({ by: 'Cem', what: 'The gate does not close.', state: 'open' });
    await refer(ana, id, ben.author);
    expect(await shown()).toMatchObject({
      with: { name: { en: 'Ben' } },
      referrals: [{ by: 'Ana', reason: 'It is not mine.' }],
    });
    await refer(ben, id, role?.content.subject ?? '');
    // Of a role its circle is above.
    expect(await shown()).toMatchObject({ state: 'handed-up', with: { subject: circle?.content.subject } });
    expect(
      (await at.draft(ana, 'handling', { matter: id, act: 'refer', to: cem.author, reason: { say: 'No.' } }))
        .verdict,
    ).toMatchObject({ code: 'closed' });
  });

  test('to the proposal that comes of it, whose proof a stranger recomputes', async () => {
    const { id, subject } = await raise(ana.author);
    const proposal = await at.act(ana, 'proposal', {
      driver: { say: 'The gate does not close.' },
      operations: [{ op: 'change', paths: ['gate'], content: 'A'.repeat(43), title: 'A new hinge' }],
      matter: id,
    });
    expect(proposal.entry.verdict?.status).toBe('counted');
    expect(await shown()).toMatchObject({ state: 'taken-up', subject, proposals: [proposal.subject] });
    const decision = await at.act(ana, 'decision', { proposal: proposal.subject, reason: { say: 'Yes.' } });
    await publishIfBehind(at.instance.context);
    const bundle = bundleBytes(await exportBundle(at.instance.context, decision.id, publicOnly));
    const { levels } = await verifyBundle(bundle, { verify: verifyWithNode, now: at.now() });
    expect([levels.V2.result, levels.V4.result]).toEqual(['pass', 'pass']);
  });

  test('to its end, by those whose it is or who raised it, and nobody else', async () => {
    const { id } = await raise(ana.author);
    const close = { matter: id, act: 'close', reason: { say: 'It closes again.' } };
    expect((await at.draft(ben, 'handling', close)).verdict.code).toBe('not-eligible');
    await at.act(cem, 'handling', close);
    expect(await shown()).toMatchObject({
      state: 'closed',
      closed: { by: 'Cem', reason: 'It closes again.' },
    });
    expect((await at.draft(ana, 'handling', close)).verdict.code).toBe('closed');
  });
});

describe('§6 [R-6.104] a matter that nobody handles', () => {
  const DAY = 24 * 60 * 60 * 1000;
  const told = async () =>
    (await at.logged('notice'))
      .filter(({ content }) => content.event === 'matter-waits')
      .map(({ content }) => content.happenedAt);

  test('is told of 14 days after it was raised, and again after it was handed on; once each', async () => {
    const { id } = await raise(ana.author);
    await at.pass(14 * DAY - 1);
    expect(await told()).toEqual([]);
    await at.pass(1);
    expect(await told()).toEqual([new Date(START + 14 * DAY).toISOString()]);
    await at.pass(DAY);
    await refer(ana, id, ben.author);
    await at.pass(20 * DAY);
    expect(await told()).toEqual([14, 29].map((days) => new Date(START + days * DAY).toISOString()));
  });

  test('is told of no more once it is closed, or a proposal comes of it', async () => {
    const { id } = await raise(ana.author);
    await at.act(ana, 'handling', { matter: id, act: 'close', reason: { say: 'It closes again.' } });
    const other = await raise(ana.author);
    const operations = [{ op: 'change', paths: ['gate'], content: 'A'.repeat(43), title: 'A new hinge' }];
    await at.act(ana, 'proposal', { driver: { say: 'It is open.' }, operations, matter: other.id });
    await at.pass(20 * DAY);
    expect(await told()).toEqual([]);
  });
});

describe('§6 [R-6.55], §4 [R-4.14a] whoever is named has to be there, which is asked before anybody signs', () => {
  const NOBODY = '0194e000-0000-7000-8000-00000000dead';

  test('a matter is handed on to a circle, a role or an active member', async () => {
    const [circle] = await at.logged('circle');
    const [role] = await at.logged('role');
    const [charter] = await at.logged('charter');
    const { subject } = await at.act(ana, 'proposal', {
      driver: { say: 'Who is it?' },
      operations: [{ op: 'resolve', text: { say: 'The gate is ours.' } }],
      domain: (await at.logged('domain')).find(({ content }) => content.rung === 'consent')?.content.subject,
    });
    const referred = (to: unknown) =>
      at.draft(ana, 'referral', { proposal: subject, to, reason: { say: 'Ask them.' } });
    for (const to of [circle?.content.subject, role?.content.subject, ben.author])
      expect((await referred(to)).verdict.code).toBeNull();
    for (const to of [NOBODY, charter?.content.subject])
      await expect(referred(to)).rejects.toMatchObject({
        type: 'not-found',
        extensions: { code: 'unknown-reference', at: 'to' },
      });
  });

  test('a term is of somebody who takes part', async () => {
    const [role] = await at.logged('role');
    const term = (more: object) =>
      at.draft(ana, 'mandate', {
        role: { subject: role?.content.subject, id: role?.entry.id },
        ...{ startsAt: '2026-06-01T00:00:00Z', endsAt: '2026-07-01T00:00:00Z', holder: ben.author, ...more },
      });
    expect((await term({})).verdict.code).toBeNull();
    expect((await term({ alternate: cem.author })).verdict.code).toBeNull();
    for (const member of ['holder', 'alternate'])
      await expect(term({ [member]: NOBODY })).rejects.toMatchObject({
        type: 'not-found',
        extensions: { code: 'unknown-reference', at: member },
      });
  });
});

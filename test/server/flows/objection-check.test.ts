import { beforeEach, describe, expect, test } from 'vitest';
import type { Subject } from '../../../protocol/ids.ts';
import { DAY_SECONDS, SECOND } from '../../../protocol/time.ts';
import { bundleBytes } from '../../../protocol/verify/bundle.ts';
import { verifyBundle } from '../../../protocol/verify/verify-bundle.ts';
import { exportBundle } from '../../../server/flows/acts/export-bundle.ts';
import { publishIfBehind } from '../../../server/flows/log/publish-checkpoint.ts';
import { proposalView } from '../../../server/flows/views/proposal-view.ts';
import { whyView } from '../../../server/flows/views/why-view.ts';
import { verifyWithNode } from '../../../server/keys/node-verify.ts';
import { type MemoryInstance, memoryInstance, type Person } from '../../support/memory-instance.ts';
import { decideChangesBy } from './support/usual-acts.ts';

const START = Date.parse('2026-05-04T08:00:00.000Z');
const DAY = DAY_SECONDS * SECOND;
const CHANGE = { op: 'change', paths: ['docs/readme.md'], content: 'A'.repeat(43), title: 'A sentence' };

let at: MemoryInstance;
let [ana, ben, cem, dia] = [] as unknown as [Person, Person, Person, Person];

beforeEach(async () => {
  at = await memoryInstance(['Ana', 'Ben', 'Cem', 'Dia'], START);
  [ana, ben, cem, dia] = at.people as unknown as [Person, Person, Person, Person];
});

/** A constraint that decisions keep from now on. */
async function adoptConstraint(rule: object) {
  const drafted = await at.act(ana, 'constraint', {
    title: { en: 'Docs stay' },
    value: { en: 'Nobody changes them alone.' },
    hard: true,
    rule,
  });
  const decision = await at.act(ana, 'decision', {
    operations: [{ op: 'adopt', adopts: { type: 'constraint', subject: drafted.subject, id: drafted.id } }],
    reason: { say: 'We agreed on it.' },
  });
  await at.act(ben, 'confirmation', { of: decision.id });
  return drafted.subject;
}

const propose = () => at.act(ana, 'proposal', { driver: { say: 'A typo.' }, operations: [CHANGE] });

const objection = (proposal: string, claims: readonly unknown[], more: object = {}) => ({
  proposal,
  ground: 'violates-value',
  argument: { say: 'We said otherwise.' },
  resolvedBy: { say: 'Leave it.' },
  claims,
  ...more,
});

const checks = async () =>
  (await at.logged('objection-check')).map(({ entry, content }) => ({
    status: entry.verdict?.status,
    finds: content.finds,
  }));

const all = () => true;

describe('§6 [R-6.113] what an objection claims is recomputed', () => {
  test('before it is signed, in the log, on the page, in why, and by a stranger', async () => {
    await decideChangesBy(at, 'consent');
    const constraint = await adoptConstraint({ kind: 'maxAmount', most: 10 });
    const { subject } = await propose();
    const { context } = at.instance;
    const wish = objection(subject, [constraint]);
    const told = await at.draft(dia, 'objection', wish);
    expect(told.verdict.status).toBe('counted');
    expect(told.warning).toContain('nothing of it is so: it is heard as a concern');

    const { id } = await at.act(dia, 'objection', wish);
    expect(await checks()).toEqual([{ status: 'counted', finds: ['kept'] }]);
    const view = await proposalView(context, subject as Subject, all);
    expect(view.objections).toMatchObject([
      {
        id,
        fate: 'not-qualified',
        checked: 'kept',
        claims: [{ words: 'It violates “Docs stay”', finds: 'kept' }],
      },
    ]);
    const test = { of: id, argumentMade: false, reason: { say: 'None.' } };
    const tested = await at.draft(ben, 'objection-test', test);
    expect(tested.verdict).toMatchObject({ status: 'not-counted', code: 'machine-checked' });

    for (const who of [ana, ben, cem]) await at.act(who, 'response', { proposal: subject, value: 'consent' });
    await at.pass(7 * DAY);
    const outcome = (await at.logged('outcome')).find(({ content }) =>
      JSON.stringify(content.proposal).includes(subject),
    );
    expect(outcome?.content).toMatchObject({
      result: 'adopted',
      objections: [{ objection: id, fate: 'not-qualified' }],
    });
    const decided = outcome?.entry.id;
    if (decided === undefined) throw new TypeError('there is an outcome');
    const why = await whyView(context, decided, all);
    expect(why.objections).toMatchObject([{ fate: 'not-qualified', claims: [{ finds: 'kept' }] }]);
    expect(why.levels.V3.result).not.toBe('fail');

    await publishIfBehind(context);
    const bundle = await exportBundle(context, decided, all, { forHolder: true });
    const report = await verifyBundle(bundleBytes(bundle), {
      verify: verifyWithNode,
      now: at.now(),
      holds: at.commons,
    });
    expect(report.levels.V3.result).toBe('attested'); // no witness has seen the log
  });

  test('what is so stands until its author ends it, whatever others say', async () => {
    await decideChangesBy(at, 'consent');
    const constraint = await adoptConstraint({ kind: 'forbidEffect', effects: ['change'] });
    const { subject } = await propose();
    await at.act(dia, 'objection', objection(subject, [constraint]));
    expect(await checks()).toEqual([{ status: 'counted', finds: ['violated'] }]);
    for (const who of [ana, ben, cem]) await at.act(who, 'response', { proposal: subject, value: 'consent' });
    await at.pass(19 * DAY);
    const view = await proposalView(at.instance.context, subject as Subject, all);
    expect(view).toMatchObject({
      state: 'integrating',
      objections: [{ fate: 'standing', checked: 'violated' }],
    });
  });

  test('once, however often anybody looks', async () => {
    await decideChangesBy(at, 'consent');
    const { subject } = await propose();
    const more = { ground: 'exceeds-authority' };
    await at.act(dia, 'objection', objection(subject, ['limits', 'scope'], more));
    await at.pass(0);
    expect(await checks()).toEqual([{ status: 'counted', finds: ['kept', 'kept'] }]);
  });
});

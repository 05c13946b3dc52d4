import { beforeEach, describe, expect, test } from 'vitest';
import type { Charter } from '../../../protocol/documents/charter.ts';
import { DAY_SECONDS, SECOND } from '../../../protocol/time.ts';
import { type Bundle, bundleBytes } from '../../../protocol/verify/bundle.ts';
import { verifyBundle } from '../../../protocol/verify/verify-bundle.ts';
import { exportBundle, publicOnly } from '../../../server/flows/acts/export-bundle.ts';
import { publishIfBehind } from '../../../server/flows/log/publish-checkpoint.ts';
import { reactToLog } from '../../../server/flows/time/react.ts';
import { settleDue } from '../../../server/flows/time/settle-proposal.ts';
import { verifyWithNode } from '../../../server/keys/node-verify.ts';
import { type MemoryInstance, memoryInstance, type Person } from '../../support/memory-instance.ts';
import { withoutEntries } from '../../support/verify/bundles.ts';

const START = Date.parse('2026-05-04T08:00:00.000Z');
const DAY = DAY_SECONDS * SECOND;

let at: MemoryInstance;
let [ana, ben, cem, dia] = [] as unknown as [Person, Person, Person, Person];

beforeEach(async () => {
  at = await memoryInstance(['Ana', 'Ben', 'Cem', 'Dia'], START);
  [ana, ben, cem, dia] = at.people as unknown as [Person, Person, Person, Person];
});

/** A new version of the charter, put forward by Ana: the circle decides it by consent. */
async function proposeCharter(name: string, more: object = {}) {
  const [charter] = await at.logged('charter');
  if (charter === undefined) throw new TypeError('the commons is founded');
  const { values, founders, languages, timeZone, ladder, exitTerms, replant, adopts, purpose, subject } =
    charter.content as unknown as Charter;
  const draft = await at.act(ana, 'charter', {
    subject,
    name: { en: name },
    purpose,
    values,
    founders,
    languages,
    timeZone,
    ladder,
    exitTerms,
    replant,
    adopts,
    supersedes: charter.entry.id,
  });
  return at.act(ana, 'proposal', {
    driver: { say: 'The name says what we do no longer.' },
    operations: [{ op: 'adopt', adopts: { type: 'charter', subject, id: draft.id } }],
    ...more,
  });
}

function respond(who: Person, proposal: string, value: string, more: object = {}) {
  return at.act(who, 'response', { proposal, value, ...more });
}

async function outcomes() {
  return (await at.logged('outcome')).map(({ entry, content }) => ({
    status: entry.verdict?.status,
    result: content.result,
    at: entry.at,
  }));
}

describe('§6 [R-6.3] what a circle decides is opened by itself', () => {
  test('the roster is the circle, and what is in force is frozen', async () => {
    const { subject } = await proposeCharter('New name');
    const [opening] = await at.logged('opening');
    expect(opening?.entry.verdict?.status).toBe('counted');
    expect(opening?.content).toMatchObject({ rung: 'consent', proposal: { subject }, roster: { count: 4 } });
  });

  test('once, however often anybody looks', async () => {
    await proposeCharter('New name');
    const { context, committer } = at.instance;
    await Promise.all([reactToLog(context, committer), settleDue(context, committer)]);
    await at.pass(0);
    expect(await at.logged('opening')).toHaveLength(1);
  });

  test('what a role decides is not', async () => {
    await at.act(ana, 'proposal', {
      driver: { say: 'Something small.' },
      operations: [{ op: 'change', paths: ['a'], content: 'A'.repeat(43), title: 'A change' }],
    });
    expect(await at.logged('opening')).toEqual([]);
  });
});

describe('§6 [R-6.28] the outcome comes when the rules yield it', () => {
  test('with the last answer, where everybody has one', async () => {
    const { subject } = await proposeCharter('New name');
    for (const who of [ana, ben, cem]) await respond(who, subject, 'consent');
    expect(await outcomes()).toEqual([]);
    await respond(dia, subject, 'concern');
    expect(await outcomes()).toMatchObject([{ status: 'counted', result: 'adopted', at: START }]);
    const [state] = await at.instance.context.store.threads(at.commons, { names: ['charter'] });
    const [, draft] = await at.logged('charter');
    expect(state?.state).toMatchObject({ inForce: draft?.entry.id });
  });

  test('at the close, with nobody there', async () => {
    const { subject } = await proposeCharter('New name');
    for (const who of [ana, ben, cem]) await respond(who, subject, 'consent');
    await at.pass(10 * DAY - 1);
    expect(await outcomes()).toEqual([]);
    await at.pass(1);
    expect(await outcomes()).toMatchObject([{ result: 'adopted', at: START + 10 * DAY }]);
  });

  test('late, where the server slept: with the same result', async () => {
    const { subject } = await proposeCharter('New name');
    for (const who of [ana, ben, cem]) await respond(who, subject, 'consent');
    at.sleep(300 * DAY);
    await at.pass(0);
    expect(await outcomes()).toMatchObject([{ status: 'counted', result: 'adopted' }]);
  });

  test('never while an objection stands; then in half the time where its author gave way unconvinced', async () => {
    const { subject } = await proposeCharter('New name');
    const objection = await at.act(dia, 'objection', {
      proposal: subject,
      ground: 'harms-aim',
      argument: { say: 'Nobody will find us.' },
      resolvedBy: { say: 'Keeping the old name beside it.' },
    });
    expect(objection.entry.verdict?.status).toBe('counted');
    for (const who of [ana, ben, cem]) await respond(who, subject, 'consent');
    await at.pass(20 * DAY);
    expect(await outcomes()).toEqual([]);
    await at.act(dia, 'withdrawal', {
      of: objection.id,
      reluctant: { measure: { say: 'We count visitors.' } },
    });
    const [outcome] = await at.logged('outcome');
    expect(outcome?.entry.verdict?.status).toBe('counted');
    expect(outcome?.content.objections).toEqual([{ objection: objection.id, fate: 'withdrawn' }]);
    expect(Date.parse(String(outcome?.content.reviewAt))).toBe(START + 20 * DAY + 90 * DAY);
  });

  test('an amendment makes answers stale, and the matter ends all the same', async () => {
    const { subject } = await proposeCharter('New name');
    for (const who of [ana, ben, cem]) await respond(who, subject, 'consent');
    await at.pass(5 * DAY);
    await proposeCharter('Another name', { subject });
    await at.pass(5 * DAY);
    expect(await outcomes()).toEqual([]);
    for (const who of [ana, ben, cem, dia]) await respond(who, subject, 'consent');
    expect(await outcomes()).toMatchObject([{ result: 'adopted' }]);
  });

  test('a withdrawn proposal has none', async () => {
    const { subject, id } = await proposeCharter('New name');
    await at.act(ana, 'withdrawal', { of: id });
    expect((await respond(ben, subject, 'consent')).entry.verdict).toMatchObject({ code: 'closed' });
    await at.pass(100 * DAY);
    expect(await outcomes()).toEqual([]);
    expect(await at.instance.context.store.records.list('matter')).toEqual([]);
  });

  test('[R-6.53] without a yes by the deadline it ends as its path says, and is looked at no more', async () => {
    const { subject } = await proposeCharter('New name');
    await respond(ben, subject, 'consent');
    await at.pass(45 * DAY - SECOND);
    expect(await outcomes()).toEqual([]);
    await at.pass(SECOND);
    expect((await respond(cem, subject, 'consent')).entry.verdict).toMatchObject({ code: 'closed' });
    expect(await outcomes()).toMatchObject([{ result: 'default' }]);
    await at.pass(60 * DAY);
    expect(await outcomes()).toHaveLength(1);
    expect(await at.instance.context.store.records.list('matter')).toEqual([]);
  });

  test('[R-9.10] a stranger recomputes it', async () => {
    const { subject } = await proposeCharter('New name');
    for (const who of at.people) await respond(who, subject, 'consent');
    const [outcome] = await at.logged('outcome');
    if (outcome === undefined) throw new TypeError('there is one');
    await publishIfBehind(at.instance.context);
    const bundle = await exportBundle(at.instance.context, outcome.entry.id, publicOnly);
    const report = await verifyBundle(bundleBytes(bundle), { verify: verifyWithNode, now: at.now() });
    expect(report.levels.V2.result).toBe('pass');
    expect(report.levels.V3.result).toBe('attested');
    expect(report.levels.V4.result).toBe('pass');
  });
});

describe('§9 [R-9.28] that the log was not silent is shown by its leaves', () => {
  const verified = (bundle: Bundle) =>
    verifyBundle(bundleBytes(bundle), { verify: verifyWithNode, now: at.now() });

  test('one day without any is unresolved', async () => {
    const { subject } = await proposeCharter('New name');
    for (const who of [ana, ben, cem]) await respond(who, subject, 'consent');
    await at.pass(10 * DAY);
    const [outcome] = await at.logged('outcome');
    if (outcome === undefined) throw new TypeError('there is one');
    await publishIfBehind(at.instance.context);
    const bundle = await exportBundle(at.instance.context, outcome.entry.id, publicOnly);
    expect((await verified(bundle)).levels.V3.result).toBe('attested');
    const heads = (await at.logged('heads')).map(({ entry }) => entry.index);
    const shown = heads.filter((index) => bundle.logs[0]?.entries.some((entry) => entry.index === index));
    expect(shown.length).toBeGreaterThan(5);
    const less = await verified(withoutEntries(bundle, at.commons, shown.slice(2, 4)));
    expect(less.levels.V3).toMatchObject({ result: 'unresolved' });
    expect(less.levels.V3.missing).toContainEqual(expect.objectContaining({ kind: 'times' }));
  });

  test('of a server that was off for days nothing is missing', async () => {
    const { subject } = await proposeCharter('New name');
    for (const who of [ana, ben, cem]) await respond(who, subject, 'consent');
    at.sleep(10 * DAY);
    await at.pass(9 * DAY);
    expect(await outcomes()).toEqual([]);
    await at.pass(DAY);
    expect(await outcomes()).toMatchObject([{ status: 'counted', at: START + 20 * DAY }]);
    const [outcome] = await at.logged('outcome');
    if (outcome === undefined) throw new TypeError('there is one');
    await publishIfBehind(at.instance.context);
    const bundle = await exportBundle(at.instance.context, outcome.entry.id, publicOnly);
    expect((await verified(bundle)).levels.V3.result).toBe('attested');
  });
});

describe('§6 [R-6.21] an answer that does not count says why before it is signed', () => {
  test.each([
    ['another rung’s answer', 'agree', {}, 'wrong-rung'],
    ['a block', 'block', { text: { say: 'No.' }, ground: 'value' }, 'wrong-rung'],
  ])('%s', async (_, value, more, code) => {
    const { subject } = await proposeCharter('New name');
    const drafted = await at.draft(ben, 'response', { proposal: subject, value, ...more });
    expect(drafted.verdict).toMatchObject({ status: 'not-counted', code });
    expect(drafted.verdict.sentence).toMatch(/\.$/);
  });

  test('a second pause', async () => {
    const { subject } = await proposeCharter('New name');
    await respond(ben, subject, 'pause');
    const drafted = await at.draft(ben, 'response', { proposal: subject, value: 'pause' });
    expect(drafted.verdict).toMatchObject({ code: 'duplicate' });
  });
});

describe('§2 [R-2.15] what people say in a matter is disclosed as its domain has it', () => {
  async function restrict(disclosure: string): Promise<void> {
    const domains = await at.logged('domain');
    const purpose = domains.find(({ content }) => content.rung === 'consent');
    if (purpose === undefined) throw new TypeError('the template has a domain under consent');
    const { refs: _, ...fields } = purpose.content;
    const { subject } = purpose.content;
    const draft = await at.act(ana, 'domain', {
      ...fields,
      author: ana.author,
      disclosure,
      supersedes: purpose.entry.id,
    });
    const decision = await at.act(ana, 'decision', {
      operations: [{ op: 'adopt', adopts: { type: 'domain', subject, id: draft.id } }],
      reason: { say: 'What we say stays among us.' },
    });
    await at.act(ben, 'confirmation', { of: decision.id });
  }

  test.each([
    ['public', 'public'],
    ['members', 'members'],
    ['parties', 'members'],
  ])('%s: %s', async (disclosure, audience) => {
    await restrict(disclosure);
    const { subject } = await proposeCharter('New name');
    await respond(ben, subject, 'consent');
    const [response] = await at.logged('response');
    expect(response?.content.audience).toBe(audience);
    const [proposal] = await at.logged('proposal');
    expect(proposal?.content.audience).toBe('public');
  });

  test('unless its author says otherwise', async () => {
    await restrict('members');
    const { subject } = await proposeCharter('New name');
    await respond(ben, subject, 'consent', { audience: 'public' });
    const [response] = await at.logged('response');
    expect(response?.content.audience).toBe('public');
  });

  test('[R-9.19] a stranger sees that something is withheld, and how much', async () => {
    await restrict('members');
    const { subject } = await proposeCharter('New name');
    for (const who of at.people) await respond(who, subject, 'consent');
    const [outcome] = await at.logged('outcome');
    if (outcome === undefined) throw new TypeError('all have answered');
    await publishIfBehind(at.instance.context);
    const bundle = await exportBundle(at.instance.context, outcome.entry.id, publicOnly);
    const report = await verifyBundle(bundleBytes(bundle), { verify: verifyWithNode, now: at.now() });
    expect(report.levels.V3.result).toBe('unresolved');
    expect(report.withheld).toBeGreaterThan(0);
    const whole = await exportBundle(at.instance.context, outcome.entry.id, () => true);
    const full = await verifyBundle(bundleBytes(whole), { verify: verifyWithNode, now: at.now() });
    expect(full.levels.V3.result).toBe('attested');
  });
});

describe('§6 [R-6.28] a yes that cannot take effect', () => {
  test('[R-6.29] is tried again, also after its deadline, and its author does not take it back any more', async () => {
    const first = await proposeCharter('One name');
    const second = await proposeCharter('Another name');
    for (const { subject } of [first, second])
      for (const who of [ana, ben, cem]) await respond(who, subject, 'consent');
    await at.pass(10 * DAY);
    // The second one is on top of the charter that the first one replaced.
    expect(await outcomes()).toHaveLength(1);
    const open = async () => (await at.instance.context.store.records.list('matter')).map(({ key }) => key);
    expect(await open()).toEqual([second.subject]);
    await at.pass(60 * DAY);
    expect(await open()).toEqual([second.subject]);
    const { verdict } = await at.draft(ana, 'withdrawal', { of: second.id });
    expect(verdict).toMatchObject({
      code: 'closed',
      sentence: expect.stringContaining('have come to their end'),
    });
    const late = await at.act(ana, 'withdrawal', { of: second.id });
    expect(late.entry.verdict).toMatchObject({ code: 'closed' });
    expect(await open()).toEqual([second.subject]);
  });
});

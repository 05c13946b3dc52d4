import { beforeEach, describe, expect, test } from 'vitest';
import type { Ref } from '../../../protocol/ids.ts';
import { DAY_SECONDS, formatMillis, SECOND } from '../../../protocol/time.ts';
import { bundleBytes } from '../../../protocol/verify/bundle.ts';
import { verifyBundle } from '../../../protocol/verify/verify-bundle.ts';
import { exportBundle, publicOnly } from '../../../server/flows/acts/export-bundle.ts';
import { publishIfBehind } from '../../../server/flows/log/publish-checkpoint.ts';
import { rolesView } from '../../../server/flows/views/roles-view.ts';
import { whyView } from '../../../server/flows/views/why-view.ts';
import { verifyWithNode } from '../../../server/keys/node-verify.ts';
import { type MemoryInstance, memoryInstance, type Person } from '../../support/memory-instance.ts';
import { adoptRole, adoptThing } from './support/seats.ts';

const START = Date.parse('2026-05-04T08:00:00.000Z');
const DAY = DAY_SECONDS * SECOND;
const TERM = 120 * DAY;

let at: MemoryInstance;
let [ana, ben, cem, dia] = [] as unknown as [Person, Person, Person, Person];
let role: Ref;
let domain: Ref;

/** Cem is keeper of the cellar for 120 days. */
beforeEach(async () => {
  at = await memoryInstance(['Ana', 'Ben', 'Cem', 'Dia'], START);
  [ana, ben, cem, dia] = at.people as unknown as [Person, Person, Person, Person];
  role = await adoptRole(at, {
    weight: 'full',
    seats: { min: 1, max: 2 },
    decides: ['0194e000-0000-7000-8000-000000000001'],
  });
  const [work] = (await at.logged('domain')).filter(({ content }) =>
    (content.title as { en: string }).en.startsWith('Changes'),
  );
  if (work === undefined) throw new TypeError('the template has it');
  const { refs: _, subject: __, author: ___, salt: ____, ...body } = work.content;
  domain = await adoptThing(at, 'domain', {
    ...body,
    title: { en: 'Cellar' },
    scope: { effects: ['change'], paths: ['cellar/'] },
    owner: { kind: 'role', ...role },
    rung: 'delegation',
    limits: [],
  });
  await term(cem, START, START + TERM);
});

const term = (who: Person, from: number, until: number, more: object = {}) =>
  adoptThing(at, 'mandate', {
    role,
    holder: who.author,
    startsAt: formatMillis(from),
    endsAt: formatMillis(until),
    ...more,
  });

const dig = {
  operations: [{ op: 'change', paths: ['cellar/north'], content: 'A'.repeat(43), title: 'Dig' }],
  reason: { say: 'It is wet.' },
};

const verdictOf = async (who: Person) => (await at.draft(who, 'decision', dig)).verdict;

async function levelsOf(id: string) {
  await publishIfBehind(at.instance.context);
  const bundle = await exportBundle(at.instance.context, id as never, publicOnly);
  const { levels } = await verifyBundle(bundleBytes(bundle), { verify: verifyWithNode, now: at.now() });
  return [levels.V2.result, levels.V4.result];
}

async function shownRole() {
  const { roles } = await rolesView(at.instance.context, { kind: 'member', mayRead: () => true });
  return roles.find(({ subject }) => subject === role.subject);
}

const SESSION = () => ({ heldAt: formatMillis(at.now() - DAY), text: { say: 'Where the pipes are.' } });

describe('§15 [R-15.1] a delegation', () => {
  test('[R-15.3] lets somebody else decide, as a stranger recomputes, until it is taken back', async () => {
    const given = await at.act(cem, 'delegation', {
      role: role.subject,
      to: dia.author,
      endsAt: formatMillis(START + 14 * DAY),
    });
    expect(given.entry.verdict?.status).toBe('counted');
    const decided = await at.act(dia, 'decision', dig);
    expect(decided.entry.verdict?.status).toBe('counted');
    expect(await levelsOf(decided.id)).toEqual(['pass', 'pass']);
    const why = await whyView(at.instance.context, decided.id, () => true);
    expect(why.sentence).toContain('Dia, as Treasurer for Cem, decided');
    expect(why.chain.map(({ type }) => type)).toContain('delegation');
    expect((await shownRole())?.delegations).toMatchObject([{ from: 'Cem', to: 'Dia' }]);

    const back = await at.act(cem, 'withdrawal', { of: given.id });
    expect(back.entry.verdict?.status).toBe('counted');
    expect((await verdictOf(dia)).status).toBe('not-counted');
    expect((await shownRole())?.delegations).toEqual([]);
    // What was decided meanwhile stays decided.
    expect(await levelsOf(decided.id)).toEqual(['pass', 'pass']);
  });

  test('tells before signing that nobody hands on what they have by delegation', async () => {
    const endsAt = formatMillis(START + 14 * DAY);
    await at.act(cem, 'delegation', { role: role.subject, to: dia.author, endsAt });
    await expect(at.draft(dia, 'delegation', { role: role.subject, to: ben.author, endsAt })).rejects.toThrow(
      'You hold no role',
    );
  });
});

describe('§15 [R-15.10] whoever stands aside', () => {
  test('[R-15.11] leaves the base, and a stranger finds the same outcome', async () => {
    const proposal = await at.act(ana, 'proposal', {
      driver: { say: 'It is old.' },
      operations: [{ op: 'resolve', text: { say: 'We thank the baker.' } }],
      domain: await purpose(),
    });
    const { subject } = proposal;
    await at.act(dia, 'recusal', { proposal: subject, reason: { say: 'He is my brother.' } });
    expect((await at.draft(dia, 'response', { proposal: subject, value: 'agree' })).verdict.code).toBe(
      'recused',
    );
    for (const who of [ana, ben, cem])
      await at.act(who, 'response', { proposal: subject, value: answerOf((await at.logged('opening'))[0]) });
    await at.pass(40 * DAY);
    const [outcome] = await at.logged('outcome');
    expect(outcome?.content).toMatchObject({ result: 'adopted', counts: { roster: 3, responders: 3 } });
    expect(await levelsOf(outcome?.entry.id ?? '')).toEqual(['pass', 'pass']);
  });
});

/** A domain that the circle decides. */
async function purpose(): Promise<string> {
  const found = (await at.logged('domain')).find(
    ({ content }) => (content.owner as { kind: string }).kind === 'circle',
  );
  return found?.content.subject ?? '';
}

const answerOf = (opening: { content: object } | undefined) =>
  (opening?.content as { rung?: string } | undefined)?.rung === 'consent' ? 'consent' : 'agree';

describe('§15 [R-15.22] a handover', () => {
  let next: Ref;

  beforeEach(async () => {
    next = await term(dia, START + 90 * DAY, START + 90 * DAY + TERM);
  });

  test('[R-15.23] lets the successor begin once they have confirmed it', async () => {
    const practice = await at.act(cem, 'delegation', {
      role: role.subject,
      to: dia.author,
      endsAt: formatMillis(START + 14 * DAY),
    });
    expect(practice.entry.verdict?.status).toBe('counted');
    const decided = await at.act(dia, 'decision', dig);
    const part = await at.act(cem, 'handover', {
      items: [{ kind: 'access', text: { say: 'The key lies with the baker.' } }],
      sessions: [SESSION(), SESSION()],
    });
    expect(part.entry.verdict?.status).toBe('counted');
    const early = await at.draft(dia, 'handover-acceptance', { canActAlone: 'partly' });
    expect(early.verdict).toMatchObject({ code: 'handover-incomplete', detail: { missing: 'practice' } });
    expect((await shownRole())?.terms.find(({ id }) => id === next.id)?.handover).toMatchObject({
      sessions: 2,
      missing: ['practice'],
    });
    await at.act(cem, 'handover', { practice: [decided.id] });

    await at.pass(91 * DAY);
    expect(await verdictOf(dia)).toMatchObject({ code: 'handover-open' });
    const accepted = await at.act(dia, 'handover-acceptance', { canActAlone: 'partly' });
    expect(accepted.entry.verdict?.status).toBe('counted');
    const own = await at.act(dia, 'decision', dig);
    expect(own.entry.verdict?.status).toBe('counted');
    expect(await levelsOf(own.id)).toEqual(['pass', 'pass']);
    expect((await shownRole())?.terms.find(({ id }) => id === next.id)).toMatchObject({
      state: 'held',
      handover: { canActAlone: 'partly', missing: [] },
    });
  });

  test('[R-15.24] is waived by a decision with a reason', async () => {
    await at.pass(91 * DAY);
    expect(await verdictOf(dia)).toMatchObject({ code: 'handover-open' });
    const drafted = await at.act(ana, 'mandate', {
      role,
      holder: dia.author,
      startsAt: formatMillis(START + 90 * DAY),
      endsAt: formatMillis(START + 90 * DAY + TERM),
      subject: next.subject,
    });
    const adopts = { type: 'mandate', subject: next.subject, id: drafted.id, role: role.subject };
    const decision = await at.act(ana, 'decision', {
      operations: [{ op: 'adopt', adopts: { ...adopts, waiver: { say: 'Cem has gone to sea.' } } }],
      reason: { say: 'She knows the cellar.' },
    });
    await at.act(ben, 'confirmation', { of: decision.id });
    const own = await at.act(dia, 'decision', dig);
    expect(own.entry.verdict?.status).toBe('counted');
    expect(await levelsOf(own.id)).toEqual(['pass', 'pass']);
  });
});

describe('§15 [R-15.31] a term that ends without a successor', () => {
  test('[R-15.25] is told in time; its holder looks after the role, and then the circle decides', async () => {
    await at.pass(119 * DAY);
    const events = async () => (await at.logged('notice')).map(({ content }) => content.event);
    expect(await events()).toContain('handover-due');
    expect(await events()).not.toContain('mandate-ended');
    await at.pass(2 * DAY);
    expect(await events()).toContain('mandate-ended');
    expect((await shownRole())?.terms).toMatchObject([{ state: 'caretaker' }]);

    const cared = await at.act(cem, 'decision', dig);
    expect(cared.entry.verdict?.status).toBe('counted');
    expect(await levelsOf(cared.id)).toEqual(['pass', 'pass']);
    const why = await whyView(at.instance.context, cared.id, () => true);
    expect(why.sentence).toContain('as Treasurer (looking after it), decided');

    const proposal = await at.act(ana, 'proposal', {
      driver: { say: 'It is wet.' },
      operations: dig.operations,
      domain: domain.subject,
    });
    const openings = async () =>
      (await at.logged('opening')).filter(
        ({ content }) => (content.proposal as Ref).subject === proposal.subject,
      );
    await at.pass(20 * DAY);
    expect(await openings()).toHaveLength(0);
    await at.pass(10 * DAY);
    expect(await events()).toContain('role-vacant');
    expect((await shownRole())?.vacant).toBe(true);
    expect((await openings()).map(({ content }) => content)).toMatchObject([{ rung: 'consent', role }]);
    expect((await verdictOf(cem)).code).toBe('mandate-ended');
    for (const who of [ana, ben, cem, dia])
      await at.act(who, 'response', { proposal: proposal.subject, value: 'consent' });
    await at.pass(8 * DAY);
    const [outcome] = await at.logged('outcome');
    expect(outcome?.content.result).toBe('adopted');
    expect(await levelsOf(outcome?.entry.id ?? '')).toEqual(['pass', 'pass']);
  });

  test('[R-15.34] goes on beyond the most terms only after a call found nobody', async () => {
    const again = (n: number) => [START + n * TERM, START + (n + 1) * TERM] as const;
    await term(cem, ...again(1));
    const third = await at.act(ana, 'mandate', {
      role,
      holder: cem.author,
      startsAt: formatMillis(again(2)[0]),
      endsAt: formatMillis(again(2)[1]),
    });
    const adopt = (more: object = {}) => ({
      operations: [
        {
          op: 'adopt',
          adopts: { type: 'mandate', subject: third.subject, id: third.id, role: role.subject, ...more },
        },
      ],
      reason: { say: 'Nobody else would.' },
    });
    expect((await at.draft(ana, 'decision', adopt())).verdict.code).toBe('terms-exceeded');
    const call = await at.act(ben, 'call', { role: role.subject, text: { say: 'Who would?' } });
    expect(call.entry.verdict?.status).toBe('counted');
    await at.pass(8 * DAY);
    expect((await at.draft(ana, 'decision', adopt({ call: call.id }))).verdict.status).toBe('pending');
  });
});

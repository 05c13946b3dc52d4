import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Ref } from '../../../protocol/ids.ts';
import { DAY_SECONDS, formatMillis, SECOND } from '../../../protocol/time.ts';
import { publicOnly } from '../../../server/flows/acts/export-bundle.ts';
import { settleProposal } from '../../../server/flows/time/settle-proposal.ts';
import { proposalView } from '../../../server/flows/views/proposal-view.ts';
import type { FlowInstance } from '../../support/memory-instance.ts';
import { subjectOf } from '../../support/people.ts';
import { startTestPostgres, type TestPostgres } from '../store/support/postgres.ts';
import { adoptRole, adoptThing, nominate, type RoleMore, select, stand } from './support/seats.ts';
import { openTwoProcesses, type TwoProcesses, type Wish, wordOf } from './support/two-processes.ts';
import { decideChangesBy } from './support/usual-acts.ts';

/** Two processes on one real database: who holds what, what they may spend, and what was said in a room. */

const START = Date.parse('2026-05-04T08:00:00.000Z');
const DAY = DAY_SECONDS * SECOND;
/** Which of two comes first is chance: so each race is run so often. */
const ROUNDS = 3;

let server: TestPostgres;
let two: TwoProcesses;
let at: FlowInstance;
let [ana, ben, cem, dia] = [] as unknown as TwoProcesses['people'];
let { one, other, clocks, signed, send, race, atOnce } = {} as TwoProcesses;

beforeAll(async () => {
  server = await startTestPostgres();
});

afterAll(async () => {
  await server.stop();
});

beforeEach(async () => {
  two = await openTwoProcesses(server, START);
  ({ at, one, other, clocks, signed, send, race, atOnce } = two);
  [ana, ben, cem, dia] = two.people;
  return () => two.expectRebuilt();
});

const CHANGE = {
  operations: [{ op: 'change', paths: ['docs/a.md'], content: 'A'.repeat(43), title: 'A sentence' }],
  reason: { say: 'It is clearer.' },
};

/** As short as a selection can be. */
const SOON = { nominateSeconds: DAY_SECONDS, changeSeconds: DAY_SECONDS };

/** Time goes by in both, and what it brings happens: a server that runs is never silent for long. */
async function wait(millis: number): Promise<void> {
  const until = clocks.one + millis;
  while (clocks.one < until) {
    clocks.one = Math.min(until, clocks.one + DAY);
    clocks.other = clocks.one;
    await at.happen();
  }
}

/** Cem and nobody else holds a role that decides changes. */
async function treasurer(more: RoleMore = {}): Promise<{ readonly role: Ref; readonly term: Ref }> {
  const role = await adoptRole(at, more);
  await decideChangesBy(at, 'delegation', {}, () => ({ owner: { kind: 'role', ...role } }));
  return { role, term: await termOf(role, cem.author) };
}

const termOf = (role: Ref, holder: string, more: object = {}) =>
  adoptThing(at, 'mandate', {
    ...{ role, holder, startsAt: formatMillis(clocks.one), endsAt: formatMillis(clocks.one + 90 * DAY) },
    ...more,
  });

/** What Ana decides, and waits for a second signature. */
async function decided(operation: object, more: object = {}): Promise<string> {
  const fields = { operations: [operation], reason: { say: 'So be it.' }, ...more };
  const { id, entry } = await at.act(ana, 'decision', fields);
  expect(wordOf(entry)).toBe('pending');
  return id;
}

describe('§15 two people act at the same moment about a role', () => {
  test('[R-15.55] a term is laid to rest once', async () => {
    const { term } = await treasurer();
    const suspend = { op: 'suspend', mandate: term.id };
    const [first, second] = [await decided(suspend), await decided(suspend)];
    expect(await atOnce([ben, 'confirmation', { of: first }], [dia, 'confirmation', { of: second }])).toEqual(
      ['counted', 'duplicate'],
    );
  });

  test('[R-15.56] whoever is suspended decides before it, or not at all', async () => {
    const { term } = await treasurer();
    const id = await decided({ op: 'suspend', mandate: term.id });
    const [rests, change] = await race([ben, 'confirmation', { of: id }], [cem, 'decision', CHANGE]);
    expect(wordOf(rests)).toBe('counted');
    expect(wordOf(change)).toBe(change.index < rests.index ? 'counted' : 'mandate-suspended');
  });

  test('[R-15.2] what was delegated is taken back before the delegate decides, or after', async () => {
    const { role } = await treasurer();
    const domains = [(await at.logged('domain')).at(-1)?.content.subject];
    for (let round = 0; round < ROUNDS; round++) {
      const endsAt = formatMillis(clocks.one + 10 * DAY);
      const { id } = await at.act(cem, 'delegation', {
        ...{ role: role.subject, to: dia.author, domains, endsAt },
      });
      const [back, change] = await race([cem, 'withdrawal', { of: id }], [dia, 'decision', CHANGE]);
      expect(wordOf(back)).toBe('counted');
      expect(wordOf(change)).toBe(change.index < back.index ? 'counted' : 'delegation-ended');
    }
  });

  test('[R-15.22] a successor confirms all that was passed on, or it comes too late', async () => {
    for (let round = 0; round < ROUNDS; round++) {
      const role = await adoptRole(at, { weight: 'light', seats: { min: 1, max: 2 } });
      await termOf(role, cem.author);
      await wait(2 * DAY);
      const next = await termOf(role, dia.author);
      await at.act(cem, 'handover', { note: { say: 'Ask first.' }, mandate: next.subject });
      const more: Wish = [cem, 'handover', { note: { say: 'And look.' }, mandate: next.subject }];
      const done: Wish = [dia, 'handover-acceptance', { canActAlone: 'yes', mandate: next.subject }];
      const [part, accepted] = await race(more, done);
      const said = [wordOf(part), wordOf(accepted)];
      expect(said).toEqual(
        part.index < accepted.index ? ['counted', 'handover-incomplete'] : ['closed', 'counted'],
      );
    }
  });

  test('[R-15.67] a seat of a register is one person’s', async () => {
    const seat = subjectOf('a seat of the register');
    const role = await adoptRole(at, { selection: 'appoint', seats: { min: 1, max: 100 } });
    const [work] = (await at.logged('domain')).filter(({ content }) =>
      (content.title as { en: string }).en.startsWith('Changes'),
    );
    if (work === undefined) throw new TypeError('the template has it');
    const { subject: _, refs: __, author: ___, salt: ____, ...body } = work.content;
    const section = await adoptThing(at, 'domain', {
      ...body,
      ...{ title: { en: 'Pump' }, scope: { effects: ['change'], paths: ['drivers/pump.c'] } },
      owner: { kind: 'seats', seats: [seat], endsAt: formatMillis(START + 730 * DAY) },
    });
    const pending: string[] = [];
    for (const who of [cem, dia]) {
      const term = await at.act(who, 'mandate', {
        ...{ role, holder: who.author, seat, startsAt: formatMillis(START) },
        endsAt: formatMillis(START + 90 * DAY),
      });
      const evidence = { say: 'My key signed the last release.' };
      await at.act(who, 'claim', { domain: section.subject, mandate: term.id, evidence });
      const { subject, id } = term;
      const adopts = { type: 'mandate', subject, id, role: role.subject, seat };
      pending.push(await decided({ op: 'adopt', adopts }));
    }
    const [first, second] = pending;
    expect(await atOnce([ben, 'confirmation', { of: first }], [ben, 'confirmation', { of: second }])).toEqual(
      ['counted', 'seats-taken'],
    );
  });

  test('[R-15.51] one person signs for a recall once', async () => {
    const { term } = await treasurer();
    const { subject } = await at.act(ana, 'proposal', {
      driver: { say: 'They do not answer.' },
      operations: [{ op: 'recall', mandate: term.id }],
    });
    const support: Wish = [ana, 'support', { proposal: subject }];
    expect(await atOnce(support, support)).toEqual(['counted', 'duplicate']);
  });

  test('[R-15.45] a ballot in the last moment is counted, or came too late', async () => {
    const role = await adoptRole(at);
    const { subject } = await select(at, ana, role, SOON);
    await nominate(at, ana, subject, cem);
    await stand(at, cem, subject, role);
    await wait(2 * DAY);
    for (const who of [ana, ben])
      await at.act(who, 'approval', { proposal: subject, approves: [cem.author] });
    const { closesAt } = await proposalView(one.context, subject as never, publicOnly);
    await wait(Date.parse(closesAt ?? '') - 1 - clocks.one);
    const none = await signed(dia, 'approval', { proposal: subject, approves: [] });
    clocks.other = clocks.one + 1;
    const [ballot] = await Promise.all([
      send(one, none),
      settleProposal(other.context, other.committer, subject as never),
    ]);
    clocks.one = clocks.other;
    await at.happen();
    const outcomes = (await at.logged('outcome')).filter(
      ({ content }) => (content.proposal as Ref).subject === subject,
    );
    expect(outcomes).toHaveLength(1);
    expect(outcomes[0]?.entry.verdict?.status).toBe('counted');
    const told = outcomes[0]?.content as { selection: { none: number }; result: string } | undefined;
    expect(told?.selection.none).toBe(wordOf(ballot) === 'counted' ? 1 : 0);
    if (wordOf(ballot) !== 'counted') expect(wordOf(ballot)).toBe('closed');
    expect(told?.result).toBe('adopted');
  });

  test('[R-15.46] two selections for one seat: one is granted it', async () => {
    const role = await adoptRole(at);
    const subjects: string[] = [];
    for (const who of [cem, dia]) {
      const { subject } = await select(at, ana, role, SOON);
      await nominate(at, ana, subject, who);
      await stand(at, who, subject, role);
      subjects.push(subject);
    }
    await wait(2 * DAY);
    for (const [index, subject] of subjects.entries())
      for (const who of [ana, ben])
        await at.act(who, 'approval', { proposal: subject, approves: [(index === 0 ? cem : dia).author] });
    const { closesAt } = await proposalView(one.context, (subjects[0] ?? '') as never, publicOnly);
    await wait(Date.parse(closesAt ?? '') - 1 - clocks.one);
    clocks.one = clocks.other = clocks.one + 1;
    const [first, second] = subjects as [string, string];
    await Promise.all([
      settleProposal(one.context, one.committer, first as never),
      settleProposal(other.context, other.committer, second as never),
    ]);
    await at.happen();
    const granted = (await at.logged('outcome')).filter(
      ({ entry, content }) =>
        entry.verdict?.status === 'counted' && content.result === 'adopted' && content.noEffect === undefined,
    );
    expect(granted).toHaveLength(1);
  });
});

describe('§15, §14 two people act at the same moment about money and meetings', () => {
  test('[R-15.71] a budget is drawn on once', async () => {
    const [circle] = await at.logged('circle');
    const fund = await adoptThing(at, 'resource', {
      ...{ kind: 'hours', name: { en: 'Work' }, unit: 'minute', steward: ana.author, askers: 'peers' },
      capacity: { model: 'stock', quantity: 10_000 },
    });
    const budget = await adoptThing(at, 'budget', {
      ...{ title: { en: 'Spring' }, resource: fund, quantity: 500 },
      for: { kind: 'circle', subject: circle?.content.subject },
      period: { startsAt: formatMillis(START), endsAt: formatMillis(START + 30 * DAY) },
    });
    const give = (quantity: number) => ({
      operations: [
        { op: 'transfer', resource: fund, quantity, budget, to: { named: { say: 'The garden' } } },
      ],
      reason: { say: 'They asked.' },
    });
    expect(await atOnce([ana, 'decision', give(300)], [ben, 'decision', give(201)])).toEqual([
      'counted',
      'limit-exceeded',
    ]);
    const left = await at.draft(ana, 'decision', give(500));
    expect(left.verdict.code).toBe('limit-exceeded');
  });

  /** In two days, with one of four to write the minutes. */
  async function meeting(): Promise<string> {
    const { subject } = await at.act(ana, 'meeting', {
      startsAt: formatMillis(clocks.one + 2 * DAY),
      agenda: [{ about: { say: 'The cellar.' } }],
      minuteTaker: ana.author,
    });
    return subject;
  }
  const minutes = (subject: string) => ({
    ...{ meeting: subject, attendance: [ana.author, ben.author, cem.author, dia.author], matters: [] },
  });

  test('[R-14.5] minutes are confirmed once', async () => {
    const subject = await meeting();
    await wait(2 * DAY);
    const { id } = await at.act(ana, 'minutes', minutes(subject));
    expect(await atOnce([ben, 'confirmation', { of: id }], [cem, 'confirmation', { of: id }])).toEqual([
      'closed',
      'counted',
    ]);
  });

  test('[R-14.30] a meeting is moved or called off: one of them is its next version', async () => {
    const subject = await meeting();
    const moved = { subject, startsAt: formatMillis(clocks.one + 3 * DAY) };
    const said = await atOnce(
      [ana, 'meeting', moved],
      [ana, 'meeting', { subject, calledOff: { say: 'Rain.' } }],
    );
    expect(said[0]).toBe('counted');
    expect(['called-off', 'stale-version']).toContain(said[1]);
  });
});

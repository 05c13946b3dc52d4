import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { DAY_SECONDS, SECOND } from '../../../protocol/time.ts';
import { publicOnly } from '../../../server/flows/acts/export-bundle.ts';
import { keepCalendar } from '../../../server/flows/time/calendar.ts';
import { reactToLog } from '../../../server/flows/time/react.ts';
import { settleProposal } from '../../../server/flows/time/settle-proposal.ts';
import { proposalView } from '../../../server/flows/views/proposal-view.ts';
import type { FlowInstance, Person } from '../../support/memory-instance.ts';
import { startTestPostgres, type TestPostgres } from '../store/support/postgres.ts';
import { openTwoProcesses, type TwoProcesses, type Wish } from './support/two-processes.ts';

/** Two processes on one real database: what two people do at the same moment never breaks a rule. */

const START = Date.parse('2026-05-04T08:00:00.000Z');
const DAY = DAY_SECONDS * SECOND;
/** Which of two comes first is chance: so each race is run so often. */
const ROUNDS = 4;

let server: TestPostgres;
let two: TwoProcesses;
let at: FlowInstance;
let [ana, ben, cem, dia] = [] as unknown as TwoProcesses['people'];
let { one, other, clocks, signed, send, atOnce } = {} as TwoProcesses;

beforeAll(async () => {
  server = await startTestPostgres();
});

afterAll(async () => {
  await server.stop();
});

beforeEach(async () => {
  two = await openTwoProcesses(server, START);
  ({ at, one, other, clocks, signed, send, atOnce } = two);
  [ana, ben, cem, dia] = two.people;
  return () => two.expectRebuilt();
});

/** A stock of so much, in force. */
async function stock(quantity: number) {
  const draft = await at.act(ana, 'resource', {
    kind: 'hours',
    name: { en: 'Work' },
    unit: 'minute',
    capacity: { model: 'stock', quantity },
    steward: ana.author,
    askers: 'peers',
  });
  await adopt({ type: 'resource', subject: draft.subject, id: draft.id });
  return draft.subject;
}

/** Ana decides, Ben signs too. */
async function adopt(adopts: object) {
  const { id } = await at.act(ana, 'decision', {
    operations: [{ op: 'adopt', adopts }],
    reason: { say: 'We need it.' },
  });
  await at.act(ben, 'confirmation', { of: id });
}

const give = (resource: string, quantity: number) => ({
  operations: [
    { op: 'transfer', resource: { ref: resource }, quantity, to: { named: { say: 'The school garden' } } },
  ],
  reason: { say: 'They asked.' },
});

async function circleDraft(by: Person, name: string) {
  const { subject, id } = await at.act(by, 'circle', {
    name: { en: name },
    kind: 'circle',
    aim: { en: 'To grow.' },
    members: [ana.author, ben.author],
    status: 'active',
  });
  return { type: 'circle', subject, id };
}

/** The fields of a logged document. */
function contentOf(logged: { readonly content: object } | undefined): Record<string, unknown> {
  return { ...logged?.content };
}

async function openMatter(words: string) {
  const domain = (await at.logged('domain')).find(({ content }) => content.rung === 'consent')?.content
    .subject;
  const operations = [{ op: 'resolve', text: { say: words } }];
  return at.act(ana, 'proposal', { driver: { say: 'We never said so.' }, domain, operations });
}

describe('two people act at the same moment', () => {
  test('§6 [R-6.7] a cumulative limit is used once', async () => {
    const work = await stock(1_000_000);
    for (const who of [ana, ben]) await at.act(who, 'decision', give(work, 100_000));
    expect(
      await atOnce([ana, 'decision', give(work, 60_000)], [ben, 'decision', give(work, 60_000)]),
    ).toEqual(['counted', 'limit-exceeded']);
  });

  test('§7 [R-7.2a] a stock is given once', async () => {
    for (let round = 0; round < ROUNDS; round++) {
      const work = await stock(1_000);
      expect(await atOnce([ana, 'decision', give(work, 600)], [ben, 'decision', give(work, 600)])).toEqual([
        'counted',
        'over-capacity',
      ]);
    }
  });

  test('§6 [R-6.9] a second signature is given once, and takes effect once', async () => {
    const adopts = await circleDraft(ana, 'Garden');
    const { id } = await at.act(ana, 'decision', {
      operations: [{ op: 'adopt', adopts }],
      reason: { say: 'We garden.' },
    });
    expect(await atOnce([ben, 'confirmation', { of: id }], [cem, 'confirmation', { of: id }])).toEqual([
      'closed',
      'counted',
    ]);
  });

  test('§5 [R-5.11] two versions of one thing: one comes into force', async () => {
    const first = await circleDraft(ana, 'Garden');
    await adopt(first);
    const [circle] = (await at.logged('circle')).filter(({ entry }) => entry.id === first.id);
    const { refs: _, salt: _s, ...fields } = contentOf(circle);
    const pending: string[] = [];
    for (const name of ['Orchard', 'Meadow']) {
      const next = await at.act(ana, 'circle', { ...fields, name: { en: name }, supersedes: first.id });
      const operations = [{ op: 'adopt', adopts: { ...first, id: next.id } }];
      pending.push((await at.act(ana, 'decision', { operations, reason: { say: 'It grew.' } })).id);
    }
    const [garden, meadow] = pending;
    expect(
      await atOnce([ben, 'confirmation', { of: garden }], [cem, 'confirmation', { of: meadow }]),
    ).toEqual(['counted', 'stale-version']);
  });

  test('§5 [R-5.17] one seat is taken once', async () => {
    const [circle] = await at.logged('circle');
    const [coordinator] = await at.logged('role');
    const { refs: _, salt: _s, subject: _j, ...fields } = contentOf(coordinator);
    const role = await at.act(ana, 'role', {
      ...fields,
      circle: { subject: circle?.content.subject, id: circle?.entry.id },
      name: { en: 'Treasurer' },
      decides: [],
      seats: { min: 1, max: 1 },
    });
    await adopt({ type: 'role', subject: role.subject, id: role.id });
    const pending: string[] = [];
    for (const holder of [cem, dia]) {
      const term = await at.act(ana, 'mandate', {
        role: { subject: role.subject, id: role.id },
        holder: holder.author,
        startsAt: new Date(START).toISOString(),
        endsAt: new Date(START + 90 * DAY).toISOString(),
      });
      const adopts = { type: 'mandate', subject: term.subject, id: term.id, role: role.subject };
      const operations = [{ op: 'adopt', adopts }];
      pending.push((await at.act(ana, 'decision', { operations, reason: { say: 'They offered.' } })).id);
    }
    const [first, second] = pending;
    expect(await atOnce([ben, 'confirmation', { of: first }], [cem, 'confirmation', { of: second }])).toEqual(
      ['counted', 'seats-taken'],
    );
  });

  test('§6 [R-6.15] two amendments of one version: one is the next', async () => {
    const { subject } = await openMatter('We are quiet after ten.');
    const domain = (await at.logged('proposal'))[0]?.content.domain as { subject: string };
    const amended = (words: string) => ({
      subject,
      domain: domain.subject,
      driver: { say: 'We never said so.' },
      operations: [{ op: 'resolve', text: { say: words } }],
    });
    expect(
      await atOnce(
        [ana, 'proposal', amended('We are quiet after nine.')],
        [ana, 'proposal', amended('We are quiet after eleven.')],
      ),
    ).toEqual(['counted', 'stale-version']);
  });

  test('§6 [R-6.21a] two answers of one person: one is current', async () => {
    const { subject } = await openMatter('We are quiet after ten.');
    const answer = (value: string): Wish => [ben, 'response', { proposal: subject, value }];
    expect(await atOnce(answer('consent'), answer('abstain'))).toEqual(['counted', 'counted']);
    const { counts, answers } = await proposalView(one.context, subject as never, publicOnly);
    expect(counts).toMatchObject({ responders: 1 });
    expect(answers).toHaveLength(1);
  });

  test('§3 [R-3.1] one document sent twice is logged once', async () => {
    const { subject } = await openMatter('We are quiet after ten.');
    const sent = await signed(ben, 'response', { proposal: subject, value: 'consent' });
    const [first, second] = await Promise.all([send(one, sent), send(other, sent)]);
    expect(first).toEqual(second);
    expect(await at.logged('response')).toHaveLength(1);
  });
});

describe('people and the instance act at the same moment', () => {
  test('§6 [R-6.28] in the last moment before the close: an objection stands, or it came too late', async () => {
    for (let round = 0; round < ROUNDS; round++) {
      const { subject } = await openMatter(`Round ${round}.`);
      for (const who of [ana, ben, cem])
        await at.act(who, 'response', { proposal: subject, value: 'consent' });
      const { closesAt } = await proposalView(one.context, subject as never, publicOnly);
      clocks.one = Date.parse(closesAt ?? '') - 1;
      const objection = await signed(dia, 'objection', {
        proposal: subject,
        ground: 'harms-aim',
        argument: { say: 'We sing.' },
        resolvedBy: { say: 'Eleven.' },
      });
      clocks.other = clocks.one + 1;
      const [entry] = await Promise.all([
        send(one, objection),
        settleProposal(other.context, other.committer, subject as never),
      ]);
      const outcomes = (await at.logged('outcome')).filter(
        ({ content }) => (content.proposal as { subject: string }).subject === subject,
      );
      const objected = entry.verdict?.status === 'counted';
      expect(outcomes).toHaveLength(objected ? 0 : 1);
      if (!objected) expect(entry.verdict?.code).toBe('closed');
      clocks.one = clocks.other;
    }
  }, 60_000);

  test('§6 [R-6.3], [R-6.28] whatever the instance owes is done once by two processes', async () => {
    const { subject } = await openMatter('We are quiet after ten.');
    for (const who of [ana, ben, cem]) await at.act(who, 'response', { proposal: subject, value: 'consent' });
    clocks.one = clocks.other = START + 20 * DAY;
    const rounds = [one, other].map(async ({ context, committer }) => {
      await reactToLog(context, committer);
      await settleProposal(context, committer, subject as never);
    });
    await Promise.all(rounds);
    expect(await at.logged('opening')).toHaveLength(1);
    expect(await at.logged('outcome')).toHaveLength(1);
  });

  test('§4 [R-4.20] a notice is logged once by two processes', async () => {
    const reviewAt = new Date(START + 5 * DAY).toISOString();
    const operations = [{ op: 'change', paths: ['a'], content: 'A'.repeat(43), title: 'A change' }];
    await at.act(ana, 'decision', { operations, reason: { say: 'It was wrong.' }, reviewAt });
    clocks.one = clocks.other = START + 6 * DAY;
    await Promise.all([one, other].map(({ context, committer }) => keepCalendar(context, committer)));
    expect(await at.logged('notice')).toHaveLength(1);
  });
});

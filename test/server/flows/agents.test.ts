import { beforeEach, describe, expect, test } from 'vitest';
import { utf8 } from '../../../protocol/bytes.ts';
import { isSampled } from '../../../protocol/governance/agents/sample.ts';
import { hashTextOf } from '../../../protocol/ids.ts';
import { DAY_SECONDS, formatMillis, SECOND } from '../../../protocol/time.ts';
import { invite } from '../../../server/flows/acts/invitations.ts';
import { agentsView } from '../../../server/flows/views/agents-view.ts';
import {
  type Acted,
  type MemoryInstance,
  memoryInstance,
  type Person,
} from '../../support/memory-instance.ts';
import { person } from '../../support/people.ts';
import { plain } from '../web/support/html.ts';
import { askerOf } from '../web/support/memory-commons.ts';

const START = Date.parse('2026-05-04T08:00:00.000Z');
const READER = { kind: 'member', mayRead: () => true } as const;

let at: MemoryInstance;
let [ana, ben] = [] as unknown as [Person, Person];
let bot: Person;
let joined: Acted;
let mandate: { readonly subject: string; readonly id: string };
let fund: { readonly subject: string; readonly id: string };

/** Ana and Ben share a fund. A program helps them: Ben answers for it, and it may give small amounts. */
beforeEach(async () => {
  at = await memoryInstance(['Ana', 'Ben'], START);
  [ana, ben] = at.people as unknown as [Person, Person];
  bot = person('Helper in memory');
  const { code } = await invite(at.instance.context, ben.author);
  joined = await at.act(bot, 'participant', {
    subject: bot.author,
    kind: 'agent',
    pseudonym: 'Helper',
    keys: [{ key: bot.key, custody: 'instance' }],
    steward: ben.author,
    status: 'active',
    invitation: hashTextOf(utf8(code)),
  });
  const [role] = await at.logged('role');
  const domains = await at.logged('domain');
  const sharing = domains.find(({ content }) => (content.title as { en: string }).en.startsWith('Sharing'));
  if (role === undefined || sharing === undefined) throw new TypeError('the template has both');
  fund = await at.act(ana, 'resource', {
    kind: 'money',
    name: { en: 'Fund' },
    unit: 'EUR cent',
    capacity: { model: 'stock', quantity: 100_000 },
    steward: sharing.content.subject,
    askers: 'peers',
  });
  // The template has as many seats as founders.
  const { refs: _, ...seats } = role.content;
  const wider = await at.act(ana, 'role', {
    ...seats,
    seats: { min: 1, max: 5 },
    supersedes: role.entry.id,
    issuedAt: formatMillis(at.now()),
    author: ana.author,
  });
  const limit = { effects: ['transfer'], measure: 'amount', perDecision: 500 };
  mandate = await at.act(ana, 'mandate', {
    role: { subject: role.content.subject, id: role.entry.id },
    holder: bot.author,
    startsAt: formatMillis(at.now()),
    endsAt: formatMillis(at.now() + 60 * DAY_SECONDS * SECOND),
    domains: [sharing.content.subject],
    limits: [
      { ...limit, perPeriod: { most: 2000, seconds: 30 * DAY_SECONDS } },
      { effects: ['transfer'], measure: 'count', perPeriod: { most: 100, seconds: DAY_SECONDS } },
    ],
  });
  await decideTogether([
    { op: 'adopt', adopts: { type: 'role', subject: wider.subject, id: wider.id } },
    { op: 'adopt', adopts: { type: 'resource', subject: fund.subject, id: fund.id } },
  ]);
  await decideTogether([
    {
      op: 'adopt',
      adopts: { type: 'mandate', subject: mandate.subject, id: mandate.id, role: role.content.subject },
    },
  ]);
});

async function decideTogether(operations: readonly object[]) {
  const decision = await at.act(ana, 'decision', { operations, reason: { say: 'We want it.' } });
  const { entry } = await at.act(ben, 'confirmation', { of: decision.id });
  expect(entry.verdict).toMatchObject({ status: 'counted' });
}

function control(who: Person, act: 'vouch' | 'stop' | 'resume') {
  return at.act(who, 'agent-control', {
    agent: { subject: bot.author, id: joined.id },
    act,
    reason: { say: `I ${act}.` },
  });
}

/** What the agent signs, with what it has to say of itself, as the view of agents tells it. */
async function give(quantity: number) {
  const [agent] = (await agentsView(at.instance.context, READER)).agents;
  return {
    operations: [
      {
        op: 'transfer',
        resource: { subject: fund.subject, id: fund.id },
        quantity,
        to: { named: { say: 'The baker' } },
      },
    ],
    reason: { say: 'It was asked for.' },
    alternatives: [{ say: 'Wait.' }],
    agent: {
      model: 'small-model',
      version: '1',
      inputs: hashTextOf(utf8('inputs')),
      steward: {
        subject: agent?.steward.subject,
        mandate: agent?.steward.mandate,
        role: agent?.steward.role,
      },
    },
  };
}

/** Decides until a decision is, or is not, one of those that wait for a human. */
async function decideUntil(waits: boolean): Promise<Acted> {
  for (;;) {
    at.sleep(1);
    const acted = await at.act(bot, 'decision', await give(1));
    if (isSampled({ at: acted.entry.at, id: acted.id }) === waits) return acted;
  }
}

describe('§13 [R-13.14] limits over all domains', () => {
  test('are counted by every draft, told before it is signed, and shown', async () => {
    const before = (await at.logged('mandate')).findLast(({ entry }) => entry.id === mandate.id)?.content;
    const { refs: _, ...fields } = before ?? { refs: [] };
    const bounded = await at.act(ana, 'mandate', {
      ...fields,
      author: ana.author,
      issuedAt: formatMillis(at.now()),
      supersedes: mandate.id,
      totals: [
        {
          effects: ['transfer'],
          measure: 'amount',
          perPeriod: { most: 300, seconds: 30 * DAY_SECONDS },
        },
      ],
    });
    const role = (fields as { role?: { subject: string } }).role?.subject;
    await decideTogether([
      { op: 'adopt', adopts: { type: 'mandate', subject: mandate.subject, id: bounded.id, role } },
    ]);
    await control(ben, 'vouch');
    const { entry } = await at.act(bot, 'decision', await give(200));
    expect(['counted', 'pending']).toContain(entry.verdict?.status);
    const over = await at.draft(bot, 'decision', await give(101));
    expect(over.verdict).toMatchObject({ code: 'limit-exceeded', detail: { most: 300, left: 100 } });
    expect((await at.draft(bot, 'decision', await give(100))).verdict.code).toBeNull();
    const { agents, waiting } = await agentsView(at.instance.context, READER);
    expect(agents[0]?.totals).toMatchObject([{ perPeriod: { most: 300, used: 200, left: 100 } }]);
    expect(waiting.length).toBe(entry.verdict?.status === 'pending' ? 1 : 0);
  });
});

describe('§13 an agent, a human who answers for it, and the cord', () => {
  test('[R-13.5] it decides once its steward has answered for it, and is called an agent', async () => {
    const before = await agentsView(at.instance.context, READER);
    expect(before.agents).toMatchObject([{ name: 'Helper (agent)', vouched: false, runs: false }]);
    const { verdict } = await at.draft(bot, 'decision', await give(100));
    expect(verdict).toMatchObject({ status: 'not-counted', code: 'no-steward' });
    await control(ben, 'vouch');
    expect((await agentsView(at.instance.context, READER)).agents).toMatchObject([{ runs: true }]);
    const acted = await decideUntil(false);
    expect(acted.entry.verdict).toMatchObject({ status: 'counted' });
    expect((await at.draft(bot, 'decision', await give(501))).verdict.code).toBe('limit-exceeded');
  });

  test('[R-13.7], [R-13.8] anybody stops it, somebody else lets it go on', async () => {
    await control(ben, 'vouch');
    await control(ana, 'stop');
    expect((await agentsView(at.instance.context, READER)).agents).toMatchObject([
      { runs: false, stoppedBy: ['Ana'] },
    ]);
    expect((await at.draft(bot, 'decision', await give(1))).verdict.code).toBe('agent-stopped');
    expect((await control(ana, 'resume')).entry.verdict).toMatchObject({ code: 'stopped-it' });
    expect((await control(ben, 'resume')).entry.verdict).toMatchObject({ status: 'counted' });
    expect((await at.draft(bot, 'decision', await give(1))).verdict.code).toBeNull();
  });

  test('[R-13.20], [R-13.21] some decisions wait in a queue until a human has signed them too', async () => {
    await control(ben, 'vouch');
    const acted = await decideUntil(true);
    expect(acted.entry.verdict).toMatchObject({ status: 'pending' });
    const { html } = await askerOf(at.instance).page('/agents');
    expect(plain(html)).toMatch(/What waits for a human.*Fund.*Helper \(agent\).*May act/s);
    expect((await agentsView(at.instance.context, READER)).waiting).toMatchObject([
      { id: acted.id, by: 'Helper (agent)', what: [expect.stringContaining('Fund')] },
    ]);
    const { entry } = await at.act(ben, 'confirmation', { of: acted.id });
    expect(entry.verdict).toMatchObject({ status: 'counted' });
    expect((await agentsView(at.instance.context, READER)).waiting).toEqual([]);
  });
});

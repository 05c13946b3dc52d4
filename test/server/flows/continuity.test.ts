import { beforeEach, describe, expect, test } from 'vitest';
import type { Ref } from '../../../protocol/ids.ts';
import { DAY_SECONDS, formatMillis, SECOND } from '../../../protocol/time.ts';
import { bundleBytes } from '../../../protocol/verify/bundle.ts';
import { verifyBundle } from '../../../protocol/verify/verify-bundle.ts';
import { exportBundle, publicOnly } from '../../../server/flows/acts/export-bundle.ts';
import { publishIfBehind } from '../../../server/flows/log/publish-checkpoint.ts';
import { rolesView } from '../../../server/flows/views/roles-view.ts';
import { verifyWithNode } from '../../../server/keys/node-verify.ts';
import { type MemoryInstance, memoryInstance, type Person } from '../../support/memory-instance.ts';
import { domainBody } from '../../support/rules/world.ts';
import { adoptRole, adoptThing, type RoleMore, recall } from './support/seats.ts';

const START = Date.parse('2026-05-04T08:00:00.000Z');
const DAY = DAY_SECONDS * SECOND;
/** When Cem's term ends. */
const ENDS = START + 30 * DAY;

let at: MemoryInstance;
let role: Ref;
let [ana, ben, cem] = [] as unknown as [Person, Person, Person];

beforeEach(async () => {
  at = await memoryInstance(['Ana', 'Ben', 'Cem'], START);
  [ana, ben, cem] = at.people as unknown as [Person, Person, Person];
});

/** Cem keeps the fund, by a role that must not be without anybody. */
async function begin(more: RoleMore = {}) {
  role = await adoptRole(at, { continuity: true, ...more });
  const [startsAt, endsAt] = [formatMillis(START), formatMillis(ENDS)];
  return adoptThing(at, 'mandate', { role, holder: cem.author, startsAt, endsAt });
}

/** A domain of texts that the role decides. */
const adoptDomain = () =>
  adoptThing(at, 'domain', {
    ...domainBody('The fund', role),
    scope: { effects: ['change'], paths: ['fund/'] },
    parameters: {
      delegation: { signers: 1, proposerMayDecide: true },
      consent: { openSeconds: 7 * DAY_SECONDS, deadlineSeconds: 30 * DAY_SECONDS, quorum: 'two-thirds' },
    },
  });

const silent = async () => {
  const reader = { kind: 'member', mayRead: () => true } as const;
  const { roles } = await rolesView(at.instance.context, reader);
  return roles.find(({ subject }) => subject === role.subject);
};
const notices = async () =>
  (await at.logged('notice'))
    .filter(({ content }) => (content.about as Ref).subject === role.subject)
    .map(({ content: { event, happenedAt } }) => [event, Date.parse(happenedAt as string)]);
const convene = (startsAt: number, who = ana) =>
  at.act(who, 'meeting', {
    silent: role.subject,
    startsAt: formatMillis(startsAt),
    agenda: [{ about: { say: 'Who keeps the fund?' } }],
  });

describe('§15 [R-15.60] a role that must not fall silent', () => {
  test('says since when it is, and by when that has to end', async () => {
    await begin();
    at.sleep(ENDS - at.now() - 1);
    expect((await silent())?.silent).toBe(null);
    at.sleep(1);
    expect((await silent())?.silent).toEqual({
      since: formatMillis(ENDS),
      conveneBy: formatMillis(ENDS + 3 * DAY),
      outcomeBy: formatMillis(ENDS + 14 * DAY),
      convened: false,
      returnsAt: formatMillis(ENDS + 3 * DAY),
    });
  });

  test('the clock begins anew with a recall', async () => {
    const term = await begin();
    await at.pass(5 * DAY);
    await recall(at, term, [ana, ben]);
    const recalledAt = (await at.logged('outcome')).at(-1)?.entry.at ?? 0;
    expect(recalledAt).toBeGreaterThan(START + 5 * DAY - 1);
    expect((await silent())?.silent?.since).toBe(formatMillis(recalledAt));
    expect(await notices()).toEqual([['role-silent', recalledAt]]);
  });

  test('and with a suspension, until that is over', async () => {
    const term = await begin();
    await at.pass(5 * DAY);
    const { id } = await at.act(ana, 'decision', {
      operations: [{ op: 'suspend', mandate: term.id, until: formatMillis(at.now() + 2 * DAY) }],
      reason: { say: 'To protect the fund.' },
      reviewAt: formatMillis(at.now() + 2 * DAY),
    });
    await at.act(ben, 'confirmation', { of: id });
    expect((await silent())?.silent).toMatchObject({ convened: false });
    await at.pass(3 * DAY);
    expect((await silent())?.silent).toBe(null);
    expect((await notices()).map(([event]) => event)).toEqual(['role-silent']);
    await at.pass(30 * DAY);
    expect((await notices())[1]).toEqual(['role-silent', ENDS]);
  });
});

describe('§15 [R-15.62] what a silent role decides', () => {
  test('is its circle’s where nobody came together in 72 hours; a stranger recomputes it', async () => {
    await begin();
    await adoptDomain();
    const { subject } = await at.act(ana, 'proposal', {
      driver: { say: 'The fund lacks rules.' },
      operations: [{ op: 'change', paths: ['fund/rules'], content: 'A'.repeat(43), title: 'Rules' }],
    });
    await at.pass(ENDS + 3 * DAY - 1 - at.now());
    expect(await at.logged('opening')).toEqual([]);
    expect((await silent())?.vacant).toBe(false);
    await at.pass(1);
    expect((await silent())?.vacant).toBe(true);
    expect(await at.logged('opening')).toMatchObject([{ content: { rung: 'consent', role } }]);
    for (const who of [ana, ben, cem]) await at.act(who, 'response', { proposal: subject, value: 'consent' });
    expect(await at.logged('outcome')).toMatchObject([{ content: { result: 'adopted' } }]);
    await publishIfBehind(at.instance.context);
    const [outcome] = await at.logged('outcome');
    if (outcome === undefined) throw new TypeError('there is an outcome');
    const bundle = await exportBundle(at.instance.context, outcome.entry.id, publicOnly);
    const { levels } = await verifyBundle(bundleBytes(bundle), { verify: verifyWithNode, now: at.now() });
    expect([levels.V2.result, levels.V3.result]).toEqual(['pass', 'attested']);
    expect(await notices()).toEqual([
      ['role-silent', ENDS],
      ['convene-overdue', ENDS + 3 * DAY],
    ]);
  });

  test('waits for 14 days where they have', async () => {
    await begin();
    await at.pass(ENDS + DAY - at.now());
    expect((await convene(ENDS + 2 * DAY)).entry.verdict).toMatchObject({ status: 'counted' });
    expect((await silent())?.silent).toMatchObject({
      convened: true,
      returnsAt: formatMillis(ENDS + 14 * DAY),
    });
    await at.pass(13 * DAY - 1);
    expect((await silent())?.vacant).toBe(false);
    await at.pass(1);
    expect((await silent())?.vacant).toBe(true);
    expect(await notices()).toEqual([
      ['role-silent', ENDS],
      ['continuity-overdue', ENDS + 14 * DAY],
    ]);
  });

  test('is its caretaker’s until then, and no longer', async () => {
    await begin({ weight: 'light' });
    await adoptDomain();
    const decide = () =>
      at.draft(cem, 'decision', {
        operations: [{ op: 'change', paths: ['fund/rules'], content: 'A'.repeat(43), title: 'Rules' }],
        reason: { say: 'Until somebody follows.' },
      });
    await at.pass(ENDS + 3 * DAY - 1 - at.now());
    expect((await decide()).verdict.status).toBe('counted');
    await at.pass(1);
    expect((await decide()).verdict.code).toBe('mandate-ended');
  });

  test('is nobody’s but its holder’s once somebody follows', async () => {
    await begin();
    await at.pass(ENDS + 5 * DAY - at.now());
    const [startsAt, endsAt] = [formatMillis(at.now()), formatMillis(at.now() + 100 * DAY)];
    await adoptThing(at, 'mandate', { role, holder: ben.author, startsAt, endsAt });
    await at.pass(12 * DAY);
    expect(await silent()).toMatchObject({ silent: null, vacant: false });
    expect((await notices()).map(([event]) => event)).toEqual(['role-silent', 'convene-overdue']);
  });
});

describe('§15 [R-15.61] coming together about a silent role', () => {
  test.each([
    ['while somebody has a term in it', ENDS - DAY, ENDS + DAY, 'not-silent'],
    ['too late', ENDS + DAY, ENDS + 3 * DAY + SECOND, 'too-late'],
  ])('does not count %s', async (_, now, startsAt, code) => {
    await begin();
    await at.pass(now - at.now());
    expect((await convene(startsAt)).entry.verdict?.code).toBe(code);
  });
});

import { beforeEach, describe, expect, test } from 'vitest';
import type { Ref } from '../../../protocol/ids.ts';
import { DAY_SECONDS, formatMillis, SECOND } from '../../../protocol/time.ts';
import { bundleBytes } from '../../../protocol/verify/bundle.ts';
import { verifyBundle } from '../../../protocol/verify/verify-bundle.ts';
import { exportBundle, publicOnly } from '../../../server/flows/acts/export-bundle.ts';
import { publishIfBehind } from '../../../server/flows/log/publish-checkpoint.ts';
import { proposalView } from '../../../server/flows/views/proposal-view.ts';
import { verifyWithNode } from '../../../server/keys/node-verify.ts';
import { type MemoryInstance, memoryInstance, type Person } from '../../support/memory-instance.ts';
import { adoptRole, adoptThing, nominate, select, stand } from './support/seats.ts';

const START = Date.parse('2026-05-04T08:00:00.000Z');
const DAY = DAY_SECONDS * SECOND;
const TERM = 180 * DAY;

let at: MemoryInstance;
let role: Ref;
let [ana, ben, cem] = [] as unknown as [Person, Person, Person];

/** Cem has the role for the one term that is allowed, with 60 days to go. */
beforeEach(async () => {
  at = await memoryInstance(['Ana', 'Ben', 'Cem'], START);
  [ana, ben, cem] = at.people as unknown as [Person, Person, Person];
  role = await adoptRole(at, { weight: 'light', maxConsecutiveTerms: 1 });
  const [startsAt, endsAt] = [formatMillis(START), formatMillis(START + TERM)];
  await adoptThing(at, 'mandate', { role, holder: cem.author, startsAt, endsAt });
  await at.pass(120 * DAY);
});

const call = () => at.act(ana, 'call', { role: role.subject, text: { say: 'Who would?' } });
const outcomes = async () => (await at.logged('outcome')).map(({ content }) => content);

/** Everybody wants Cem again, and says so: 17 days. */
async function selectCem() {
  const { subject } = await select(at, ana, role);
  const named = await at.draft(ana, 'nomination', {
    proposal: subject,
    nominee: cem.author,
    reason: { say: 'They know it.' },
  });
  await nominate(at, ana, subject, cem);
  await stand(at, cem, subject, role);
  await at.pass(10 * DAY);
  for (const who of [ana, ben]) await at.act(who, 'approval', { proposal: subject, approves: [cem.author] });
  await at.pass(7 * DAY);
  return { subject, warning: named.warning };
}

async function verified() {
  await publishIfBehind(at.instance.context);
  const [outcome] = (await at.logged('outcome')).slice(-1);
  if (outcome === undefined) throw new TypeError('there is an outcome');
  const bundle = await exportBundle(at.instance.context, outcome.entry.id, publicOnly);
  const { levels } = await verifyBundle(bundleBytes(bundle), { verify: verifyWithNode, now: at.now() });
  return [levels.V2.result, levels.V3.result, levels.V4.result];
}

describe('§15 [R-15.46] beyond the most terms in a row', () => {
  test('a call finds nobody, and then the same holder is selected; a stranger recomputes it', async () => {
    const { id } = await call();
    await at.pass(8 * DAY);
    const { subject, warning } = await selectCem();
    expect(warning).toBe(null);
    expect(await outcomes()).toMatchObject([
      { result: 'adopted', binding: { operations: [{ op: 'adopt', adopts: { call: id } }] } },
    ]);
    expect(await verified()).toEqual(['pass', 'attested', 'pass']);
    const { selection } = await proposalView(at.instance.context, subject as never, () => true);
    expect(selection?.candidates).toMatchObject([{ chosen: true }]);
  });

  test('without a call everybody is told before they nominate; one that is opened later lets it take effect', async () => {
    const { subject, warning } = await selectCem();
    expect(warning).toContain('as many terms in a row');
    expect(await outcomes()).toEqual([]);
    const shown = await proposalView(at.instance.context, subject as never, () => true);
    expect(shown.hindrance?.code).toBe('terms-exceeded');
    expect(shown.selection?.candidates).toMatchObject([{ needsCall: true }]);
    const { id } = await call();
    await at.pass(8 * DAY);
    expect(await outcomes()).toMatchObject([
      { result: 'adopted', binding: { operations: [{ adopts: { call: id } }] } },
    ]);
    expect(await verified()).toEqual(['pass', 'attested', 'pass']);
  });

  test('where the call found somebody else it comes to nothing in the end', async () => {
    const { id } = await call();
    await at.act(ben, 'call-answer', { call: id });
    await at.pass(8 * DAY);
    await selectCem();
    await at.pass(31 * DAY);
    expect(await outcomes()).toMatchObject([{ result: 'not-adopted', noEffect: 'terms-exceeded' }]);
    expect(await verified()).toEqual(['pass', 'attested', 'pass']);
  });

  test('whoever appoints has the call named for them', async () => {
    const { id } = await call();
    await at.pass(8 * DAY);
    const startsAt = formatMillis(START + TERM);
    const term = await at.act(cem, 'mandate', {
      ...{ role, holder: cem.author, startsAt, endsAt: formatMillis(START + 2 * TERM) },
    });
    const adopts = { type: 'mandate', subject: term.subject, id: term.id, role: role.subject };
    const { payload, verdict } = await at.draft(ana, 'decision', {
      operations: [{ op: 'adopt', adopts }],
      reason: { say: 'Nobody else came.' },
    });
    expect(verdict.status).toBe('pending');
    expect(new TextDecoder().decode(payload)).toContain(`"call":"${id}"`);
  });
});

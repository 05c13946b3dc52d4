import { beforeEach, describe, expect, test } from 'vitest';
import type { Ref } from '../../../protocol/ids.ts';
import { DAY_SECONDS, SECOND } from '../../../protocol/time.ts';
import { bundleBytes } from '../../../protocol/verify/bundle.ts';
import { verifyBundle } from '../../../protocol/verify/verify-bundle.ts';
import { exportBundle, publicOnly } from '../../../server/flows/acts/export-bundle.ts';
import { publishIfBehind } from '../../../server/flows/log/publish-checkpoint.ts';
import { verifyWithNode } from '../../../server/keys/node-verify.ts';
import { type MemoryInstance, memoryInstance, type Person } from '../../support/memory-instance.ts';
import { adoptRole, nominate, select, stand } from './support/seats.ts';

const START = Date.parse('2026-05-04T08:00:00.000Z');
const DAY = DAY_SECONDS * SECOND;

let at: MemoryInstance;
let [ana, ben, cem, dia] = [] as unknown as [Person, Person, Person, Person];

beforeEach(async () => {
  at = await memoryInstance(['Ana', 'Ben', 'Cem', 'Dia'], START);
  [ana, ben, cem, dia] = at.people as unknown as [Person, Person, Person, Person];
});

const outcomes = async () => (await at.logged('outcome')).map(({ content }) => content);

/** Everything that a stranger finds in the bundle of the last outcome. */
async function verified() {
  await publishIfBehind(at.instance.context);
  const [outcome] = (await at.logged('outcome')).slice(-1);
  if (outcome === undefined) throw new TypeError('there is an outcome');
  const bundle = await exportBundle(at.instance.context, outcome.entry.id, publicOnly);
  const { levels } = await verifyBundle(bundleBytes(bundle), { verify: verifyWithNode, now: at.now() });
  return [levels.V2.result, levels.V3.result, levels.V4.result];
}

const ballot = (who: Person, proposal: string, ...approves: readonly Person[]) =>
  at.act(who, 'approval', { proposal, approves: approves.map(({ author }) => author) });

describe('§15 [R-15.45] selection by approval', () => {
  let role: Ref;
  let selection: string;

  /** Cem and Dia stand, Ben is named and says nothing. */
  beforeEach(async () => {
    role = await adoptRole(at);
    selection = (await select(at, ana, role)).subject;
    await nominate(at, ana, selection, cem);
    await nominate(at, ben, selection, dia);
    await nominate(at, cem, selection, ben);
    await stand(at, cem, selection, role);
    await stand(at, dia, selection, role);
  });

  test('grants the term that the selected signed, and everybody can recompute it', async () => {
    expect((await ballot(ana, selection, cem)).entry.verdict?.code).toBe('not-open');
    await at.pass(10 * DAY);
    expect((await nominate(at, dia, selection, cem)).entry.verdict?.code).toBe('too-late');
    expect((await ballot(ana, selection, ben)).entry.verdict?.code).toBe('unknown-reference');
    await ballot(ana, selection, cem, dia);
    await ballot(ben, selection, cem);
    await ballot(dia, selection);
    await at.pass(7 * DAY);
    const [said] = await outcomes();
    expect(said).toMatchObject({
      result: 'adopted',
      selection: {
        candidates: expect.arrayContaining([
          { nominee: cem.author, nominations: 1, approvals: 2, chosen: true },
          { nominee: dia.author, nominations: 1, approvals: 1, chosen: false },
          { nominee: ben.author, nominations: 1, approvals: 0, chosen: false },
        ]),
        none: 1,
      },
      binding: { operations: [{ op: 'adopt', adopts: { type: 'mandate', role: role.subject } }] },
    });
    expect(await verified()).toEqual(['pass', 'attested', 'pass']);
    expect((await ballot(ben, selection, dia)).entry.verdict?.code).toBe('closed');
  });

  test('leaves things as they are where two are level', async () => {
    await at.pass(10 * DAY);
    await ballot(ana, selection, cem, dia);
    await ballot(ben, selection, cem, dia);
    await at.pass(7 * DAY);
    expect(await outcomes()).toMatchObject([{ result: 'not-adopted' }]);
    expect(await verified()).toEqual(['pass', 'attested', 'pass']);
  });
});

describe('§15 [R-15.45] selection by consent', () => {
  test('asks for consent to whoever has most nominations after the change round', async () => {
    const role = await adoptRole(at, { selection: 'consent' });
    const { subject } = await select(at, ana, role);
    await nominate(at, ana, subject, cem);
    await nominate(at, ben, subject, dia);
    await stand(at, cem, subject, role);
    await at.pass(8 * DAY);
    expect((await nominate(at, dia, subject, dia)).entry.verdict?.code).toBe('too-late');
    await nominate(at, ben, subject, cem);
    const early = await at.draft(ana, 'response', { proposal: subject, value: 'consent' });
    expect(early.verdict.code).toBe('not-open');
    await at.pass(2 * DAY);
    for (const who of [ana, ben, cem, dia])
      await at.act(who, 'response', { proposal: subject, value: 'consent' });
    expect(await outcomes()).toMatchObject([
      {
        result: 'adopted',
        selection: { candidates: [{ nominee: cem.author, nominations: 2, chosen: true }] },
      },
    ]);
    expect(await verified()).toEqual(['pass', 'attested', 'pass']);
  });
});

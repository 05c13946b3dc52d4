import { beforeEach, describe, expect, test } from 'vitest';
import { DAY_SECONDS, SECOND } from '../../../protocol/time.ts';
import { bundleBytes } from '../../../protocol/verify/bundle.ts';
import { verifyBundle } from '../../../protocol/verify/verify-bundle.ts';
import { exportBundle, publicOnly } from '../../../server/flows/acts/export-bundle.ts';
import { publishIfBehind } from '../../../server/flows/log/publish-checkpoint.ts';
import { proposalView } from '../../../server/flows/views/proposal-view.ts';
import { whyView } from '../../../server/flows/views/why-view.ts';
import { verifyWithNode } from '../../../server/keys/node-verify.ts';
import { type MemoryInstance, memoryInstance, type Person } from '../../support/memory-instance.ts';

const START = Date.parse('2026-05-04T08:00:00.000Z');
const DAY = DAY_SECONDS * SECOND;

let at: MemoryInstance;
let [ana, ben, cem] = [] as unknown as [Person, Person, Person];

beforeEach(async () => {
  at = await memoryInstance(['Ana', 'Ben', 'Cem'], START);
  [ana, ben, cem] = at.people as unknown as [Person, Person, Person];
});

/** A new version of a constraint-free charter on top of the one in force; two of them exclude each other. */
async function proposeCharter(name: string) {
  const [charter] = await at.logged('charter');
  if (charter === undefined) throw new TypeError('the commons is founded');
  const {
    type: _t,
    commons: _c,
    author: _a,
    issuedAt: _i,
    audience: _u,
    salt: _s,
    refs: _r,
    v: _v,
    ...fields
  } = charter.content;
  const draft = await at.act(ana, 'charter', { ...fields, name: { en: name }, supersedes: charter.entry.id });
  const adopts = { type: 'charter', subject: charter.content.subject, id: draft.id };
  return at.act(ana, 'proposal', { driver: { say: 'A name.' }, operations: [{ op: 'adopt', adopts }] });
}

const consentAll = async (proposal: string, people: readonly Person[] = [ana, ben, cem]) => {
  for (const who of people) await at.act(who, 'response', { proposal, value: 'consent' });
};
const shown = (subject: string) => proposalView(at.instance.context, subject as never, publicOnly);
const matters = () => at.instance.context.store.records.list('matter');

/** Two names are agreed; the second one was put forward on top of a version that is in force no longer. */
async function tooLate() {
  const first = await proposeCharter('First name');
  const second = await proposeCharter('Second name');
  await consentAll(first.subject);
  await consentAll(second.subject);
  return second;
}

describe('§6 [R-6.71] a yes that cannot take effect', () => {
  test('says why as long as it waits, and how long that is', async () => {
    const { subject } = await tooLate();
    const { hindrance, state, decision } = await shown(subject);
    expect({ state, decision }).toEqual({ state: 'adopted', decision: null });
    expect(hindrance).toMatchObject({ code: 'stale-version', sentence: expect.any(String) });
    expect(Date.parse(hindrance?.until ?? '')).toBeGreaterThan(at.now() + 30 * DAY);
  });

  test('ends as a no that says why, and is looked at no more', async () => {
    const { subject } = await tooLate();
    const until = Date.parse((await shown(subject)).hindrance?.until ?? '');
    await at.pass(until - at.now() - 1);
    expect(await at.logged('outcome')).toHaveLength(1);
    await at.pass(1);
    const outcomes = await at.logged('outcome');
    expect(outcomes).toHaveLength(2);
    const [, last] = outcomes;
    expect(last?.entry.verdict).toMatchObject({ status: 'counted' });
    expect(last?.content).toMatchObject({ result: 'not-adopted', noEffect: 'stale-version' });
    expect(await matters()).toEqual([]);
    expect((await shown(subject)).hindrance).toBeNull();
    await publishIfBehind(at.instance.context);
    const id = last?.entry.id as never;
    const { sentence } = await whyView(at.instance.context, id, publicOnly);
    expect(sentence).toContain('could not be done');
    // §9: whoever has the bundle alone comes to the same.
    const bundle = bundleBytes(await exportBundle(at.instance.context, id, publicOnly));
    const { levels } = await verifyBundle(bundle, { verify: verifyWithNode, now: at.now() });
    expect([levels.V2.result, levels.V4.result]).toEqual(['pass', 'pass']);
  });

  test('is not signed and tried for nothing meanwhile', async () => {
    const { subject } = await tooLate();
    const before = await at.instance.context.store.head(at.commons);
    for (let round = 0; round < 20; round++) await at.happen();
    expect(await at.instance.context.store.head(at.commons)).toEqual(before);
    const [matter] = await matters();
    expect(matter?.value.next).toBeGreaterThan(at.now());
    expect((await shown(subject)).hindrance).not.toBeNull();
  });
});

describe('§6 [R-6.70] what no entry can decide', () => {
  test('is told before anybody signs, and asks nobody', async () => {
    const [circle] = await at.logged('circle');
    const operations = [];
    for (let number = 1; number <= 9; number++) {
      const { refs: _, ...fields } = (circle?.content ?? {}) as Record<string, unknown>;
      const draft = await at.act(ana, 'circle', {
        ...fields,
        author: ana.author,
        subject: at.instance.context.random.subject(),
        name: { en: `Circle ${number}` },
      });
      operations.push({ op: 'adopt', adopts: { type: 'circle', subject: draft.subject, id: draft.id } });
    }
    const wish = { driver: { say: 'Many circles.' }, operations };
    const { verdict } = await at.draft(ana, 'proposal', wish);
    expect(verdict).toMatchObject({
      code: 'too-many-threads',
      sentence: expect.stringContaining('split it'),
    });
    const few = await at.draft(ana, 'proposal', { ...wish, operations: operations.slice(0, 6) });
    expect(few.verdict.code).not.toBe('too-many-threads');
  });
});

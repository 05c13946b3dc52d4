import { fc, test as lawTest } from '@fast-check/vitest';
import { beforeAll, describe, expect, test } from 'vitest';
import { parseDocument } from '../../../protocol/documents/parse-document.ts';
import { parseEnvelope } from '../../../protocol/envelope/parse.ts';
import { verifyEnvelope } from '../../../protocol/envelope/verify.ts';
import { type Admitted, admit } from '../../../protocol/governance/admit.ts';
import { COUNTED, refuse, type Verdict } from '../../../protocol/governance/verdict.ts';
import { parseLeaf } from '../../../protocol/log/leaf.ts';
import { verifyWithNode } from '../../../server/keys/node-verify.ts';
import { subjectOf } from '../../support/people.ts';
import { say, startWorld, transfer, type World } from '../../support/rules/world.ts';
import { circleOf, personFields } from '../../support/vectors/logs/begin.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld('admit');
});

/** Asks admission about a circle by Ana, without logging it. */
async function admitCircle(index: number, given?: Verdict): Promise<Admitted> {
  const { log, people } = world;
  const { payload } = log.compose('circle', people.ana, circleOf('A circle'));
  const verified = await verifyEnvelope(parseEnvelope(await log.sign(payload, people.ana)), verifyWithNode);
  const document = parseDocument(verified.content);
  return admit({ index, at: log.now(), verified, document }, log.record, given);
}

describe('§3.8 [R-3.8] admission', () => {
  test('says the leaf, the verdict and the threads as they stand after it, and changes nothing itself', async () => {
    const before = world.log.entries.length;
    const first = await admitCircle(before);
    expect(await admitCircle(before)).toMatchObject({
      verdict: first.verdict,
      threads: [{ n: 1, last: before }],
    });
    expect(first.verdict.status).toBe('counted');
    expect(world.log.state(subjectOf('A circle'))).toBeNull();
    expect(world.log.entries).toHaveLength(before);
  });

  test('a log that begins with something else than the charter MUST be refused [R-4.10]', async () => {
    await expect(admitCircle(0)).rejects.toMatchObject({ type: 'wrong-log' });
  });

  test('takes a verdict that is known already', async () => {
    const refused: Verdict = { status: 'not-counted', checks: [], refusal: refuse('not-active') };
    expect((await admitCircle(world.log.entries.length, refused)).threads).toMatchObject([
      { n: 1, state: null },
    ]);
    expect((await admitCircle(world.log.entries.length, COUNTED)).threads).toMatchObject([
      { n: 1, state: { kind: 'thing', type: 'circle' } },
    ]);
  });

  test('what cannot be judged leaves the state of a thread as it was, and has its place in it all the same', async () => {
    const open: Verdict = { status: 'unresolved', checks: [], missing: [] };
    expect((await admitCircle(world.log.entries.length, open)).threads).toMatchObject([
      { n: 1, state: null },
    ]);
  });
});

type Act = (world: World, step: number) => Promise<unknown>;

/** What people do, rightly or not. */
const ACTS: readonly Act[] = [
  ({ decide, things }, step) => decide(`pay ${step}`, [transfer(things.X, 90 + step)]),
  ({ decide, things, people }, step) => decide(`pay ${step}`, [transfer(things.Z, 200)], { by: people.dia }),
  ({ decide, things, people }, step) =>
    decide(`pay ${step}`, [transfer(things.X, 1)], { by: people.cem, mandate: things.mandates.cem }),
  ({ log, people }, step) => log.append('circle', people.ben, circleOf(`circle ${step % 3}`)),
  ({ log, people }, step) =>
    log.append('circle', people.cem, { ...circleOf(`hidden ${step % 2}`), audience: 'members' }),
  ({ structureDecides, things }, step) =>
    structureDecides(`end ${step}`, [{ op: 'end', type: 'domain', thing: things.spending }]),
  ({ log, people }, step) =>
    log.append(
      'participant',
      people.dia,
      personFields(people.dia, { status: step % 2 === 0 ? 'resting' : 'active' }),
    ),
  ({ log, people, own, things }, step) =>
    log.append('proposal', people.ana, {
      subject: own(`proposal ${step % 2}`),
      domain: things.spending,
      driver: say('It is broken.'),
      binding: { operations: [transfer(things.X, 5)] },
      explanation: [],
      alternatives: [],
    }),
];

describe('§3 laws of a log', () => {
  const acts = fc.array(fc.nat(ACTS.length - 1), { minLength: 1, maxLength: 12 });

  lawTest.prop([acts], { numRuns: 15 })('whatever people do', async (chosen) => {
    const begun = await startWorld('laws');
    for (const [step, act] of chosen.entries()) {
      begun.log.setClock(begun.log.now() + (step % 3) * 1000 - 500);
      await ACTS[act]?.(begun, step);
    }
    const { entries, record } = begun.log;
    const counts = new Map<string, { n: number; last: number }>();
    for (const [index, { leaf, leafBytes, threads }] of entries.entries()) {
      expect(parseLeaf(leafBytes)).toEqual(leaf);
      for (const { key, n, prev } of [...leaf.threads, ...leaf.reads]) {
        expect({ n, prev }).toEqual({ n: counts.get(key)?.n ?? 0, prev: counts.get(key)?.last ?? -1 });
      }
      for (const { key } of leaf.threads) counts.set(key, { n: (counts.get(key)?.n ?? 0) + 1, last: index });
      for (const { state } of threads) expect(JSON.parse(JSON.stringify(state))).toEqual(state);
    }
    const account = record.thread(begun.things.X.subject).state;
    if (account?.kind !== 'resource') throw new TypeError('X is a resource');
    expect(account.ledger.allocated).toBeLessThanOrEqual(1000); // §7
  });
});

import { expect, test } from 'vitest';
import { DAY_SECONDS, SECOND } from '../../../protocol/time.ts';
import { type MemoryInstance, memoryInstance, type Person } from '../../support/memory-instance.ts';
import { randomFrom } from '../../support/random.ts';
import { actAsUsual, expectSound, throwOne } from './support/random-commons.ts';
import { decideChangesBy, rungOf, usualAct } from './support/usual-acts.ts';

const START = Date.parse('2026-05-04T08:00:00.000Z');
const SEED = 20_261_123;
const COMMONS = 5;
const DOCUMENTS = 400;
/** One is no random one, but what people do all day: so there is something that goes on. */
const USUAL_EVERY = 3;
/** Time passes after one of so many, by up to four days. */
const PASSES_EVERY = 10;
const PASSES_MS_MAX = 4 * DAY_SECONDS * SECOND;

/**
 * Whatever well-signed documents are thrown at a commons: each is logged or refused with a problem of the sender's, the
 * commons goes on with what it owes, and the log recomputes to just what is stored.
 */
test.each(Array.from({ length: COMMONS }, (_, index) => SEED + index))(
  `§6 [R-6.2] ${DOCUMENTS} random documents, seed %d: never a failure, never a state that the rules do not yield`,
  async (seed) => {
    const random = randomFrom(seed);
    const at = await memoryInstance(['Ana', 'Ben', 'Cem', 'Dia'], START);
    await beginUsual(at);
    await decideChangesBy(at, rungOf(seed));
    const seen = { counted: 0, 'not-counted': 0, pending: 0, unresolved: 0, refused: 0 };
    for (let count = 0; count < DOCUMENTS; count++) {
      seen[
        random() < 1 / USUAL_EVERY ? await actAsUsual(at, random, usualAct) : await throwOne(at, random)
      ]++;
      if (random() < 1 / PASSES_EVERY) await at.pass(Math.floor(random() * PASSES_MS_MAX));
    }
    await at.pass(PASSES_MS_MAX);
    await expectSound(at);
    // Some of each, or the test would show little.
    expect(seen.unresolved).toBe(0);
    expect(Math.min(seen.counted, seen['not-counted'], seen.refused)).toBeGreaterThan(DOCUMENTS / 20);
  },
);

/** Something to name: a tool adopted, a matter for the coordinator, one for the circle. */
async function beginUsual(at: MemoryInstance): Promise<void> {
  const [ana, ben] = at.people as unknown as [Person, Person];
  const tool = await at.act(ana, 'resource', {
    kind: 'hours',
    name: { en: 'Work' },
    unit: 'minute',
    capacity: { model: 'stock', quantity: 600 },
    steward: ana.author,
    askers: 'peers',
  });
  const adopts = { type: 'resource', subject: tool.subject, id: tool.id };
  const reason = { say: 'We have it.' };
  const decision = await at.act(ana, 'decision', { operations: [{ op: 'adopt', adopts }], reason });
  await at.act(ben, 'confirmation', { of: decision.id });
  const path = { op: 'change', paths: ['docs/readme.md'], content: 'A'.repeat(43), title: 'A sentence' };
  await at.act(ben, 'proposal', { driver: { say: 'It is wrong.' }, operations: [path] });
  const circle = await at.act(ben, 'circle', {
    name: { en: 'Garden' },
    kind: 'circle',
    aim: { en: 'To grow.' },
    members: [ana.author, ben.author],
    status: 'active',
  });
  await at.act(ben, 'proposal', {
    driver: { say: 'Some of us garden.' },
    operations: [{ op: 'adopt', adopts: { type: 'circle', subject: circle.subject, id: circle.id } }],
  });
}

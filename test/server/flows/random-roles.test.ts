import { expect, test } from 'vitest';
import { DAY_SECONDS, SECOND } from '../../../protocol/time.ts';
import { createApp } from '../../../server/app.ts';
import { type MemoryInstance, memoryInstance } from '../../support/memory-instance.ts';
import { randomFrom } from '../../support/random.ts';
import { BROWSER_ACCEPT } from '../web/support/memory-commons.ts';
import { actAsUsual, expectSound, throwOne } from './support/random-commons.ts';
import { beginRoles, roleActs } from './support/role-acts.ts';

const START = Date.parse('2026-05-04T08:00:00.000Z');
const SEED = 20_261_123;
const COMMONS = 3;
const DOCUMENTS = 250;
/** So many of four are what people do about roles, and the others just anything. */
const USUAL = 3 / 4;
const PASSES_EVERY = 8;
const PASSES_MS_MAX = 3 * DAY_SECONDS * SECOND;
const HOOKS = { onReceived: () => undefined, onPeerAdded: () => undefined, isStopping: () => false };
/** What everybody can open, besides what is about one thing. */
const PAGES = [
  ...['/', '/register', '/register/lint', '/constraints', '/agents', '/circles', '/roles', '/matters'],
  ...['/emergencies', '/meetings', '/proposals', '/resources', '/agreements', '/erasures'],
];

/**
 * Roles, seats, budgets, matters, meetings and links, with whatever well-signed documents between: each is logged or
 * refused with a problem of the sender's, the log recomputes, and every page opens whatever has come of it all.
 */
test.each(Array.from({ length: COMMONS }, (_, index) => SEED + index))(
  `§15 [R-6.2] ${DOCUMENTS} documents around roles, seed %d: never a failure, never a state that the rules do not yield`,
  async (seed) => {
    const random = randomFrom(seed);
    const at = await memoryInstance(['Ana', 'Ben', 'Cem', 'Dia'], START);
    const usual = roleActs(await beginRoles(at, seed % 2 === 0 ? 'consent' : 'approval'));
    const seen = { counted: 0, 'not-counted': 0, pending: 0, unresolved: 0, refused: 0 };
    for (let count = 0; count < DOCUMENTS; count++) {
      seen[random() < USUAL ? await actAsUsual(at, random, usual) : await throwOne(at, random)]++;
      if (random() < 1 / PASSES_EVERY) await at.pass(Math.floor(random() * PASSES_MS_MAX));
    }
    await at.pass(PASSES_MS_MAX);
    await expectSound(at);
    expect(await failingPages(at)).toEqual([]);
    // Some of each, or the test would show little.
    expect(seen.unresolved).toBe(0);
    expect(Math.min(seen.counted, seen['not-counted'], seen.refused)).toBeGreaterThan(DOCUMENTS / 20);
  },
  600_000,
);

/** Pages that do not open: of all that there is, and of each matter and decision. */
async function failingPages(at: MemoryInstance): Promise<readonly string[]> {
  const app = createApp(at.instance, HOOKS);
  const proposals = new Set((await at.logged('proposal')).map(({ content }) => content.subject));
  const decided = [...(await at.logged('decision')), ...(await at.logged('outcome'))];
  const paths = [
    ...PAGES,
    ...[...proposals].map((subject) => `/proposals/${subject}`),
    ...decided.map(({ entry }) => `/why/${entry.id.slice('ni:///sha-256;'.length)}`),
  ];
  const failing: string[] = [];
  for (const path of paths) {
    const { status } = await app.request(path, { headers: { accept: BROWSER_ACCEPT } });
    if (status >= 500) failing.push(`${path}: ${status}`);
  }
  return failing;
}

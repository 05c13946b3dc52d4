import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import type { ThreadState } from '../../../protocol/governance/state.ts';
import { promised } from '../../../protocol/resource/ledger.ts';
import { DAY_SECONDS, SECOND } from '../../../protocol/time.ts';
import { actsArbitrary, currentStock, perform } from '../../support/rules/random-acts.ts';
import { replayEntries } from '../../support/rules/replay-entries.ts';
import { openTable } from '../../support/rules/table.ts';
import { limit, startWorld, type Wishes, type World } from '../../support/rules/world.ts';

const MOST = 900;
const PERIOD = 10 * DAY_SECONDS;
const LIMITS = { limits: [limit({ perDecision: 600, perPeriod: { most: MOST, seconds: PERIOD } })] };
const ONE: Wishes = LIMITS;
const TWO: Wishes = {
  ...LIMITS,
  spending: { parameters: { delegation: { signers: 2, proposerMayDecide: true } } },
};

/* A small commons with two stocks, limits and one negotiation: whatever people and peers try, in whatever order. */
test('laws: [R-7.2] no stock is overdrawn, [R-6.7] no limit is passed, [R-4.3] what does not count changes nothing, [R-6.2a] the same entries give the same', async () => {
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(ONE, TWO), actsArbitrary, fc.nat(30), async (wish, acts, cut) => {
      const world = await startWorld('laws', wish);
      const table = await openTable(world);
      for (const [count, act] of acts.entries()) {
        const before = world.log.states();
        const from = world.log.entries.length;
        await perform(world, table, act, count);
        expectStockWithinCapacity(world);
        expectNothingOfWhatDoesNotCount(world, from, before);
      }
      expectLimitsKept(world);
      expectSameAgain(world, cut);
    }),
    { numRuns: 80 },
  );
}, 240_000);

/** what is given and held never exceeds what there is, and each amount given is accounted for. */
function expectStockWithinCapacity(world: World): void {
  const id = currentStock(world);
  const state = world.log.state(world.things.X.subject);
  if (state?.kind !== 'resource') throw new TypeError('X is a stock');
  const document = id === null ? null : world.log.record.document(id);
  if (document?.type === 'resource')
    expect(promised(state.ledger)).toBeLessThanOrEqual(document.capacity.quantity);
  expect(state.ledger.allocated).toBe(givenFrom(world));
}

/** what counts in one period never exceeds its limit. */
function expectLimitsKept(world: World): void {
  for (const used of usedByPeriod(world).values()) expect(used).toBeLessThanOrEqual(MOST);
}

/** an entry that does not count leaves every state as it was. */
function expectNothingOfWhatDoesNotCount(
  { log }: World,
  from: number,
  before: ReadonlyMap<string, ThreadState | null>,
): void {
  const added = log.entries.slice(from);
  if (added.some(({ verdict }) => verdict.status !== 'not-counted')) return;
  for (const [name, state] of log.states()) {
    const known = before.get(name) ?? null;
    if (state !== known) expect(essence(state)).toEqual(essence(known));
  }
}

/** [R-6.2a]: the documents in their order are all that matters, and later ones change no earlier verdict. */
function expectSameAgain(world: World, cut: number): void {
  const { entries } = world.log;
  const whole = replayEntries(world, entries);
  expect(whole.verdicts).toEqual(entries.map(({ verdict }) => verdict));
  expect(whole.states).toEqual(new Map(world.log.states()));
  const part = replayEntries(world, entries.slice(0, Math.max(1, entries.length - cut)));
  expect(part.verdicts).toEqual(whole.verdicts.slice(0, part.verdicts.length));
}

/** All that left X for good, counted from the documents alone. */
function givenFrom({ log, things }: World): number {
  let given = 0;
  const counted = new Map(
    log.entries.filter(({ verdict }) => verdict.status === 'counted').map(({ entry }) => [entry.id, entry]),
  );
  for (const { document } of counted.values()) {
    if (document.type === 'seal') {
      const terms = log.record.document(document.terms);
      for (const { provider, resource, quantity } of terms?.type === 'terms' ? terms.fields.commitments : [])
        if (provider === log.commons && resource.subject === things.X.subject) given += quantity;
    }
    const confirmed = document.type === 'confirmation' ? log.record.document(document.of.id) : document;
    if (confirmed?.type !== 'decision' || confirmed.result !== 'adopted') continue;
    for (const operation of confirmed.binding.operations)
      if (operation.op === 'transfer' && operation.resource.subject === things.X.subject)
        given += operation.quantity;
  }
  return given;
}

/** Amounts of decisions about spending that came to count, by the period in which they were decided. */
function usedByPeriod({ log, things }: World): ReadonlyMap<number, number> {
  const used = new Map<number, number>();
  const confirmed = new Set(
    log.entries.flatMap(({ entry, verdict }) =>
      entry.document.type === 'confirmation' && verdict.status === 'counted' ? [entry.document.of.id] : [],
    ),
  );
  for (const { entry, verdict } of log.entries) {
    const { document, at } = entry;
    if (document.type !== 'decision' || document.domain.subject !== things.spending.subject) continue;
    if (verdict.status !== 'counted' && !confirmed.has(entry.id)) continue;
    const period = Math.floor(at / (PERIOD * SECOND));
    const amount = document.binding.operations.reduce((sum, operation) => {
      if (operation.op === 'transfer') return sum + operation.quantity;
      if (operation.op !== 'agree') return sum;
      const ours = operation.fields.commitments.filter(({ provider }) => provider === log.commons);
      return sum + ours.reduce((part, { quantity }) => part + quantity, 0);
    }, 0);
    used.set(period, (used.get(period) ?? 0) + amount);
  }
  return used;
}

/** A state without what is remembered of documents that do not count. */
function essence(state: ThreadState | null): unknown {
  switch (state?.kind) {
    case 'decision': {
      const decided = state.decided.filter(({ status }) => status !== 'not-counted');
      return decided.length === 0 ? null : { ...state, decided };
    }
    case 'usage':
      return state.windows.length + state.pending.length === 0 ? null : state;
    case 'negotiation':
      return { ...state, conflicts: [] };
    default:
      return state;
  }
}

import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { termOf } from '../../../../protocol/documents/mandate.ts';
import type { DocumentId, Subject } from '../../../../protocol/ids.ts';
import { DAY_SECONDS, type Millis, parseTime, SECOND } from '../../../../protocol/time.ts';
import type { LoggedEntry } from '../../../support/log-builder.ts';
import { createTermActs, ROTATING, termActs } from '../../../support/rules/random-terms.ts';
import { replayEntries } from '../../../support/rules/replay-entries.ts';
import { createWatch } from '../../../support/rules/transitions.ts';
import { startWorld, type World } from '../../../support/rules/world.ts';

const DAY = DAY_SECONDS * SECOND;
/** Fixed, so that what is to be seen of each kind is seen each time. */
const SEED = 20_261_123;
const CARETAKER = 30 * DAY;
const SEATS = 3;
const TERMS_IN_A_ROW = 2;
const TERM = 365 * DAY;

/** A term, told from what was decided about it and from nothing else. */
interface Told {
  readonly subject: Subject;
  readonly id: DocumentId;
  readonly holder: Subject;
  readonly startsAt: Millis;
  readonly endsAt: Millis;
  /** Taken away before its time. */
  readonly over: boolean;
  readonly rests: { readonly from: Millis; readonly until: Millis } | null;
}

/** Terms of treasurers as an entry finds them; their latest versions, and those that were ended. */
function tell(world: World, before: readonly LoggedEntry[]): readonly Told[] {
  const { log, things } = world;
  const told = new Map<DocumentId, Told>();
  const add = (id: DocumentId) => {
    const document = log.record.document(id);
    if (document?.type !== 'mandate' || document.role.subject !== things.treasurer.subject) return;
    const { subject, holder } = document;
    const known = [...told.values()].filter((one) => one.subject === subject);
    for (const one of known) if (!one.over) told.delete(one.id);
    const rests = known.find((one) => one.rests !== null)?.rests ?? null;
    told.set(id, { subject, id, holder, ...termOf(document), over: false, rests });
  };
  for (const { id } of Object.values(things.mandates)) add(id);
  for (const { entry, verdict } of before) {
    const { document, at } = entry;
    if (verdict.status !== 'counted' || (document.type !== 'decision' && document.type !== 'outcome'))
      continue;
    for (const operation of document.result === 'adopted' ? document.binding.operations : []) {
      if (operation.op === 'adopt' && operation.adopts.type === 'mandate') add(operation.adopts.id);
      const ended =
        operation.op === 'end' ? operation.thing.id : operation.op === 'recall' ? operation.mandate.id : null;
      for (const one of [...told.values()])
        if (one.id === ended) told.set(one.id, { ...one, over: true, endsAt: Math.min(one.endsAt, at) });
        else if (operation.op === 'suspend' && one.id === operation.mandate.id)
          told.set(one.id, { ...one, rests: { from: at, until: parseTime(operation.until) ?? 0 } });
    }
  }
  return [...told.values()];
}

/** What is spent is spent by somebody whose term runs: neither over, nor ended, nor at rest. */
function expectRight(world: World, index: number): void {
  const logged = world.log.entries[index];
  const { document, at } = logged?.entry ?? {};
  if (document?.type !== 'decision' || at === undefined || logged?.verdict.status !== 'counted') return;
  if (document.domain.subject !== world.things.spending.subject) return;
  const term = tell(world, world.log.entries.slice(0, index)).find(({ id }) => id === document.mandate.id);
  if (term === undefined) throw new Error('it was decided by a term that nobody adopted');
  expect(term.over).toBe(false);
  expect(at).toBeGreaterThanOrEqual(term.startsAt);
  expect(at).toBeLessThan(document.caretaker === true ? term.endsAt + CARETAKER : term.endsAt);
  expect(term.rests === null || at < term.rests.from || at >= term.rests.until).toBe(true);
  if (document.delegation === undefined) expect(document.author).toBe(term.holder);
}

/** No moment has more holders than seats. */
function expectSeats(terms: readonly Told[]): void {
  const running = terms.filter(({ over }) => !over);
  for (const { startsAt: at } of running)
    expect(
      running.filter(({ startsAt, endsAt }) => startsAt <= at && at < endsAt).length,
    ).toBeLessThanOrEqual(SEATS);
}

/** Nobody has one term after another beyond the most in a row, as nobody calls for others here. */
function expectRotation(terms: readonly Told[]): void {
  for (const holder of new Set(terms.map((one) => one.holder))) {
    // One that was ended before it began was nobody's.
    const own = terms
      .filter((one) => one.holder === holder && one.startsAt < one.endsAt)
      .sort((a, b) => a.startsAt - b.startsAt);
    let [row, last]: [number, Told | null] = [0, null];
    for (const one of own) {
      if (last?.startsAt === one.startsAt) continue;
      row = last !== null && one.startsAt - last.endsAt < TERM ? row + 1 : 1;
      expect(row, `terms in a row of ${holder}`).toBeLessThanOrEqual(TERMS_IN_A_ROW);
      last = one;
    }
  }
}

describe('§15 laws of a role that rotates, whatever people do', () => {
  test('[R-15.31], [R-15.56] nobody decides beyond a term, its end or its rest; [R-5.17] no seat is taken twice; [R-15.34] nobody stays', async () => {
    const seen = { spent: 0, refused: 0, recalled: 0, suspended: 0, delegated: 0, caretaken: 0 };
    await fc.assert(
      fc.asyncProperty(termActs, fc.boolean(), async (acts, isLate) => {
        const world = await startWorld('role-laws', ROTATING);
        // The terms of the founding end soon: then somebody looks after the role.
        if (isLate) world.log.setClock('2026-12-20T12:00:00Z');
        const { perform } = createTermActs(world);
        for (const act of acts) {
          const from = world.log.entries.length;
          await perform(act);
          for (let index = from; index < world.log.entries.length; index++) {
            expectRight(world, index);
            note(seen, world.log.entries[index]);
          }
          const terms = tell(world, world.log.entries);
          expectSeats(terms);
          expectRotation(terms);
        }
      }),
      { numRuns: 70, seed: SEED },
    );
    // Some of each, or it would show little.
    expect(Math.min(...Object.values(seen)), JSON.stringify(seen)).toBeGreaterThan(3);
  }, 240_000);

  test('[R-4.14] every mandate ends: when all ends have come, nobody holds or looks after anything any more', async () => {
    await fc.assert(
      fc.asyncProperty(termActs, async (acts) => {
        const world = await startWorld('role-ends', ROTATING);
        const { perform, terms, spend, everybody } = createTermActs(world);
        for (const act of acts) await perform(act);
        const ends = terms().map(({ document }) => termOf(document).endsAt);
        world.log.setClock(Math.max(world.log.now(), ...ends) + CARETAKER);
        const from = world.log.entries.length;
        for (const { ref, document } of terms()) {
          const by = everybody.find(({ author }) => author === document.holder);
          if (by === undefined) continue;
          await spend(ref, { by });
          await spend(ref, { by, caretaker: true });
        }
        const tried = world.log.entries.slice(from).filter(({ entry }) => entry.document.type === 'decision');
        expect(tried.length).toBeGreaterThan(3);
        expect(tried.every(({ verdict }) => verdict.status === 'not-counted')).toBe(true);
      }),
      { numRuns: 12 },
    );
  }, 240_000);

  test('[R-6.2a] the same entries give the same, later ones change no earlier verdict, and [R-6.80] what has become of a thing is in the table', async () => {
    await fc.assert(
      fc.asyncProperty(termActs, fc.nat(40), async (acts, cut) => {
        const world = await startWorld('role-replay', ROTATING);
        const { perform } = createTermActs(world);
        for (const act of acts) await perform(act);
        const { entries } = world.log;
        const whole = replayEntries(world, entries);
        expect(whole.verdicts).toEqual(entries.map(({ verdict }) => verdict));
        expect(whole.states).toEqual(new Map(world.log.states()));
        const part = replayEntries(world, entries.slice(0, Math.max(1, entries.length - cut)));
        expect(part.verdicts).toEqual(whole.verdicts.slice(0, part.verdicts.length));
        const watch = createWatch();
        for (const logged of entries) watch.look(logged, (name) => world.log.record.entries(name));
        expect(watch.forbidden).toEqual([]);
      }),
      { numRuns: 30 },
    );
  }, 240_000);
});

function note(
  seen: Record<'spent' | 'refused' | 'recalled' | 'suspended' | 'delegated' | 'caretaken', number>,
  logged: LoggedEntry | undefined,
): void {
  const { document } = logged?.entry ?? {};
  if (document?.type !== 'decision' && document?.type !== 'outcome') return;
  if (logged?.verdict.status !== 'counted') {
    seen.refused++;
    return;
  }
  const [operation] = document.binding.operations;
  if (operation?.op === 'transfer') seen.spent++;
  if (operation?.op === 'recall') seen.recalled++;
  if (operation?.op === 'suspend') seen.suspended++;
  if (document.type === 'decision' && document.delegation !== undefined) seen.delegated++;
  if (document.type === 'decision' && document.caretaker === true) seen.caretaken++;
}

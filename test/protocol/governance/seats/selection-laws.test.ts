import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Select } from '../../../../protocol/documents/seat-operations.ts';
import { createView } from '../../../../protocol/governance/create-view.ts';
import type { Evaluation } from '../../../../protocol/governance/ladder/evaluation.ts';
import { stageOf } from '../../../../protocol/governance/ladder/stage.ts';
import type { JudgedEntry } from '../../../../protocol/governance/view.ts';
import type { Subject } from '../../../../protocol/ids.ts';
import { DAY_SECONDS, formatMillis, type Millis, SECOND } from '../../../../protocol/time.ts';
import { startWorld } from '../../../support/rules/world.ts';
import { createSelection, WISHES } from '../../../support/vectors/governance/selection-scenarios.ts';

const HOUR = 3600 * SECOND;
/** Fixed, so that what is to be seen of each kind is seen each time. */
const SEED = 20_261_123;
const DAY = DAY_SECONDS * SECOND;
/** Put forward and opened at the start of the world: two phases of so many days each, and a week for answers. */
const PHASE_DAYS = 2;
const PHASES = { nominateSeconds: PHASE_DAYS * DAY_SECONDS, changeSeconds: PHASE_DAYS * DAY_SECONDS };

interface Act {
  readonly what: 'nominate' | 'stand' | 'decline' | 'vote' | 'answer' | 'explain';
  readonly who: number;
  readonly whom: number;
  /** Ballots name everybody whose bit is set. */
  readonly ballot: number;
  readonly hours: number;
}

const acts: fc.Arbitrary<Act[]> = fc.array(
  fc.record({
    what: fc.oneof(
      { weight: 4, arbitrary: fc.constant('nominate' as const) },
      { weight: 4, arbitrary: fc.constant('stand' as const) },
      { weight: 12, arbitrary: fc.constant('vote' as const) },
      { weight: 4, arbitrary: fc.constant('answer' as const) },
      fc.constantFrom('decline' as const, 'explain' as const),
    ),
    who: fc.nat(3),
    whom: fc.nat(3),
    ballot: fc.nat(15),
    hours: fc.oneof({ weight: 3, arbitrary: fc.constant(0) }, fc.nat(40)),
  }),
  { minLength: 20, maxLength: 45, size: 'max' },
);

/** Somebody is selected for one or two seats, whatever people try. */
async function begin(method: Select['method'], seats: number) {
  const selection = await createSelection(await startWorld('selection-laws', WISHES), method, {
    seats: { min: 1, max: seats },
  });
  const proposal = await selection.put({ seats, ...PHASES });
  const opening = await selection.open(proposal);
  expect(opening.verdict.status).toBe('counted');
  const { log } = selection.world;
  const people = Object.values(selection.people);

  async function perform({ what, who, whom, ballot, hours }: Act): Promise<void> {
    log.setClock(formatMillis(log.now() + hours * HOUR));
    const [by, other] = [people[who], people[whom]];
    if (by === undefined || other === undefined) throw new TypeError('four people');
    switch (what) {
      case 'nominate':
        await selection.nominate(by, proposal, other);
        return;
      case 'stand':
        await selection.stand(by, proposal);
        return;
      case 'decline':
        await selection.decline(by, proposal);
        return;
      case 'vote':
        await selection.vote(
          by,
          proposal,
          ...people.filter((one, place) => (ballot >> place) % 2 === 1 && mayBe(one)),
        );
        return;
      case 'answer':
        await selection.matter.respond(by, proposal, ballot % 4 === 0 ? 'concern' : 'consent');
        return;
      case 'explain':
        await selection.matter.advise(by, proposal);
        return;
    }
  }

  /** Until then, or no longer than it has been; the log never falls silent meanwhile. */
  async function waitUntil(at: Millis): Promise<void> {
    log.setClock(Math.max(log.now(), at));
    await selection.matter.advise(selection.people.ana, proposal);
  }

  /** Mostly people approve of those who stand, and now and then of whoever comes to their mind. */
  function mayBe({ author }: (typeof people)[number]): boolean {
    const candidates = comeTo().selection?.candidates ?? [];
    const stands = candidates.some(({ nominee, mandate }) => nominee === author && mandate !== null);
    return stands || log.entries.length % 8 === 0;
  }

  const thread = () => log.record.entries(selection.matter.P);
  function comeTo(at = log.now()): Evaluation {
    const stage = stageOf(
      createView(log.record, { changed: [selection.matter.P], read: [] }),
      selection.matter.P,
      at,
    );
    if (stage?.kind !== 'circle') throw new TypeError('it is open');
    return stage.evaluation;
  }
  return { ...selection, log, perform, waitUntil, thread, comeTo, openedAt: opening.entry.at };
}

/** The last word of each author that counts, of those that a filter lets through. */
function lastOf<Kind extends JudgedEntry['document']['type']>(
  thread: readonly JudgedEntry[],
  type: Kind,
  within: (at: Millis) => boolean,
) {
  const words = new Map<string, Extract<JudgedEntry['document'], { readonly type: Kind }>>();
  for (const { document, verdict, at } of thread)
    if (document.type === type && verdict.status === 'counted' && within(at))
      words.set(document.author, document as Extract<JudgedEntry['document'], { readonly type: Kind }>);
  return words;
}

/** Who is elected by ballots, told as plainly as can be: the whole of but for minutes. */
function elected(
  thread: readonly JudgedEntry[],
  seats: number,
  times: { decideAt: Millis; closesAt: Millis },
) {
  const before = (at: Millis) => at < times.decideAt;
  const nominees = new Set([...lastOf(thread, 'nomination', before).values()].map(({ nominee }) => nominee));
  const standing = [...lastOf(thread, 'candidacy', before)].flatMap(([author, { accepts }]) =>
    accepts && nominees.has(author as Subject) ? [author as Subject] : [],
  );
  const gone = new Set(
    thread.flatMap(({ document, verdict, at }) =>
      document.type === 'candidacy' && verdict.status === 'counted' && !document.accepts && !before(at)
        ? [document.author]
        : [],
    ),
  );
  const ballots = [...lastOf(thread, 'approval', (at) => at < times.closesAt).values()];
  const none = ballots.filter(({ approves }) => approves.length === 0).length;
  const approvals = (who: Subject) => ballots.filter(({ approves }) => approves.includes(who)).length;
  const able = standing.filter(
    (who) => !gone.has(who) && approvals(who) > none && approvals(who) * 2 > ballots.length,
  );
  // Whoever has as many as somebody who would not find a seat any more finds none either.
  const chosen = able.filter(
    (who) => able.filter((other) => approvals(other) >= approvals(who)).length <= seats,
  );
  return { chosen: ballots.length * 2 >= 4 ? chosen : [], none, approvals, ballots: ballots.length };
}

const RANK = { nominate: 0, change: 1, decide: 2 } as const;

/** How far a selection is: later is more. */
function rankOf({ state, selection }: Evaluation): number {
  if (isOver(state)) return 3;
  return selection === undefined ? -1 : RANK[selection.phase];
}

function isOver(state: Evaluation['state']): boolean {
  return state === 'adopted' || state === 'not-adopted';
}

const chosenOf = ({ selection }: Evaluation) =>
  (selection?.candidates ?? []).flatMap(({ nominee, chosen }) => (chosen ? [nominee] : [])).sort();

describe('§15 [R-15.45] laws of a selection', () => {
  test('by approval: whoever is elected stood, has more approvals than none of these, and nobody is elected by chance', async () => {
    const seen = { adopted: 0, 'not-adopted': 0 };
    await fc.assert(
      fc.asyncProperty(acts, fc.integer({ min: 1, max: 2 }), async (tried, seats) => {
        const { perform, thread, comeTo, waitUntil, openedAt } = await begin('approval', seats);
        // Two stand from the beginning on, so that there is somebody to elect.
        for (const who of [0, 1])
          for (const what of ['nominate', 'stand'] as const)
            await perform({ what, who, whom: who, ballot: 0, hours: 0 });
        for (const act of tried) await perform(act);
        const decideAt = openedAt + 2 * PHASE_DAYS * DAY;
        const closesAt = decideAt + 7 * DAY;
        await waitUntil(closesAt);
        const end = comeTo();
        const told = elected(thread(), seats, { decideAt, closesAt });
        expect(end.closesAt).toBe(closesAt);
        expect(chosenOf(end)).toEqual([...told.chosen].sort());
        expect(end.state).toBe(told.chosen.length > 0 ? 'adopted' : 'not-adopted');
        expect(end.selection?.none).toBe(told.none);
        for (const { chosen, approvals, mandate } of end.selection?.candidates ?? []) {
          if (!chosen) continue;
          expect(approvals).toBeGreaterThan(told.none);
          expect(mandate).not.toBeNull();
        }
        if (end.state === 'adopted' || end.state === 'not-adopted') seen[end.state]++;
      }),
      { numRuns: 80, seed: SEED },
    );
    // Some of each, or it would show little.
    expect(Math.min(seen.adopted, seen['not-adopted'])).toBeGreaterThan(5);
  }, 240_000);

  test.each(['approval', 'consent'] as const)(
    'by %s: time only moves it forward, and what it has come to stays',
    async (method) => {
      let ended = 0;
      await fc.assert(
        fc.asyncProperty(acts, fc.integer({ min: 1, max: 2 }), async (tried, seats) => {
          const { perform, comeTo, log, thread } = await begin(method, seats);
          let [rank, over]: [number, Evaluation | null] = [0, null];
          for (const act of tried) {
            await perform(act);
            const now = comeTo();
            expect(rankOf(now)).toBeGreaterThanOrEqual(rank);
            rank = rankOf(now);
            if (over !== null) {
              ended++;
              expect({ state: now.state, chosen: chosenOf(now) }).toEqual({
                state: over.state,
                chosen: chosenOf(over),
              });
            } else if (isOver(now.state)) over = now;
          }
          // What nobody adds to goes on by itself, and never back.
          let last = comeTo();
          for (const days of [0, 1, 3, 7, 20, 80]) {
            const later = comeTo(log.now() + days * DAY);
            expect(rankOf(later)).toBeGreaterThanOrEqual(rankOf(last));
            if (isOver(last.state)) expect(later.state).toBe(last.state);
            last = later;
          }
          expect(isOver(last.state)).toBe(true);
          expect(thread().some(({ document }) => document.type === 'outcome')).toBe(false);
        }),
        { numRuns: 40, seed: SEED },
      );
      expect(ended).toBeGreaterThan(10);
    },
    240_000,
  );

  test('by approval: it depends on what each person said last, not on the order in which people spoke', async () => {
    const ballots = fc.array(fc.nat(15), { minLength: 4, maxLength: 4 });
    const orders = fc.shuffledSubarray([0, 1, 2, 3], { minLength: 4, maxLength: 4 });
    await fc.assert(
      fc.asyncProperty(ballots, orders, orders, async (cast, first, second) => {
        const results = [];
        for (const order of [first, second]) {
          const { perform, comeTo, waitUntil, log } = await begin('approval', 1);
          const of = (what: Act['what'], who: number, whom = 0, ballot = 0) =>
            perform({ what, who, whom, ballot, hours: 0 });
          for (const who of order) await of('nominate', who, (who + 1) % 4);
          for (const who of order) await of('stand', who);
          await waitUntil(log.now() + 2 * PHASE_DAYS * DAY);
          for (const who of order) await of('vote', who, 0, cast[who]);
          await waitUntil(log.now() + 7 * DAY);
          const { state, counts, selection } = comeTo();
          const rows = selection?.candidates.map(({ nominee, nominations, approvals, chosen }) => ({
            ...{ nominee, nominations, approvals, chosen },
          }));
          results.push({ state, counts, rows, none: selection?.none });
        }
        expect(results[0]).toEqual(results[1]);
      }),
      { numRuns: 40 },
    );
  }, 240_000);
});

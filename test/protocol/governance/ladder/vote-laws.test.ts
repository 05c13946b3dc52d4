import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { VoteParameters } from '../../../../protocol/documents/rung.ts';
import { evaluate } from '../../../../protocol/governance/ladder/evaluate.ts';
import { SECOND } from '../../../../protocol/time.ts';
import { createScript, DAY, OPENED, seat, seats } from '../../../support/rules/matter-script.ts';

const CLOSE = OPENED + 7 * DAY;
const SIZE = 7;

/** Somebody answers, for themself or in the name of somebody else who may have answered. */
interface Said {
  readonly by: number;
  readonly name: number;
  readonly value: 'yes' | 'no' | 'abstain';
}

const saidArbitrary: fc.Arbitrary<Said> = fc.record({
  by: fc.nat(SIZE - 1),
  name: fc.nat(SIZE - 1),
  value: fc.constantFrom('yes', 'no', 'abstain'),
});
const shareArbitrary = fc
  .tuple(fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 12 }))
  .map(([a, b]) => ({ num: Math.min(a, b), den: Math.max(a, b) }));
const parametersArbitrary: fc.Arbitrary<VoteParameters> = fc.record({
  openSeconds: fc.constant((7 * DAY) / SECOND),
  quorum: fc.oneof(fc.constant('square-root' as const), shareArbitrary),
  threshold: fc
    .tuple(shareArbitrary, fc.constantFrom('roster' as const, 'responders' as const, 'decisive' as const))
    .map(([share, base]) => ({ ...share, cmp: 'gte' as const, base })),
});

function cast(said: readonly Said[], parameters: VoteParameters) {
  const script = createScript();
  for (const [index, { by, name, value }] of said.entries()) {
    const more = by === name ? {} : { for: seat(String(name)) };
    script.answer(seat(String(by)), value, OPENED + 1 + index, more);
  }
  const frozen = {
    openedAt: OPENED,
    rung: 'vote' as const,
    parameters: { vote: parameters },
    roster: seats(SIZE),
    silence: () => 0,
  };
  return evaluate(script.entries, frozen, CLOSE);
}

/** What each person's answer is, told plainly: their own last one, else the last in their name. Spec §17. */
function lastWords(said: readonly Said[]): ReadonlyMap<number, Said['value']> {
  const words = new Map<number, Said['value']>();
  for (let name = 0; name < SIZE; name++) {
    const about = said.filter((one) => one.name === name);
    const own = about.findLast(({ by }) => by === name);
    const last = own ?? about.at(-1);
    if (last !== undefined) words.set(name, last.value);
  }
  return words;
}

const saidLists = fc.array(saidArbitrary, { maxLength: 20 });

describe('§6 [R-6.36], §17 [R-17.9] laws of a vote', () => {
  test('one person, one answer: nobody speaks over what somebody said themself', () => {
    fc.assert(
      fc.property(saidLists, parametersArbitrary, (said, parameters) => {
        const words = [...lastWords(said).values()];
        const of = (value: Said['value']) => words.filter((word) => word === value).length;
        const { counts } = cast(said, parameters);
        expect(counts.responders).toBe(words.length);
        expect(counts.decisive).toBe(of('yes') + of('no'));
        for (const value of ['yes', 'no', 'abstain'] as const)
          expect(counts.answers[value] ?? 0).toBe(of(value));
      }),
      { numRuns: 300 },
    );
  });

  test('who turns from no to yes never turns a yes into a no', () => {
    fc.assert(
      fc.property(saidLists, parametersArbitrary, fc.nat(SIZE - 1), (said, parameters, who) => {
        fc.pre(lastWords(said).get(who) === 'no');
        const turned = [...said, { by: who, name: who, value: 'yes' as const }];
        if (cast(said, parameters).state === 'adopted')
          expect(cast(turned, parameters).state).toBe('adopted');
        expect(cast(turned, parameters).counts.responders).toBe(cast(said, parameters).counts.responders);
      }),
      { numRuns: 300 },
    );
  });

  test('it ends at its close, by its counts alone: the order in which people speak is of no matter', () => {
    fc.assert(
      fc.property(saidLists, parametersArbitrary, (said, parameters) => {
        const plain = [...lastWords(said)].map(([name, value]) => ({ by: name, name, value }));
        const { state, counts } = cast(said, parameters);
        const other = cast([...plain].reverse(), parameters);
        expect(['adopted', 'not-adopted']).toContain(state);
        expect({ state: other.state, counts: other.counts }).toEqual({ state, counts });
      }),
      { numRuns: 300 },
    );
  });
});

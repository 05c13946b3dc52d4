import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Counts } from '../../../../protocol/documents/outcome.ts';
import {
  hasConsensusQuorum,
  hasConsentQuorum,
  hasVoteQuorum,
  missingQuorum,
} from '../../../../protocol/governance/ladder/quorum.ts';

const TIMES = { openSeconds: 86_400, deadlineSeconds: 864_000 };
const consentBy = (quorum: 'two-thirds' | 'all-but-two' | 'square-root', lazy = false) => ({
  ...TIMES,
  quorum,
  ...(lazy ? { lazy: true as const } : {}),
});

function counts(roster: number, base: number, answers: Counts['answers'], objections = 0): Counts {
  const responders = Object.values(answers).reduce((sum, count) => sum + count, objections);
  return { roster, base, responders, decisive: responders, answers, objections };
}

describe('§6 [R-6.26] which quorum is missing, and how many are needed', () => {
  test('both have answered, and one of them objects: it is consents that are missing', () => {
    const both = counts(2, 2, { consent: 1 }, 1);
    expect(missingQuorum('consent', { consent: consentBy('two-thirds') }, both)).toEqual([
      { of: 'consents', needed: 2, given: 1 },
    ]);
  });

  test('too few have answered, and of these too few consent', () => {
    const few = counts(10, 9, { consent: 1, concern: 1 });
    expect(missingQuorum('consent', { consent: consentBy('two-thirds') }, few)).toEqual([
      { of: 'answers', needed: 6, given: 2 },
      { of: 'consents', needed: 3, given: 2 },
    ]);
    expect(missingQuorum('consent', { consent: consentBy('all-but-two') }, few)).toEqual([
      { of: 'consents', needed: 7, given: 2 },
    ]);
    expect(missingQuorum('consent', { consent: consentBy('square-root', true) }, few)).toEqual([
      { of: 'consents', needed: 3, given: 2 },
    ]);
  });

  test('a vote and a consensus ask for answers', () => {
    const few = counts(16, 12, { yes: 5 });
    const threshold = { num: 1, den: 2, cmp: 'gt', base: 'decisive' } as const;
    const vote = { openSeconds: 1, quorum: 'square-root' as const, threshold };
    expect(missingQuorum('vote', { vote }, few)).toEqual([{ of: 'answers', needed: 6, given: 5 }]);
    const half = { num: 1, den: 2 };
    const consensus = { ...TIMES, quorum: half, standAsidesMost: half, agree: threshold };
    expect(missingQuorum('consensus', { consensus }, few)).toEqual([{ of: 'answers', needed: 6, given: 5 }]);
    expect(missingQuorum('consensus', { consensus }, counts(16, 10, { agree: 5 }))).toEqual([]);
  });

  const people = fc.integer({ min: 1, max: 40 });
  const said = fc.tuple(people, fc.nat(40), fc.nat(40), fc.nat(40)).map(([roster, gone, yes, other]) => {
    const base = Math.max(0, roster - gone);
    return { roster, base, yes: Math.min(yes, roster), other: Math.min(other, roster) };
  });
  const share = fc
    .tuple(fc.integer({ min: 1, max: 9 }), fc.nat(9))
    .map(([den, num]) => ({ num: Math.min(num, den), den }));

  test('nothing is missing exactly where the quorum is reached', () => {
    fc.assert(
      fc.property(
        said,
        share,
        fc.constantFrom('two-thirds' as const, 'all-but-two' as const, 'square-root' as const),
        fc.boolean(),
        ({ roster, base, yes, other }, quorum, preset, lazy) => {
          const consent = consentBy(preset, lazy);
          const consented = counts(roster, base, { consent: yes, pause: 0 }, other);
          expect(missingQuorum('consent', { consent }, consented).length === 0).toBe(
            hasConsentQuorum(consented, consent),
          );
          const threshold = { num: 1, den: 2, cmp: 'gt', base: 'decisive' } as const;
          const consensus = { ...TIMES, quorum, standAsidesMost: quorum, agree: threshold };
          const agreed = counts(roster, base, { agree: yes, block: other });
          expect(missingQuorum('consensus', { consensus }, agreed).length === 0).toBe(
            hasConsensusQuorum(agreed, consensus),
          );
          for (const one of [quorum, 'square-root' as const]) {
            const vote = { openSeconds: 1, quorum: one, threshold };
            const voted = counts(roster, base, { yes, no: other });
            expect(missingQuorum('vote', { vote }, voted).length === 0).toBe(hasVoteQuorum(voted, vote));
          }
        },
      ),
    );
  });
});

import { add, at, indexOfTarget, type Kit, type Plan, remove, replace } from './plan-kit.ts';

/** Files that are no bundles, and bundles with a hole. */
export function holePlans({ of, spoilt, without, withheld }: Kit): readonly Plan[] {
  const decision = of('decision').bundle;
  const targetIndex = indexOfTarget(decision);
  const [_hash = ''] = Object.keys(decision.attachments);
  return [
    {
      id: 'a-member-more',
      rule: 'R-9.2',
      what: 'a member that is none',
      bundle: 'decision',
      patch: [add('/note', 'believe me')],
    },
    {
      id: 'another-version',
      rule: 'R-9.2',
      what: 'another version of the form',
      bundle: 'decision',
      patch: [replace('/v', 2)],
    },
    {
      id: 'a-part-twice',
      rule: 'R-9.2',
      what: 'two parts of one commons',
      bundle: 'decision',
      patch: [add('/logs/-', decision.logs[0])],
    },
    {
      id: 'a-position-twice',
      rule: 'R-9.2a',
      what: 'one entry twice',
      bundle: 'decision',
      patch: [add('/logs/0/entries/-', decision.logs[0]?.entries[0])],
    },
    {
      id: 'a-leaf-that-is-none',
      rule: 'R-9.2b',
      what: 'a leaf with a member too many',
      bundle: 'decision',
      patch: [add(`${at(decision, 0)}/leaf/n`, 1)],
    },
    ...[0, 5, 8].map(
      (index): Plan => ({
        id: `without-entry-${index}`,
        rule: 'R-9.3',
        what: `entry ${index} is left out`,
        bundle: 'decision',
        patch: without('decision', index),
      }),
    ),
    ...[0, 5, 8].map(
      (index): Plan => ({
        id: `entry-${index}-withheld`,
        rule: 'R-9.27',
        what: `the document of entry ${index} is withheld`,
        bundle: 'decision',
        patch: withheld('decision', index),
      }),
    ),
    {
      id: 'target-withheld',
      rule: 'R-9.30',
      what: 'the target is withheld',
      bundle: 'decision',
      patch: withheld('decision', targetIndex),
    },
    {
      id: 'target-left-out',
      rule: 'R-9.31',
      what: 'the target is left out',
      bundle: 'decision',
      patch: without('decision', targetIndex),
    },
    {
      id: 'target-of-another-commons',
      rule: 'R-9.31',
      what: 'the bundle has no part of the target’s commons',
      bundle: 'decision',
      patch: [replace('/target/commons', of('second-signer').trust[0] ?? '')],
    },
    {
      id: 'same-period-withheld',
      rule: 'R-9.17',
      what: 'a decision of the same period is withheld',
      bundle: 'two-periods',
      patch: [remove(`${at(spoilt('two-periods'), 11)}/envelope`)],
    },
    {
      id: 'boundary-left-out',
      rule: 'R-9.17',
      what: 'the leaf before the period is left out: nothing shows that it is older',
      bundle: 'two-periods',
      patch: [remove(at(spoilt('two-periods'), 10))],
    },
    {
      id: 'a-page-withheld',
      rule: 'R-9.26',
      what: 'a page of the set that carries the domain is withheld',
      bundle: 'domain-of-a-set',
      patch: withheld('domain-of-a-set', 10),
    },
    ...OUTCOME_HOLES.map(([id, what, indices]) => ({
      id,
      rule: 'R-9.29',
      what,
      bundle: 'outcome',
      // From the end, so that what goes first moves nothing that comes later.
      patch: [...indices].reverse().flatMap((index) => without('outcome', index)),
    })),
    {
      id: 'roster-withheld',
      rule: 'R-9.29',
      what: 'the page that says who was asked is withheld',
      bundle: 'outcome',
      patch: withheld('outcome', 15),
    },
    {
      id: 'hidden-opener-withheld',
      rule: 'R-9.16',
      what: 'the document that opened a hidden thread is withheld',
      bundle: 'hidden-proposal',
      patch: withheld('hidden-proposal', 10),
    },
    {
      id: 'second-signature-withheld',
      rule: 'R-9.5',
      what: 'the second signature is withheld',
      bundle: 'second-signer',
      patch: withheld('second-signer', 11),
    },
    {
      id: 'second-signers-mandate-left-out',
      rule: 'R-9.5',
      what: 'the second signer’s mandate is left out',
      bundle: 'second-signer',
      patch: without('second-signer', 8),
    },
  ];
}

/** What V2 of the example's outcome rests on: left out, each makes it unresolved. */
const OUTCOME_HOLES: readonly (readonly [id: string, what: string, indices: readonly number[]])[] = [
  ['circle-left-out', 'the circle that decided is left out', [4]],
  ['opening-left-out', 'the opening is left out', [16]],
  ['answers-left-out', 'everything that people answered is left out', [17, 22, 23, 24]],
];

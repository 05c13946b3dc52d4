import type { Counts } from '../../../../protocol/documents/outcome.ts';
import type { Answer } from '../../../../protocol/documents/response.ts';
import type { Ladder } from '../../../../protocol/documents/rung.ts';
import type { Share, Threshold } from '../../../../protocol/documents/threshold.ts';
import { DAY_SECONDS } from '../../../../protocol/time.ts';
import { createMatter } from '../../rules/matter.ts';
import { say } from '../../rules/world.ts';
import type { Scenario } from './scenario.ts';

const WEEK = { openSeconds: 7 * DAY_SECONDS, deadlineSeconds: 30 * DAY_SECONDS };
const HALF = { num: 1, den: 2 } as const;
/** Four people are asked on 10 January at noon, and this is when the week is over. */
const CLOSE = '2026-01-17T12:00:00Z';
const BEFORE = '2026-01-17T11:59:59.999Z';

const byConsent = (quorum: 'two-thirds' | 'all-but-two' | 'square-root'): Ladder => ({
  consent: { ...WEEK, quorum },
});
const byVote = (threshold: Threshold, quorum: Share | 'square-root' = HALF): Ladder => ({
  vote: { openSeconds: WEEK.openSeconds, quorum, threshold },
});
const byConsensus = (agree: Threshold, more: object = {}): Ladder => ({
  consensus: {
    ...WEEK,
    ...{ quorum: { num: 3, den: 4 }, standAsidesMost: { num: 1, den: 4 }, agree, ...more },
  },
});
const over = (num: number, den: number, base: Threshold['base']): Threshold => ({
  num,
  den,
  cmp: 'gt',
  base,
});
const least = (num: number, den: number, base: Threshold['base']): Threshold => ({
  ...{ num, den, cmp: 'gte', base },
});

type Edge = readonly [
  id: string,
  rule: string,
  what: string,
  ladder: Ladder,
  answers: readonly Answer[],
  adopted: boolean,
  more?: { readonly at?: string; readonly fallback?: true },
];

const CONSENSUS = byConsensus(over(1, 2, 'roster'));
const MAJORITY = over(1, 2, 'decisive');
const FALLBACK = (threshold: Threshold) =>
  byConsensus(over(1, 2, 'roster'), { fallback: { afterSeconds: 5 * DAY_SECONDS, threshold } });
const FELL_BACK = { at: '2026-01-22T12:00:00Z', fallback: true } as const;
const BLOCKED: readonly Answer[] = ['agree', 'agree', 'agree', 'block'];

const EDGES: readonly Edge[] = [
  [
    'consent-thirds',
    'R-6.26',
    'three of four answer: 3 · 3 is not less than 2 · 4',
    byConsent('two-thirds'),
    ['consent', 'consent', 'concern'],
    true,
  ],
  [
    'consent-thirds-missed',
    'R-6.26',
    'two of four do: 3 · 2 is',
    byConsent('two-thirds'),
    ['consent', 'consent'],
    false,
  ],
  [
    'consent-least',
    'R-6.26',
    'three answer, and two of them consent: it takes three',
    byConsent('two-thirds'),
    ['consent', 'consent', 'abstain'],
    false,
  ],
  [
    'consent-but-two',
    'R-6.26',
    'all but two is two here, and three are asked for all the same',
    byConsent('all-but-two'),
    ['consent', 'consent'],
    false,
  ],
  [
    'consent-but-one',
    'R-6.26',
    'three of four, all but one',
    byConsent('all-but-two'),
    ['consent', 'consent', 'consent'],
    true,
  ],
  [
    'consent-root',
    'R-6.26',
    'three of four: 4 · 3² is just 9 · 4',
    byConsent('square-root'),
    ['consent', 'consent', 'consent'],
    true,
  ],
  [
    'consent-root-missed',
    'R-6.26',
    'two of four: 4 · 2² is less',
    byConsent('square-root'),
    ['consent', 'consent'],
    false,
  ],
  [
    'consent-at-the-close',
    'R-6.24',
    'when the week is over',
    byConsent('two-thirds'),
    ['consent', 'consent', 'consent'],
    true,
    { at: CLOSE },
  ],
  [
    'consent-before-the-close',
    'R-6.24',
    'a millisecond before',
    byConsent('two-thirds'),
    ['consent', 'consent', 'consent'],
    false,
    { at: BEFORE },
  ],
  ['vote-quorum', 'R-6.36', 'just half of the roster has voted', byVote(MAJORITY), ['yes', 'yes'], true],
  ['vote-quorum-missed', 'R-6.36', 'one less', byVote(MAJORITY), ['yes'], false],
  [
    'vote-root',
    'R-6.36',
    'a quorum by square root, just reached',
    byVote(MAJORITY, 'square-root'),
    ['yes', 'yes', 'no'],
    true,
  ],
  ['vote-root-missed', 'R-6.36', 'one less', byVote(MAJORITY, 'square-root'), ['yes', 'yes'], false],
  [
    'vote-at-the-close',
    'R-6.36',
    'when the week is over',
    byVote(MAJORITY),
    ['yes', 'yes'],
    true,
    { at: CLOSE },
  ],
  [
    'vote-before-the-close',
    'R-6.36',
    'a millisecond before',
    byVote(MAJORITY),
    ['yes', 'yes'],
    false,
    { at: BEFORE },
  ],
  [
    'more-than',
    'R-6.30',
    'more than half of those who took a side',
    byVote(MAJORITY),
    ['yes', 'yes', 'no'],
    true,
  ],
  [
    'more-than-just',
    'R-6.30',
    'just half is not more than half',
    byVote(MAJORITY),
    ['yes', 'yes', 'no', 'no'],
    false,
  ],
  [
    'at-least-just',
    'R-6.30',
    'just half is at least half',
    byVote(least(1, 2, 'decisive')),
    ['yes', 'yes', 'no', 'no'],
    true,
  ],
  [
    'at-least-missed',
    'R-6.30',
    'a third is less than half',
    byVote(least(1, 2, 'decisive')),
    ['yes', 'no', 'no'],
    false,
  ],
  [
    'of-the-roster',
    'R-6.30',
    'three of all four who were asked',
    byVote(least(3, 4, 'roster')),
    ['yes', 'yes', 'yes'],
    true,
  ],
  [
    'of-the-roster-missed',
    'R-6.30',
    'two of them, though nobody is against',
    byVote(least(3, 4, 'roster')),
    ['yes', 'yes'],
    false,
  ],
  [
    'of-responders',
    'R-6.30',
    'two of three who answered: whoever abstains has',
    byVote(least(2, 3, 'responders')),
    ['yes', 'yes', 'abstain'],
    true,
  ],
  [
    'of-responders-missed',
    'R-6.30',
    'two of four who answered',
    byVote(least(2, 3, 'responders')),
    ['yes', 'yes', 'no', 'abstain'],
    false,
  ],
  [
    'of-decisive',
    'R-6.30',
    'two of three who took a side: whoever abstains has not',
    byVote(least(2, 3, 'decisive')),
    ['yes', 'yes', 'no', 'abstain'],
    true,
  ],
  [
    'of-decisive-missed',
    'R-6.30',
    'one of two',
    byVote(least(2, 3, 'decisive')),
    ['yes', 'no', 'abstain'],
    false,
  ],
  [
    'of-nobody',
    'R-6.30',
    'nobody took a side: nobody of nobody reaches nothing',
    byVote(least(1, 1_000_000, 'decisive')),
    ['abstain', 'abstain'],
    false,
  ],
  [
    'consensus-quorum',
    'R-6.34',
    'three quarters have answered',
    CONSENSUS,
    ['agree', 'agree', 'agree'],
    true,
  ],
  [
    'consensus-quorum-missed',
    'R-6.34',
    'one less',
    byConsensus(least(1, 2, 'roster')),
    ['agree', 'agree'],
    false,
  ],
  [
    'consensus-asides',
    'R-6.34',
    'just a quarter stand aside',
    CONSENSUS,
    ['agree', 'agree', 'agree', 'stand-aside'],
    true,
  ],
  [
    'consensus-asides-exceeded',
    'R-6.34',
    'one of three is more than a quarter',
    byConsensus(least(1, 2, 'roster')),
    ['agree', 'agree', 'stand-aside'],
    false,
  ],
  [
    'consensus-agreed',
    'R-6.34',
    'three agree, one with a reservation',
    CONSENSUS,
    ['agree', 'agree', 'agree-with-reservation', 'abstain'],
    true,
  ],
  [
    'consensus-not-agreed',
    'R-6.34',
    'two of four are not more than half',
    CONSENSUS,
    ['agree', 'agree', 'abstain', 'abstain'],
    false,
  ],
  ['consensus-blocked', 'R-6.34', 'one blocks', CONSENSUS, BLOCKED, false],
  [
    'fallback-just',
    'R-6.34',
    'five days after the close, by just what the fallback asks for',
    FALLBACK(least(3, 4, 'decisive')),
    BLOCKED,
    true,
    FELL_BACK,
  ],
  [
    'fallback-missed',
    'R-6.34',
    'nine tenths are more',
    FALLBACK(least(9, 10, 'decisive')),
    BLOCKED,
    false,
    FELL_BACK,
  ],
  [
    'fallback-too-early',
    'R-6.34',
    'a millisecond before the five days are over',
    FALLBACK(least(3, 4, 'decisive')),
    BLOCKED,
    false,
    { ...FELL_BACK, at: '2026-01-22T11:59:59.999Z' },
  ],
];

/** Four people are asked, some answer, and the commons says that it is adopted. */
function scenarioOf([id, rule, what, parameters, answers, adopted, more = {}]: Edge): Scenario {
  const [rung] = Object.keys(parameters) as ('consent' | 'consensus' | 'vote')[]; // it has just one
  const words = [...Array(3 + answers.length).fill('counted'), adopted ? 'counted' : 'rules-disagree'];
  return {
    ...{ id, rule, what, words: words.join(' ') },
    wishes: {
      spending: ({ circle }) => ({
        owner: { kind: 'circle', ...circle },
        rung: rung ?? 'consent',
        parameters,
      }),
    },
    play: async (world) => {
      const matter = createMatter(world);
      const proposal = await matter.propose();
      const opening = await matter.open(proposal);
      const { ana, ben, cem, dia } = matter.people;
      for (const [place, who] of [ana, ben, cem, dia].slice(0, answers.length).entries()) {
        const value = answers[place] ?? 'abstain';
        await matter.respond(who, proposal, value, reasonFor(value));
      }
      matter.setClock(more.at ?? CLOSE);
      const said = more.fallback === undefined ? {} : { fallback: more.fallback };
      await matter.outcome(proposal, opening, { counts: countsOf(answers), result: 'adopted', ...said });
    },
  };
}

function reasonFor(value: Answer) {
  if (value === 'block') return { text: say('It empties the fund.'), ground: 'purpose' as const };
  return value === 'stand-aside' ? { text: say('I know nothing of it.') } : {};
}

function countsOf(answers: readonly Answer[]): Counts {
  const by: Partial<Record<Answer, number>> = {};
  for (const value of answers) by[value] = (by[value] ?? 0) + 1;
  const decisive = answers.filter((value) => value !== 'abstain' && value !== 'stand-aside').length;
  return { roster: 4, base: 4, responders: answers.length, decisive, answers: by, objections: 0 };
}

/** Each threshold just reached, and just missed. */
export const THRESHOLD_SCENARIOS: readonly Scenario[] = EDGES.map(scenarioOf);

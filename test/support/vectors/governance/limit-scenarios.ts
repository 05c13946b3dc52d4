import { AMOUNT_MAX } from '../../../../protocol/amount.ts';
import type { Limit } from '../../../../protocol/documents/domain-fields.ts';
import { DAY_SECONDS } from '../../../../protocol/time.ts';
import { confirmationOf, limit, refTo, say, transfer, type Wishes, type World } from '../../rules/world.ts';
import type { Scenario } from './scenario.ts';

const each = (perDecision: number, more: Partial<Limit> = {}): Wishes => ({
  limits: [limit({ perDecision, ...more })],
});
const daily = (most: number, more: Partial<Limit> = {}): Wishes => ({
  limits: [limit({ perPeriod: { most, seconds: DAY_SECONDS }, ...more })],
});
const twoSigners = (wishes: Wishes): Wishes => ({
  ...wishes,
  spending: { parameters: { delegation: { signers: 2, proposerMayDecide: true } } },
});

/** Decisions of the given amounts from X, one after the other, each at its time. */
function spending(...decisions: readonly (readonly [time: string, ...amounts: number[]])[]) {
  return async (world: World) => {
    for (const [index, [time, ...amounts]] of decisions.entries()) {
      world.log.setClock(`2026-01-${time}Z`);
      await world.decide(
        `d${index}`,
        amounts.map((amount) => transfer(world.things.X, amount)),
      );
    }
  };
}

const PER_DECISION: readonly Scenario[] = [
  {
    id: 'each',
    rule: 'R-6.7',
    what: 'just what one decision may give',
    wishes: each(100),
    words: 'counted',
    play: spending(['10T12:00:00', 100]),
  },
  {
    id: 'each-exceeded',
    rule: 'R-6.7',
    what: 'one more',
    wishes: each(100),
    words: 'limit-exceeded',
    play: spending(['10T12:00:00', 101]),
  },
  {
    id: 'each-sum',
    rule: 'R-6.7',
    what: 'one more, in two operations',
    wishes: each(100),
    words: 'limit-exceeded',
    play: spending(['10T12:00:00', 50, 51]),
  },
  {
    id: 'each-all-resources',
    rule: 'R-6.7',
    what: 'one more, from two resources: a limit that names none adds up all',
    wishes: each(100),
    words: 'limit-exceeded',
    play: ({ decide, things }) => decide('d', [transfer(things.X, 50), transfer(things.Z, 51)]),
  },
  {
    id: 'each-other-effect',
    rule: 'R-6.7',
    what: 'a limit on another kind of effect',
    wishes: each(100, { effects: ['agreement'] }),
    words: 'counted',
    play: spending(['10T12:00:00', 500]),
  },
  {
    id: 'each-zero',
    rule: 'R-6.7',
    what: 'a limit of nothing at all',
    wishes: each(0),
    words: 'limit-exceeded',
    play: spending(['10T12:00:00', 1]),
  },
  {
    id: 'each-zero-text',
    rule: 'R-6.7',
    what: 'and a text, which uses nothing of it',
    wishes: each(0),
    words: 'counted',
    play: ({ decide }) => decide('d', [{ op: 'resolve', text: say('Thank you.') }]),
  },
  {
    id: 'each-not-adopted',
    rule: 'R-6.7b',
    what: 'a "no" uses no limit',
    wishes: each(100),
    words: 'counted',
    play: ({ decide, things }) => decide('d', [transfer(things.X, 500)], { result: 'not-adopted' }),
  },
  {
    id: 'no-limits',
    rule: 'R-6.7',
    what: 'a domain without limits: the stock alone bounds it',
    words: 'counted',
    play: spending(['10T12:00:00', 1000]),
  },
];

const PER_PERIOD: readonly Scenario[] = [
  {
    id: 'period',
    rule: 'R-6.7a',
    what: 'just what one period may give, in two decisions',
    wishes: daily(100),
    words: 'counted counted',
    play: spending(['10T12:00:00', 60], ['10T13:00:00', 40]),
  },
  {
    id: 'period-exceeded',
    rule: 'R-6.7a',
    what: 'one more',
    wishes: daily(100),
    words: 'counted limit-exceeded',
    play: spending(['10T12:00:00', 60], ['10T13:00:00', 41]),
  },
  {
    id: 'period-last-moment',
    rule: 'R-6.7a',
    what: 'one more, in the last millisecond of the period',
    wishes: daily(100),
    words: 'counted limit-exceeded',
    play: spending(['10T12:00:00', 60], ['10T23:59:59.999', 41]),
  },
  {
    id: 'period-next',
    rule: 'R-6.7a',
    what: 'at the first moment of the next period',
    wishes: daily(100),
    words: 'counted counted',
    play: spending(['10T12:00:00', 60], ['11T00:00:00', 100]),
  },
  {
    id: 'period-first-moment',
    rule: 'R-6.7a',
    what: 'what was decided at the first moment of a period belongs to it',
    wishes: daily(100),
    words: 'counted limit-exceeded',
    play: spending(['11T00:00:00', 60], ['11T23:59:59.999', 41]),
  },
  {
    id: 'period-refused-uses-nothing',
    rule: 'R-6.7a',
    what: 'a decision that does not count uses nothing',
    wishes: daily(100),
    words: 'limit-exceeded counted',
    play: spending(['10T12:00:00', 101], ['10T13:00:00', 100]),
  },
  {
    id: 'period-reversed-is-used',
    rule: 'R-6.7a',
    what: 'a reversed decision has used the limit all the same',
    wishes: daily(100),
    words: 'counted counted limit-exceeded',
    play: async ({ decide, things }) => {
      const first = await decide('first', [transfer(things.X, 60)]);
      await decide('second', [{ op: 'resolve', text: say('A mistake.') }], { reverses: refTo(first) });
      await decide('third', [transfer(things.X, 41)]);
    },
  },
  {
    id: 'period-count',
    rule: 'R-6.7',
    what: 'a limit that counts decisions: one with two transfers is one',
    wishes: daily(2, { measure: 'count' }),
    words: 'counted counted limit-exceeded',
    play: spending(['10T12:00:00', 1, 1], ['10T13:00:00', 1], ['10T14:00:00', 1]),
  },
  {
    id: 'period-two-limits',
    rule: 'R-6.7',
    what: 'of two limits the stricter one decides',
    wishes: {
      limits: [
        limit({ perPeriod: { most: 500, seconds: 30 * DAY_SECONDS } }),
        limit({ perPeriod: { most: 100, seconds: DAY_SECONDS } }),
      ],
    },
    words: 'counted limit-exceeded',
    play: spending(['11T12:00:00', 60], ['11T13:00:00', 41]),
  },
  {
    id: 'period-longer-limit',
    rule: 'R-6.7',
    what: 'and the longer one goes on counting when the shorter one begins anew',
    wishes: {
      limits: [
        limit({ perPeriod: { most: 150, seconds: 30 * DAY_SECONDS } }),
        limit({ perPeriod: { most: 100, seconds: DAY_SECONDS } }),
      ],
    },
    words: 'counted limit-exceeded',
    play: spending(['18T12:00:00', 100], ['19T12:00:00', 51]),
  },
  {
    id: 'period-same-count',
    rule: 'R-6.7a',
    what: 'two limits that differ in their amount alone share one count: what is used is counted once',
    wishes: {
      limits: [
        limit({ perPeriod: { most: 100, seconds: DAY_SECONDS } }),
        limit({ perPeriod: { most: 200, seconds: DAY_SECONDS } }),
      ],
    },
    words: 'counted counted',
    play: spending(['10T12:00:00', 60], ['10T13:00:00', 40]),
  },
  {
    id: 'period-other-domain',
    rule: 'R-6.7a',
    what: 'what another domain decides uses nothing here',
    wishes: daily(100),
    words: 'counted counted counted counted',
    play: async (world) => {
      const scope = { effects: ['transfer' as const], resources: [world.things.Z.subject] };
      const body = { subject: world.own('for Z'), ...world.bodies.spending, scope };
      const { ref: domain } = await world.adopt('for Z alone', 'domain', body);
      await world.decide('from Z', [transfer(world.things.Z, 100)], { domain });
      await world.decide('from X', [transfer(world.things.X, 100)]);
    },
  },
  {
    id: 'period-amended-amount',
    rule: 'R-6.7a',
    what: 'a limit whose amount is amended goes on counting',
    wishes: daily(100),
    words: 'counted counted counted limit-exceeded',
    play: (world) => amendedLimit(world, limit({ perPeriod: { most: 150, seconds: DAY_SECONDS } }), 91),
  },
  {
    id: 'period-amended-amount-fits',
    rule: 'R-6.7a',
    what: 'up to the new amount',
    wishes: daily(100),
    words: 'counted counted counted counted',
    play: (world) => amendedLimit(world, limit({ perPeriod: { most: 150, seconds: DAY_SECONDS } }), 90),
  },
  {
    id: 'period-amended-length',
    rule: 'R-6.7a',
    what: 'a limit with another period begins to count anew',
    wishes: daily(100),
    words: 'counted counted counted counted',
    play: (world) => amendedLimit(world, limit({ perPeriod: { most: 100, seconds: 2 * DAY_SECONDS } }), 100),
  },
];

/** 60 under the old limit, then the given amount under the new one, on the same day. */
async function amendedLimit(world: World, next: Limit, amount: number) {
  const { X, spending: domain } = world.things;
  await world.decide('before', [transfer(X, 60)]);
  const body = { subject: domain.subject, ...world.bodies.spending, limits: [next], supersedes: domain.id };
  const { ref } = await world.adopt('amended', 'domain', body);
  await world.decide('after', [transfer(X, amount)], { domain: ref });
}

const PENDING: readonly Scenario[] = [
  {
    id: 'pending-uses',
    rule: 'R-6.9e',
    what: 'a decision that waits for its second signature uses the limit',
    wishes: twoSigners(daily(100)),
    words: 'pending limit-exceeded',
    play: spending(['10T12:00:00', 60], ['10T13:00:00', 41]),
  },
  {
    id: 'pending-over',
    rule: 'R-6.9e',
    what: 'after 72 hours in vain it uses it no more, even within the same period',
    wishes: twoSigners({ limits: [limit({ perPeriod: { most: 100, seconds: 30 * DAY_SECONDS } })] }),
    words: 'pending pending',
    play: spending(['19T12:00:00', 60], ['22T12:00:00', 41]),
  },
  {
    id: 'pending-last-moment',
    rule: 'R-6.9e',
    what: 'a millisecond before, it does',
    wishes: twoSigners({ limits: [limit({ perPeriod: { most: 100, seconds: 30 * DAY_SECONDS } })] }),
    words: 'pending limit-exceeded',
    play: spending(['19T12:00:00', 60], ['22T11:59:59.999', 41]),
  },
  {
    id: 'pending-signed-later',
    rule: 'R-6.9e',
    what: 'signed in the next period, it belongs to the period in which it was decided',
    wishes: twoSigners(daily(100)),
    words: 'pending counted pending',
    play: async (world) => {
      const { X, mandates, treasurer, spending: domain } = world.things;
      const decision = await world.decide('one', [transfer(X, 60)]);
      world.log.setClock('2026-01-11T12:00:00Z');
      await world.log.append('confirmation', world.people.cem, {
        subject: world.own('confirmation'),
        ...confirmationOf(decision, { mandate: mandates.cem, role: treasurer, domain }),
      });
      await world.decide('other', [transfer(X, 100)]);
    },
  },
];

const LARGEST: readonly Scenario[] = [
  {
    id: 'largest',
    rule: 'R-6.7',
    what: 'the largest amount there is, within a limit of just that',
    wishes: { ...each(AMOUNT_MAX), stocks: { X: AMOUNT_MAX } },
    words: 'counted',
    play: spending(['10T12:00:00', AMOUNT_MAX]),
  },
  {
    id: 'largest-sum',
    rule: 'R-6.7',
    what: 'a sum beyond all amounts stays above every limit',
    wishes: { ...each(AMOUNT_MAX), stocks: { X: AMOUNT_MAX } },
    words: 'limit-exceeded',
    play: spending(['10T12:00:00', AMOUNT_MAX, AMOUNT_MAX]),
  },
  {
    id: 'largest-period',
    rule: 'R-6.7a',
    what: 'the same over two decisions',
    wishes: { ...daily(AMOUNT_MAX), stocks: { X: AMOUNT_MAX } },
    words: 'counted limit-exceeded',
    play: spending(['10T12:00:00', AMOUNT_MAX], ['10T13:00:00', 1]),
  },
];

/** What a domain may give: of one decision, and over time. */
export const LIMIT_SCENARIOS: readonly Scenario[] = [...PER_DECISION, ...PER_PERIOD, ...PENDING, ...LARGEST];

import type { Commitment, TermsFields } from '../../../../protocol/documents/terms-fields.ts';
import { openTable, type Table } from '../../rules/table.ts';
import { refTo, say, stock, transfer, type Wishes, type World } from '../../rules/world.ts';
import { accepted, offered, ourFund, reversed } from './offers.ts';
import type { Scenario } from './scenario.ts';

/** Spending may also adopt stocks: so one decision can do both. */
const BOTH: Wishes = { spending: { scope: { effects: ['transfer', 'agreement', 'adopt:resource'] } } };

const give = (world: World, label: string, ...amounts: number[]) =>
  world.decide(
    label,
    amounts.map((amount) => transfer(world.things.X, amount)),
  );

/** X in a next version, by decision about structure. */
function renew(world: World, quantity: number, more: { unit?: string; kind?: 'hours' } = {}) {
  const { X, spending } = world.things;
  const fields = { ...stock(X.subject, spending.subject, 'Fund', quantity), supersedes: X.id, ...more };
  return world.adopt(`renew ${quantity}`, 'resource', fields);
}

const TRANSFERS: readonly Scenario[] = [
  {
    id: 'transfer-all',
    rule: 'R-7.2',
    what: 'all that a stock has',
    words: 'counted',
    play: (world) => give(world, 'd', 1000),
  },
  {
    id: 'transfer-one-more',
    rule: 'R-7.2',
    what: 'one more',
    words: 'over-capacity',
    play: (world) => give(world, 'd', 1001),
  },
  {
    id: 'transfer-rest',
    rule: 'R-7.2',
    what: 'what an earlier decision left',
    words: 'counted counted',
    play: async (world) => {
      await give(world, 'one', 600);
      await give(world, 'other', 400);
    },
  },
  {
    id: 'transfer-more-than-rest',
    rule: 'R-7.2',
    what: 'one more than that',
    words: 'counted over-capacity',
    play: async (world) => {
      await give(world, 'one', 600);
      await give(world, 'other', 401);
    },
  },
  {
    id: 'transfer-sum',
    rule: 'R-7.2a',
    what: 'two operations of one decision together take all',
    words: 'counted',
    play: (world) => give(world, 'd', 600, 400),
  },
  {
    id: 'transfer-sum-exceeded',
    rule: 'R-7.2a',
    what: 'together one more; each alone would fit',
    words: 'over-capacity',
    play: (world) => give(world, 'd', 600, 401),
  },
  {
    id: 'transfer-two-stocks',
    rule: 'R-7.2a',
    what: 'each stock has an account of its own',
    words: 'counted',
    play: ({ decide, things }) => decide('d', [transfer(things.X, 1000), transfer(things.Z, 500)]),
  },
  {
    id: 'transfer-refused-takes-nothing',
    rule: 'R-7.2a',
    what: 'a decision that does not count takes nothing',
    words: 'over-capacity counted',
    play: async (world) => {
      await give(world, 'one', 1001);
      await give(world, 'other', 1000);
    },
  },
  {
    id: 'transfer-no-takes-nothing',
    rule: 'R-7.2a',
    what: 'a "no" takes nothing',
    words: 'counted counted',
    play: async (world) => {
      await world.decide('one', [transfer(world.things.X, 600)], { result: 'not-adopted' });
      await give(world, 'other', 1000);
    },
  },
  {
    id: 'transfer-reversed-stays-given',
    rule: 'R-7.2a',
    what: 'what a reversed decision gave stays given',
    words: 'counted counted over-capacity',
    play: async (world) => {
      const first = await give(world, 'one', 600);
      await world.decide('mistake', [{ op: 'resolve', text: say('A mistake.') }], { reverses: refTo(first) });
      await give(world, 'other', 401);
    },
  },
];

const VERSIONS: readonly Scenario[] = [
  {
    id: 'version-larger',
    rule: 'R-7.2b',
    what: 'the new version has more, and all of it can be given',
    words: 'counted counted counted counted',
    play: async (world) => {
      await give(world, 'one', 600);
      const { ref } = await renew(world, 2000);
      await world.decide('other', [transfer(ref, 1400)]);
    },
  },
  {
    id: 'version-just-enough',
    rule: 'R-7.2b',
    what: 'the new version has room for just what was given',
    words: 'counted counted counted',
    play: async (world) => {
      await give(world, 'one', 600);
      await renew(world, 600);
    },
  },
  {
    id: 'version-too-small',
    rule: 'R-7.2b',
    what: 'one less',
    words: 'counted counted over-capacity',
    play: async (world) => {
      await give(world, 'one', 600);
      await renew(world, 599);
    },
  },
  {
    id: 'version-too-small-for-holds',
    rule: 'R-7.2b',
    what: 'what is held needs room as well',
    words: 'counted counted counted counted counted over-capacity',
    play: async (world) => {
      await give(world, 'one', 300);
      await hold(await openTable(world), 200);
      await renew(world, 499);
    },
  },
  {
    id: 'version-in-one-decision',
    rule: 'R-7.2b',
    what: 'a decision gives and shrinks the stock to just that',
    wishes: BOTH,
    words: 'counted counted',
    play: (world) => giveAndRenew(world, 500, 500),
  },
  {
    id: 'version-in-one-decision-too-small',
    rule: 'R-7.2b',
    what: 'to one less',
    wishes: BOTH,
    words: 'counted over-capacity',
    play: (world) => giveAndRenew(world, 500, 499),
  },
  {
    id: 'version-other-unit',
    rule: 'R-7.2b',
    what: 'another unit while something is on account',
    words: 'counted counted unit-changed',
    play: async (world) => {
      await give(world, 'one', 1);
      await renew(world, 1000, { unit: 'EUR' });
    },
  },
  {
    id: 'version-other-kind',
    rule: 'R-7.2b',
    what: 'another kind while something is on account',
    words: 'counted counted unit-changed',
    play: async (world) => {
      await give(world, 'one', 1);
      await renew(world, 1000, { kind: 'hours' });
    },
  },
  {
    id: 'version-other-unit-of-nothing',
    rule: 'R-7.2b',
    what: 'another unit while nothing is on account',
    words: 'counted counted',
    play: (world) => renew(world, 1000, { unit: 'EUR' }),
  },
  {
    id: 'version-after-an-end',
    rule: 'R-7.2b',
    what: 'a stock that ended and comes back still has its account',
    words: 'counted counted counted over-capacity',
    play: async (world) => {
      const { X, spending } = world.things;
      await give(world, 'one', 600);
      await world.structureDecides('end it', [{ op: 'end', type: 'resource', thing: X }]);
      await world.adopt('again', 'resource', stock(X.subject, spending.subject, 'Fund', 599));
    },
  },
];

async function giveAndRenew(world: World, quantity: number, capacity: number) {
  const { X, spending } = world.things;
  const fields = { ...stock(X.subject, spending.subject, 'Fund', capacity), supersedes: X.id };
  const ref = await world.draft('resource', fields);
  await world.decide('d', [transfer(X, quantity), { op: 'adopt', adopts: { type: 'resource', ...ref } }]);
}

/** An offer of so much of our money, decided, sent and accepted: three entries. */
const hold = (table: Table, money: number) => accepted(table, table.fields({}, money));

const HELD = 'counted counted counted';

/** Two commitments of ours from X, for two times that do not meet. */
function inTwoParts(table: Table, first: number, second: number): TermsFields {
  const { commitments, ...rest } = table.fields();
  const [ours, ...theirs] = commitments;
  if (ours === undefined) throw new TypeError('we give something');
  const part = (quantity: number, from: string, until: string): Commitment => ({
    ...ours,
    quantity,
    interval: { from, until },
  });
  const parts = [
    part(first, '2026-03-01T00:00:00Z', '2026-04-01T00:00:00Z'),
    part(second, '2026-05-01T00:00:00Z', '2026-06-01T00:00:00Z'),
  ];
  return { ...rest, commitments: [...parts, ...theirs] };
}

const HOLDS: readonly Scenario[] = [
  {
    id: 'hold-all',
    rule: 'R-7.3',
    what: 'an acceptance holds all that a stock has',
    words: HELD,
    play: async (world) => hold(await openTable(world), 1000),
  },
  {
    id: 'hold-one-more',
    rule: 'R-7.3',
    what: 'one more',
    words: 'counted counted over-capacity',
    play: async (world) => hold(await openTable(world), 1001),
  },
  {
    id: 'hold-and-transfer',
    rule: 'R-7.3',
    what: 'beside a hold the rest can be given',
    words: `${HELD} counted`,
    play: async (world) => {
      await hold(await openTable(world), 200);
      await give(world, 'd', 800);
    },
  },
  {
    id: 'hold-and-more-than-the-rest',
    rule: 'R-7.3',
    what: 'and no more',
    words: `${HELD} over-capacity`,
    play: async (world) => {
      await hold(await openTable(world), 200);
      await give(world, 'd', 801);
    },
  },
  {
    id: 'hold-two-negotiations',
    rule: 'R-7.3',
    what: 'two negotiations hold all of it together',
    words: `${HELD} ${HELD}`,
    play: async (world) => {
      await hold(await openTable(world), 600);
      await hold(await openTable(world, 1, 'N2'), 400);
    },
  },
  {
    id: 'hold-two-negotiations-exceeded',
    rule: 'R-7.3',
    what: 'the second one would hold one more',
    words: `${HELD} counted counted over-capacity`,
    play: async (world) => {
      await hold(await openTable(world), 600);
      await hold(await openTable(world, 1, 'N2'), 401);
    },
  },
  {
    id: 'hold-once-a-negotiation',
    rule: 'R-7.3',
    what: 'one negotiation holds once: newer terms find room where the older ones hold',
    words: `${HELD} ${HELD}`,
    play: async (world) => {
      const table = await openTable(world);
      const { terms } = await hold(table, 600);
      await accepted(table, table.fields({}, 1000), terms);
    },
  },
  {
    id: 'hold-the-largest',
    rule: 'R-7.3',
    what: 'and keeps the largest: the older yes still stands, so 601 are not free',
    words: `${HELD} ${HELD} over-capacity`,
    play: async (world) => {
      const table = await openTable(world);
      const { terms } = await hold(table, 400);
      await accepted(table, table.fields({}, 100), terms);
      await give(world, 'd', 601);
    },
  },
  {
    id: 'hold-other-times',
    rule: 'R-7.3',
    what: 'a stock is used up: amounts for two times that do not meet add up',
    words: HELD,
    play: async (world) => {
      const table = await openTable(world);
      await accepted(table, inTwoParts(table, 600, 400));
    },
  },
  {
    id: 'hold-other-times-exceeded',
    rule: 'R-7.3',
    what: 'to one more than there is',
    words: 'counted counted over-capacity',
    play: async (world) => {
      const table = await openTable(world);
      await accepted(table, inTwoParts(table, 600, 401));
    },
  },
];

/** Accepts an offer of 200 with other holds than it makes. */
function holding(
  change: (world: World) => { resource?: World['things']['X']; quantity?: number; until?: string },
) {
  return async (world: World) => {
    const table = await openTable(world);
    const { offer, decision, terms } = await offered(table);
    const right = { resource: world.things.X, quantity: 200, until: offer.inDoubt.until };
    await table.accept(terms, decision, { holds: [{ ...right, ...change(world) }] });
  };
}

const REFUSED = 'counted counted binding-differs';

const EXACT: readonly Scenario[] = [
  {
    id: 'hold-exact',
    rule: 'R-7.3a',
    what: 'just what the terms make us give',
    words: HELD,
    play: holding(() => ({})),
  },
  {
    id: 'hold-less',
    rule: 'R-7.3a',
    what: 'one less than the terms make us give',
    words: REFUSED,
    play: holding(() => ({ quantity: 199 })),
  },
  {
    id: 'hold-more',
    rule: 'R-7.3a',
    what: 'one more',
    words: REFUSED,
    play: holding(() => ({ quantity: 201 })),
  },
  {
    id: 'hold-other-resource',
    rule: 'R-7.3a',
    what: 'of another resource',
    words: REFUSED,
    play: holding(({ things }) => ({ resource: things.Z })),
  },
  {
    id: 'hold-other-end',
    rule: 'R-7.3a',
    what: 'until another time than the terms say',
    words: REFUSED,
    play: holding(() => ({ until: '2026-02-28T23:59:59Z' })),
  },
  {
    id: 'hold-nothing',
    rule: 'R-7.3a',
    what: 'no hold at all',
    words: REFUSED,
    play: async (world) => {
      const table = await openTable(world);
      const { decision, terms } = await offered(table);
      await table.accept(terms, decision, { holds: [] });
    },
  },
  {
    id: 'hold-sum-by-resource',
    rule: 'R-7.3a',
    what: 'two commitments from one resource make one hold',
    words: HELD,
    play: async (world) => {
      const table = await openTable(world);
      const { commitments, ...rest } = table.fields();
      const [ours, ...theirs] = commitments;
      if (ours !== undefined) await accepted(table, { ...rest, commitments: [ours, ...theirs, ours] });
    },
  },
  {
    id: 'hold-old-version',
    rule: 'R-7.3a',
    what: 'the terms name the older version of the resource',
    words: 'counted counted counted counted stale-version',
    play: async (world) => {
      await renew(world, 2000);
      await hold(await openTable(world), 200);
    },
  },
  {
    id: 'hold-newer-version',
    rule: 'R-7.3a',
    what: 'the newer one',
    words: `counted counted ${HELD}`,
    play: async (world) => {
      const { ref } = await renew(world, 2000);
      await holdOf(world, ref, 1500);
    },
  },
  {
    id: 'hold-unadopted',
    rule: 'R-7.3a',
    what: 'a stock that somebody has put into words and nobody has adopted',
    words: 'counted counted counted unknown-reference',
    play: async (world) => {
      const fields = stock(world.own('dream'), world.things.spending.subject, 'Dream', 1_000_000);
      await holdOf(world, await world.draft('resource', fields), 200);
    },
  },
  {
    id: 'hold-adopted',
    rule: 'R-7.3a',
    what: 'a stock that a decision has adopted',
    words: `counted counted ${HELD}`,
    play: async (world) => {
      const fields = stock(world.own('dream'), world.things.spending.subject, 'Dream', 200);
      const { ref } = await world.adopt('adopt it', 'resource', fields);
      await holdOf(world, ref, 200);
    },
  },
  {
    id: 'hold-ended',
    rule: 'R-7.3a',
    what: 'a stock that was ended',
    words: 'counted counted counted unknown-reference',
    play: async (world) => {
      await world.structureDecides('end it', [{ op: 'end', type: 'resource', thing: world.things.X }]);
      await hold(await openTable(world), 200);
    },
  },
];

/** An offer of ours from the given stock. */
async function holdOf(world: World, resource: World['things']['X'], quantity: number) {
  const table = await openTable(world);
  const { commitments, ...rest } = table.fields();
  const [ours, ...theirs] = commitments;
  if (ours !== undefined)
    await accepted(table, { ...rest, commitments: [{ ...ours, resource, quantity }, ...theirs] });
}

const ENDS: readonly Scenario[] = [
  {
    id: 'settle',
    rule: 'R-7.4',
    what: 'the seal gives away what was held',
    words: `${HELD} counted counted`,
    play: async (world) => {
      const table = await openTable(world);
      const { terms, acceptance } = await hold(table, 200);
      await table.seal(terms, [acceptance, await table.hear(table.b.acceptance(terms))]);
    },
  },
  {
    id: 'settle-and-the-rest',
    rule: 'R-7.4',
    what: 'then only the rest can be given',
    words: `${HELD} counted counted over-capacity`,
    play: async (world) => {
      const table = await openTable(world);
      const { terms, acceptance } = await hold(table, 200);
      await table.seal(terms, [acceptance, await table.hear(table.b.acceptance(terms))]);
      await give(world, 'd', 801);
    },
  },
  {
    id: 'settle-the-smaller-terms',
    rule: 'R-7.4',
    what: 'of a larger hold only what was agreed is given; the rest is free again',
    words: `${HELD} ${HELD} counted counted counted`,
    play: async (world) => {
      const table = await openTable(world);
      const before = await hold(table, 500);
      const { terms, acceptance } = await accepted(table, table.fields({}, 200), before.terms);
      await table.seal(terms, [acceptance, await table.hear(table.b.acceptance(terms))]);
      await give(world, 'd', 800);
    },
  },
  {
    id: 'lapse-releases',
    rule: 'R-7.4',
    what: 'a lapse frees what was held',
    words: `${HELD} counted counted`,
    play: async (world) => {
      const table = await openTable(world);
      const { terms, acceptance } = await hold(table, 200);
      table.setClock('2026-02-02T00:00:00.001Z');
      await table.lapse(terms, [acceptance]);
      await give(world, 'd', 1000);
    },
  },
  {
    id: 'withdrawal-releases',
    rule: 'R-7.4',
    what: 'a registrar that takes its last yes back frees what it held',
    words: `${HELD} counted counted counted`,
    play: async (world) => {
      const table = await openTable(world);
      const { decision, acceptance } = await hold(table, 200);
      await reversed(table, decision);
      await table.withdraw(acceptance, { basis: refTo(decision), releases: [ourFund(table)] });
      await give(world, 'd', 1000);
    },
  },
  {
    id: 'end-while-held',
    rule: 'R-7.5',
    what: 'a stock does not end while something of it is held',
    words: `${HELD} resource-held`,
    play: async (world) => {
      await hold(await openTable(world), 200);
      await world.structureDecides('end it', [{ op: 'end', type: 'resource', thing: world.things.X }]);
    },
  },
  {
    id: 'end-after-release',
    rule: 'R-7.5',
    what: 'afterwards it does',
    words: `${HELD} counted counted`,
    play: async (world) => {
      const table = await openTable(world);
      const { terms, acceptance } = await hold(table, 200);
      table.setClock('2026-02-02T00:00:00.001Z');
      await table.lapse(terms, [acceptance]);
      await world.structureDecides('end it', [{ op: 'end', type: 'resource', thing: world.things.X }]);
    },
  },
];

/** Stocks: what was given, what is held, and that both together never exceed what there is. */
export const STOCK_SCENARIOS: readonly Scenario[] = [...TRANSFERS, ...VERSIONS, ...HOLDS, ...EXACT, ...ENDS];

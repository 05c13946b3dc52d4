import type { DocumentId } from '../../../../protocol/ids.ts';
import type { Said } from '../../rules/partner.ts';
import { openTable, type Reported, type Table } from '../../rules/table.ts';
import type { World } from '../../rules/world.ts';
import { agreed, reversed } from './offers.ts';
import type { Scenario } from './scenario.ts';

/** Of the two promises of the offer ours is of 200, the partner's of 1,500. */
const OURS = 0;
const THEIRS = 1;

const SEALED = 'counted counted counted counted counted';

interface Sealed {
  readonly table: Table;
  readonly terms: Said;
}

/** Plays once the two have agreed: five entries. */
const afterwards = (play: (sealed: Sealed) => Promise<unknown>) => async (world: World) => {
  const table = await openTable(world);
  const { terms, both } = await agreed(table);
  await table.seal(terms, both);
  return play({ table, terms });
};

/** We decide and say it: two entries. */
async function say({ table, terms }: Sealed, said: Reported): Promise<DocumentId> {
  const { entry } = await table.event(terms, said, await table.reports(terms, said));
  return entry.id;
}

/** We deliver so much of our own promise. */
const deliver = (sealed: Sealed, quantity: number) =>
  say(sealed, { said: 'delivered', commitment: OURS, quantity });

/** The partner says something of a promise. */
async function hear({ table, terms }: Sealed, said: Reported): Promise<DocumentId> {
  const { entry } = await table.hear(table.b.event(terms, said));
  return entry.id;
}

const theyDeliver = (sealed: Sealed, quantity: number) =>
  hear(sealed, { said: 'delivered', commitment: THEIRS, quantity });

const theyGot = (sealed: Sealed, of: DocumentId, quantity: number) =>
  hear(sealed, { said: 'received', commitment: OURS, quantity, of });

const weGot = (sealed: Sealed, of: DocumentId, quantity: number) =>
  say(sealed, { said: 'received', commitment: THEIRS, quantity, of });

const DELIVERIES: readonly Scenario[] = [
  {
    id: 'delivery',
    rule: 'R-8.16',
    what: 'we have delivered a part of what we promised',
    words: `${SEALED} counted counted`,
    play: afterwards((sealed) => deliver(sealed, 150)),
  },
  {
    id: 'delivery-in-parts',
    rule: 'R-8.16',
    what: 'the rest follows',
    words: `${SEALED} counted counted counted counted`,
    play: afterwards(async (sealed) => {
      await deliver(sealed, 150);
      await deliver(sealed, 50);
    }),
  },
  {
    id: 'delivery-of-more',
    rule: 'R-8.16',
    what: 'one more than is left',
    words: `${SEALED} counted counted counted more-than-agreed`,
    play: afterwards(async (sealed) => {
      await deliver(sealed, 150);
      await deliver(sealed, 51);
    }),
  },
  {
    id: 'delivery-of-another',
    rule: 'R-8.16a',
    what: 'the promise is not ours',
    words: `${SEALED} counted not-a-party`,
    play: afterwards((sealed) => say(sealed, { said: 'delivered', commitment: THEIRS, quantity: 10 })),
  },
  {
    id: 'delivery-of-nothing-promised',
    rule: 'R-8.16a',
    what: 'there is no third promise',
    words: `${SEALED} counted unknown-reference`,
    play: afterwards((sealed) => say(sealed, { said: 'delivered', commitment: 2, quantity: 10 })),
  },
  {
    id: 'delivery-before-the-seal',
    rule: 'R-8.16',
    what: 'all have accepted, and the seal is missing',
    words: 'counted counted counted counted counted not-formed',
    play: async (world) => {
      const table = await openTable(world);
      const { terms } = await agreed(table);
      await deliver({ table, terms }, 10);
    },
  },
  {
    id: 'delivery-twice',
    rule: 'R-8.16',
    what: 'one decision is said twice',
    words: `${SEALED} counted counted duplicate`,
    play: afterwards(async ({ table, terms }) => {
      const said = { said: 'delivered', commitment: OURS, quantity: 10 } as const;
      const decision = await table.reports(terms, said);
      await table.event(terms, said, decision);
      await table.event(terms, said, decision);
    }),
  },
  {
    id: 'delivery-of-what-nobody-decided',
    rule: 'R-8.16',
    what: 'the decision speaks of less',
    words: `${SEALED} counted no-basis`,
    play: afterwards(async ({ table, terms }) => {
      const said = { said: 'delivered', commitment: OURS, quantity: 10 } as const;
      const decision = await table.reports(terms, said);
      await table.event(terms, { ...said, quantity: 11 }, decision);
    }),
  },
  {
    id: 'delivery-by-a-decision-reversed',
    rule: 'R-8.16',
    what: 'the decision was taken back before it was said',
    words: `${SEALED} counted counted no-basis`,
    play: afterwards(async ({ table, terms }) => {
      const said = { said: 'delivered', commitment: OURS, quantity: 10 } as const;
      const decision = await table.reports(terms, said);
      await reversed(table, decision);
      await table.event(terms, said, decision);
    }),
  },
];

const RECEIPTS: readonly Scenario[] = [
  {
    id: 'receipt',
    rule: 'R-8.16a',
    what: 'we have received what was delivered',
    words: `${SEALED} counted counted counted`,
    play: afterwards(async (sealed) => weGot(sealed, await theyDeliver(sealed, 1000), 1000)),
  },
  {
    id: 'receipt-of-less',
    rule: 'R-8.17',
    what: 'a part of it did not come: that is a claim',
    words: `${SEALED} counted counted counted`,
    play: afterwards(async (sealed) => weGot(sealed, await theyDeliver(sealed, 1000), 900)),
  },
  {
    id: 'receipt-of-nothing',
    rule: 'R-8.17',
    what: 'nothing of it came',
    words: `${SEALED} counted counted counted`,
    play: afterwards(async (sealed) => weGot(sealed, await theyDeliver(sealed, 1000), 0)),
  },
  {
    id: 'receipt-of-more',
    rule: 'R-8.16',
    what: 'more than was delivered',
    words: `${SEALED} counted counted more-than-agreed`,
    play: afterwards(async (sealed) => weGot(sealed, await theyDeliver(sealed, 1000), 1001)),
  },
  {
    id: 'receipt-later-of-more',
    rule: 'R-8.17',
    what: 'what was missing came later',
    words: `${SEALED} counted counted counted counted counted`,
    play: afterwards(async (sealed) => {
      const delivery = await theyDeliver(sealed, 1000);
      await weGot(sealed, delivery, 900);
      await weGot(sealed, delivery, 1000);
    }),
  },
  {
    id: 'receipt-later-of-less',
    rule: 'R-8.16',
    what: 'nobody takes back what they said they got',
    words: `${SEALED} counted counted counted counted duplicate`,
    play: afterwards(async (sealed) => {
      const delivery = await theyDeliver(sealed, 1000);
      await weGot(sealed, delivery, 900);
      await weGot(sealed, delivery, 900);
    }),
  },
  {
    id: 'receipt-of-no-delivery',
    rule: 'R-8.16',
    what: 'of something that is no delivery',
    words: `${SEALED} counted unknown-reference`,
    play: afterwards((sealed) => weGot(sealed, sealed.terms.entry.id, 1000)),
  },
  {
    id: 'receipt-of-our-own',
    rule: 'R-8.16a',
    what: 'we acknowledge what we delivered ourselves',
    words: `${SEALED} counted counted counted not-a-party`,
    play: afterwards(async (sealed) => {
      const of = await deliver(sealed, 100);
      await say(sealed, { said: 'received', commitment: OURS, quantity: 100, of });
    }),
  },
];

const TOLD: readonly Scenario[] = [
  {
    id: 'promises-kept',
    rule: 'R-8.17',
    what: 'both sides have received all',
    words: `${SEALED} counted counted counted counted counted counted`,
    play: afterwards(async (sealed) => {
      await theyGot(sealed, await deliver(sealed, 200), 200);
      await weGot(sealed, await theyDeliver(sealed, 1500), 1500);
    }),
  },
  {
    id: 'promise-claimed',
    rule: 'R-8.17',
    what: 'they say that a part of it did not come',
    words: `${SEALED} counted counted counted`,
    play: afterwards(async (sealed) => theyGot(sealed, await deliver(sealed, 200), 150)),
  },
  {
    id: 'promise-delivered-anew',
    rule: 'R-8.17',
    what: 'we deliver in its place just what did not come',
    words: `${SEALED} counted counted counted counted counted counted`,
    play: afterwards(async (sealed) => {
      await theyGot(sealed, await deliver(sealed, 200), 150);
      await theyGot(sealed, await deliver(sealed, 50), 50);
    }),
  },
  {
    id: 'foreign-delivery-of-ours',
    rule: 'R-8.16a',
    what: 'they say that our promise was delivered',
    words: `${SEALED} not-a-party`,
    play: afterwards((sealed) => hear(sealed, { said: 'delivered', commitment: OURS, quantity: 10 })),
  },
  {
    id: 'foreign-delivery-not-at-home',
    rule: 'R-8.16b',
    what: 'it does not count at its home',
    words: `${SEALED} evidence-insufficient`,
    play: afterwards(({ table, terms }) =>
      table.hear(table.b.event(terms, { said: 'delivered', commitment: THEIRS, quantity: 10 }), false),
    ),
  },
  {
    id: 'foreign-delivery-first',
    rule: 'R-8.16b',
    what: 'it comes before the seal: its home has asked whether there is one',
    words: 'counted counted counted counted counted counted',
    play: async (world) => {
      const table = await openTable(world);
      const { terms, both } = await agreed(table);
      await theyDeliver({ table, terms }, 100);
      await table.seal(terms, both);
    },
  },
  {
    id: 'foreign-receipt-first',
    rule: 'R-8.17',
    what: 'what they say of a delivery that is not here says nothing yet',
    words: `${SEALED} counted`,
    play: afterwards((sealed) => theyGot(sealed, sealed.terms.entry.id, 100)),
  },
];

export const PROMISE_SCENARIOS: readonly Scenario[] = [...DELIVERIES, ...RECEIPTS, ...TOLD];

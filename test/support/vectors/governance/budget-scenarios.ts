import type { TermsFields } from '../../../../protocol/documents/terms-fields.ts';
import type { Ref } from '../../../../protocol/ids.ts';
import { formatMillis, parseTime } from '../../../../protocol/time.ts';
import type { LoggedEntry } from '../../log-builder.ts';
import { openTable, type Table } from '../../rules/table.ts';
import { limit, transfer, type Wishes, type World } from '../../rules/world.ts';
import type { Scenario } from './scenario.ts';

const PERIOD = { startsAt: '2026-01-11T00:00:00Z', endsAt: '2026-01-31T00:00:00Z' } as const;
const WITHIN = '2026-01-12T00:00:00Z';
const OVER = '2026-02-02T00:00:00.001Z';

/** A budget of 100 from the fund, for what the circle's roles decide: two entries. */
async function budget(world: World, more: object = {}): Promise<Ref> {
  const { ref } = await world.adopt('a budget', 'budget', {
    subject: world.own('Budget'),
    title: { en: 'Spring' },
    resource: world.things.X,
    quantity: 100,
    for: { kind: 'circle', subject: world.things.circle.subject },
    period: PERIOD,
    ...more,
  });
  world.log.setClock(WITHIN);
  return ref;
}

const draws = (world: World, drawn: Ref, quantity: number, resource = world.things.X) => {
  const given = transfer(resource, quantity);
  if (given.op !== 'transfer') throw new TypeError('it gives');
  return world.decide(`give ${world.log.entries.length}`, [{ ...given, budget: drawn }]);
};

const BUDGET = 'counted counted';

const TRANSFERS: readonly Scenario[] = [
  {
    id: 'budget',
    rule: 'R-15.70',
    what: 'whoever says what resources there are sets some of one aside',
    words: BUDGET,
    play: budget,
  },
  {
    id: 'budget-all',
    rule: 'R-15.71',
    what: 'just all that is left',
    words: `${BUDGET} counted counted`,
    play: async (world) => {
      const drawn = await budget(world);
      await draws(world, drawn, 60);
      await draws(world, drawn, 40);
    },
  },
  {
    id: 'budget-too-much',
    rule: 'R-15.71',
    what: 'one more',
    words: `${BUDGET} counted limit-exceeded`,
    play: async (world) => {
      const drawn = await budget(world);
      await draws(world, drawn, 60);
      await draws(world, drawn, 41);
    },
  },
  {
    id: 'budget-two-transfers',
    rule: 'R-15.71',
    what: 'two transfers of one decision, together too much',
    words: `${BUDGET} limit-exceeded`,
    play: async (world) => {
      const drawn = await budget(world);
      const { X } = world.things;
      const to = [transfer(X, 60), transfer(X, 41)].map((one) => ({ ...one, budget: drawn }));
      await world.decide('both', to as never); // transfers
    },
  },
  {
    id: 'budget-too-early',
    rule: 'R-15.71',
    what: 'a millisecond before its time begins',
    words: `${BUDGET} too-early`,
    play: async (world) => {
      const drawn = await budget(world);
      world.log.setClock('2026-01-10T23:59:59.999Z');
      await draws(world, drawn, 1);
    },
  },
  {
    id: 'budget-at-its-start',
    rule: 'R-15.71',
    what: 'at the very moment',
    words: `${BUDGET} counted`,
    play: async (world) => {
      const drawn = await budget(world);
      world.log.setClock(PERIOD.startsAt);
      await draws(world, drawn, 1);
    },
  },
  {
    id: 'budget-at-last',
    rule: 'R-15.71',
    what: 'a millisecond before its time ends',
    words: `${BUDGET} counted`,
    play: async (world) => {
      const drawn = await budget(world);
      world.log.setClock(formatMillis((parseTime(PERIOD.endsAt) ?? 0) - 1));
      await draws(world, drawn, 1);
    },
  },
  {
    id: 'budget-over',
    rule: 'R-15.71',
    what: 'when its time ends',
    words: `${BUDGET} too-late`,
    play: async (world) => {
      const drawn = await budget(world);
      world.log.setClock(PERIOD.endsAt);
      await draws(world, drawn, 1);
    },
  },
  {
    id: 'budget-of-another-resource',
    rule: 'R-15.71',
    what: 'for a resource that it is not of',
    words: `${BUDGET} contradictory`,
    play: async (world) => draws(world, await budget(world), 1, world.things.Z),
  },
  {
    id: 'budget-of-another-domain',
    rule: 'R-15.71',
    what: 'one that is set aside for another domain',
    words: `${BUDGET} out-of-scope`,
    play: async (world) => {
      const { structure } = world.things;
      await draws(world, await budget(world, { for: { kind: 'domain', subject: structure.subject } }), 1);
    },
  },
  {
    id: 'budget-cited',
    rule: 'R-15.72',
    what: 'where a limit cites a budget something is given that names it',
    wishes: cites(),
    words: `${BUDGET} counted`,
    play: async (world) => draws(world, await budget(world), 1),
  },
  {
    id: 'budget-cited-unnamed',
    rule: 'R-15.72',
    what: 'and that does not',
    wishes: cites(),
    words: `${BUDGET} limit-exceeded`,
    play: async (world) => {
      await budget(world);
      await world.decide('give', [transfer(world.things.X, 1)]);
    },
  },
];

/** Whatever is given under the domain is drawn on the budget of the world that every case plays in. */
function cites(): Wishes {
  return { spending: ({ budget: named }) => ({ limits: [limit({ budget: named })] }) };
}

/** At one table with one partner, with a budget: we give so much of the fund. */
const at =
  (play: (table: Table, drawn: Ref, agree: (money: number) => Promise<Said>) => Promise<unknown>) =>
  async (world: World) => {
    const drawn = await budget(world);
    const table = await openTable(world);
    const agree = async (money: number) => {
      const offer = table.fields({}, money);
      const decision = await agrees(table, drawn, offer);
      return { offer, decision };
    };
    await play(table, drawn, agree);
  };

interface Said {
  readonly offer: TermsFields;
  readonly decision: LoggedEntry;
}

const agrees = ({ world, N }: Table, drawn: Ref, fields: TermsFields) =>
  world.decide(`yes ${world.log.entries.length}`, [{ op: 'agree', negotiation: N, fields, budget: drawn }]);

/** Decision, terms, acceptance, and a lapse when the time to seal is over. */
async function lapsed(table: Table, { offer, decision }: Said) {
  const terms = await table.terms(offer, decision);
  const acceptance = await table.accept(terms, decision);
  table.setClock(OVER);
  await table.lapse(terms, [acceptance]);
  return terms;
}

const AGREEMENTS: readonly Scenario[] = [
  {
    id: 'budget-agreement',
    rule: 'R-15.73',
    what: 'a yes to an exchange that takes just all that is left',
    words: `${BUDGET} counted`,
    play: at((_, __, agree) => agree(100)),
  },
  {
    id: 'budget-agreement-too-much',
    rule: 'R-15.73',
    what: 'one more',
    words: `${BUDGET} limit-exceeded`,
    play: at((_, __, agree) => agree(101)),
  },
  {
    id: 'budget-agreement-drawn',
    rule: 'R-15.73',
    what: 'what a yes draws nobody else gives away',
    words: `${BUDGET} counted limit-exceeded`,
    play: at(async ({ world }, drawn, agree) => {
      await agree(60);
      await draws(world, drawn, 41);
    }),
  },
  {
    id: 'budget-agreement-again',
    rule: 'R-15.73',
    what: 'a second yes in one negotiation draws only what goes beyond the first one',
    words: `${BUDGET} counted counted counted`,
    play: at(async ({ world }, drawn, agree) => {
      await agree(60);
      await agree(90);
      await draws(world, drawn, 10);
    }),
  },
  {
    id: 'budget-agreement-gives-nothing',
    rule: 'R-15.73',
    what: 'an exchange in which we give nothing of its resource',
    words: `${BUDGET} contradictory`,
    play: at(async (table, drawn) => {
      const offer = table.fields();
      const commitments = offer.commitments.filter(({ provider }) => provider !== table.world.log.commons);
      await agrees(table, drawn, { ...offer, commitments });
    }),
  },
  {
    id: 'budget-agreement-cited',
    rule: 'R-15.72',
    what: 'a limit cites the budget, and the yes does not name it',
    wishes: cites(),
    words: `${BUDGET} limit-exceeded`,
    play: at((table) => table.agree(table.fields({}, 60))),
  },
  {
    id: 'budget-given-back',
    rule: 'R-15.74',
    what: 'nothing came of it: the budget gets back what it drew, and gives it anew',
    words: `${BUDGET} counted counted counted counted counted counted`,
    play: async (world) => {
      const drawn = await budget(world, { period: { ...PERIOD, endsAt: '2026-12-01T00:00:00Z' } });
      const table = await openTable(world);
      const offer = table.fields({}, 60);
      const terms = await lapsed(table, { offer, decision: await agrees(table, drawn, offer) });
      await table.lapse(terms, [], { cause: 'released', budgets: [drawn] });
      await draws(world, drawn, 100);
    },
  },
  {
    id: 'budget-not-given-back',
    rule: 'R-15.74',
    what: 'as long as nobody says so it is drawn',
    words: `${BUDGET} counted counted counted counted limit-exceeded`,
    play: async (world) => {
      const drawn = await budget(world, { period: { ...PERIOD, endsAt: '2026-12-01T00:00:00Z' } });
      const table = await openTable(world);
      const offer = table.fields({}, 60);
      await lapsed(table, { offer, decision: await agrees(table, drawn, offer) });
      await draws(world, drawn, 100);
    },
  },
  {
    id: 'budget-given-back-by-the-end-itself',
    rule: 'R-15.74',
    what: 'the word that ends the negotiation names a budget',
    words: `${BUDGET} counted counted binding-differs`,
    play: at(async (table, drawn, agree) => {
      const { offer, decision } = await agree(60);
      const terms = await table.terms(offer, decision);
      table.setClock(OVER);
      await table.lapse(terms, [], { budgets: [drawn] });
    }),
  },
  {
    id: 'budget-given-back-twice',
    rule: 'R-15.74',
    what: 'a second time',
    words: `${BUDGET} counted counted counted counted counted unknown-reference`,
    play: at(async (table, drawn, agree) => {
      const terms = await lapsed(table, await agree(60));
      await table.lapse(terms, [], { cause: 'released', budgets: [drawn] });
      await table.lapse(terms, [], { cause: 'released', budgets: [drawn] });
    }),
  },
  {
    id: 'budget-given-back-of-what-is-sealed',
    rule: 'R-15.74',
    what: 'of what was sealed',
    words: `${BUDGET} counted counted counted counted counted unknown-reference`,
    play: at(async (table, drawn, agree) => {
      const { offer, decision } = await agree(60);
      const terms = await table.terms(offer, decision);
      const ours = await table.accept(terms, decision);
      const theirs = await table.hear(table.b.acceptance(terms));
      await table.seal(terms, [ours, theirs]);
      await table.lapse(terms, [], { cause: 'released', budgets: [drawn] });
    }),
  },
];

/** What is set aside, and what is drawn on it (Spec §15.12). */
export const BUDGET_SCENARIOS: readonly Scenario[] = [...TRANSFERS, ...AGREEMENTS];

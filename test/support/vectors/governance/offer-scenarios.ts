import type { TermsFields } from '../../../../protocol/documents/terms-fields.ts';
import { openTable, type Table } from '../../rules/table.ts';
import { transfer, type World } from '../../rules/world.ts';
import { accepted, agreed, offered, reversed } from './offers.ts';
import type { Scenario } from './scenario.ts';

/** Plays at one table with one partner. */
const at = (play: (table: Table) => Promise<unknown>) => async (world: World) => play(await openTable(world));

const TERMS: readonly Scenario[] = [
  {
    id: 'terms-by-proposal',
    rule: 'R-8.4',
    what: 'an offer that somebody has proposed',
    words: 'counted counted',
    play: at(async (table) => {
      const offer = table.fields();
      await table.terms(offer, await table.propose(offer));
    }),
  },
  {
    id: 'terms-by-decision',
    rule: 'R-8.4',
    what: 'an offer that somebody has decided',
    words: 'counted counted',
    play: at((table) => offered(table)),
  },
  {
    id: 'terms-by-old-version',
    rule: 'R-8.4',
    what: 'an offer that an earlier version of the proposal has put forward',
    words: 'counted counted counted',
    play: at(async (table) => {
      const offer = table.fields();
      const first = await table.propose(offer);
      const subject = first.entry.document.subject;
      await table.propose(table.fields({}, 100), { subject, supersedes: first.entry.id });
      await table.terms(offer, first);
    }),
  },
  {
    id: 'terms-without-basis',
    rule: 'R-8.4',
    what: 'nobody has proposed or decided it',
    words: 'counted no-basis',
    play: at(async (table) => {
      const elsewhere = await table.world.decide('d', [transfer(table.world.things.X, 1)]);
      await table.terms(table.fields(), elsewhere);
    }),
  },
  {
    id: 'terms-with-other-fields',
    rule: 'R-8.4',
    what: 'somebody has proposed another amount',
    words: 'counted no-basis',
    play: at(async (table) => table.terms(table.fields({}, 201), await table.propose(table.fields()))),
  },
  {
    id: 'terms-of-another-negotiation',
    rule: 'R-8.4',
    what: 'somebody has proposed it in another negotiation',
    words: 'counted no-basis',
    play: async (world) => {
      const offer = (await openTable(world)).fields();
      const other = await openTable(world, 1, 'N2');
      await other.terms(offer, await (await openTable(world)).propose(offer));
    },
  },
  {
    id: 'terms-by-refused-decision',
    rule: 'R-8.4',
    what: 'the decision does not count',
    words: 'review-missing no-basis',
    play: at(async (table) => {
      const offer = table.fields();
      const decision = await table.agree(offer, undefined, { reviewAt: '2026-01-10T12:00:00Z' });
      await table.terms(offer, decision);
    }),
  },
  {
    id: 'terms-of-others',
    rule: 'R-8.4',
    what: 'an offer to which we are no party',
    words: 'counted not-a-party',
    play: async (world) => {
      const table = await openTable(world, 2);
      const { commitments, ...rest } = table.fields();
      const parties = [table.b.home, table.c.home];
      const between = commitments.slice(1, 2).map((one) => ({ ...one, receiver: table.c.home }));
      const offer = { ...rest, parties, commitments: between };
      await table.terms(offer, await table.propose(offer));
    },
  },
  {
    id: 'terms-in-time',
    rule: 'R-8.4',
    what: 'a millisecond before the time to accept is over',
    words: 'counted counted',
    play: at(async (table) => {
      const offer = table.fields();
      const proposal = await table.propose(offer);
      table.setClock('2026-01-31T23:59:59.999Z');
      await table.terms(offer, proposal);
    }),
  },
  {
    id: 'terms-too-late',
    rule: 'R-8.4',
    what: 'when it is over',
    words: 'counted too-late',
    play: at(async (table) => {
      const offer = table.fields();
      const proposal = await table.propose(offer);
      table.setClock('2026-02-01T00:00:00Z');
      await table.terms(offer, proposal);
    }),
  },
  {
    id: 'terms-rules-known',
    rule: 'R-8.1b',
    what: 'the rules that we know',
    words: 'counted counted',
    play: at(async (table) => {
      const offer = table.fields({ rulesVersion: 1 });
      await table.terms(offer, await table.propose(offer));
    }),
  },
  {
    id: 'terms-rules-unknown',
    rule: 'R-8.1b',
    what: 'rules that we do not know',
    words: 'counted rules-disagree',
    play: at(async (table) => {
      const offer = table.fields({ rulesVersion: 2 });
      await table.terms(offer, await table.propose(offer));
    }),
  },
];

/** A second offer of ours on top of a first one. */
function secondOffer(change: (table: Table) => Partial<TermsFields>, more: { supersedes?: false } = {}) {
  return async (world: World) => {
    const table = await openTable(world, 2);
    const first = await offered(table);
    await offered(table, table.fields(change(table)), more.supersedes === false ? undefined : first.terms);
  };
}

const FOLLOWING: readonly Scenario[] = [
  {
    id: 'terms-counter-offer',
    rule: 'R-8.4a',
    what: 'newer terms in the place of older ones',
    words: 'counted counted counted counted',
    play: secondOffer(() => ({ purpose: { en: 'Better.' } })),
  },
  {
    id: 'terms-to-theirs',
    rule: 'R-8.4a',
    what: 'in the place of the partner’s',
    words: 'counted counted counted',
    play: at(async (table) => {
      const theirs = await table.hear(table.b.terms(table.fields({}, 300)));
      await offered(table, table.fields(), theirs);
    }),
  },
  {
    id: 'terms-two-counter-offers',
    rule: 'R-8.4a',
    what: 'two offers in the place of the same one',
    words: 'counted counted counted counted counted',
    play: at(async (table) => {
      const { terms } = await offered(table);
      await table.hear(table.b.terms(table.fields({}, 300), { supersedes: terms.entry.id }));
      await offered(table, table.fields({}, 250), terms);
    }),
  },
  {
    id: 'terms-beside',
    rule: 'R-8.4a',
    what: 'newer terms that do not say in whose place they come',
    words: 'counted counted counted stale-version',
    play: secondOffer(() => ({ purpose: { en: 'Better.' } }), { supersedes: false }),
  },
  {
    id: 'terms-first-supersede',
    rule: 'R-8.4a',
    what: 'the first terms of a negotiation come in the place of something',
    words: 'counted terms-unknown',
    play: at(async (table) => {
      const offer = table.fields();
      await table.terms(offer, await table.propose(offer), { supersedes: table.world.things.X.id });
    }),
  },
  {
    id: 'terms-supersede-unknown',
    rule: 'R-8.4a',
    what: 'later ones in the place of something that is not in the negotiation',
    words: 'counted counted counted terms-unknown',
    play: at(async (table) => {
      await offered(table);
      const offer = table.fields({}, 100);
      await table.terms(offer, await table.propose(offer), { supersedes: table.world.things.X.id });
    }),
  },
  {
    id: 'terms-other-registrar',
    rule: 'R-8.4a',
    what: 'another registrar',
    words: 'counted counted counted parties-changed',
    play: secondOffer((table) => ({ registrar: table.b.home })),
  },
  {
    id: 'terms-other-parties',
    rule: 'R-8.4a',
    what: 'other parties',
    words: 'counted counted counted parties-changed',
    play: secondOffer((table) => {
      const { parties, commitments } = table.fields();
      return { parties: parties.slice(0, 2), commitments: commitments.slice(0, 2) };
    }),
  },
  {
    id: 'terms-same-parties',
    rule: 'R-8.4a',
    what: 'the same parties in another order',
    words: 'counted counted counted counted',
    play: secondOffer((table) => ({ parties: table.fields().parties.toReversed() })),
  },
  {
    id: 'terms-after-the-seal',
    rule: 'R-8.9a',
    what: 'newer terms after the seal',
    words: 'counted counted counted counted counted counted closed',
    play: at(async (table) => {
      const { terms, both } = await agreed(table);
      await table.seal(terms, both);
      await offered(table, table.fields({}, 100), terms);
    }),
  },
  {
    id: 'terms-after-the-lapse',
    rule: 'R-8.9a',
    what: 'newer terms after the lapse',
    words: 'counted counted counted counted closed',
    play: at(async (table) => {
      const { terms } = await offered(table);
      table.setClock('2026-02-02T00:00:00.001Z');
      await table.lapse(terms);
      const later = table.fields({ acceptBy: '2026-02-20T00:00:00Z', sealBy: '2026-02-21T00:00:00Z' });
      await offered(table, later, terms);
    }),
  },
  {
    id: 'terms-before-the-end',
    rule: 'R-8.9a',
    what: 'newer terms before any end',
    words: 'counted counted counted counted counted counted',
    play: at(async (table) => {
      const { terms } = await agreed(table);
      await offered(table, table.fields({}, 100), terms);
    }),
  },
];

const REJECTIONS: readonly Scenario[] = [
  {
    id: 'rejection',
    rule: 'R-8.8',
    what: 'a decision declines the offer',
    words: 'counted counted counted',
    play: at(async (table) => {
      const theirs = await table.hear(table.b.terms(table.fields()));
      await table.reject(theirs, await table.decline(theirs));
    }),
  },
  {
    id: 'rejection-of-a-yes-turned-down',
    rule: 'R-8.8',
    what: 'a decision turns the yes down',
    words: 'counted counted counted',
    play: at(async (table) => {
      const offer = table.fields();
      const theirs = await table.hear(table.b.terms(offer));
      await table.reject(theirs, await table.agree(offer, theirs, { result: 'not-adopted' }));
    }),
  },
  {
    id: 'rejection-of-own-terms',
    rule: 'R-8.8',
    what: 'of terms of our own, that we think better of',
    words: 'counted counted counted counted',
    play: at(async (table) => {
      const { terms } = await offered(table);
      await table.reject(terms, await table.decline(terms));
    }),
  },
  {
    id: 'rejection-by-nobody',
    rule: 'R-8.8',
    what: 'nobody has decided it',
    words: 'counted counted no-basis',
    play: at(async (table) => {
      const theirs = await table.hear(table.b.terms(table.fields()));
      await table.reject(theirs, await table.world.decide('d', [transfer(table.world.things.X, 1)]));
    }),
  },
  {
    id: 'rejection-by-a-yes',
    rule: 'R-8.8',
    what: 'what was decided is yes',
    words: 'counted counted no-basis',
    play: at(async (table) => {
      const offer = table.fields();
      const theirs = await table.hear(table.b.terms(offer));
      await table.reject(theirs, await table.agree(offer, theirs));
    }),
  },
  {
    id: 'rejection-turned-down',
    rule: 'R-8.8',
    what: 'the decline itself was turned down',
    words: 'counted counted no-basis',
    play: at(async (table) => {
      const theirs = await table.hear(table.b.terms(table.fields()));
      await table.reject(theirs, await table.decline(theirs, { result: 'not-adopted' }));
    }),
  },
  {
    id: 'rejection-of-others',
    rule: 'R-8.8',
    what: 'what was declined are other terms',
    words: 'counted counted counted no-basis',
    play: at(async (table) => {
      const first = await table.hear(table.b.terms(table.fields()));
      const newer = table.b.terms(table.fields({}, 100), { supersedes: first.entry.id });
      const second = await table.hear(newer);
      await table.reject(second, await table.decline(first));
    }),
  },
  {
    id: 'rejection-reversed',
    rule: 'R-8.8',
    what: 'the decision was reversed',
    words: 'counted counted counted no-basis',
    play: at(async (table) => {
      const theirs = await table.hear(table.b.terms(table.fields()));
      const decision = await table.decline(theirs);
      await reversed(table, decision);
      await table.reject(theirs, decision);
    }),
  },
  {
    id: 'rejection-after-a-yes',
    rule: 'R-8.8',
    what: 'our acceptance of these terms stands',
    words: 'counted counted counted counted acceptance-stands',
    play: at(async (table) => {
      const { terms } = await accepted(table);
      await table.reject(terms, await table.decline(terms));
    }),
  },
  {
    id: 'rejection-of-nothing',
    rule: 'R-8.8',
    what: 'the terms are not in the negotiation',
    words: 'counted counted terms-unknown',
    play: at(async (table) => {
      await table.hear(table.b.terms(table.fields()));
      const unheard = await table.b.terms(table.fields({}, 100));
      await table.reject(unheard, await table.decline(unheard));
    }),
  },
  {
    id: 'rejection-by-a-registrar',
    rule: 'R-8.8',
    what: 'we are the registrar and no party',
    words: 'counted counted not-a-party',
    play: async (world) => {
      const table = await openTable(world, 2);
      const { commitments, ...rest } = table.fields();
      const between = commitments.slice(1, 2).map((one) => ({ ...one, receiver: table.c.home }));
      const offer = { ...rest, parties: [table.b.home, table.c.home], commitments: between };
      const theirs = await table.hear(table.b.terms(offer));
      await table.reject(theirs, await table.decline(theirs));
    },
  },
  {
    id: 'rejection-after-the-end',
    rule: 'R-8.9a',
    what: 'a no after the lapse',
    words: 'counted counted counted counted closed',
    play: at(async (table) => {
      const { terms } = await offered(table);
      const decision = await table.decline(terms);
      table.setClock('2026-02-02T00:00:00.001Z');
      await table.lapse(terms);
      await table.reject(terms, decision);
    }),
  },
];

/** Offers, and what is said no to. */
export const OFFER_SCENARIOS: readonly Scenario[] = [...TERMS, ...FOLLOWING, ...REJECTIONS];

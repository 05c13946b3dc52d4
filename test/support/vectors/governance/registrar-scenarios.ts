import { openTable, type Table } from '../../rules/table.ts';
import { refTo, type World } from '../../rules/world.ts';
import { accepted, agreed, offered, ourFund, reversed } from './offers.ts';
import type { Scenario } from './scenario.ts';

const OVER = '2026-02-02T00:00:00.001Z';

/** Plays at one table with one partner. */
const at = (play: (table: Table) => Promise<unknown>) => async (world: World) => play(await openTable(world));

/** Plays at one table with two partners. */
const atThree = (play: (table: Table) => Promise<unknown>) => async (world: World) =>
  play(await openTable(world, 2));

const AGREED = 'counted counted counted counted';

const SEALS: readonly Scenario[] = [
  {
    id: 'seal',
    rule: 'R-8.6',
    what: 'both have accepted',
    words: `${AGREED} counted`,
    play: at(async (table) => {
      const { terms, both } = await agreed(table);
      await table.seal(terms, both);
    }),
  },
  {
    id: 'seal-last-moment',
    rule: 'R-8.6',
    what: 'at the very moment that the time to seal ends',
    words: `${AGREED} counted`,
    play: at(async (table) => {
      const { terms, both } = await agreed(table);
      table.setClock('2026-02-02T00:00:00Z');
      await table.seal(terms, both);
    }),
  },
  {
    id: 'seal-too-late',
    rule: 'R-8.6',
    what: 'a millisecond later',
    words: `${AGREED} too-late`,
    play: at(async (table) => {
      const { terms, both } = await agreed(table);
      table.setClock(OVER);
      await table.seal(terms, both);
    }),
  },
  {
    id: 'seal-party-missing',
    rule: 'R-8.6',
    what: 'one of three parties has not accepted',
    words: `${AGREED} acceptance-missing`,
    play: atThree(async (table) => {
      const { terms, both } = await agreed(table);
      await table.seal(terms, both);
    }),
  },
  {
    id: 'seal-three-parties',
    rule: 'R-8.6',
    what: 'all three have',
    words: `${AGREED} counted counted`,
    play: atThree(async (table) => {
      const { terms, both } = await agreed(table);
      await table.seal(terms, [...both, await table.hear(table.c.acceptance(terms))]);
    }),
  },
  {
    id: 'seal-without-one',
    rule: 'R-8.6',
    what: 'the seal leaves out an acceptance that stands',
    words: `${AGREED} acceptance-missing`,
    play: at(async (table) => {
      const { terms, theirs } = await agreed(table);
      await table.seal(terms, [theirs], { resources: [] });
    }),
  },
  {
    id: 'seal-other-order',
    rule: 'R-8.6',
    what: 'the seal names the acceptances in another order than the log’s',
    words: `${AGREED} acceptance-missing`,
    play: at(async (table) => {
      const { terms, both } = await agreed(table);
      await table.seal(terms, both.toReversed());
    }),
  },
  {
    id: 'seal-withdrawn',
    rule: 'R-8.6',
    what: 'a party has taken its yes back',
    words: `${AGREED} counted acceptance-missing`,
    play: at(async (table) => {
      const { terms, theirs, both } = await agreed(table);
      await table.hear(table.b.withdrawal(theirs));
      await table.seal(terms, both);
    }),
  },
  {
    id: 'seal-of-older-terms',
    rule: 'R-8.6',
    what: 'older terms that all have accepted, with newer ones on the table',
    words: `${AGREED} counted counted`,
    play: at(async (table) => {
      const { terms, both } = await agreed(table);
      await table.hear(table.b.terms(table.fields({}, 300), { supersedes: terms.entry.id }));
      await table.seal(terms, both);
    }),
  },
  {
    id: 'seal-a-second-yes',
    rule: 'R-8.6',
    what: 'of two acceptances by one party the first one counts',
    words: `${AGREED} counted counted`,
    play: at(async (table) => {
      const { terms, both } = await agreed(table);
      await table.hear(table.b.acceptance(terms));
      await table.seal(terms, both);
    }),
  },
  {
    id: 'seal-by-a-party',
    rule: 'R-8.6',
    what: 'by a party that is not the registrar',
    words: `${AGREED} not-registrar`,
    play: at(async (table) => {
      const { terms, both } = await agreed(table, table.fields({ registrar: table.b.home }));
      await table.seal(terms, both);
    }),
  },
  {
    id: 'seal-of-nothing',
    rule: 'R-8.6',
    what: 'of terms that are not in the negotiation',
    words: `${AGREED} terms-unknown`,
    play: at(async (table) => {
      const { both } = await agreed(table);
      await table.seal(await table.b.terms(table.fields({}, 300)), both);
    }),
  },
  {
    id: 'seal-twice',
    rule: 'R-8.9a',
    what: 'twice',
    words: `${AGREED} counted closed`,
    play: at(async (table) => {
      const { terms, both } = await agreed(table);
      await table.seal(terms, both);
      await table.seal(terms, both);
    }),
  },
  {
    id: 'seal-resources',
    rule: 'R-8.6a',
    what: 'the seal names each resource that the acceptances hold, each party’s once',
    words: `${AGREED} counted`,
    play: at(async (table) => {
      const { terms, both } = await agreed(table);
      await table.seal(terms, both);
    }),
  },
  {
    id: 'seal-resource-missing',
    rule: 'R-8.6a',
    what: 'the seal leaves a resource out',
    words: `${AGREED} binding-differs`,
    play: at(async (table) => {
      const { terms, both } = await agreed(table);
      await table.seal(terms, both, { resources: [ourFund(table)] });
    }),
  },
];

const LAPSES: readonly Scenario[] = [
  {
    id: 'lapse',
    rule: 'R-8.7',
    what: 'a millisecond after the time to seal',
    words: 'counted counted counted counted',
    play: at(async (table) => {
      const { terms, acceptance } = await accepted(table);
      table.setClock(OVER);
      await table.lapse(terms, [acceptance]);
    }),
  },
  {
    id: 'lapse-too-early',
    rule: 'R-8.7',
    what: 'at that very moment',
    words: 'counted counted counted too-early',
    play: at(async (table) => {
      const { terms, acceptance } = await accepted(table);
      table.setClock('2026-02-02T00:00:00Z');
      await table.lapse(terms, [acceptance]);
    }),
  },
  {
    id: 'lapse-after-the-time-although-accepted',
    rule: 'R-8.7',
    what: 'all have accepted, and the registrar has missed the time to seal',
    words: `${AGREED} counted`,
    play: at(async (table) => {
      const { terms, both } = await agreed(table);
      table.setClock(OVER);
      await table.lapse(terms, both);
    }),
  },
  {
    id: 'lapse-rejected',
    rule: 'R-8.7',
    what: 'a party has said no',
    words: 'counted counted counted counted',
    play: at(async (table) => {
      const { terms } = await offered(table);
      await table.hear(table.b.rejection(terms));
      await table.lapse(terms, [], { cause: 'rejected' });
    }),
  },
  {
    id: 'lapse-not-rejected',
    rule: 'R-8.7',
    what: 'nobody has',
    words: 'counted counted rules-disagree',
    play: at(async (table) => {
      const { terms } = await offered(table);
      await table.lapse(terms, [], { cause: 'rejected' });
    }),
  },
  {
    id: 'lapse-one-of-two-rejected',
    rule: 'R-8.7',
    what: 'of two counter-offers one is still on the table',
    words: 'counted counted counted counted counted counted rules-disagree',
    play: at(async (table) => {
      const { terms } = await offered(table);
      await table.hear(table.b.terms(table.fields({}, 300), { supersedes: terms.entry.id }));
      const newer = await offered(table, table.fields({}, 250), terms);
      await table.hear(table.b.rejection(newer.terms));
      await table.lapse(newer.terms, [], { cause: 'rejected' });
    }),
  },
  {
    id: 'lapse-one-of-two-over',
    rule: 'R-8.7',
    what: 'the time of one counter-offer is over, that of the other is not',
    words: 'counted counted counted counted counted too-early',
    play: at(async (table) => {
      const { terms } = await offered(table);
      const longer = { sealBy: '2026-02-20T00:00:00Z' };
      await table.hear(table.b.terms(table.fields(longer, 300), { supersedes: terms.entry.id }));
      const newer = await offered(table, table.fields({}, 250), terms);
      table.setClock(OVER);
      await table.lapse(newer.terms);
    }),
  },
  {
    id: 'lapse-of-superseded',
    rule: 'R-8.7',
    what: 'the lapse names terms in whose place newer ones came',
    words: 'counted counted counted terms-superseded',
    play: at(async (table) => {
      const { terms } = await offered(table);
      await table.hear(table.b.terms(table.fields({}, 300), { supersedes: terms.entry.id }));
      table.setClock(OVER);
      await table.lapse(terms);
    }),
  },
  {
    id: 'lapse-of-nothing',
    rule: 'R-8.7',
    what: 'it names terms that are not in the negotiation',
    words: 'counted counted terms-unknown',
    play: at(async (table) => {
      await offered(table);
      const unheard = await table.b.terms(table.fields({}, 300));
      table.setClock(OVER);
      await table.lapse(unheard);
    }),
  },
  {
    id: 'lapse-withdrawn',
    rule: 'R-8.7',
    what: 'for a cause that these rules do not know',
    words: 'counted counted rules-disagree',
    play: at(async (table) => {
      const { terms } = await offered(table);
      table.setClock(OVER);
      await table.lapse(terms, [], { cause: 'withdrawn' });
    }),
  },
  {
    id: 'lapse-instead-of-a-seal',
    rule: 'R-8.7',
    what: 'all have accepted the older terms in time: the no to the newer ones changes nothing, a seal is due',
    words: `${AGREED} counted counted counted rules-disagree`,
    play: at(async (table) => {
      const { terms, both } = await agreed(table);
      const newer = await table.hear(table.b.terms(table.fields({}, 300), { supersedes: terms.entry.id }));
      await table.reject(newer, await table.decline(newer));
      await table.lapse(newer, both, { cause: 'rejected' });
    }),
  },
  {
    id: 'lapse-resource-missing',
    rule: 'R-8.6a',
    what: 'the lapse leaves out what an acceptance holds',
    words: 'counted counted counted binding-differs',
    play: at(async (table) => {
      const { terms } = await accepted(table);
      table.setClock(OVER);
      await table.lapse(terms);
    }),
  },
  {
    id: 'lapse-all-holds',
    rule: 'R-8.6a',
    what: 'the lapse names what all acceptances hold, also that of older terms and one that was taken back',
    words: 'counted counted counted counted counted counted counted counted counted',
    play: at(async (table) => {
      const first = await accepted(table);
      const second = await accepted(table, table.fields({}, 100), first.terms);
      const theirs = await table.hear(table.b.acceptance(first.terms));
      await table.hear(table.b.withdrawal(theirs));
      table.setClock(OVER);
      await table.lapse(second.terms, [first.acceptance, second.acceptance, theirs]);
    }),
  },
];

const DOUBT_OVER = '2026-03-01T00:00:00.001Z';

/** We accepted and the partner is the registrar: three entries. */
const waiting = (table: Table, policy: 'release' | 'keep' | 'perform' = 'release') =>
  accepted(
    table,
    table.fields({
      registrar: table.b.home,
      inDoubt: { until: '2026-03-01T00:00:00Z', policy },
    }),
  );

const RELEASES: readonly Scenario[] = [
  {
    id: 'release',
    rule: 'R-8.13',
    what: 'the registrar has said nothing until the time in doubt was over',
    words: 'counted counted counted counted',
    play: at(async (table) => {
      const { terms, acceptance } = await waiting(table);
      table.setClock(DOUBT_OVER);
      await table.lapse(terms, [acceptance]);
    }),
  },
  {
    id: 'release-too-early',
    rule: 'R-8.13',
    what: 'a millisecond earlier: a timeout of ours is no outcome',
    words: 'counted counted counted too-early',
    play: at(async (table) => {
      const { terms, acceptance } = await waiting(table);
      table.setClock('2026-03-01T00:00:00Z');
      await table.lapse(terms, [acceptance]);
    }),
  },
  {
    id: 'release-kept',
    rule: 'R-8.13',
    what: 'the terms say to keep what is held',
    words: 'counted counted counted too-early',
    play: at(async (table) => {
      const { terms, acceptance } = await waiting(table, 'keep');
      table.setClock(DOUBT_OVER);
      await table.lapse(terms, [acceptance]);
    }),
  },
  {
    id: 'release-after-a-withdrawal',
    rule: 'R-8.13',
    what: 'a yes that was taken back is in doubt as well: the seal may have come first',
    words: 'counted counted counted counted counted too-early',
    play: at(async (table) => {
      const { terms, decision, acceptance } = await waiting(table);
      await reversed(table, decision);
      await table.withdraw(acceptance, { basis: refTo(decision) });
      table.setClock(OVER);
      await table.lapse(terms, [acceptance]);
    }),
  },
  {
    id: 'release-of-older-terms',
    rule: 'R-8.13',
    what: 'after the seal, what older terms still hold of another stock',
    words: 'counted counted counted counted counted counted counted counted counted',
    play: at(async (table) => {
      const { older, newer } = await twoStocks(table);
      const theirs = await table.hear(table.b.acceptance(newer.terms));
      await table.seal(newer.terms, [newer.acceptance, theirs]);
      await table.lapse(newer.terms, [older.acceptance], { cause: 'released' });
    }),
  },
  {
    id: 'release-as-a-second-word',
    rule: 'R-8.7',
    what: 'the registrar does not say that it speaks of its own account: a second word on the negotiation',
    words: 'counted counted counted counted counted counted counted counted closed',
    play: at(async (table) => {
      const { older, newer } = await twoStocks(table);
      const theirs = await table.hear(table.b.acceptance(newer.terms));
      await table.seal(newer.terms, [newer.acceptance, theirs]);
      await table.lapse(newer.terms, [older.acceptance]);
    }),
  },
  {
    id: 'release-by-the-registrar-before-the-end',
    rule: 'R-8.13',
    what: 'the registrar lets go without a word on the negotiation, after the time in doubt',
    words: 'counted counted counted too-early',
    play: at(async (table) => {
      const { terms, acceptance } = await accepted(table);
      table.setClock(DOUBT_OVER);
      await table.lapse(terms, [acceptance], { cause: 'released' });
    }),
  },
  {
    id: 'release-of-nothing',
    rule: 'R-8.13',
    what: 'what is not held',
    words: `${AGREED} counted unknown-reference`,
    play: at(async (table) => {
      const { terms, acceptance, both } = await agreed(table);
      await table.seal(terms, both);
      await table.lapse(terms, [acceptance], { cause: 'released' });
    }),
  },
  {
    id: 'release-of-theirs',
    rule: 'R-8.13',
    what: 'what the partner holds',
    words: 'counted counted counted unknown-reference',
    play: at(async (table) => {
      const { terms } = await waiting(table);
      table.setClock(DOUBT_OVER);
      await table.lapse(terms, [await table.b.acceptance(terms)], { cause: 'released' });
    }),
  },
  {
    id: 'release-names-nothing',
    rule: 'R-8.13',
    what: 'no resource at all',
    words: 'counted counted counted binding-differs',
    play: at(async (table) => {
      const { terms } = await waiting(table);
      table.setClock(DOUBT_OVER);
      await table.lapse(terms, [], { cause: 'released' });
    }),
  },
  {
    id: 'release-names-twice',
    rule: 'R-8.13',
    what: 'one resource twice',
    words: 'counted counted counted binding-differs',
    play: at(async (table) => {
      const { terms } = await waiting(table);
      table.setClock(DOUBT_OVER);
      await table.lapse(terms, [], { cause: 'released', resources: [ourFund(table), ourFund(table)] });
    }),
  },
];

/** We accept older terms that take from Z, then newer ones that take from X. */
async function twoStocks(table: Table) {
  const { things } = table.world;
  const { commitments, ...rest } = table.fields();
  const fromZ = commitments.map((one) => (one.resource === things.X ? { ...one, resource: things.Z } : one));
  const older = await accepted(table, { ...rest, commitments: fromZ });
  return { older, newer: await accepted(table, table.fields(), older.terms) };
}

/** The registrar's word: a seal, a lapse, and a party's own word that it holds nothing any more. */
export const REGISTRAR_SCENARIOS: readonly Scenario[] = [...SEALS, ...LAPSES, ...RELEASES];

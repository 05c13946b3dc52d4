import type { TermsFields } from '../../../../protocol/documents/terms-fields.ts';
import { openTable, type Table } from '../../rules/table.ts';
import { refTo, type World } from '../../rules/world.ts';
import { accepted, offered, ourFund, reversed } from './offers.ts';
import type { Scenario } from './scenario.ts';

/** Plays at one table with one partner. */
const at = (play: (table: Table) => Promise<unknown>) => async (world: World) => play(await openTable(world));

/** Plays at one table with two partners. */
const atThree = (play: (table: Table) => Promise<unknown>) => async (world: World) =>
  play(await openTable(world, 2));

/** What the two partners agree on without us. */
function between(table: Table, registrar = table.b.home): TermsFields {
  const { commitments, ...rest } = table.fields();
  const theirs = commitments.slice(1, 2).map((one) => ({ ...one, receiver: table.c.home }));
  return { ...rest, registrar, parties: [table.b.home, table.c.home], commitments: theirs };
}

const HEARD: readonly Scenario[] = [
  {
    id: 'foreign-terms',
    rule: 'R-8.11',
    what: 'terms that count at their home',
    words: 'counted',
    play: at((table) => table.hear(table.b.terms(table.fields()))),
  },
  {
    id: 'foreign-terms-not-at-home',
    rule: 'R-8.11',
    what: 'terms that do not',
    words: 'evidence-insufficient',
    play: at((table) => table.hear(table.b.terms(table.fields()), false)),
  },
  {
    id: 'foreign-acceptance',
    rule: 'R-8.11',
    what: 'an acceptance that counts at its home',
    words: 'counted counted counted',
    play: at(async (table) => {
      const { terms } = await offered(table);
      await table.hear(table.b.acceptance(terms));
    }),
  },
  {
    id: 'foreign-acceptance-not-at-home',
    rule: 'R-8.11',
    what: 'an acceptance that does not, or whose evidence falls short',
    words: 'counted counted evidence-insufficient',
    play: at(async (table) => {
      const { terms } = await offered(table);
      await table.hear(table.b.acceptance(terms), false);
    }),
  },
  {
    id: 'foreign-acceptance-late',
    rule: 'R-8.11',
    what: 'an acceptance that came late: its own log says when it was given',
    words: 'counted counted counted',
    play: at(async (table) => {
      const { terms } = await offered(table);
      const theirs = await table.b.acceptance(terms);
      table.setClock('2026-02-01T12:00:00Z');
      await table.hear(theirs);
    }),
  },
  {
    id: 'foreign-rejection',
    rule: 'R-8.11',
    what: 'a no',
    words: 'counted counted counted',
    play: at(async (table) => {
      const { terms } = await offered(table);
      await table.hear(table.b.rejection(terms));
    }),
  },
  {
    id: 'foreign-unknown-terms',
    rule: 'R-8.11',
    what: 'a yes to terms that never came',
    words: 'counted counted terms-unknown',
    play: at(async (table) => {
      await offered(table);
      const unheard = await table.b.terms(table.fields({}, 300));
      await table.hear(table.b.acceptance(unheard));
    }),
  },
  {
    id: 'foreign-provisional',
    rule: 'R-8.11',
    what: 'a provisional yes',
    words: 'counted counted provisional',
    play: at(async (table) => {
      const { terms } = await offered(table);
      await table.hear(table.b.acceptance(terms, { provisional: true }));
    }),
  },
  {
    id: 'foreign-terms-beside',
    rule: 'R-8.11',
    what: 'terms that do not say in whose place they come',
    words: 'counted counted stale-version',
    play: at(async (table) => {
      await offered(table);
      await table.hear(table.b.terms(table.fields({}, 300)));
    }),
  },
  {
    id: 'foreign-terms-other-registrar',
    rule: 'R-8.11',
    what: 'terms with another registrar',
    words: 'counted counted parties-changed',
    play: at(async (table) => {
      const { terms } = await offered(table);
      const more = { supersedes: terms.entry.id };
      await table.hear(table.b.terms(table.fields({ registrar: table.b.home }), more));
    }),
  },
  {
    id: 'foreign-terms-other-rules',
    rule: 'R-8.11',
    what: 'terms by rules that we do not know',
    words: 'rules-disagree',
    play: at((table) => table.hear(table.b.terms(table.fields({ rulesVersion: 2 })))),
  },
];

const SPEAKERS: readonly Scenario[] = [
  {
    id: 'foreign-terms-for-a-registrar',
    rule: 'R-8.11a',
    what: 'terms among others that make us the registrar',
    words: 'counted',
    play: atThree((table) => table.hear(table.b.terms(between(table, table.world.log.commons)))),
  },
  {
    id: 'foreign-terms-for-others',
    rule: 'R-8.11a',
    what: 'terms among others that do not concern us',
    words: 'not-a-party',
    play: atThree((table) => table.hear(table.b.terms(between(table)))),
  },
  {
    id: 'foreign-terms-by-a-stranger',
    rule: 'R-8.11a',
    what: 'terms by somebody who is no party to them',
    words: 'not-a-party',
    play: atThree((table) => {
      const { parties, commitments, ...rest } = table.fields();
      const ours = { ...rest, parties: parties.slice(0, 2), commitments: commitments.slice(0, 2) };
      return table.hear(table.c.terms(ours));
    }),
  },
  {
    id: 'foreign-acceptance-by-a-stranger',
    rule: 'R-8.11a',
    what: 'a yes by somebody who is no party',
    words: 'counted counted not-a-party',
    play: atThree(async (table) => {
      const { terms } = await offered(table, ofTwo(table));
      await table.hear(table.c.acceptance(terms));
    }),
  },
  {
    id: 'foreign-rejection-by-a-stranger',
    rule: 'R-8.11a',
    what: 'a no by somebody who is no party',
    words: 'counted counted not-a-party',
    play: atThree(async (table) => {
      const { terms } = await offered(table, ofTwo(table));
      await table.hear(table.c.rejection(terms));
    }),
  },
  {
    id: 'foreign-withdrawal',
    rule: 'R-8.11a',
    what: 'a party takes its own yes back',
    words: 'counted counted counted counted',
    play: at(async (table) => {
      const { terms } = await offered(table);
      await table.hear(table.b.withdrawal(await table.hear(table.b.acceptance(terms))));
    }),
  },
  {
    id: 'foreign-withdrawal-of-ours',
    rule: 'R-8.11a',
    what: 'a party takes our yes back',
    words: 'counted counted counted unknown-reference',
    play: at(async (table) => {
      const { acceptance } = await accepted(table);
      await table.hear(table.b.withdrawal(acceptance));
    }),
  },
  {
    id: 'foreign-seal-by-a-party',
    rule: 'R-8.11a',
    what: 'a seal by a party that is not the registrar',
    words: 'counted counted counted counted not-registrar',
    play: at(async (table) => {
      const { terms, acceptance } = await accepted(table);
      const theirs = await table.hear(table.b.acceptance(terms));
      await table.hear(table.b.seal(terms, [acceptance, theirs]));
    }),
  },
  {
    id: 'foreign-lapse-by-a-party',
    rule: 'R-8.11a',
    what: 'a lapse by a party that is not the registrar',
    words: 'counted counted counted not-registrar',
    play: at(async (table) => {
      const { terms, acceptance } = await accepted(table);
      await table.hear(table.b.lapse(terms, [acceptance]));
    }),
  },
];

/** The fields without the second partner. */
function ofTwo(table: Table): TermsFields {
  const { parties, commitments, ...rest } = table.fields();
  return { ...rest, parties: parties.slice(0, 2), commitments: commitments.slice(0, 2) };
}

const RELEASED: readonly Scenario[] = [
  {
    id: 'foreign-withdrawal-with-its-own-release',
    rule: 'R-8.11b',
    what: 'a party takes its yes back and frees what it holds itself',
    words: 'counted counted counted counted',
    play: at(async (table) => {
      const { terms } = await offered(table);
      const theirs = await table.hear(table.b.acceptance(terms));
      const { resource } =
        table.fields().commitments.find(({ provider }) => provider === table.b.home) ?? ourFund(table);
      await table.hear(table.b.withdrawal(theirs, { releases: [{ commons: table.b.home, resource }] }));
    }),
  },
  {
    id: 'foreign-withdrawal-releases-ours',
    rule: 'R-8.11b',
    what: 'and what we hold: our own yes still stands',
    words: 'counted counted counted counted binding-differs',
    play: at(async (table) => {
      const { terms } = await accepted(table);
      const theirs = await table.hear(table.b.acceptance(terms));
      await table.hear(table.b.withdrawal(theirs, { releases: [ourFund(table)] }));
    }),
  },
];

/** We accept terms with the partner as registrar: three entries. */
const waiting = (table: Table) => accepted(table, table.fields({ registrar: table.b.home }));

const SEALED: readonly Scenario[] = [
  {
    id: 'foreign-seal',
    rule: 'R-8.11c',
    what: 'the registrar seals: what we held is given',
    words: 'counted counted counted counted counted',
    play: at(async (table) => {
      const { terms, acceptance } = await waiting(table);
      const theirs = await table.hear(table.b.acceptance(terms));
      await table.hear(table.b.seal(terms, [acceptance, theirs]));
    }),
  },
  {
    id: 'foreign-seal-without-a-party',
    rule: 'R-8.11c',
    what: 'the seal names no yes of the registrar’s own',
    words: 'counted counted counted acceptance-missing',
    play: at(async (table) => {
      const { terms, acceptance } = await waiting(table);
      await table.hear(table.b.seal(terms, [acceptance]));
    }),
  },
  {
    id: 'foreign-seal-without-us',
    rule: 'R-8.11c',
    what: 'we have accepted nothing',
    words: 'counted counted counted acceptance-missing',
    play: at(async (table) => {
      const { terms } = await offered(table, table.fields({ registrar: table.b.home }));
      const theirs = await table.hear(table.b.acceptance(terms));
      await table.hear(table.b.seal(terms, [theirs]));
    }),
  },
  {
    id: 'foreign-seal-invented',
    rule: 'R-8.11c',
    what: 'the seal says that another document is our yes',
    words: 'counted counted counted acceptance-missing',
    play: at(async (table) => {
      const { terms, decision } = await offered(table, table.fields({ registrar: table.b.home }));
      const theirs = await table.hear(table.b.acceptance(terms));
      const acceptances = [decision, theirs].map(({ entry }) => ({
        commons: entry.document.commons,
        id: entry.id,
      }));
      await table.hear(table.b.seal(terms, [theirs], { acceptances }));
    }),
  },
  {
    id: 'foreign-seal-of-another-yes',
    rule: 'R-8.11c',
    what: 'our yes was to the older terms',
    words: 'counted counted counted counted counted acceptance-missing',
    play: at(async (table) => {
      const { acceptance, terms } = await waiting(table);
      const newer = table.b.terms(table.fields({ registrar: table.b.home }, 300), {
        supersedes: terms.entry.id,
      });
      const second = await table.hear(newer);
      const theirs = await table.hear(table.b.acceptance(second));
      await table.hear(table.b.seal(second, [acceptance, theirs]));
    }),
  },
  {
    id: 'foreign-seal-without-our-resource',
    rule: 'R-8.11c',
    what: 'the seal leaves out what we give',
    words: 'counted counted counted counted binding-differs',
    play: at(async (table) => {
      const { terms, acceptance } = await waiting(table);
      const theirs = await table.hear(table.b.acceptance(terms));
      await table.hear(table.b.seal(terms, [acceptance, theirs], { resources: [] }));
    }),
  },
  {
    id: 'foreign-seal-after-our-withdrawal',
    rule: 'R-8.11c',
    what: 'we took our yes back, and the registrar had sealed before it heard of that',
    words: 'counted counted counted counted counted counted counted',
    play: at(async (table) => {
      const { terms, decision, acceptance } = await waiting(table);
      const theirs = await table.hear(table.b.acceptance(terms));
      const seal = await table.b.seal(terms, [acceptance, theirs]);
      await reversed(table, decision);
      await table.withdraw(acceptance, { basis: refTo(decision) });
      await table.hear(seal);
    }),
  },
  {
    id: 'foreign-lapse',
    rule: 'R-8.11',
    what: 'the registrar lets it lapse: what we held is free',
    words: 'counted counted counted counted',
    play: at(async (table) => {
      const { terms, acceptance } = await waiting(table);
      table.setClock('2026-02-02T00:00:00.001Z');
      await table.hear(table.b.lapse(terms, [acceptance]));
    }),
  },
];

const CONTESTED: readonly Scenario[] = [
  {
    id: 'foreign-lapse-after-seal',
    rule: 'R-8.11d',
    what: 'the registrar seals, then lets lapse: what came first stays, and the matter is contested',
    words: 'counted counted counted counted counted closed',
    play: at(async (table) => {
      const { terms, acceptance } = await waiting(table);
      const theirs = await table.hear(table.b.acceptance(terms));
      await table.hear(table.b.seal(terms, [acceptance, theirs]));
      await table.hear(table.b.lapse(terms, [acceptance, theirs]));
    }),
  },
  {
    id: 'foreign-seal-after-lapse',
    rule: 'R-8.11d',
    what: 'the registrar lets lapse, then seals',
    words: 'counted counted counted counted counted closed',
    play: at(async (table) => {
      const { terms, acceptance } = await waiting(table);
      const theirs = await table.hear(table.b.acceptance(terms));
      await table.hear(table.b.lapse(terms, [acceptance, theirs]));
      await table.hear(table.b.seal(terms, [acceptance, theirs]));
    }),
  },
  {
    id: 'foreign-seal-after-release',
    rule: 'R-8.11d',
    what: 'a seal that surfaces after we have given up',
    words: 'counted counted counted counted counted closed',
    play: at(async (table) => {
      const { terms, acceptance } = await waiting(table);
      const theirs = await table.hear(table.b.acceptance(terms));
      const seal = await table.b.seal(terms, [acceptance, theirs]);
      table.setClock('2026-03-01T00:00:00.001Z');
      await table.lapse(terms, [acceptance]);
      await table.hear(seal);
    }),
  },
  {
    id: 'foreign-first-word',
    rule: 'R-8.11d',
    what: 'the registrar says one thing: nothing is contested',
    words: 'counted counted counted counted counted',
    play: at(async (table) => {
      const { terms, acceptance } = await waiting(table);
      const theirs = await table.hear(table.b.acceptance(terms));
      await table.hear(table.b.lapse(terms, [acceptance, theirs]));
    }),
  },
  {
    id: 'foreign-acceptance-after-its-seal',
    rule: 'R-8.11e',
    what: 'the seal overtakes an acceptance that it names',
    words: 'counted counted counted counted counted',
    play: at(async (table) => {
      const { terms, acceptance } = await waiting(table);
      const theirs = await table.b.acceptance(terms);
      await table.hear(table.b.seal(terms, [acceptance, theirs]));
      await table.hear(theirs);
    }),
  },
  {
    id: 'foreign-acceptance-after-a-seal',
    rule: 'R-8.11e',
    what: 'an acceptance after a seal that does not name it',
    words: 'counted counted counted counted counted closed',
    play: at(async (table) => {
      const { terms, acceptance } = await waiting(table);
      const theirs = await table.hear(table.b.acceptance(terms));
      await table.hear(table.b.seal(terms, [acceptance, theirs]));
      await table.hear(table.b.acceptance(terms));
    }),
  },
];

/** What other commons have said, in our log. */
export const FOREIGN_SCENARIOS: readonly Scenario[] = [
  ...HEARD,
  ...SPEAKERS,
  ...RELEASED,
  ...SEALED,
  ...CONTESTED,
];

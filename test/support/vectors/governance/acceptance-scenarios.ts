import type { LoggedEntry } from '../../log-builder.ts';
import { openTable, type Table } from '../../rules/table.ts';
import { confirmationOf, refTo, say, transfer, type Wishes, type World } from '../../rules/world.ts';
import { accepted, agreed, offered, ourFund, reversed } from './offers.ts';
import type { Scenario } from './scenario.ts';

const TWO: Wishes = { spending: { parameters: { delegation: { signers: 2, proposerMayDecide: true } } } };

/** Plays at one table with one partner. */
const at = (play: (table: Table) => Promise<unknown>) => async (world: World) => play(await openTable(world));

/** The partner's terms, in our log: one entry. */
const theirTerms = (table: Table, money = 200) => table.hear(table.b.terms(table.fields({}, money)));

const ACCEPTANCES: readonly Scenario[] = [
  {
    id: 'acceptance-of-theirs',
    rule: 'R-8.5',
    what: 'we accept what the partner offers',
    words: 'counted counted counted',
    play: at(async (table) => {
      const theirs = await theirTerms(table);
      await table.accept(theirs, await table.agree(table.fields(), theirs));
    }),
  },
  {
    id: 'acceptance-of-ours',
    rule: 'R-8.5',
    what: 'we accept what we offer ourselves',
    words: 'counted counted counted',
    play: at((table) => accepted(table)),
  },
  {
    id: 'acceptance-of-unknown',
    rule: 'R-8.5',
    what: 'terms that never came',
    words: 'counted counted terms-unknown',
    play: at(async (table) => {
      await theirTerms(table);
      const unheard = await table.b.terms(table.fields({}, 100));
      await table.accept(unheard, await table.agree(table.fields({}, 100), unheard));
    }),
  },
  {
    id: 'acceptance-of-superseded',
    rule: 'R-8.5',
    what: 'terms in whose place newer ones came',
    words: 'counted counted counted terms-superseded',
    play: at(async (table) => {
      const first = await theirTerms(table);
      const newer = table.b.terms(table.fields({}, 100), { supersedes: first.entry.id });
      await table.hear(newer);
      await table.accept(first, await table.agree(table.fields(), first));
    }),
  },
  {
    id: 'acceptance-after-rejection',
    rule: 'R-8.5',
    what: 'terms that we have said no to',
    words: 'counted counted counted counted contradictory',
    play: at(async (table) => {
      const theirs = await theirTerms(table);
      await table.reject(theirs, await table.decline(theirs));
      await table.accept(theirs, await table.agree(table.fields(), theirs));
    }),
  },
  {
    id: 'acceptance-after-their-rejection',
    rule: 'R-8.5',
    what: 'terms that somebody else has said no to: only the registrar’s word ends it',
    words: 'counted counted counted counted',
    play: at(async (table) => {
      const { terms, decision } = await offered(table);
      await table.hear(table.b.rejection(terms));
      await table.accept(terms, decision);
    }),
  },
  {
    id: 'acceptance-by-a-registrar',
    rule: 'R-8.5',
    what: 'we are the registrar and no party',
    words: 'counted not-a-party not-a-party',
    play: async (world) => {
      const table = await openTable(world, 2);
      const { commitments, ...rest } = table.fields();
      const between = commitments.slice(1, 2).map((one) => ({ ...one, receiver: table.c.home }));
      const offer = { ...rest, parties: [table.b.home, table.c.home], commitments: between };
      const theirs = await table.hear(table.b.terms(offer));
      await table.accept(theirs, await table.agree(offer, theirs));
    },
  },
  {
    id: 'acceptance-provisional',
    rule: 'R-8.5',
    what: 'a provisional yes',
    words: 'counted counted provisional',
    play: at(async (table) => {
      const { terms, decision } = await offered(table);
      await table.accept(terms, decision, { provisional: true });
    }),
  },
  {
    id: 'acceptance-in-time',
    rule: 'R-8.5',
    what: 'a millisecond before the time to accept is over',
    words: 'counted counted counted',
    play: at(async (table) => {
      const { terms, decision } = await offered(table);
      table.setClock('2026-01-31T23:59:59.999Z');
      await table.accept(terms, decision);
    }),
  },
  {
    id: 'acceptance-too-late',
    rule: 'R-8.5',
    what: 'when it is over',
    words: 'counted counted too-late',
    play: at(async (table) => {
      const { terms, decision } = await offered(table);
      table.setClock('2026-02-01T00:00:00Z');
      await table.accept(terms, decision);
    }),
  },
  {
    id: 'acceptance-after-the-end',
    rule: 'R-8.9a',
    what: 'after the lapse',
    words: 'counted counted counted closed',
    play: at(async (table) => {
      const { terms, decision } = await offered(table);
      table.setClock('2026-02-02T00:00:00.001Z');
      await table.lapse(terms);
      await table.accept(terms, decision);
    }),
  },
  {
    id: 'acceptance-twice',
    rule: 'R-8.5c',
    what: 'the same terms twice',
    words: 'counted counted counted duplicate',
    play: at(async (table) => {
      const { terms, decision } = await accepted(table);
      await table.accept(terms, decision);
    }),
  },
  {
    id: 'acceptance-of-newer',
    rule: 'R-8.5c',
    what: 'newer terms beside the older ones',
    words: 'counted counted counted counted counted counted',
    play: at(async (table) => {
      const { terms } = await accepted(table);
      await accepted(table, table.fields({}, 100), terms);
    }),
  },
  {
    id: 'acceptance-again',
    rule: 'R-8.5c',
    what: 'the same terms once more, after the first yes was taken back, by a new decision',
    words: 'counted counted counted counted counted counted counted',
    play: at(async (table) => {
      const { offer, terms, decision, acceptance } = await accepted(table);
      await reversed(table, decision);
      await table.withdraw(acceptance, { basis: refTo(decision), releases: [ourFund(table)] });
      await table.accept(terms, await table.agree(offer, terms));
    }),
  },
];

/** Accepts the partner's terms by a decision that the case makes. */
function by(decide: (table: Table, theirs: LoggedEntry) => Promise<LoggedEntry>) {
  return at(async (table) => {
    const theirs = await theirTerms(table);
    await table.accept(theirs, await decide(table, theirs));
  });
}

const DECIDED: readonly Scenario[] = [
  {
    id: 'yes-by-id',
    rule: 'R-8.5a',
    what: 'the decision names the terms and repeats their fields',
    words: 'counted counted counted',
    play: by((table, theirs) => table.agree(table.fields(), theirs)),
  },
  {
    id: 'yes-by-fields',
    rule: 'R-8.5a',
    what: 'the decision names no terms and has the same fields',
    words: 'counted counted counted',
    play: by((table) => table.agree(table.fields())),
  },
  {
    id: 'yes-to-other-fields',
    rule: 'R-8.5a',
    what: 'it names the terms and has other fields than they',
    words: 'counted counted no-basis',
    play: by((table, theirs) => table.agree(table.fields({}, 199), theirs)),
  },
  {
    id: 'yes-to-other-terms',
    rule: 'R-8.5a',
    what: 'it names other terms with the same fields',
    words: 'counted counted counted no-basis',
    play: at(async (table) => {
      const first = await theirTerms(table);
      const second = await table.hear(table.b.terms(table.fields(), { supersedes: first.entry.id }));
      await table.accept(second, await table.agree(table.fields(), first));
    }),
  },
  {
    id: 'yes-in-another-negotiation',
    rule: 'R-8.5a',
    what: 'it says yes in another negotiation',
    words: 'counted counted no-basis',
    play: async (world) => {
      const table = await openTable(world);
      const other = await openTable(world, 1, 'N2');
      const theirs = await theirTerms(table);
      await table.accept(theirs, await other.agree(table.fields()));
    },
  },
  {
    id: 'yes-of-something-else',
    rule: 'R-8.5a',
    what: 'it says nothing of the negotiation',
    words: 'counted counted no-basis',
    play: by(({ world }) => world.decide('d', [transfer(world.things.X, 1)])),
  },
  {
    id: 'yes-turned-down',
    rule: 'R-8.5a',
    what: 'it says no',
    words: 'counted counted no-basis',
    play: by((table, theirs) => table.agree(table.fields(), theirs, { result: 'not-adopted' })),
  },
  {
    id: 'yes-not-counted',
    rule: 'R-8.5a',
    what: 'it does not count',
    words: 'counted review-missing no-basis',
    play: by((table, theirs) => table.agree(table.fields(), theirs, { reviewAt: '2026-01-10T12:00:00Z' })),
  },
  {
    id: 'yes-reversed',
    rule: 'R-8.5a',
    what: 'it was reversed',
    words: 'counted counted counted no-basis',
    play: by(async (table, theirs) => {
      const decision = await table.agree(table.fields(), theirs);
      await reversed(table, decision);
      return decision;
    }),
  },
  {
    id: 'yes-replaced',
    rule: 'R-8.5a',
    what: 'another one took its place',
    words: 'counted counted counted no-basis',
    play: by(async (table, theirs) => {
      const decision = await table.agree(table.fields(), theirs);
      const replaces = refTo(decision);
      await table.world.decide('another', [{ op: 'resolve', text: say('Rather not.') }], { replaces });
      return decision;
    }),
  },
  {
    id: 'yes-expired',
    rule: 'R-8.5a',
    what: 'it has outlived the end that it set itself',
    words: 'counted counted no-basis',
    play: expiring('2026-01-11T12:00:00Z'),
  },
  {
    id: 'yes-expiring',
    rule: 'R-8.5a',
    what: 'a millisecond before that end',
    words: 'counted counted counted',
    play: expiring('2026-01-11T11:59:59.999Z'),
  },
  {
    id: 'yes-pending',
    rule: 'R-8.5a',
    what: 'it still waits for its second signature',
    wishes: TWO,
    words: 'counted pending no-basis',
    play: by((table, theirs) => table.agree(table.fields(), theirs)),
  },
  {
    id: 'yes-other-domain',
    rule: 'R-8.5a',
    what: 'the acceptance names another domain than the decision’s',
    words: 'counted counted binding-differs',
    play: at(async (table) => {
      const theirs = await theirTerms(table);
      const decision = await table.agree(table.fields(), theirs);
      await table.accept(theirs, decision, { domain: table.world.things.structure });
    }),
  },
];

function expiring(accepting: string) {
  return at(async (table) => {
    const theirs = await theirTerms(table);
    const decision = await table.agree(table.fields(), theirs, { expiresAt: '2026-01-11T12:00:00Z' });
    table.setClock(accepting);
    await table.accept(theirs, decision);
  });
}

/** Accepts with evidence of a log so long: relative to the index of what makes the decision count. */
function evidenceOf(beyond: number, wishes: { confirmed?: boolean } = {}) {
  return at(async (table) => {
    const { world } = table;
    const { terms, decision } = await offerOn(table, wishes.confirmed === true);
    const size = decision.entry.index + 1 + beyond;
    await world.structureDecides('something else', [{ op: 'resolve', text: say('Something else.') }]);
    await table.accept(terms, decision, { evidence: { bundle: say('a bundle'), size } });
  });
}

/** The partner's terms and our yes to them, with a second signature where one is asked. */
async function offerOn(table: Table, confirmed: boolean) {
  const { world } = table;
  const terms = await theirTerms(table);
  const decision = await table.agree(table.fields(), terms);
  if (!confirmed) return { terms, decision };
  const { mandates, treasurer, spending } = world.things;
  await world.log.append('confirmation', world.people.cem, {
    subject: world.own('confirmation'),
    ...confirmationOf(decision, { mandate: mandates.cem, role: treasurer, domain: spending }),
  });
  return { terms, decision };
}

const EVIDENCE: readonly Scenario[] = [
  {
    id: 'evidence-just-long-enough',
    rule: 'R-8.5d',
    what: 'evidence of the log up to the decision, that included',
    words: 'counted counted counted counted',
    play: evidenceOf(0),
  },
  {
    id: 'evidence-too-short',
    rule: 'R-8.5d',
    what: 'up to just before it',
    words: 'counted counted counted evidence-insufficient',
    play: evidenceOf(-1),
  },
  {
    id: 'evidence-whole',
    rule: 'R-8.5d',
    what: 'of the whole log before the acceptance',
    words: 'counted counted counted counted',
    play: evidenceOf(1),
  },
  {
    id: 'evidence-of-the-future',
    rule: 'R-8.5d',
    what: 'of a longer log than there is',
    words: 'counted counted counted evidence-insufficient',
    play: evidenceOf(2),
  },
  {
    id: 'evidence-with-second-signature',
    rule: 'R-8.5d',
    what: 'of a decision with two signatures, up to the second one',
    wishes: TWO,
    words: 'counted pending counted counted counted',
    play: evidenceOf(1, { confirmed: true }),
  },
  {
    id: 'evidence-without-second-signature',
    rule: 'R-8.5d',
    what: 'up to the first one alone',
    wishes: TWO,
    words: 'counted pending counted counted evidence-insufficient',
    play: evidenceOf(0, { confirmed: true }),
  },
];

const BACK: readonly Scenario[] = [
  {
    id: 'withdrawal',
    rule: 'R-8.10',
    what: 'we take our yes back before the seal',
    words: 'counted counted counted counted counted',
    play: at(async (table) => {
      const { decision, acceptance } = await accepted(table);
      await reversed(table, decision);
      await table.withdraw(acceptance, { basis: refTo(decision), releases: [ourFund(table)] });
    }),
  },
  {
    id: 'withdrawal-twice',
    rule: 'R-8.10',
    what: 'twice',
    words: 'counted counted counted counted counted duplicate',
    play: at(async (table) => {
      const { decision, acceptance } = await accepted(table);
      await reversed(table, decision);
      const more = { basis: refTo(decision), releases: [ourFund(table)] };
      await table.withdraw(acceptance, more);
      await table.withdraw(acceptance, more);
    }),
  },
  {
    id: 'withdrawal-of-theirs',
    rule: 'R-8.10',
    what: 'the partner’s yes',
    words: 'counted counted counted counted counted not-author',
    play: at(async (table) => {
      const { decision, theirs } = await agreed(table);
      await reversed(table, decision);
      await table.withdraw(theirs, { basis: refTo(decision) });
    }),
  },
  {
    id: 'withdrawal-of-terms',
    rule: 'R-8.10',
    what: 'terms are not taken back',
    words: 'counted counted counted unknown-reference',
    play: at(async (table) => {
      const { decision, terms } = await offered(table);
      await reversed(table, decision);
      await table.withdraw(terms, { basis: refTo(decision) });
    }),
  },
  {
    id: 'withdrawal-after-the-seal',
    rule: 'R-8.10',
    what: 'after the seal it is too late: that ends what was agreed, and does not unform it',
    words: 'counted counted counted counted counted counted closed',
    play: at(async (table) => {
      const { decision, terms, acceptance, both } = await agreed(table);
      await table.seal(terms, both);
      await reversed(table, decision);
      await table.withdraw(acceptance, { basis: refTo(decision), releases: [ourFund(table)] });
    }),
  },
  {
    id: 'withdrawal-without-basis',
    rule: 'R-8.10a',
    what: 'it names no decision',
    words: 'counted counted counted counted no-basis',
    play: at(async (table) => {
      const { decision, acceptance } = await accepted(table);
      await reversed(table, decision);
      await table.withdraw(acceptance, { releases: [ourFund(table)] });
    }),
  },
  {
    id: 'withdrawal-that-nobody-decided',
    rule: 'R-8.10a',
    what: 'the decision that said yes stands',
    words: 'counted counted counted no-basis',
    play: at(async (table) => {
      const { decision, acceptance } = await accepted(table);
      await table.withdraw(acceptance, { basis: refTo(decision), releases: [ourFund(table)] });
    }),
  },
  {
    id: 'withdrawal-by-another-decision',
    rule: 'R-8.10a',
    what: 'it names another decision than the acceptance, which was reversed',
    words: 'counted counted counted counted counted no-basis',
    play: at(async (table) => {
      const { world } = table;
      const { acceptance } = await accepted(table);
      const other = await world.decide('other', [transfer(world.things.X, 1)]);
      await reversed(table, other);
      await table.withdraw(acceptance, { basis: refTo(other), releases: [ourFund(table)] });
    }),
  },
  {
    id: 'withdrawal-of-the-expired',
    rule: 'R-8.10a',
    what: 'the decision has outlived the end that it set itself',
    words: 'counted counted counted counted',
    play: at(async (table) => {
      const offer = table.fields();
      const decision = await table.agree(offer, undefined, { expiresAt: '2026-01-11T12:00:00Z' });
      const acceptance = await table.accept(await table.terms(offer, decision), decision);
      table.setClock('2026-01-11T12:00:00Z');
      await table.withdraw(acceptance, { basis: refTo(decision), releases: [ourFund(table)] });
    }),
  },
  {
    id: 'withdrawal-holds-forgotten',
    rule: 'R-8.10b',
    what: 'the registrar’s last withdrawal does not release what it holds',
    words: 'counted counted counted counted binding-differs',
    play: at(async (table) => {
      const { decision, acceptance } = await accepted(table);
      await reversed(table, decision);
      await table.withdraw(acceptance, { basis: refTo(decision) });
    }),
  },
  {
    id: 'withdrawal-not-the-last',
    rule: 'R-8.10b',
    what: 'the registrar’s yes to newer terms stands: nothing is released',
    words: 'counted counted counted counted counted counted counted counted',
    play: at(async (table) => {
      const { decision, terms, acceptance } = await accepted(table);
      await accepted(table, table.fields({}, 100), terms);
      await reversed(table, decision);
      await table.withdraw(acceptance, { basis: refTo(decision) });
    }),
  },
  {
    id: 'withdrawal-of-a-party',
    rule: 'R-8.10b',
    what: 'a party that is not the registrar releases nothing: the seal may have come first',
    words: 'counted counted counted counted counted',
    play: at(async (table) => {
      const { decision, acceptance } = await accepted(table, table.fields({ registrar: table.b.home }));
      await reversed(table, decision);
      await table.withdraw(acceptance, { basis: refTo(decision) });
    }),
  },
  {
    id: 'withdrawal-of-a-party-with-release',
    rule: 'R-8.10b',
    what: 'and may not',
    words: 'counted counted counted counted binding-differs',
    play: at(async (table) => {
      const { decision, acceptance } = await accepted(table, table.fields({ registrar: table.b.home }));
      await reversed(table, decision);
      await table.withdraw(acceptance, { basis: refTo(decision), releases: [ourFund(table)] });
    }),
  },
];

/** Our yes, and our yes taken back. */
export const ACCEPTANCE_SCENARIOS: readonly Scenario[] = [...ACCEPTANCES, ...DECIDED, ...EVIDENCE, ...BACK];

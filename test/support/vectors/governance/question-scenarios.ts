import type { Said } from '../../rules/partner.ts';
import { openTable, type Table } from '../../rules/table.ts';
import type { World } from '../../rules/world.ts';
import { agreed, offered, reversed } from './offers.ts';
import type { Scenario } from './scenario.ts';

/** A decision and the terms that it makes. */
const OFFERED = 'counted counted';
const WITH_THE_DEPOSIT = 'With the deposit?';
const ALL_OF_IT = 'With all of it.';

interface Offered {
  readonly table: Table;
  readonly terms: Said;
}

/** Plays once we have offered something: two entries. */
const once = (play: (offer: Offered) => Promise<unknown>) => async (world: World) => {
  const table = await openTable(world);
  return play({ table, terms: (await offered(table)).terms });
};

/** We decide it and ask it: two entries. */
async function weAsk({ table, terms }: Offered) {
  return table.question(terms, WITH_THE_DEPOSIT, await table.decidesAsking(terms, WITH_THE_DEPOSIT));
}

const theyAsk = ({ table, terms }: Offered) => table.hear(table.b.question(terms, WITH_THE_DEPOSIT));

/** We decide it and answer: two entries. */
async function weAnswer({ table, terms }: Offered, { entry }: Said) {
  const decision = await table.decidesAsking(terms, ALL_OF_IT, entry.id);
  return table.answer(terms, ALL_OF_IT, decision, entry.id);
}

/** What was asked and answered about terms (Spec §8.9). */
export const QUESTION_SCENARIOS: readonly Scenario[] = [
  {
    id: 'question',
    rule: 'R-8.21',
    what: 'we ask about the terms',
    words: `${OFFERED} counted counted`,
    play: once(weAsk),
  },
  {
    id: 'question-of-other-words',
    rule: 'R-8.21',
    what: 'the decision asks something else',
    words: `${OFFERED} counted no-basis`,
    play: once(async ({ table, terms }) =>
      table.question(terms, WITH_THE_DEPOSIT, await table.decidesAsking(terms, 'When?')),
    ),
  },
  {
    id: 'question-by-a-decision-to-answer',
    rule: 'R-8.21',
    what: 'the decision answers',
    words: `${OFFERED} counted counted no-basis`,
    play: once(async (offer) => {
      const { table, terms } = offer;
      const { entry } = await theyAsk(offer);
      await table.question(terms, ALL_OF_IT, await table.decidesAsking(terms, ALL_OF_IT, entry.id));
    }),
  },
  {
    id: 'question-by-a-decision-reversed',
    rule: 'R-8.21',
    what: 'the decision was taken back before it was asked',
    words: `${OFFERED} counted counted no-basis`,
    play: once(async ({ table, terms }) => {
      const decision = await table.decidesAsking(terms, WITH_THE_DEPOSIT);
      await reversed(table, decision);
      await table.question(terms, WITH_THE_DEPOSIT, decision);
    }),
  },
  {
    id: 'question-twice',
    rule: 'R-8.21',
    what: 'one decision asks twice',
    words: `${OFFERED} counted counted duplicate`,
    play: once(async ({ table, terms }) => {
      const decision = await table.decidesAsking(terms, WITH_THE_DEPOSIT);
      await table.question(terms, WITH_THE_DEPOSIT, decision);
      await table.question(terms, WITH_THE_DEPOSIT, decision);
    }),
  },
  {
    id: 'question-about-nothing',
    rule: 'R-8.21',
    what: 'about terms that are not here',
    words: `${OFFERED} counted terms-unknown`,
    play: once(async ({ table, terms }) => {
      const unheard = await table.b.terms(table.fields({}, 300), { supersedes: terms.entry.id });
      const decision = await table.decidesAsking(unheard, WITH_THE_DEPOSIT);
      await table.question(unheard, WITH_THE_DEPOSIT, decision);
    }),
  },
  {
    id: 'answer',
    rule: 'R-8.21',
    what: 'we answer what they asked',
    words: `${OFFERED} counted counted counted`,
    play: once(async (offer) => weAnswer(offer, await theyAsk(offer))),
  },
  {
    id: 'answer-to-nothing',
    rule: 'R-8.21',
    what: 'what it answers is no question',
    words: `${OFFERED} counted unknown-reference`,
    play: once((offer) => weAnswer(offer, offer.terms)),
  },
  {
    id: 'answer-after-the-seal',
    rule: 'R-8.21a',
    what: 'also what has been agreed is asked about, and answered',
    words: 'counted counted counted counted counted counted counted counted',
    play: async (world) => {
      const table = await openTable(world);
      const { terms, both } = await agreed(table);
      await table.seal(terms, both);
      await weAnswer({ table, terms }, await theyAsk({ table, terms }));
    },
  },
  {
    id: 'foreign-question',
    rule: 'R-8.21a',
    what: 'they ask, and answer themselves',
    words: `${OFFERED} counted counted`,
    play: once(async (offer) => {
      const { entry } = await theyAsk(offer);
      await offer.table.hear(offer.table.b.answer(offer.terms, ALL_OF_IT, entry.id));
    }),
  },
  {
    id: 'foreign-answer-first',
    rule: 'R-8.21a',
    what: 'the answer comes before the question that a third party asked: it holds up nothing',
    words: `${OFFERED} counted counted`,
    play: async (world) => {
      const table = await openTable(world, 2);
      const { terms } = await offered(table);
      const question = await table.c.question(terms, WITH_THE_DEPOSIT);
      await table.hear(table.b.answer(terms, ALL_OF_IT, question.entry.id));
      await table.hear(question);
    },
  },
  {
    id: 'foreign-question-not-at-home',
    rule: 'R-8.21a',
    what: 'it does not count at its home',
    words: `${OFFERED} evidence-insufficient`,
    play: once(({ table, terms }) => table.hear(table.b.question(terms, WITH_THE_DEPOSIT), false)),
  },
  {
    id: 'foreign-question-by-a-stranger',
    rule: 'R-8.21a',
    what: 'by somebody who is no party',
    words: `${OFFERED} not-a-party`,
    play: async (world) => {
      const table = await openTable(world, 2);
      const fields = table.fields();
      const strange = table.c.home;
      const two = {
        ...fields,
        parties: fields.parties.filter((party) => party !== strange),
        commitments: fields.commitments.filter(({ provider }) => provider !== strange),
      };
      const { terms } = await offered(table, two);
      await table.hear(table.c.question(terms, WITH_THE_DEPOSIT));
    },
  },
];

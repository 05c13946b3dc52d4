import type { TermsFields } from '../../../../protocol/documents/terms-fields.ts';
import type { Ref } from '../../../../protocol/ids.ts';
import type { Said } from '../../rules/partner.ts';
import { openTable, type Table } from '../../rules/table.ts';
import type { World } from '../../rules/world.ts';
import { agreed, reversed } from './offers.ts';
import type { Scenario } from './scenario.ts';
import { lend, OPEN, offering, rooms } from './slot-kit.ts';

const DAY = 86_400;
const SEALED = 'counted counted counted counted counted';
/** Long after every notice. */
const END = '2026-06-01T00:00:00Z';
const LATER = '2026-07-01T00:00:00Z';
const SOONER = '2026-05-01T00:00:00Z';
const JUST_BEFORE = '2026-05-31T23:59:59.999Z';
const ALL_PARTIES = { noticeSeconds: 30 * DAY, by: 'all-parties' } as const;

interface Sealed {
  readonly table: Table;
  readonly terms: Said;
}

/** Plays once the two have agreed on 200 of ours for 1,500 of theirs: five entries. */
const afterwards =
  (play: (sealed: Sealed) => Promise<unknown>, change: Partial<TermsFields> = {}) =>
  async (world: World) => {
    const table = await openTable(world);
    const { terms, both } = await agreed(table, table.fields(change));
    await table.seal(terms, both);
    return play({ table, terms });
  };

/** We decide it and say it: two entries. */
async function weEnd({ table, terms }: Sealed, endsAt = END) {
  return table.termination(terms, endsAt, await table.terminates(terms, endsAt));
}

const theyEnd = ({ table, terms }: Sealed, endsAt = END) => table.hear(table.b.termination(terms, endsAt));

/** We deliver so much of ours: two entries. */
async function deliver({ table, terms }: Sealed, quantity: number) {
  const said = { said: 'delivered', quantity } as const;
  return table.event(terms, said, await table.reports(terms, said));
}

/** Our account gets back what was not delivered. */
const free = ({ table, terms }: Sealed, resource: Ref = table.world.things.X) =>
  table.lapse(terms, [], {
    cause: 'terminated',
    resources: [{ commons: table.world.log.commons, resource }],
  });

const NOTICES: readonly Scenario[] = [
  {
    id: 'termination',
    rule: 'R-8.18',
    what: 'we give notice: until its end nothing changes',
    words: `${SEALED} counted counted`,
    play: afterwards((sealed) => weEnd(sealed)),
  },
  {
    id: 'termination-before-the-seal',
    rule: 'R-8.18',
    what: 'all have accepted, and the seal is missing',
    words: 'counted counted counted counted counted not-formed',
    play: async (world) => {
      const table = await openTable(world);
      const { terms } = await agreed(table);
      await weEnd({ table, terms });
    },
  },
  {
    id: 'termination-too-early',
    rule: 'R-8.18',
    what: 'with less notice than the terms promise the others',
    words: `${SEALED} counted too-early`,
    play: afterwards(async ({ table, terms }) => {
      const decision = await table.terminates(terms, END);
      table.setClock('2026-05-02T00:00:00.001Z');
      await table.termination(terms, END, decision);
    }),
  },
  {
    id: 'termination-in-time',
    rule: 'R-8.18',
    what: 'with just that notice',
    words: `${SEALED} counted counted`,
    play: afterwards(async ({ table, terms }) => {
      const decision = await table.terminates(terms, END);
      table.setClock('2026-05-02T00:00:00Z');
      await table.termination(terms, END, decision);
    }),
  },
  {
    id: 'termination-later-than-decided',
    rule: 'R-8.18',
    what: 'the notice takes longer than what was decided',
    words: `${SEALED} counted counted`,
    play: afterwards(async ({ table, terms }) =>
      table.termination(terms, LATER, await table.terminates(terms, END)),
    ),
  },
  {
    id: 'termination-sooner-than-decided',
    rule: 'R-8.18',
    what: 'an earlier end than members decided',
    words: `${SEALED} counted no-basis`,
    play: afterwards(async ({ table, terms }) =>
      table.termination(terms, SOONER, await table.terminates(terms, END)),
    ),
  },
  {
    id: 'termination-by-a-decision-reversed',
    rule: 'R-8.18',
    what: 'the decision was taken back before it was said',
    words: `${SEALED} counted counted no-basis`,
    play: afterwards(async ({ table, terms }) => {
      const decision = await table.terminates(terms, END);
      await reversed(table, decision);
      await table.termination(terms, END, decision);
    }),
  },
  {
    id: 'termination-twice',
    rule: 'R-8.18',
    what: 'a second notice of the same end',
    words: `${SEALED} counted counted counted duplicate`,
    play: afterwards(async (sealed) => {
      await weEnd(sealed);
      await weEnd(sealed);
    }),
  },
  {
    id: 'termination-sooner',
    rule: 'R-8.18',
    what: 'a second notice of an earlier end',
    words: `${SEALED} counted counted counted counted`,
    play: afterwards(async (sealed) => {
      await weEnd(sealed);
      await weEnd(sealed, SOONER);
    }),
  },
  {
    id: 'termination-after-the-end',
    rule: 'R-8.18',
    what: 'they have ended it already',
    words: `${SEALED} counted counted closed`,
    play: afterwards(async (sealed) => {
      const decision = await sealed.table.terminates(sealed.terms, LATER);
      await theyEnd(sealed, '2026-01-09T00:00:00Z');
      sealed.table.setClock('2026-01-09T00:00:00Z');
      await sealed.table.termination(sealed.terms, LATER, decision);
    }),
  },
];

const ENDS: readonly Scenario[] = [
  {
    id: 'terminated',
    rule: 'R-8.19',
    what: 'its end has come: our account gets back all that we had not delivered',
    words: `${SEALED} counted counted counted`,
    play: afterwards(async (sealed) => {
      await weEnd(sealed);
      sealed.table.setClock(END);
      await free(sealed);
    }),
  },
  {
    id: 'terminated-by-them',
    rule: 'R-8.19',
    what: 'they gave notice, and a part was delivered: the rest comes back',
    words: `${SEALED} counted counted counted counted`,
    play: afterwards(async (sealed) => {
      await theyEnd(sealed);
      await deliver(sealed, 150);
      sealed.table.setClock(END);
      await free(sealed);
    }),
  },
  {
    id: 'terminated-not-yet',
    rule: 'R-8.20',
    what: 'a millisecond before its end',
    words: `${SEALED} counted counted too-early`,
    play: afterwards(async (sealed) => {
      await weEnd(sealed);
      sealed.table.setClock(JUST_BEFORE);
      await free(sealed);
    }),
  },
  {
    id: 'terminated-by-nobody',
    rule: 'R-8.20',
    what: 'nobody has given notice',
    words: `${SEALED} too-early`,
    play: afterwards((sealed) => free(sealed)),
  },
  {
    id: 'terminated-by-one-of-all',
    rule: 'R-8.19',
    what: 'where all end it together one notice is none',
    words: `${SEALED} counted counted too-early`,
    play: afterwards(
      async (sealed) => {
        await weEnd(sealed);
        sealed.table.setClock(LATER);
        await free(sealed);
      },
      { termination: ALL_PARTIES },
    ),
  },
  {
    id: 'terminated-by-all',
    rule: 'R-8.19',
    what: 'all have: it ends at the last of the ends that they gave',
    words: `${SEALED} counted counted counted counted`,
    play: afterwards(
      async (sealed) => {
        await weEnd(sealed);
        await theyEnd(sealed, LATER);
        sealed.table.setClock(LATER);
        await free(sealed);
      },
      { termination: ALL_PARTIES },
    ),
  },
  {
    id: 'terminated-by-all-not-yet',
    rule: 'R-8.19',
    what: 'the first of these ends is not enough',
    words: `${SEALED} counted counted counted too-early`,
    play: afterwards(
      async (sealed) => {
        await weEnd(sealed);
        await theyEnd(sealed, LATER);
        sealed.table.setClock(END);
        await free(sealed);
      },
      { termination: ALL_PARTIES },
    ),
  },
  {
    id: 'terminated-without-a-rule',
    rule: 'R-8.19',
    what: 'the terms do not say who ends it: all do, together',
    words: `${SEALED} counted too-early`,
    play: async (world) => {
      const table = await openTable(world);
      const { termination: _, ...fields } = table.fields();
      const { terms, both } = await agreed(table, fields);
      await table.seal(terms, both);
      await theyEnd({ table, terms });
      table.setClock(LATER);
      await free({ table, terms });
    },
  },
  {
    id: 'terminated-delivered-after-the-end',
    rule: 'R-8.16',
    what: 'after the end nothing is delivered',
    words: `${SEALED} counted counted closed`,
    play: afterwards(async (sealed) => {
      const { table, terms } = sealed;
      await theyEnd(sealed, '2026-01-09T00:00:00Z');
      const said = { said: 'delivered', quantity: 10 } as const;
      const decision = await table.reports(terms, said);
      table.setClock('2026-01-09T00:00:00Z');
      await table.event(terms, said, decision);
    }),
  },
  {
    id: 'terminated-all-delivered',
    rule: 'R-8.20',
    what: 'we had delivered all: nothing comes back',
    words: `${SEALED} counted counted counted binding-differs`,
    play: afterwards(async (sealed) => {
      await theyEnd(sealed);
      await deliver(sealed, 200);
      sealed.table.setClock(END);
      await free(sealed);
    }),
  },
  {
    id: 'terminated-freed-twice',
    rule: 'R-8.20',
    what: 'a second time',
    words: `${SEALED} counted counted duplicate`,
    play: afterwards(async (sealed) => {
      await theyEnd(sealed);
      sealed.table.setClock(END);
      await free(sealed);
      await free(sealed);
    }),
  },
  {
    id: 'terminated-slots',
    rule: 'R-8.20',
    what: 'a room that was promised for a time is free again, once its owner has said so',
    words: `${OPEN} ${SEALED} counted over-capacity counted counted`,
    play: async (world) => {
      const room = await rooms(world, 1);
      const table = await openTable(world);
      const { terms, both } = await agreed(table, offering(table, room, [[9, 12]]));
      await table.seal(terms, both);
      await theyEnd({ table, terms }, '2026-02-10T00:00:00Z');
      table.setClock('2026-02-10T00:00:00Z');
      await world.decide('not yet', [lend(room, [9, 12])]);
      await free({ table, terms }, room);
      await world.decide('free', [lend(room, [9, 12])]);
    },
  },
  {
    id: 'terminated-of-another-stock',
    rule: 'R-8.20',
    what: 'another stock of ours',
    words: `${SEALED} counted binding-differs`,
    play: afterwards(async (sealed) => {
      await theyEnd(sealed);
      sealed.table.setClock(END);
      await free(sealed, sealed.table.world.things.Z);
    }),
  },
];

const FOREIGN: readonly Scenario[] = [
  {
    id: 'foreign-termination-first',
    rule: 'R-8.18a',
    what: 'it comes before the seal: its home has asked whether there is one',
    words: 'counted counted counted counted counted counted',
    play: async (world) => {
      const table = await openTable(world);
      const { terms, both } = await agreed(table);
      await theyEnd({ table, terms });
      await table.seal(terms, both);
    },
  },
  {
    id: 'foreign-termination-not-at-home',
    rule: 'R-8.18a',
    what: 'it does not count at its home',
    words: `${SEALED} evidence-insufficient`,
    play: afterwards(({ table, terms }) => table.hear(table.b.termination(terms, END), false)),
  },
  {
    id: 'foreign-termination-by-a-stranger',
    rule: 'R-8.18a',
    what: 'by somebody who is no party',
    words: `${SEALED} not-a-party`,
    play: async (world) => {
      const table = await openTable(world, 2);
      const [, , ...others] = table.fields().parties;
      const fields = table.fields();
      const two = {
        ...fields,
        parties: fields.parties.filter((party) => !others.includes(party)),
        commitments: fields.commitments.filter(({ provider }) => !others.includes(provider)),
      };
      const { terms, both } = await agreed(table, two);
      await table.seal(terms, both);
      await table.hear(table.c.termination(terms, END));
    },
  },
  {
    id: 'foreign-freeing',
    rule: 'R-8.20',
    what: 'what the registrar gives back to itself is for its own log',
    words: 'counted counted counted counted counted counted rules-disagree',
    play: async (world) => {
      const table = await openTable(world);
      const { terms, both } = await agreed(table, table.fields({ registrar: table.b.home }));
      await table.hear(table.b.seal(terms, both));
      await table.hear(table.b.termination(terms, SOONER));
      await table.hear(table.b.lapse(terms, [], { cause: 'terminated' }));
    },
  },
];

/** How what was agreed ends before all of it is kept (Spec §8.8). */
export const TERMINATION_SCENARIOS: readonly Scenario[] = [...NOTICES, ...ENDS, ...FOREIGN];

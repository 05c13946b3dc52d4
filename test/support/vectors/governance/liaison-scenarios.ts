import type { Role } from '../../../../protocol/documents/role.ts';
import type { Ref } from '../../../../protocol/ids.ts';
import { mandateFields, roleFields } from '../../example-things.ts';
import { openTable, type Table } from '../../rules/table.ts';
import { endOfTerm, type World } from '../../rules/world.ts';
import type { Scenario } from './scenario.ts';

const TERM = ['2026-01-01T00:00:00Z', '2026-12-01T00:00:00Z'] as const;

interface Voice {
  readonly table: Table;
  readonly by: { readonly mandate: Ref; readonly role: Ref };
}

/** Dia speaks with the partner by a role of her own: four entries. */
async function voice(
  world: World,
  liaison?: (table: Table) => Role['liaison'],
  [startsAt, endsAt]: readonly [string, string] = TERM,
): Promise<Voice> {
  const { things, own, people } = world;
  const table = await openTable(world);
  const speaks = liaison === undefined ? { commons: table.b.home } : liaison(table);
  const { ref: role } = await world.adopt('voice', 'role', {
    ...roleFields(own('Voice'), things.circle, 'Voice', []),
    ...(speaks === undefined ? {} : { liaison: speaks }),
  });
  const { ref: mandate } = await world.adopt(
    'dia speaks',
    'mandate',
    mandateFields(own('M voice'), role, people.dia.author, startsAt, endsAt),
  );
  return { table, by: { mandate, role } };
}

/** Somebody puts an offer forward, and it goes out in her name: two entries. */
async function drafts({ table, by }: Voice, proposer = table.world.people.dia) {
  const offer = table.fields();
  const proposal = await table.propose(offer, {}, proposer);
  return table.terms(offer, proposal, { by });
}

const VOICE = 'counted counted counted counted';

/** Who drafts offers in the name of a commons (Spec §15.6). */
export const LIAISON_SCENARIOS: readonly Scenario[] = [
  {
    id: 'liaison-drafts',
    rule: 'R-15.39',
    what: 'who speaks with a party puts an offer to it forward',
    words: `${VOICE} counted counted`,
    play: async (world) => drafts(await voice(world)),
  },
  {
    id: 'liaison-of-somebody-else',
    rule: 'R-15.39',
    what: 'somebody else put it forward',
    words: `${VOICE} counted no-right`,
    play: async (world) => drafts(await voice(world), world.people.ana),
  },
  {
    id: 'liaison-with-another',
    rule: 'R-15.39',
    what: 'by a role that speaks with a commons that is no party',
    words: `${VOICE} counted out-of-scope`,
    play: async (world) => drafts(await voice(world, () => ({ commons: world.log.commons }))),
  },
  {
    id: 'liaison-with-a-circle',
    rule: 'R-15.39',
    what: 'by a role that speaks in a circle',
    words: `${VOICE} counted out-of-scope`,
    play: async (world) => drafts(await voice(world, () => ({ circle: world.things.circle.subject }))),
  },
  {
    id: 'liaison-without-a-word',
    rule: 'R-15.39',
    what: 'by a role that speaks with nobody',
    words: `${VOICE} counted out-of-scope`,
    play: async (world) => drafts(await voice(world, () => undefined)),
  },
  {
    id: 'liaison-too-early',
    rule: 'R-15.39',
    what: 'before her term begins',
    words: `${VOICE} counted mandate-not-started`,
    play: async (world) =>
      drafts(await voice(world, undefined, ['2026-01-20T00:00:00Z', '2026-12-01T00:00:00Z'])),
  },
  {
    id: 'liaison-ended',
    rule: 'R-15.39',
    what: 'after a decision ended her term',
    words: `${VOICE} counted counted no-right`,
    play: async (world) => {
      const speaks = await voice(world);
      await world.structureDecides('she leaves', [endOfTerm(speaks.by.mandate, speaks.by.role)]);
      await drafts(speaks);
    },
  },
  {
    id: 'liaison-of-a-decision',
    rule: 'R-15.39',
    what: 'of an offer that was decided and that nobody put forward',
    words: `${VOICE} counted no-basis`,
    play: async (world) => {
      const { table, by } = await voice(world);
      const offer = table.fields();
      await table.terms(offer, await table.agree(offer), { by });
    },
  },
];

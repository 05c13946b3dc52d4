import { mandateFields } from '../../example-things.ts';
import type { Draft } from '../../log-builder.ts';
import type { Wishes, World } from '../../rules/world.ts';
import { follows } from './handover-scenarios.ts';
import type { Scenario } from './scenario.ts';

const LIGHT: Wishes = { treasurer: { weight: 'light' } };
/** Ben's term since the founding, and two more years: the first begins where his term ends. */
const BEGAN = '2026-01-01T00:00:00Z';
const NEXT = { startsAt: '2026-12-31T00:00:00Z', endsAt: '2027-12-31T00:00:00Z' } as const;
const AFTER_NEXT = { startsAt: '2027-12-31T00:00:00Z', endsAt: '2028-12-30T00:00:00Z' } as const;

/** Another version of Ben's term comes into force: two entries. */
function renews(world: World, more: Partial<Pick<Draft<'mandate'>, 'holder' | 'startsAt' | 'endsAt'>>) {
  const { mandates, treasurer } = world.things;
  const { author } = world.people.ben;
  return world.adopt('renewed', 'mandate', {
    ...mandateFields(mandates.ben.subject, treasurer, author, BEGAN, '2026-12-31T00:00:00Z'),
    alternate: world.people.dia.author,
    supersedes: mandates.ben.id,
    ...more,
  });
}

const inARow = (world: World, term: Parameters<typeof follows>[1]) =>
  follows(world, { holder: world.people.ben.author, ...term });

/** Another version of a term is the same term, and a row of terms is counted from both ends. */
export const SAME_TERM_SCENARIOS: readonly Scenario[] = [
  {
    id: 'renewed-for-longer',
    rule: 'R-15.18',
    what: 'another version ends when the role allows at the latest',
    wishes: LIGHT,
    words: 'counted counted',
    play: (world) => renews(world, { endsAt: '2027-01-01T00:00:00Z' }),
  },
  {
    id: 'renewed-from-later',
    rule: 'R-15.18',
    what: 'another version begins a second later',
    wishes: LIGHT,
    words: 'counted contradictory',
    play: (world) => renews(world, { startsAt: '2026-01-01T00:00:01Z' }),
  },
  {
    id: 'renewed-for-another',
    rule: 'R-15.18',
    what: 'another version has another holder, to whom nothing was handed over',
    wishes: LIGHT,
    words: 'counted contradictory',
    play: (world) => renews(world, { holder: world.people.cem.author }),
  },
  {
    id: 'row-from-its-end',
    rule: 'R-15.34',
    what: 'the year after next is granted first, where two terms in a row are allowed: no row yet',
    wishes: LIGHT,
    words: 'counted counted',
    play: (world) => inARow(world, AFTER_NEXT),
  },
  {
    id: 'row-closed',
    rule: 'R-15.34',
    what: 'then next year, between two terms: it makes three in a row',
    wishes: LIGHT,
    words: 'counted counted counted terms-exceeded',
    play: async (world) => {
      await inARow(world, AFTER_NEXT);
      await inARow(world, NEXT);
    },
  },
];

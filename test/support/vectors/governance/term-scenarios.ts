import { mandateFields } from '../../example-things.ts';
import { endOfTerm, type World } from '../../rules/world.ts';
import type { Scenario } from './scenario.ts';

const YEAR = ['2026-02-01T00:00:00Z', '2027-02-01T00:00:00Z'] as const;
const NEXT_YEAR = ['2027-02-01T00:00:00Z', '2028-02-01T00:00:00Z'] as const;

/** Dia gets one more term as a treasurer: Ben and Cem have one each until the end of 2026, and there are four seats. */
function term(world: World, label: string, [startsAt, endsAt]: readonly [string, string] = YEAR) {
  const { treasurer } = world.things;
  return world.adopt(
    `adopt ${label}`,
    'mandate',
    mandateFields(world.own(label), treasurer, world.people.dia.author, startsAt, endsAt),
  );
}

/** What a term must be, and who else holds the role. */
export const TERM_SCENARIOS: readonly Scenario[] = [
  {
    id: 'term-as-long-as-allowed',
    rule: 'R-5.17',
    what: 'a term of just the 365 days that the role allows',
    words: 'counted counted',
    play: (world) => term(world, 'M1'),
  },
  {
    id: 'term-too-long',
    rule: 'R-5.17',
    what: 'a second longer than the role allows',
    words: 'counted term-too-long',
    play: (world) => term(world, 'M1', [YEAR[0], '2027-02-01T00:00:01Z']),
  },
  {
    id: 'term-of-a-second',
    rule: 'R-5.17',
    what: 'it ends a second after it starts',
    words: 'counted counted',
    play: (world) => term(world, 'M1', [YEAR[0], '2026-02-01T00:00:01Z']),
  },
  {
    id: 'term-of-no-time',
    rule: 'R-5.17',
    what: 'it ends as it starts',
    words: 'counted contradictory',
    play: (world) => term(world, 'M1', [YEAR[0], YEAR[0]]),
  },
  {
    id: 'term-backwards',
    rule: 'R-5.17',
    what: 'it ends before it starts',
    words: 'counted contradictory',
    play: (world) => term(world, 'M1', [YEAR[1], YEAR[0]]),
  },
  {
    id: 'term-over-already',
    rule: 'R-5.17',
    what: 'it was over before anybody adopted it',
    words: 'counted too-late',
    play: (world) => term(world, 'M1', ['2025-01-01T00:00:00Z', '2025-06-01T00:00:00Z']),
  },
  {
    id: 'term-ends-now',
    rule: 'R-5.17',
    what: 'it ends with the very entry',
    words: 'counted too-late',
    play: async (world) => {
      world.log.setClock('2026-01-12T12:00:00Z');
      await term(world, 'M1', ['2026-01-11T00:00:00Z', '2026-01-12T12:00:00Z']);
    },
  },
  {
    id: 'term-ends-next',
    rule: 'R-5.17',
    what: 'it ends a second later',
    words: 'counted counted',
    play: async (world) => {
      world.log.setClock('2026-01-12T12:00:00Z');
      await term(world, 'M1', ['2026-01-11T00:00:00Z', '2026-01-12T12:00:01Z']);
    },
  },
  {
    id: 'term-last-seat',
    rule: 'R-5.17',
    what: 'the last of four seats',
    words: 'counted counted counted counted',
    play: async (world) => {
      await term(world, 'M1');
      await term(world, 'M2');
    },
  },
  {
    id: 'term-no-seat',
    rule: 'R-5.17',
    what: 'a fifth term while four run',
    words: 'counted counted counted counted counted seats-taken',
    play: async (world) => {
      for (const label of ['M1', 'M2', 'M3']) await term(world, label);
    },
  },
  {
    id: 'term-after-another',
    rule: 'R-5.17',
    what: 'it begins when others have ended',
    words: 'counted counted counted counted counted counted',
    play: async (world) => {
      await term(world, 'M1');
      await term(world, 'M2');
      await term(world, 'M3', NEXT_YEAR);
    },
  },
  {
    id: 'term-seat-given-back',
    rule: 'R-5.16',
    what: 'a term that was ended takes no seat, also one of the founding act',
    words: 'counted counted counted counted counted counted counted',
    play: async (world) => {
      await term(world, 'M1');
      await term(world, 'M2');
      await world.structureDecides('recall', [endOfTerm(world.things.mandates.cem, world.things.treasurer)]);
      await term(world, 'M3');
    },
  },
  {
    id: 'term-renewed',
    rule: 'R-5.16',
    what: 'a new version of a term takes the seat of the one before',
    words: 'counted counted counted counted counted counted',
    play: async (world) => {
      await term(world, 'M1');
      await term(world, 'M2');
      const { mandates, treasurer } = world.things;
      await world.adopt('renewed', 'mandate', {
        ...mandateFields(mandates.ben.subject, treasurer, world.people.ben.author, ...YEAR),
        supersedes: mandates.ben.id,
      });
    },
  },
  {
    id: 'term-of-another-role',
    rule: 'R-5.16',
    what: 'the adoption names another role than the mandate',
    words: 'counted contradictory',
    play: async (world) => {
      const { treasurer, auditor } = world.things;
      const fields = mandateFields(world.own('M1'), treasurer, world.people.dia.author, ...YEAR);
      const draft = await world.draft('mandate', fields);
      const adopts = { type: 'mandate', ...draft, role: auditor.subject } as const;
      await world.structureDecides('adopt', [{ op: 'adopt', adopts }]);
    },
  },
  {
    id: 'term-to-another-role',
    rule: 'R-5.17',
    what: 'a new version of a term is one of another role',
    words: 'counted contradictory',
    play: (world) => {
      const { mandates, auditor } = world.things;
      return world.adopt('moved', 'mandate', {
        ...mandateFields(mandates.ben.subject, auditor, world.people.ben.author, ...YEAR),
        supersedes: mandates.ben.id,
      });
    },
  },
  {
    id: 'end-of-another-role',
    rule: 'R-5.16',
    what: 'ending a term names another role than the mandate',
    words: 'contradictory',
    play: (world) =>
      world.structureDecides('recall', [endOfTerm(world.things.mandates.cem, world.things.auditor)]),
  },
];

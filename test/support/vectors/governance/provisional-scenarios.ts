import { DAY_SECONDS } from '../../../../protocol/time.ts';
import { charterFields } from '../../found-commons.ts';
import type { LoggedEntry } from '../../log-builder.ts';
import { createMatter } from '../../rules/matter.ts';
import { transfer, type Wishes, type World } from '../../rules/world.ts';
import type { Scenario } from './scenario.ts';

const MONTH = 30;
const CONSENT = {
  consent: { openSeconds: 7 * DAY_SECONDS, deadlineSeconds: 14 * DAY_SECONDS, quorum: 'two-thirds' },
} as const;

/** The charter is provisional, and what is spent cannot be undone. */
const PROVISIONAL: Wishes = { ratifyWithinDays: MONTH, spending: { reversibility: 'irreversible' } };
/** The same, and the circle decides what is spent. */
const BY_CONSENT: Wishes = {
  ratifyWithinDays: MONTH,
  spending: ({ circle }) => ({
    owner: { kind: 'circle', ...circle },
    rung: 'consent',
    parameters: CONSENT,
    reversibility: 'irreversible',
  }),
};

const THREE = { roster: 4, base: 4, objections: 0, responders: 3, decisive: 3, answers: { consent: 3 } };
const AGREED = 'counted counted counted counted counted counted';

const spend = (world: World) => world.decide('spend', [transfer(world.things.X, 60)]);

/** Another version of the charter: the members', or a provisional one again. */
async function charterAnew(world: World, ratifyWithinDays?: number) {
  const { subject, id } = await world.draft('charter', {
    ...charterFields(Object.values(world.people), []),
    subject: world.own('charter'),
    supersedes: world.things.charter,
    ...(ratifyWithinDays === undefined ? {} : { ratifyWithinSeconds: ratifyWithinDays * DAY_SECONDS }),
  });
  return { op: 'adopt', adopts: { type: 'charter', subject, id } } as const;
}

/** Whoever keeps the structure adopts it alone. */
const alone = async (world: World, ratifyWithinDays?: number) =>
  world.structureDecides('the charter', [await charterAnew(world, ratifyWithinDays)]);

/** The circle ratifies it under a domain of its own, which cannot be undone either: ten entries. */
async function ratify(world: World) {
  const { circle } = world.things;
  const { ref: domain } = await world.adopt('the members', 'domain', {
    ...world.bodies.spending,
    subject: world.own('D9'),
    scope: { effects: ['adopt:charter'] },
    owner: { kind: 'circle', ...circle },
    rung: 'consent',
    parameters: CONSENT,
  });
  const binding = { operations: [await charterAnew(world)] };
  const matter = createMatter(world);
  const proposal = await matter.propose({ domain, binding });
  const opening = await matter.open(proposal, { domain, rung: 'consent', parameters: CONSENT });
  const { ana, ben, cem } = world.people;
  for (const who of [ana, ben, cem]) await matter.respond(who, proposal, 'consent');
  world.log.setClock('2026-01-18T12:00:00Z');
  await matter.outcome(proposal, opening, { counts: THREE }, { binding });
}
const RATIFIED = 'counted counted counted counted counted counted counted counted counted counted';

/** Three of four consent to what cannot be undone: six entries. */
async function consented(world: World) {
  const matter = createMatter(world);
  const proposal = await matter.propose();
  const opening = await matter.open(proposal);
  const { ana, ben, cem } = world.people;
  for (const who of [ana, ben, cem]) await matter.respond(who, proposal, 'consent');
  return { matter, proposal, opening };
}

/** A proposal that says of itself that nobody can take it back. */
async function saysSo(world: World): Promise<LoggedEntry> {
  const matter = createMatter(world);
  const proposal = await matter.propose({ reversibility: 'irreversible' });
  const { subject } = proposal.entry.document;
  return world.decide('spend', [...matter.operations], { proposal: { subject, id: proposal.entry.id } });
}

/** A provisional charter. Spec §4, [R-4.23]. */
export const PROVISIONAL_SCENARIOS: readonly Scenario[] = [
  {
    id: 'irreversible-before',
    rule: 'R-4.22',
    what: 'what its domain says cannot be undone, before the members have ratified the charter',
    wishes: PROVISIONAL,
    words: 'not-ratified',
    play: spend,
  },
  {
    id: 'costly-before',
    rule: 'R-4.22',
    what: 'what can be undone counts before',
    wishes: { ratifyWithinDays: MONTH },
    words: 'counted',
    play: spend,
  },
  {
    id: 'said-irreversible-before',
    rule: 'R-4.22',
    what: 'the proposal says of itself that it cannot be undone',
    wishes: { ratifyWithinDays: MONTH },
    words: 'counted not-ratified',
    play: saysSo,
  },
  {
    id: 'said-irreversible-ratified',
    rule: 'R-4.22',
    what: 'the same under a charter that is not provisional',
    words: 'counted counted',
    play: saysSo,
  },
  {
    id: 'no-before',
    rule: 'R-4.22',
    what: 'a no does nothing that could be undone',
    wishes: PROVISIONAL,
    words: 'counted',
    play: (world) => world.decide('no', [transfer(world.things.X, 60)], { result: 'not-adopted' }),
  },
  {
    id: 'still-provisional-late',
    rule: 'R-4.22',
    what: 'the time for it is over, and nobody has ratified it: it stays provisional',
    wishes: PROVISIONAL,
    words: 'not-ratified',
    play: (world) => {
      world.log.setClock('2026-03-01T12:00:00Z');
      return spend(world);
    },
  },
  {
    id: 'circle-before',
    rule: 'R-4.22',
    what: 'nor does a circle do what cannot be undone before',
    wishes: BY_CONSENT,
    words: `${AGREED} not-ratified`,
    play: async (world) => {
      const { matter, proposal, opening } = await consented(world);
      matter.setClock('2026-01-18T12:00:00Z');
      await matter.outcome(proposal, opening, { counts: THREE });
    },
  },
  {
    id: 'circle-never',
    rule: 'R-4.22',
    what: 'a month after its deadline that has come to nothing, and says why',
    wishes: BY_CONSENT,
    words: `${AGREED} counted`,
    play: async (world) => {
      const { matter, proposal, opening } = await consented(world);
      matter.setClock('2026-02-23T12:00:00Z');
      const said = { counts: THREE, result: 'not-adopted', noEffect: 'not-ratified' } as const;
      await matter.outcome(proposal, opening, said);
    },
  },
  {
    id: 'ratified',
    rule: 'R-4.23',
    what: 'a circle ratifies it, under a domain that itself cannot be undone; after that everything counts',
    wishes: PROVISIONAL,
    words: `${RATIFIED} counted`,
    play: async (world) => {
      await ratify(world);
      await spend(world);
    },
  },
  {
    id: 'ratified-alone',
    rule: 'R-4.23',
    what: 'whoever keeps the structure ratifies it alone',
    wishes: PROVISIONAL,
    words: 'counted wrong-rung',
    play: (world) => alone(world),
  },
  {
    id: 'amended-alone',
    rule: 'R-4.23',
    what: 'they amend it, and it stays provisional',
    wishes: PROVISIONAL,
    words: 'counted counted not-ratified',
    play: async (world) => {
      await alone(world, MONTH);
      await spend(world);
    },
  },
  {
    id: 'provisional-again',
    rule: 'R-4.23',
    what: 'the charter is the members’, and no version makes it provisional again',
    words: 'counted contradictory',
    play: (world) => alone(world, MONTH),
  },
];

import type { Subject } from '../../../../protocol/ids.ts';
import { circleFields } from '../../example-things.ts';
import type { LoggedEntry } from '../../log-builder.ts';
import type { Signer } from '../../people.ts';
import { refTo, say, transfer, type World } from '../../rules/world.ts';
import type { Scenario } from './scenario.ts';

/** Dia raises something with Ana. */
function raise(world: World, more: { to?: Subject; by?: Signer } = {}) {
  const { to = world.people.ana.author, by = world.people.dia } = more;
  return world.log.append('matter', by, {
    subject: world.own('matter'),
    what: say('The gate does not close.'),
    to,
  });
}

let count = 0;

function refer(world: World, matter: LoggedEntry, by: Signer, from: Subject, to: Subject, more: object = {}) {
  count++;
  return world.log.append('handling', by, {
    subject: world.own(`handling ${count}`),
    matter: refTo(matter),
    act: 'refer',
    from,
    to,
    reason: say('It is not mine.'),
    ...more,
  });
}

function close(world: World, matter: LoggedEntry, by: Signer, from: Subject) {
  count++;
  return world.log.append('handling', by, {
    subject: world.own(`closing ${count}`),
    matter: refTo(matter),
    act: 'close',
    from,
    reason: say('It closes again.'),
  });
}

const propose = (world: World, matter: LoggedEntry) =>
  world.log.append('proposal', world.people.ana, {
    subject: world.own('P'),
    domain: world.things.spending,
    driver: say('It is broken.'),
    binding: { operations: [transfer(world.things.X, 60)] },
    explanation: [],
    alternatives: [],
    matter: refTo(matter),
  });

/** From Ana to Ben, and from Ben to Cem. */
async function handedOnTwice(world: World) {
  const { ana, ben, cem } = world.people;
  const matter = await raise(world);
  await refer(world, matter, ana, ana.author, ben.author);
  await refer(world, matter, ben, ben.author, cem.author);
  return matter;
}

export const MATTER_SCENARIOS: readonly Scenario[] = [
  {
    id: 'raised',
    rule: 'R-6.100',
    what: 'somebody raises a matter with somebody',
    words: 'counted',
    play: (world) => raise(world),
  },
  {
    id: 'raised-with-nobody',
    rule: 'R-6.100',
    what: 'with nobody who is there',
    words: 'unknown-reference',
    play: (world) => raise(world, { to: world.own('nobody') }),
  },
  {
    id: 'raised-with-a-circle',
    rule: 'R-6.101',
    what: 'whoever is a member of the circle that it was raised with hands it on',
    words: 'counted counted',
    play: async (world) => {
      const { circle } = world.things;
      const matter = await raise(world, { to: circle.subject });
      await refer(world, matter, world.people.cem, circle.subject, world.people.ben.author);
    },
  },
  {
    id: 'referred-by-a-holder',
    rule: 'R-6.101',
    what: 'whoever holds the role that it was raised with hands it on',
    words: 'counted counted',
    play: async (world) => {
      const { treasurer, mandates } = world.things;
      const { ana, ben } = world.people;
      const matter = await raise(world, { to: treasurer.subject });
      const by = { mandate: mandates.ben, role: treasurer };
      await refer(world, matter, ben, treasurer.subject, ana.author, { by });
    },
  },
  {
    id: 'referred-by-another',
    rule: 'R-6.101',
    what: 'somebody whose matter it is not',
    words: 'counted not-eligible',
    play: async (world) => {
      const { ana, ben, cem } = world.people;
      await refer(world, await raise(world), ben, ana.author, cem.author);
    },
  },
  {
    id: 'referred-from-another',
    rule: 'R-6.101',
    what: 'as if it were still with somebody who handed it on',
    words: 'counted counted stale-version',
    play: async (world) => {
      const { ana, ben, cem } = world.people;
      const matter = await raise(world);
      await refer(world, matter, ana, ana.author, ben.author);
      await refer(world, matter, ana, ana.author, cem.author);
    },
  },
  {
    id: 'referred-to-itself',
    rule: 'R-6.101',
    what: 'to where it is',
    words: 'counted contradictory',
    play: async (world) => {
      const { ana } = world.people;
      await refer(world, await raise(world), ana, ana.author, ana.author);
    },
  },
  {
    id: 'referred-three-times',
    rule: 'R-6.102',
    what: 'handed on twice it stays, and is handed on no more',
    words: 'counted counted counted closed',
    play: async (world) => {
      const { cem, dia } = world.people;
      await refer(world, await handedOnTwice(world), cem, cem.author, dia.author);
    },
  },
  {
    id: 'handed-up',
    rule: 'R-6.102',
    what: 'handed on twice, the second time to a circle, it is the matter of the circle above, and closed there',
    words: 'counted counted counted counted counted counted',
    play: async (world) => {
      const { ana, ben } = world.people;
      const { circle } = world.things;
      const fields = circleFields(world.own('garden'), 'Garden', [ben.author]);
      const { ref } = await world.adopt('adopts the garden', 'circle', { ...fields, parent: circle });
      const matter = await raise(world);
      await refer(world, matter, ana, ana.author, ben.author);
      await refer(world, matter, ben, ben.author, ref.subject);
      await close(world, matter, world.people.cem, circle.subject);
    },
  },
  {
    id: 'closed-by-who-raised-it',
    rule: 'R-6.101',
    what: 'whoever raised it closes it',
    words: 'counted counted',
    play: async (world) => close(world, await raise(world), world.people.dia, world.people.ana.author),
  },
  {
    id: 'closed-twice',
    rule: 'R-6.101',
    what: 'what is closed stays so',
    words: 'counted counted closed',
    play: async (world) => {
      const matter = await raise(world);
      await close(world, matter, world.people.ana, world.people.ana.author);
      await close(world, matter, world.people.dia, world.people.ana.author);
    },
  },
  {
    id: 'taken-up',
    rule: 'R-6.103',
    what: 'a proposal comes of it',
    words: 'counted counted',
    play: async (world) => propose(world, await raise(world)),
  },
  {
    id: 'closed-after-it-was-taken-up',
    rule: 'R-6.101',
    what: 'what a proposal came of is closed all the same',
    words: 'counted counted counted',
    play: async (world) => {
      const matter = await raise(world);
      await propose(world, matter);
      await close(world, matter, world.people.dia, world.people.ana.author);
    },
  },
  {
    id: 'taken-up-closed',
    rule: 'R-6.103',
    what: 'of one that was closed',
    words: 'counted counted closed',
    play: async (world) => {
      const matter = await raise(world);
      await close(world, matter, world.people.ana, world.people.ana.author);
      await propose(world, matter);
    },
  },
];

import type { NamedActions } from '../../../../protocol/documents/named-actions.ts';
import type { LoggedEntry } from '../../log-builder.ts';
import type { Signer } from '../../people.ts';
import { refTo, say, transfer, type World } from '../../rules/world.ts';
import type { Scenario } from './scenario.ts';

/** Ben is to tell them, Cem to write it down. */
function named(world: World): NamedActions {
  const dueAt = '2026-01-20T12:00:00Z';
  return {
    named: [
      { what: say('To tell them.'), owner: world.people.ben.author, dueAt },
      { what: say('To write it down.'), owner: world.people.cem.author, dueAt },
    ],
  };
}

/** Ben decides on 10 January at noon, and names what is to be done. */
const decided = (world: World, actions: NamedActions = named(world)) =>
  world.decide('d', [transfer(world.things.X, 60)], { actions });

function completes(world: World, decision: LoggedEntry, number: number, by: Signer, label = 'done') {
  return world.log.append('completion', by, {
    subject: world.own(label),
    decision: refTo(decision),
    action: decision.entry.id,
    number,
    result: 'fulfilled',
    evidence: say('They know.'),
  });
}

export const NAMED_ACTION_SCENARIOS: readonly Scenario[] = [
  {
    id: 'named-action-done',
    rule: 'R-6.66',
    what: 'whoever owns the second action that a decision names says how it ended',
    words: 'counted counted',
    play: async (world) => completes(world, await decided(world), 2, world.people.cem),
  },
  {
    id: 'named-action-by-another',
    rule: 'R-6.66',
    what: 'somebody else says so',
    words: 'counted not-author',
    play: async (world) => completes(world, await decided(world), 2, world.people.ben),
  },
  {
    id: 'named-action-twice',
    rule: 'R-6.66',
    what: 'twice',
    words: 'counted counted duplicate',
    play: async (world) => {
      const decision = await decided(world);
      await completes(world, decision, 1, world.people.ben);
      await completes(world, decision, 1, world.people.ben, 'again');
    },
  },
  {
    id: 'named-action-beyond',
    rule: 'R-6.66',
    what: 'of an action that it does not name',
    words: 'counted unknown-reference',
    play: async (world) => completes(world, await decided(world), 3, world.people.ben),
  },
  {
    id: 'named-none',
    rule: 'R-6.66',
    what: 'it says why nothing is to be done',
    words: 'counted unknown-reference',
    play: async (world) =>
      completes(world, await decided(world, { none: say('It is done.') }), 1, world.people.ben),
  },
  {
    id: 'named-by-the-proposal',
    rule: 'R-6.66',
    what: 'a decision that says nothing of it leaves to be done what its proposal names',
    words: 'counted counted counted',
    play: async (world) => {
      const operations = [transfer(world.things.X, 60)];
      const proposal = await world.log.append('proposal', world.people.ana, {
        subject: world.own('P'),
        domain: world.things.spending,
        driver: say('It is broken.'),
        binding: { operations },
        explanation: [],
        alternatives: [],
        actions: named(world),
      });
      const decision = await world.decide('on P', operations, { proposal: refTo(proposal) });
      await world.log.append('completion', world.people.cem, {
        subject: world.own('done'),
        decision: { subject: world.own('P'), id: decision.entry.id },
        action: decision.entry.id,
        number: 2,
        result: 'partly',
        evidence: say('Half of it.'),
      });
    },
  },
];

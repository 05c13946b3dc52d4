import type { DomainBody } from '../../../../protocol/documents/domain-fields.ts';
import type { Ruling } from '../../../../protocol/documents/operation.ts';
import type { Ladder } from '../../../../protocol/documents/rung.ts';
import { DAY_SECONDS } from '../../../../protocol/time.ts';
import type { LoggedEntry } from '../../log-builder.ts';
import type { Signer } from '../../people.ts';
import { createMatter, type TestMatter } from '../../rules/matter.ts';
import { confirmationOf, refTo, say, transfer, type Wishes, type World } from '../../rules/world.ts';
import type { Scenario } from './scenario.ts';

const CONSENT = {
  consent: { openSeconds: 7 * DAY_SECONDS, deadlineSeconds: 30 * DAY_SECONDS, quorum: 'two-thirds' },
} as const satisfies Ladder;

/** A role decides alone; what is challenged goes to its circle, by the charter's consent. */
export const ALONE: Wishes = { charterLadder: CONSENT };
const TWO_SIGNERS: Wishes = {
  ...ALONE,
  spending: { parameters: { delegation: { signers: 2, proposerMayDecide: true } } },
};

/** Ben gives 60 on 10 January at noon. */
function decided(world: World) {
  return world.decide('d', [transfer(world.things.X, 60)]);
}

function challenges(world: World, decision: LoggedEntry, by: Signer = world.people.dia, label = 'challenge') {
  return world.log.append('challenge', by, {
    subject: world.own(label),
    decision: refTo(decision),
    ground: 'harms-affected',
    argument: say('The neighbours were not heard.'),
    resolvedBy: say('Hear them.'),
  });
}

function asks(world: World, decision: LoggedEntry) {
  return world.log.append('ruling-request', world.people.dia, {
    subject: world.own('question'),
    decision: refTo(decision),
    question: say('Does it hold on Sundays?'),
  });
}

const on = (at: string, play: (world: World, decision: LoggedEntry) => Promise<unknown>) => {
  return async (world: World) => {
    const decision = await decided(world);
    world.log.setClock(at);
    await play(world, decision);
  };
};

const SOON = '2026-01-11T12:00:00Z';

const CHALLENGES: readonly Scenario[] = [
  {
    id: 'challenge',
    rule: 'R-6.61',
    what: 'somebody challenges a decision a millisecond before 72 hours are over',
    wishes: ALONE,
    words: 'counted counted',
    play: on('2026-01-13T11:59:59.999Z', challenges),
  },
  {
    id: 'challenge-too-late',
    rule: 'R-6.61',
    what: 'when they are over',
    wishes: ALONE,
    words: 'counted too-late',
    play: on('2026-01-13T12:00:00Z', challenges),
  },
  {
    id: 'challenge-of-two-signatures',
    rule: 'R-6.61',
    what: 'the time begins with the second signature',
    wishes: TWO_SIGNERS,
    words: 'pending counted counted',
    play: challengedAfterSecond('2026-01-14T11:59:59.999Z'),
  },
  {
    id: 'challenge-of-two-signatures-too-late',
    rule: 'R-6.61',
    what: 'and ends 72 hours after it',
    wishes: TWO_SIGNERS,
    words: 'pending counted too-late',
    play: challengedAfterSecond('2026-01-14T12:00:00Z'),
  },
  {
    id: 'challenge-of-half',
    rule: 'R-6.61',
    what: 'a decision that waits for its second signature',
    wishes: TWO_SIGNERS,
    words: 'pending unknown-reference',
    play: on(SOON, challenges),
  },
  {
    id: 'challenge-twice',
    rule: 'R-6.61',
    what: 'the same person, while nobody has ruled on the first',
    wishes: ALONE,
    words: 'counted counted duplicate',
    play: on(SOON, async (world, decision) => {
      await challenges(world, decision);
      await challenges(world, decision, world.people.dia, 'another');
    }),
  },
  {
    id: 'challenge-by-two',
    rule: 'R-6.61',
    what: 'somebody else',
    wishes: ALONE,
    words: 'counted counted counted',
    play: on(SOON, async (world, decision) => {
      await challenges(world, decision);
      await challenges(world, decision, world.people.cem, 'another');
    }),
  },
  {
    id: 'challenge-of-a-reversed-one',
    rule: 'R-6.61',
    what: 'a decision that was reversed',
    wishes: ALONE,
    words: 'counted counted closed',
    play: on(SOON, async (world, decision) => {
      await world.decide('r', [{ op: 'resolve', text: say('A mistake.') }], { reverses: refTo(decision) });
      await challenges(world, decision);
    }),
  },
  {
    id: 'question',
    rule: 'R-6.62',
    what: 'somebody asks what it means, whenever it is',
    wishes: ALONE,
    words: 'counted counted',
    play: on('2026-03-10T12:00:00Z', asks),
  },
  {
    id: 'question-about-nothing',
    rule: 'R-6.62',
    what: 'about a decision that does not count',
    wishes: ALONE,
    words: 'over-capacity unknown-reference',
    play: async (world) => {
      await asks(world, await world.decide('d', [transfer(world.things.X, 5000)]));
    },
  },
];

function challengedAfterSecond(time: string) {
  return async (world: World) => {
    const { cem } = world.people;
    const decision = await decided(world);
    world.log.setClock(SOON);
    const { spending: domain, treasurer: role, mandates } = world.things;
    await world.log.append('confirmation', cem, {
      subject: world.own('second'),
      ...confirmationOf(decision, { mandate: mandates.cem, role, domain }),
    });
    world.log.setClock(time);
    await challenges(world, decision);
  };
}

function ruling(decision: LoggedEntry, onWhat: LoggedEntry, how: Ruling['ruling']): Ruling {
  return {
    op: 'rule',
    decision: refTo(decision),
    on: onWhat.entry.id,
    ruling: how,
    text: say('We have looked at it.'),
  };
}

const RULINGS: readonly Scenario[] = [
  {
    id: 'interpretation',
    rule: 'R-6.63',
    what: 'whoever owns the domain says what the decision means',
    wishes: ALONE,
    words: 'counted counted counted',
    play: on(SOON, async (world, decision) => {
      await world.decide('ruling', [ruling(decision, await asks(world, decision), 'interpreted')]);
    }),
  },
  {
    id: 'interpretation-twice',
    rule: 'R-6.63',
    what: 'a second time: to that another question leads',
    wishes: ALONE,
    words: 'counted counted counted closed',
    play: on(SOON, async (world, decision) => {
      const question = await asks(world, decision);
      await world.decide('ruling', [ruling(decision, question, 'interpreted')]);
      await world.decide('again', [ruling(decision, question, 'interpreted')]);
    }),
  },
  {
    id: 'interpretation-of-a-challenge',
    rule: 'R-6.63',
    what: 'a challenge is no question',
    wishes: ALONE,
    words: 'counted counted unknown-reference',
    play: on(SOON, async (world, decision) => {
      await world.decide('ruling', [ruling(decision, await challenges(world, decision), 'interpreted')]);
    }),
  },
  {
    id: 'ruling-of-another-domain',
    rule: 'R-6.63',
    what: 'by whoever owns another domain',
    wishes: ALONE,
    words: 'counted counted out-of-scope',
    play: on(SOON, async (world, decision) => {
      await world.structureDecides('ruling', [ruling(decision, await asks(world, decision), 'interpreted')]);
    }),
  },
  {
    id: 'settled-alone',
    rule: 'R-6.63',
    what: 'whoever decided alone settles no challenge of it',
    wishes: ALONE,
    words: 'counted counted wrong-rung',
    play: on(SOON, async (world, decision) => {
      await world.decide('ruling', [ruling(decision, await challenges(world, decision), 'upheld')]);
    }),
  },
  {
    id: 'kept',
    rule: 'R-6.63',
    what: 'the decision is kept, and looked at again later',
    wishes: ALONE,
    words: 'counted counted',
    play: on('2026-02-10T12:00:00Z', (world, decision) =>
      world.decide('review', [ruling(decision, decision, 'kept')]),
    ),
  },
  {
    id: 'kept-something-else',
    rule: 'R-6.63',
    what: 'kept is a decision, and nothing that is said about it',
    wishes: ALONE,
    words: 'counted counted contradictory',
    play: on(SOON, async (world, decision) => {
      await world.decide('review', [ruling(decision, await asks(world, decision), 'kept')]);
    }),
  },
  {
    id: 'settled-reversed',
    rule: 'R-6.63',
    what: 'the circle settles the challenge one rung up, by consent: the decision is reversed',
    wishes: ALONE,
    words: 'counted counted counted counted counted counted counted counted counted counted',
    play: settled('reversed', {}),
  },
  {
    id: 'settled-by-the-domains-rung',
    rule: 'R-6.63',
    what: 'nobody opens the matter as the domain is decided otherwise',
    wishes: ALONE,
    words: 'counted counted counted counted wrong-rung',
    play: settled('upheld', { rung: 'consultation' }),
  },
  {
    id: 'settled-too-late',
    rule: 'R-6.61',
    what: 'after 30 days the challenge has come to nothing',
    wishes: ALONE,
    words: 'counted counted counted counted counted counted counted counted counted closed',
    play: settled('upheld', {}, '2026-02-10T12:00:00Z'),
  },
  {
    id: 'settled-at-the-last-moment',
    rule: 'R-6.61',
    what: 'a millisecond before that it has not',
    wishes: ALONE,
    words: 'counted counted counted counted counted counted counted counted counted counted',
    play: settled('upheld', {}, '2026-02-10T11:59:59.999Z'),
  },
];

/** Dia challenges Ben's decision on 11 January, and proposes how to settle it; all four say yes at the given time. */
export function settled(
  how: Ruling['ruling'],
  otherwise: Parameters<TestMatter['open']>[1] & object,
  time = '2026-01-20T12:00:00Z',
) {
  return async (world: World) => {
    const matter = createMatter(world);
    const { circle, treasurer } = world.things;
    const decision = await decided(world);
    matter.setClock(SOON);
    const binding = { operations: [ruling(decision, await challenges(world, decision), how)] };
    matter.setClock('2026-01-14T12:00:00Z');
    const proposal = await matter.propose({ binding }, world.people.dia);
    const opening = await matter.open(proposal, {
      rung: 'consent',
      parameters: CONSENT,
      circle,
      role: treasurer,
      ...otherwise,
    });
    if ('rung' in otherwise) return;
    matter.setClock('2026-01-15T12:00:00Z');
    for (const who of [world.people.ana, world.people.cem, world.people.dia])
      await matter.respond(who, proposal, 'consent');
    await matter.respond(world.people.ben, proposal, 'abstain');
    matter.setClock(time);
    const counts = {
      roster: 4,
      base: 4,
      objections: 0,
      responders: 4,
      decisive: 3,
      answers: { abstain: 1, consent: 3 },
    };
    await matter.outcome(proposal, opening, { counts }, { binding });
  };
}

function undertakes(
  world: World,
  decision: LoggedEntry,
  by: Signer,
  owner: Signer,
  dueAt = '2026-02-01T00:00:00Z',
) {
  return world.log.append('action', by, {
    subject: world.own(`action of ${owner.author}`),
    decision: refTo(decision),
    what: say('Order the timber.'),
    owner: owner.author as DomainBody['affected'][number],
    dueAt,
  });
}

function completes(world: World, decision: LoggedEntry, action: LoggedEntry, by: Signer, label = 'done') {
  return world.log.append('completion', by, {
    subject: world.own(label),
    decision: refTo(decision),
    action: action.entry.id,
    result: 'fulfilled',
    evidence: say('The bill is in the book.'),
  });
}

const ACTIONS: readonly Scenario[] = [
  {
    id: 'action',
    rule: 'R-6.64',
    what: 'whoever decided says who does what until when',
    words: 'counted counted',
    play: on(SOON, (world, decision) => undertakes(world, decision, world.people.ben, world.people.dia)),
  },
  {
    id: 'action-taken-on',
    rule: 'R-6.64',
    what: 'somebody takes something on',
    words: 'counted counted',
    play: on(SOON, (world, decision) => undertakes(world, decision, world.people.dia, world.people.dia)),
  },
  {
    id: 'action-for-another',
    rule: 'R-6.64',
    what: 'somebody who neither decided nor proposed gives others something to do',
    words: 'counted not-author',
    play: on(SOON, (world, decision) => undertakes(world, decision, world.people.cem, world.people.dia)),
  },
  {
    id: 'action-due-already',
    rule: 'R-6.64',
    what: 'something that is due now',
    words: 'counted too-late',
    play: on(SOON, (world, decision) =>
      undertakes(world, decision, world.people.dia, world.people.dia, SOON),
    ),
  },
  {
    id: 'completion',
    rule: 'R-6.64',
    what: 'whoever owns it says how it ended',
    words: 'counted counted counted',
    play: on(SOON, async (world, decision) => {
      const { ben, dia } = world.people;
      await completes(world, decision, await undertakes(world, decision, ben, dia), dia);
    }),
  },
  {
    id: 'completion-by-another',
    rule: 'R-6.64',
    what: 'somebody else says it',
    words: 'counted counted not-author',
    play: on(SOON, async (world, decision) => {
      const { ben, dia } = world.people;
      await completes(world, decision, await undertakes(world, decision, ben, dia), ben);
    }),
  },
  {
    id: 'completion-twice',
    rule: 'R-6.64',
    what: 'a second time',
    words: 'counted counted counted duplicate',
    play: on(SOON, async (world, decision) => {
      const { dia } = world.people;
      const action = await undertakes(world, decision, dia, dia);
      await completes(world, decision, action, dia);
      await completes(world, decision, action, dia, 'done again');
    }),
  },
  {
    id: 'completion-of-nothing',
    rule: 'R-6.64',
    what: 'of what nobody had to do',
    words: 'counted unknown-reference',
    play: on(SOON, (world, decision) => completes(world, decision, decision, world.people.ben)),
  },
];

function withdrawn(play: (matter: TestMatter, proposal: LoggedEntry) => Promise<unknown>) {
  return async (world: World) => {
    const matter = createMatter(world);
    const proposal = await matter.propose();
    await matter.withdraw(world.people.ana, proposal);
    await play(matter, proposal);
  };
}

const ADOPTIONS: readonly Scenario[] = [
  {
    id: 'taken-up',
    rule: 'R-6.65',
    what: 'what Ana took back, Ben puts forward as it was: it can be decided',
    words: 'counted counted counted counted',
    play: withdrawn(async (matter, { entry }) => {
      const again = await matter.propose({ supersedes: entry.id }, matter.people.ben);
      await matter.world.decide('d', [...matter.operations], { proposal: refTo(again) });
    }),
  },
  {
    id: 'taken-up-otherwise',
    rule: 'R-6.65',
    what: 'with another binding part',
    words: 'counted counted binding-differs',
    play: withdrawn((matter, { entry }) => {
      const binding = { operations: [transfer(matter.world.things.X, 50)] };
      return matter.propose({ supersedes: entry.id, binding }, matter.people.ben);
    }),
  },
  {
    id: 'taken-up-by-its-author',
    rule: 'R-6.65',
    what: 'by Ana herself: what she took back stays so for her',
    words: 'counted counted closed',
    play: withdrawn((matter, { entry }) => matter.propose({ supersedes: entry.id })),
  },
  {
    id: 'taken-over',
    rule: 'R-6.65',
    what: 'what its author did not take back',
    words: 'counted not-author',
    play: async (world) => {
      const matter = createMatter(world);
      const { entry } = await matter.propose();
      await matter.propose({ supersedes: entry.id }, matter.people.ben);
    },
  },
];

export const LIFECYCLE_SCENARIOS: readonly Scenario[] = [...CHALLENGES, ...RULINGS, ...ACTIONS, ...ADOPTIONS];

import type { Operation } from '../../../../protocol/documents/operation.ts';
import type { Ref, Subject } from '../../../../protocol/ids.ts';
import { roleFields } from '../../example-things.ts';
import type { LoggedEntry } from '../../log-builder.ts';
import { endOfTerm, refTo, say, stock, transfer, type World } from '../../rules/world.ts';
import type { Scenario } from './scenario.ts';

const DECIDED_AT = '2026-01-10T12:00:00Z';

function propose(
  world: World,
  operations: readonly Operation[],
  more: { by?: 'ana' | 'ben'; subject?: Subject; supersedes?: LoggedEntry } = {},
) {
  const { by = 'ana', subject = world.own('P'), supersedes } = more;
  return world.log.append('proposal', world.people[by], {
    subject,
    domain: world.things.spending,
    driver: say('It is broken.'),
    binding: { operations: [...operations] },
    explanation: [],
    alternatives: [],
    ...(supersedes === undefined ? {} : { supersedes: supersedes.entry.id }),
  });
}

function decideOn(
  world: World,
  proposal: LoggedEntry,
  operations: readonly Operation[],
  more: Parameters<World['decide']>[2] = {},
) {
  return world.decide(`on ${proposal.entry.id}`, [...operations], { proposal: refTo(proposal), ...more });
}

const PROPOSAL: readonly Scenario[] = [
  {
    id: 'proposal-decided',
    rule: 'R-6.6',
    what: 'a role-holder decides what somebody proposed',
    words: 'counted counted',
    play: async (world) => {
      const operations = [transfer(world.things.X, 60)];
      await decideOn(world, await propose(world, operations), operations);
    },
  },
  {
    id: 'proposal-other-binding',
    rule: 'R-6.6',
    what: 'with another binding part than the proposal’s',
    words: 'counted binding-differs',
    play: async (world) =>
      decideOn(world, await propose(world, [transfer(world.things.X, 60)]), [transfer(world.things.X, 61)]),
  },
  {
    id: 'proposal-old-version',
    rule: 'R-6.6',
    what: 'an older version than the current one',
    words: 'counted counted stale-version',
    play: async (world) => {
      const operations = [transfer(world.things.X, 60)];
      const first = await propose(world, operations);
      await propose(world, [transfer(world.things.X, 50)], { supersedes: first });
      await decideOn(world, first, operations);
    },
  },
  {
    id: 'proposal-withdrawn',
    rule: 'R-6.6',
    what: 'a proposal that its author has withdrawn',
    words: 'counted counted closed',
    play: async (world) => {
      const operations = [transfer(world.things.X, 60)];
      const proposal = await propose(world, operations);
      await withdraw(world, proposal);
      await decideOn(world, proposal, operations);
    },
  },
  {
    id: 'proposal-decided-twice',
    rule: 'R-6.6',
    what: 'a proposal that was decided already',
    words: 'counted counted closed',
    play: async (world) => {
      const operations = [transfer(world.things.X, 60)];
      const proposal = await propose(world, operations);
      await decideOn(world, proposal, operations);
      await decideOn(world, proposal, operations, {
        by: world.people.cem,
        mandate: world.things.mandates.cem,
        subject: world.own('again'),
      });
    },
  },
  {
    id: 'proposal-turned-down',
    rule: 'R-6.6',
    what: 'a proposal that was turned down is decided as well',
    words: 'counted counted closed',
    play: async (world) => {
      const operations = [transfer(world.things.X, 60)];
      const proposal = await propose(world, operations);
      await decideOn(world, proposal, operations, { result: 'not-adopted' });
      await decideOn(world, proposal, operations, { subject: world.own('again') });
    },
  },
  {
    id: 'proposal-after-refusal',
    rule: 'R-6.6',
    what: 'a decision that did not count leaves the proposal open',
    words: 'counted review-missing counted',
    play: async (world) => {
      const operations = [transfer(world.things.X, 60)];
      const proposal = await propose(world, operations);
      await decideOn(world, proposal, operations, { reviewAt: DECIDED_AT });
      await decideOn(world, proposal, operations, { subject: world.own('again') });
    },
  },
  {
    id: 'proposal-unknown',
    rule: 'R-6.6',
    what: 'a proposal that is not in the log',
    words: 'unknown-reference',
    play: (world) =>
      world.decide('d', [transfer(world.things.X, 60)], {
        proposal: { subject: world.own('nothing'), id: world.things.charter },
      }),
  },
  {
    id: 'proposer-decides',
    rule: 'R-6.6a',
    what: 'whoever proposed also decides, where the domain forbids it',
    wishes: { spending: { parameters: { delegation: { signers: 1, proposerMayDecide: false } } } },
    words: 'counted proposer-decides',
    play: async (world) => {
      const operations = [transfer(world.things.X, 60)];
      await decideOn(world, await propose(world, operations, { by: 'ben' }), operations);
    },
  },
  {
    id: 'proposer-and-decider',
    rule: 'R-6.6a',
    what: 'somebody else proposed',
    wishes: { spending: { parameters: { delegation: { signers: 1, proposerMayDecide: false } } } },
    words: 'counted counted',
    play: async (world) => {
      const operations = [transfer(world.things.X, 60)];
      await decideOn(world, await propose(world, operations), operations);
    },
  },
  {
    id: 'proposer-without-proposal',
    rule: 'R-6.6a',
    what: 'nobody proposed it: whoever decides has put it forward',
    wishes: { spending: { parameters: { delegation: { signers: 1, proposerMayDecide: false } } } },
    words: 'proposer-decides',
    play: (world) => world.decide('d', [transfer(world.things.X, 60)]),
  },
  {
    id: 'proposer-by-charter',
    rule: 'R-6.1',
    what: 'the charter’s default says so, and the domain says nothing',
    wishes: {
      spending: { parameters: {} },
      charterLadder: { delegation: { signers: 1, proposerMayDecide: false } },
    },
    words: 'proposer-decides',
    play: (world) => world.decide('d', [transfer(world.things.X, 60)]),
  },
  {
    id: 'version',
    rule: 'R-6.15',
    what: 'a next version by the same author',
    words: 'counted counted',
    play: async (world) => {
      const first = await propose(world, [transfer(world.things.X, 60)]);
      await propose(world, [transfer(world.things.X, 50)], { supersedes: first });
    },
  },
  {
    id: 'version-of-nothing',
    rule: 'R-6.15',
    what: 'a next version that does not say of what',
    words: 'counted stale-version',
    play: async (world) => {
      await propose(world, [transfer(world.things.X, 60)]);
      await propose(world, [transfer(world.things.X, 50)]);
    },
  },
  {
    id: 'version-by-somebody-else',
    rule: 'R-6.15',
    what: 'a next version by somebody else than the author',
    words: 'counted not-author',
    play: async (world) => {
      const first = await propose(world, [transfer(world.things.X, 60)]);
      await propose(world, [transfer(world.things.X, 50)], { by: 'ben', supersedes: first });
    },
  },
  {
    id: 'version-after-decision',
    rule: 'R-6.15',
    what: 'a next version after the decision',
    words: 'counted counted closed',
    play: async (world) => {
      const operations = [transfer(world.things.X, 60)];
      const first = await propose(world, operations);
      await decideOn(world, first, operations);
      await propose(world, [transfer(world.things.X, 50)], { supersedes: first });
    },
  },
  {
    id: 'proposal-out-of-scope',
    rule: 'R-6.15',
    what: 'a proposal whose effects belong to another domain than the one it names',
    words: 'counted out-of-scope',
    play: async (world) => {
      const ref = await world.draft('role', roleFields(world.own('R2'), world.things.circle, 'Cook', []));
      await propose(world, [{ op: 'adopt', adopts: { type: 'role', ...ref } }]);
    },
  },
  {
    id: 'withdrawal',
    rule: 'R-4.19',
    what: 'somebody takes back what they proposed',
    words: 'counted counted',
    play: async (world) => withdraw(world, await propose(world, [transfer(world.things.X, 60)])),
  },
  {
    id: 'withdrawal-by-somebody-else',
    rule: 'R-4.19',
    what: 'somebody else’s withdrawal does not count, and does not keep the author from their own',
    words: 'counted not-author counted',
    play: async (world) => {
      const proposal = await propose(world, [transfer(world.things.X, 60)]);
      await withdraw(world, proposal, 'cem');
      await withdraw(world, proposal, 'ana', 'again');
    },
  },
  {
    id: 'withdrawal-of-old-version',
    rule: 'R-4.19',
    what: 'a proposal is withdrawn by its current version',
    words: 'counted counted stale-version',
    play: async (world) => {
      const first = await propose(world, [transfer(world.things.X, 60)]);
      await propose(world, [transfer(world.things.X, 50)], { supersedes: first });
      await withdraw(world, first);
    },
  },
  {
    id: 'withdrawal-twice',
    rule: 'R-4.19',
    what: 'a proposal is withdrawn once',
    words: 'counted counted closed',
    play: async (world) => {
      const proposal = await propose(world, [transfer(world.things.X, 60)]);
      await withdraw(world, proposal);
      await withdraw(world, proposal, 'ana', 'again');
    },
  },
];

function withdraw(world: World, act: LoggedEntry, who: 'ana' | 'cem' = 'ana', label = 'withdrawal') {
  return world.log.append('withdrawal', world.people[who], {
    subject: world.own(label),
    of: { subject: act.entry.document.subject, id: act.entry.id },
    fate: 'withdrawn',
  });
}

const dated = (dates: object) => (world: World) => world.decide('d', [transfer(world.things.X, 60)], dates);

const DATES: readonly Scenario[] = [
  {
    id: 'review-latest',
    rule: 'R-6.10',
    what: 'the review date is the latest that the domain allows: 180 days on',
    words: 'counted',
    play: dated({ reviewAt: '2026-07-09T12:00:00Z' }),
  },
  {
    id: 'review-too-late',
    rule: 'R-6.10',
    what: 'a millisecond later',
    words: 'review-missing',
    play: dated({ reviewAt: '2026-07-09T12:00:00.001Z' }),
  },
  {
    id: 'review-now',
    rule: 'R-6.10',
    what: 'the review date is the moment of the decision itself',
    words: 'review-missing',
    play: dated({ reviewAt: DECIDED_AT }),
  },
  {
    id: 'effective-now',
    rule: 'R-6.10a',
    what: 'it says that it holds from this moment on',
    words: 'counted',
    play: dated({ effectiveAt: DECIDED_AT }),
  },
  {
    id: 'effective-later',
    rule: 'R-6.10a',
    what: 'it says that it holds from a later moment on',
    words: 'too-early',
    play: dated({ effectiveAt: '2026-01-10T12:00:00.001Z' }),
  },
  {
    id: 'effective-before',
    rule: 'R-6.10a',
    what: 'it says that it held a millisecond before it was logged',
    words: 'too-late',
    play: dated({ effectiveAt: '2026-01-10T11:59:59.999Z' }),
  },
  {
    id: 'effective-years-ago',
    rule: 'R-6.10a',
    what: 'it says that it held years before',
    words: 'too-late',
    play: dated({ effectiveAt: '2020-01-01T00:00:00Z' }),
  },
  {
    id: 'expires-later',
    rule: 'R-6.10a',
    what: 'it ends by itself a millisecond later',
    words: 'counted',
    play: dated({ expiresAt: '2026-01-10T12:00:00.001Z' }),
  },
  {
    id: 'expired',
    rule: 'R-6.10a',
    what: 'it had ended when it was logged',
    words: 'too-late',
    play: dated({ expiresAt: DECIDED_AT }),
  },
  {
    id: 'alternatives-full',
    rule: 'R-6.13',
    what: 'a domain of full weight and no alternative',
    wishes: { spending: { weight: 'full' } },
    words: 'alternatives-missing',
    play: dated({}),
  },
  {
    id: 'alternatives-one',
    rule: 'R-6.13',
    what: 'a domain of full weight and one alternative',
    wishes: { spending: { weight: 'full' } },
    words: 'counted',
    play: dated({ alternatives: [say('Borrow one.')] }),
  },
];

const OPERATIONS: readonly Scenario[] = [
  {
    id: 'transfer-stale-resource',
    rule: 'R-6.11',
    what: 'a transfer names the older version of its resource',
    words: 'counted counted stale-version',
    play: async (world) => {
      const { X, spending } = world.things;
      const next = { ...stock(X.subject, spending.subject, 'Fund', 2000), supersedes: X.id };
      await world.adopt('more', 'resource', next);
      await world.decide('d', [transfer(X, 60)]);
    },
  },
  {
    id: 'transfer-no-resource',
    rule: 'R-6.11',
    what: 'a transfer names a thing that is no resource',
    words: 'unknown-reference',
    play: (world) => world.decide('d', [transfer(world.things.circle, 60)]),
  },
  {
    id: 'adopt-draft',
    rule: 'R-6.11',
    what: 'a draft comes into force',
    words: 'counted counted',
    play: (world) =>
      world.adopt('a cook', 'role', roleFields(world.own('R2'), world.things.circle, 'Cook', [])),
  },
  {
    id: 'adopt-unlogged',
    rule: 'R-6.11',
    what: 'a draft that was never logged',
    words: 'unknown-reference',
    play: (world) =>
      world.structureDecides('d', [
        { op: 'adopt', adopts: { type: 'role', subject: world.own('R2'), id: world.things.charter } },
      ]),
  },
  {
    id: 'adopt-beside',
    rule: 'R-6.11',
    what: 'a draft that does not name the version in force as the one it supersedes',
    words: 'counted stale-version',
    play: (world) => {
      const { treasurer, circle } = world.things;
      return world.adopt('beside', 'role', roleFields(treasurer.subject, circle, 'Treasurer', []));
    },
  },
  {
    id: 'end-mandate',
    rule: 'R-6.11',
    what: 'a thing ends',
    words: 'counted',
    play: (world) => {
      const { mandates, treasurer } = world.things;
      return world.structureDecides('d', [endOfTerm(mandates.cem, treasurer)]);
    },
  },
  {
    id: 'end-another-type',
    rule: 'R-6.11',
    what: 'the thing to end is of another type than the operation says',
    words: 'unknown-reference',
    play: (world) => end(world, 'role', world.things.spending),
  },
  {
    id: 'end-charter',
    rule: 'R-6.11',
    what: 'a charter does not end',
    words: 'unknown-reference',
    play: (world) => end(world, 'charter', { subject: world.own('charter'), id: world.things.charter }),
  },
  {
    id: 'end-twice',
    rule: 'R-6.11a',
    what: 'two operations of one decision speak of the same thing',
    words: 'contradictory',
    play: (world) => {
      const operation = endOfTerm(world.things.mandates.cem, world.things.treasurer);
      return world.structureDecides('d', [operation, operation]);
    },
  },
  {
    id: 'two-things',
    rule: 'R-6.11a',
    what: 'two operations of one decision speak of two things',
    words: 'counted',
    play: (world) => {
      const { mandates, treasurer, auditor } = world.things;
      return world.structureDecides('d', [
        endOfTerm(mandates.cem, treasurer),
        endOfTerm(mandates.dia, auditor),
      ]);
    },
  },
];

function end(world: World, type: 'role' | 'charter', thing: Ref) {
  return world.structureDecides('d', [{ op: 'end', type, thing }]);
}

const spendFirst = (world: World) => world.decide('first', [transfer(world.things.X, 60)]);
const reason = (world: World, label: string, more: Parameters<World['decide']>[2]) =>
  world.decide(label, [{ op: 'resolve', text: say('It was a mistake.') }], more);

const REVERSAL: readonly Scenario[] = [
  {
    id: 'reverse',
    rule: 'R-6.12',
    what: 'a decision is reversed under its own domain; what it gave away stays given',
    words: 'counted counted',
    play: async (world) => reason(world, 'second', { reverses: refTo(await spendFirst(world)) }),
  },
  {
    id: 'reverse-twice',
    rule: 'R-6.12',
    what: 'a decision that was reversed already',
    words: 'counted counted closed',
    play: async (world) => {
      const reverses = refTo(await spendFirst(world));
      await reason(world, 'second', { reverses });
      await reason(world, 'third', { reverses });
    },
  },
  {
    id: 'reverse-replaced',
    rule: 'R-6.12',
    what: 'a decision that another one took the place of',
    words: 'counted counted closed',
    play: async (world) => {
      const first = refTo(await spendFirst(world));
      await reason(world, 'second', { replaces: first });
      await reason(world, 'third', { reverses: first });
    },
  },
  {
    id: 'reverse-other-domain',
    rule: 'R-6.12',
    what: 'a decision of another domain',
    words: 'counted out-of-scope',
    play: async (world) => {
      const reverses = refTo(await spendFirst(world));
      await world.structureDecides('second', [{ op: 'resolve', text: say('We know better.') }], { reverses });
    },
  },
  {
    id: 'reverse-not-counted',
    rule: 'R-6.12',
    what: 'a decision that never counted',
    words: 'over-capacity unknown-reference',
    play: async (world) => {
      const first = await world.decide('first', [transfer(world.things.X, 1001)]);
      await reason(world, 'second', { reverses: refTo(first) });
    },
  },
  {
    id: 'reverse-a-reversal',
    rule: 'R-6.12a',
    what: 'a reversal is reversed; the first decision stays reversed',
    words: 'counted counted counted',
    play: async (world) => {
      const first = await spendFirst(world);
      const second = await reason(world, 'second', { reverses: refTo(first) });
      await reason(world, 'third', { reverses: refTo(second) });
    },
  },
  {
    id: 'reverse-again-after-that',
    rule: 'R-6.12a',
    what: 'so it cannot be reversed once more',
    words: 'counted counted counted closed',
    play: async (world) => {
      const first = await spendFirst(world);
      const second = await reason(world, 'second', { reverses: refTo(first) });
      await reason(world, 'third', { reverses: refTo(second) });
      await reason(world, 'fourth', { reverses: refTo(first) });
    },
  },
  {
    id: 'reverse-and-replace',
    rule: 'R-6.12',
    what: 'the same decision reversed and replaced in one',
    words: 'counted contradictory',
    play: async (world) => {
      const first = refTo(await spendFirst(world));
      await reason(world, 'second', { reverses: first, replaces: first });
    },
  },
  {
    id: 'reverse-by-a-no',
    rule: 'R-6.12b',
    what: 'a decision that adopts nothing reverses nothing, least of all in another domain',
    words: 'counted contradictory',
    play: async (world) => {
      const reverses = refTo(await spendFirst(world));
      await world.structureDecides('second', [{ op: 'resolve', text: say('No.') }], {
        reverses,
        result: 'not-adopted',
      });
    },
  },
  {
    id: 'no-changes-nothing',
    rule: 'R-6.12b',
    what: 'a decision that adopts nothing counts and changes nothing',
    words: 'counted',
    play: (world) => world.decide('d', [transfer(world.things.X, 5000)], { result: 'not-adopted' }),
  },
];

function bounded(label: string, most: number, more: { resource?: Ref } = {}) {
  return async (world: World) => {
    const { ref } = await world.adopt(`adopt ${label}`, 'constraint', {
      subject: world.own(label),
      title: { en: 'No big payments' },
      value: { en: 'We stay small.' },
      hard: true,
      rule: {
        kind: 'maxAmount',
        most,
        ...(more.resource === undefined ? {} : { resource: more.resource.subject }),
      },
    });
    return ref;
  };
}

const CONSTRAINTS: readonly Scenario[] = [
  {
    id: 'constraint-kept',
    rule: 'R-6.14',
    what: 'just what a constraint allows',
    words: 'counted counted counted',
    play: async (world) => {
      await bounded('C', 100)(world);
      await world.decide('d', [transfer(world.things.X, 100)]);
    },
  },
  {
    id: 'constraint-violated',
    rule: 'R-6.14',
    what: 'one more, in two operations',
    words: 'counted counted constraint-violated',
    play: async (world) => {
      await bounded('C', 100)(world);
      await world.decide('d', [transfer(world.things.X, 60), transfer(world.things.X, 41)]);
    },
  },
  {
    id: 'constraint-any-resource',
    rule: 'R-6.14',
    what: 'a constraint on any resource adds up what leaves all of them',
    words: 'counted counted constraint-violated',
    play: async (world) => {
      await bounded('C', 100)(world);
      await world.decide('d', [transfer(world.things.X, 60), transfer(world.things.Z, 41)]);
    },
  },
  {
    id: 'constraint-other-resource',
    rule: 'R-6.14',
    what: 'a constraint on another resource',
    words: 'counted counted counted',
    play: async (world) => {
      await bounded('C', 100, { resource: world.things.Z })(world);
      await world.decide('d', [transfer(world.things.X, 600), transfer(world.things.Z, 100)]);
    },
  },
  {
    id: 'constraint-zero',
    rule: 'R-6.14',
    what: 'a constraint that allows nothing',
    words: 'counted counted constraint-violated',
    play: async (world) => {
      await bounded('C', 0)(world);
      await world.decide('d', [transfer(world.things.X, 1)]);
    },
  },
  {
    id: 'constraint-ended',
    rule: 'R-6.14',
    what: 'a constraint that was ended, three days later',
    words: 'counted counted counted counted',
    play: async (world) => {
      const thing = await bounded('C', 10)(world);
      await world.structureDecides('end it', [{ op: 'end', type: 'constraint', thing }]);
      world.log.setClock('2026-01-13T12:00:00Z');
      await world.decide('d', [transfer(world.things.X, 60)]);
    },
  },
];

const SUBJECT: readonly Scenario[] = [
  {
    id: 'subject-of-its-own',
    rule: 'R-6.2',
    what: 'two decisions, each under a subject of its own',
    words: 'counted counted',
    play: async (world) => {
      await spendFirst(world);
      await world.decide('second', [transfer(world.things.X, 60)]);
    },
  },
  {
    id: 'subject-taken',
    rule: 'R-6.2',
    what: 'a decision under the subject of an earlier one',
    words: 'counted subject-taken',
    play: async (world) => {
      await spendFirst(world);
      await spendFirst(world);
    },
  },
];

/** How something is decided: what was proposed, dates, what it does, what it takes the place of, values. */
export const PROCESS_SCENARIOS: readonly Scenario[] = [
  ...PROPOSAL,
  ...DATES,
  ...OPERATIONS,
  ...REVERSAL,
  ...CONSTRAINTS,
  ...SUBJECT,
];

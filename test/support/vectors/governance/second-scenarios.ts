import type { Ref } from '../../../../protocol/ids.ts';
import type { LoggedEntry } from '../../log-builder.ts';
import {
  confirmationOf,
  endOfTerm,
  refTo,
  say,
  transfer,
  type Wishes,
  type World,
} from '../../rules/world.ts';
import type { Scenario } from './scenario.ts';

const TWO: Wishes = { spending: { parameters: { delegation: { signers: 2, proposerMayDecide: true } } } };
const STRICT: Wishes = { spending: { parameters: { delegation: { signers: 2, proposerMayDecide: false } } } };
const ONE_OPEN: Wishes = { spending: { ...TWO.spending, maxOpen: 1 } };
const NONE_OPEN: Wishes = { spending: { ...TWO.spending, maxOpen: 0 } };
const NONE_OPEN_BY_ONE: Wishes = { spending: { maxOpen: 0 } };

/** The role of the second signer is the auditor's: its subject follows from the commons, as in every scenario. */
const withAuditor = (world: World) => async () => {
  const { spending, auditor } = world.things;
  const parameters = {
    delegation: { signers: 2, proposerMayDecide: true, secondRole: auditor.subject },
  } as const;
  const next = { subject: spending.subject, ...world.bodies.spending, parameters, supersedes: spending.id };
  return (await world.adopt('audited', 'domain', next)).ref;
};

type By = {
  readonly who?: 'ben' | 'cem' | 'dia';
  readonly mandate?: Ref;
  readonly role?: Ref;
  readonly domain?: Ref;
};

/** Cem confirms by his mandate for the owner role, unless said otherwise. */
function confirm(
  world: World,
  decision: LoggedEntry,
  { who = 'cem', ...by }: By = {},
  more: Parameters<typeof confirmationOf>[2] & { readonly label?: string } = {},
) {
  const { mandates, treasurer, spending } = world.things;
  const { label = 'confirmation', ...rest } = more;
  return world.log.append('confirmation', world.people[who], {
    subject: world.own(label),
    ...confirmationOf(decision, { mandate: mandates.cem, role: treasurer, domain: spending, ...by }, rest),
  });
}

const spend = (world: World, label = 'd', quantity = 60) =>
  world.decide(label, [transfer(world.things.X, quantity)]);

const SIGNATURES: readonly Scenario[] = [
  {
    id: 'second-awaited',
    rule: 'R-6.8',
    what: 'a decision that needs two signers waits; nothing has left the stock',
    wishes: TWO,
    words: 'pending',
    play: (world) => spend(world),
  },
  {
    id: 'second-signed',
    rule: 'R-6.9',
    what: 'a second holder of the owner role signs: it takes effect',
    wishes: TWO,
    words: 'pending counted',
    play: async (world) => confirm(world, await spend(world)),
  },
  {
    id: 'second-last-moment',
    rule: 'R-6.9',
    what: 'a millisecond before 72 hours are over',
    wishes: TWO,
    words: 'pending counted',
    play: async (world) => {
      const decision = await spend(world);
      world.log.setClock('2026-01-13T11:59:59.999Z');
      await confirm(world, decision);
    },
  },
  {
    id: 'second-too-late',
    rule: 'R-6.9',
    what: 'after just 72 hours',
    wishes: TWO,
    words: 'pending second-signature-missing',
    play: async (world) => {
      const decision = await spend(world);
      world.log.setClock('2026-01-13T12:00:00Z');
      await confirm(world, decision);
    },
  },
  {
    id: 'second-by-the-first',
    rule: 'R-6.9a',
    what: 'by whoever signed first',
    wishes: TWO,
    words: 'pending same-signer',
    play: async (world) =>
      confirm(world, await spend(world), { who: 'ben', mandate: world.things.mandates.ben }),
  },
  {
    id: 'second-without-mandate',
    rule: 'R-6.9a',
    what: 'by somebody who claims another person’s mandate',
    wishes: TWO,
    words: 'pending no-right',
    play: async (world) => confirm(world, await spend(world), { who: 'dia' }),
  },
  {
    id: 'second-of-another-role',
    rule: 'R-6.9a',
    what: 'by the holder of a role that was not asked for',
    wishes: TWO,
    words: 'pending no-right',
    play: async (world) => {
      const { mandates, auditor } = world.things;
      await confirm(world, await spend(world), { who: 'dia', mandate: mandates.dia, role: auditor });
    },
  },
  {
    id: 'second-by-second-role',
    rule: 'R-6.9a',
    what: 'by the holder of the second role that the domain names',
    words: 'counted counted pending counted',
    play: async (world) => {
      const domain = await withAuditor(world)();
      const decision = await world.decide('d', [transfer(world.things.X, 60)], { domain });
      const { mandates, auditor } = world.things;
      await confirm(world, decision, { who: 'dia', mandate: mandates.dia, role: auditor, domain });
    },
  },
  {
    id: 'second-not-by-second-role',
    rule: 'R-6.9a',
    what: 'by another holder of the owner role, where the domain names a second role',
    words: 'counted counted pending no-right',
    play: async (world) => {
      const domain = await withAuditor(world)();
      const decision = await world.decide('d', [transfer(world.things.X, 60)], { domain });
      await confirm(world, decision, { domain });
    },
  },
  {
    id: 'second-mandate-ended',
    rule: 'R-6.9a',
    what: 'the second signer’s mandate was ended in the meantime',
    wishes: TWO,
    words: 'pending counted no-right',
    play: async (world) => {
      const decision = await spend(world);
      await world.structureDecides('recall', [endOfTerm(world.things.mandates.cem, world.things.treasurer)]);
      await confirm(world, decision);
    },
  },
  {
    id: 'second-first-mandate-ended',
    rule: 'R-6.9c',
    what: 'the first signer’s mandate was ended in the meantime: their right was judged when they signed',
    wishes: TWO,
    words: 'pending counted counted',
    play: async (world) => {
      const decision = await spend(world);
      await world.structureDecides('recall', [endOfTerm(world.things.mandates.ben, world.things.treasurer)]);
      await confirm(world, decision);
    },
  },
  {
    id: 'second-domain-amended',
    rule: 'R-6.9c',
    what: 'the domain was amended in the meantime, and the second signer names the version of the decision',
    wishes: TWO,
    words: 'pending counted counted stale-version',
    play: async (world) => {
      const decision = await spend(world);
      await amend(world);
      await confirm(world, decision);
    },
  },
  {
    id: 'second-domain-amended-named',
    rule: 'R-6.9c',
    what: 'the same, and the second signer names the newer version',
    wishes: TWO,
    words: 'pending counted counted stale-version',
    play: async (world) => {
      const decision = await spend(world);
      const domain = await amend(world);
      await confirm(world, decision, { domain });
    },
  },
  {
    id: 'second-same-threads',
    rule: 'R-6.9d',
    what: 'the second signature names all threads that the decision changes, of two stocks',
    wishes: TWO,
    words: 'pending counted',
    play: async (world) => {
      const { X, Z } = world.things;
      await confirm(world, await world.decide('d', [transfer(X, 60), transfer(Z, 60)]));
    },
  },
  {
    id: 'second-other-threads',
    rule: 'R-6.9d',
    what: 'the second signature names fewer threads than the decision changes',
    wishes: TWO,
    words: 'pending binding-differs',
    play: async (world) => {
      const decision = await spend(world);
      const changes = decision.leaf.threads.slice(0, -1).map(({ key }) => key);
      await confirm(world, decision, {}, { changes });
    },
  },
  {
    id: 'second-other-thread',
    rule: 'R-6.9d',
    what: 'the second signature names another thread as the decision’s own',
    wishes: TWO,
    words: 'pending binding-differs',
    play: async (world) =>
      confirm(world, await spend(world), {}, { of: { subject: world.own('elsewhere') } }),
  },
  {
    id: 'second-twice',
    rule: 'R-6.9',
    what: 'a decision that has its second signature',
    wishes: TWO,
    words: 'pending counted closed',
    play: async (world) => {
      const decision = await spend(world);
      await confirm(world, decision);
      await confirm(world, decision, {}, { label: 'once more' });
    },
  },
  {
    id: 'second-unasked',
    rule: 'R-6.9',
    what: 'a decision that needs one signer',
    words: 'counted closed',
    play: async (world) => confirm(world, await spend(world)),
  },
  {
    id: 'second-of-a-refused',
    rule: 'R-6.9',
    what: 'a decision that does not count',
    wishes: TWO,
    words: 'over-capacity closed',
    play: async (world) => confirm(world, await spend(world, 'd', 1001)),
  },
  {
    id: 'second-of-nothing',
    rule: 'R-6.9d',
    what: 'a second signature under a document that is no decision',
    wishes: TWO,
    words: 'pending unknown-reference',
    play: async (world) => confirm(world, await spend(world), {}, { of: { id: world.things.charter } }),
  },
];

async function amend(world: World): Promise<Ref> {
  const { spending } = world.things;
  const next = { subject: spending.subject, ...world.bodies.spending, supersedes: spending.id };
  return (await world.adopt('domain anew', 'domain', next)).ref;
}

const EFFECT: readonly Scenario[] = [
  {
    id: 'second-capacity-gone',
    rule: 'R-6.9c',
    what: 'two decisions wait for more than the stock has; the second to be signed finds it gone',
    wishes: TWO,
    words: 'pending pending counted over-capacity',
    play: async (world) => {
      const one = await spend(world, 'one', 600);
      const other = await spend(world, 'other', 600);
      await confirm(world, one, {}, { label: 'confirm one' });
      await confirm(world, other, {}, { label: 'confirm other' });
    },
  },
  {
    id: 'second-reverse-twice',
    rule: 'R-6.9c',
    what: 'two decisions that reverse the same one wait; the second to be signed finds it reversed',
    wishes: TWO,
    words: 'pending counted pending pending counted closed',
    play: async (world) => {
      const first = await spend(world, 'first');
      await confirm(world, first, {}, { label: 'confirm first' });
      const reversal = (label: string) =>
        world.decide(label, [{ op: 'resolve', text: say('A mistake.') }], { reverses: refTo(first) });
      const one = await reversal('one');
      const other = await reversal('other');
      await confirm(world, one, {}, { label: 'confirm one' });
      await confirm(world, other, {}, { label: 'confirm other' });
    },
  },
  {
    id: 'second-reverse-pending',
    rule: 'R-6.12',
    what: 'a decision that still waits cannot be reversed: it does not stand yet',
    wishes: TWO,
    words: 'pending unknown-reference',
    play: async (world) => {
      const first = await spend(world, 'first');
      await world.decide('second', [{ op: 'resolve', text: say('No.') }], { reverses: refTo(first) });
    },
  },
  {
    id: 'second-no',
    rule: 'R-6.8',
    what: 'a "no" needs its second signature as well',
    wishes: TWO,
    words: 'pending counted',
    play: async (world) =>
      confirm(world, await world.decide('d', [transfer(world.things.X, 60)], { result: 'not-adopted' })),
  },
  {
    id: 'second-proposer',
    rule: 'R-6.6a',
    what: 'whoever proposed signs second, where the domain forbids it',
    wishes: STRICT,
    words: 'counted pending proposer-decides',
    play: async (world) => confirm(world, await decideProposal(world, 'cem')),
  },
  {
    id: 'second-not-proposer',
    rule: 'R-6.6a',
    what: 'three different people propose, decide and sign',
    wishes: STRICT,
    words: 'counted pending counted',
    play: async (world) => confirm(world, await decideProposal(world, 'ana')),
  },
  {
    id: 'second-keeps-closed',
    rule: 'R-6.6',
    what: 'while a decision waits, nobody else decides the proposal or amends it',
    wishes: TWO,
    words: 'counted pending closed',
    play: async (world) => {
      const decision = await decideProposal(world, 'ana');
      await decideAgain(world, decision);
    },
  },
  {
    id: 'second-opens-again',
    rule: 'R-6.6',
    what: 'after 72 hours in vain the proposal is open again',
    wishes: TWO,
    words: 'counted pending pending',
    play: async (world) => {
      const decision = await decideProposal(world, 'ana');
      world.log.setClock('2026-01-13T12:00:00Z');
      await decideAgain(world, decision);
    },
  },
];

async function decideProposal(world: World, by: 'ana' | 'cem'): Promise<LoggedEntry> {
  const operations = [transfer(world.things.X, 60)];
  const proposal = await world.log.append('proposal', world.people[by], {
    subject: world.own('P'),
    domain: world.things.spending,
    driver: say('It is broken.'),
    binding: { operations },
    explanation: [],
    alternatives: [],
  });
  return world.decide('d', operations, { proposal: refTo(proposal) });
}

function decideAgain(world: World, { entry: { document } }: LoggedEntry) {
  if (document.type !== 'decision' || document.proposal === undefined)
    throw new TypeError('it decides a proposal');
  const { proposal, binding } = document;
  const { mandates } = world.things;
  return world.decide('again', binding.operations, { proposal, by: world.people.cem, mandate: mandates.cem });
}

const OPEN: readonly Scenario[] = [
  {
    id: 'max-open',
    rule: 'R-6.9b',
    what: 'one decision may wait, and one does',
    wishes: ONE_OPEN,
    words: 'pending limit-exceeded',
    play: async (world) => {
      await spend(world, 'one');
      await spend(world, 'other');
    },
  },
  {
    id: 'max-open-signed',
    rule: 'R-6.9b',
    what: 'once it is signed, another one may wait',
    wishes: ONE_OPEN,
    words: 'pending counted pending',
    play: async (world) => {
      await confirm(world, await spend(world, 'one'));
      await spend(world, 'other');
    },
  },
  {
    id: 'max-open-over',
    rule: 'R-6.9b',
    what: 'once its 72 hours are over, another one may wait',
    wishes: ONE_OPEN,
    words: 'pending pending',
    play: async (world) => {
      await spend(world, 'one');
      world.log.setClock('2026-01-13T12:00:00Z');
      await spend(world, 'other');
    },
  },
  {
    id: 'max-open-none',
    rule: 'R-6.9b',
    what: 'none may wait, and all would have to',
    wishes: NONE_OPEN,
    words: 'limit-exceeded',
    play: (world) => spend(world),
  },
  {
    id: 'max-open-one-signer',
    rule: 'R-6.9b',
    what: 'none may wait, and none has to',
    wishes: NONE_OPEN_BY_ONE,
    words: 'counted',
    play: (world) => spend(world),
  },
];

/** Decisions that need two signers. */
export const SECOND_SCENARIOS: readonly Scenario[] = [...SIGNATURES, ...EFFECT, ...OPEN];

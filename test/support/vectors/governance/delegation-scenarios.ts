import type { Delegation } from '../../../../protocol/documents/delegation.ts';
import { DAY_SECONDS } from '../../../../protocol/time.ts';
import type { Draft, LoggedEntry } from '../../log-builder.ts';
import { person, type Signer } from '../../people.ts';
import { createMatter } from '../../rules/matter.ts';
import { confirmationOf, limit, refTo, say, transfer, type Wishes, type World } from '../../rules/world.ts';
import { botDecides, join, letBotIn } from './bot.ts';
import type { Scenario } from './scenario.ts';

const ENDS = '2026-02-10T12:00:00Z';
const TWO_SIGNERS: Wishes = {
  spending: { parameters: { delegation: { signers: 2, proposerMayDecide: true } } },
};

type More = Partial<Omit<Draft<'delegation'>, 'type'>>;

/** Ben, a treasurer, lets Ana decide about spending for a month: one entry. */
export function delegates(
  world: World,
  more: More = {},
  by: Signer = world.people.ben,
): Promise<LoggedEntry> {
  const { things, people, own, log } = world;
  return log.append('delegation', by, {
    subject: own(`delegation ${log.entries.length}`),
    mandate: things.mandates.ben,
    role: things.treasurer,
    to: people.ana.author,
    domains: [things.spending.subject],
    limits: [],
    endsAt: ENDS,
    ...more,
  });
}

type DecisionMore = Parameters<World['decide']>[2];

/** Ana decides by what Ben delegated to her: one entry. */
export function decidesFor(
  world: World,
  delegation: LoggedEntry,
  { quantity = 60, ...more }: DecisionMore & { readonly quantity?: number } = {},
): Promise<LoggedEntry> {
  const { people, things, decide, log } = world;
  return decide(`for Ben ${log.entries.length}`, [transfer(things.X, quantity)], {
    by: people.ana,
    delegation: { ...refTo(delegation), from: people.ben.author },
    ...more,
  });
}

const delegated =
  (play: (world: World, delegation: LoggedEntry) => Promise<unknown>, more: More = {}) =>
  async (world: World) =>
    play(world, await delegates(world, more));

const takesBack = (world: World, delegation: LoggedEntry, by: Signer = world.people.ben) =>
  world.log.append('withdrawal', by, {
    subject: world.own(`back ${world.log.entries.length}`),
    of: refTo(delegation),
    fate: 'withdrawn',
  });

const GIVING: readonly Scenario[] = [
  {
    id: 'delegation',
    rule: 'R-15.1',
    what: 'the holder of a term delegates to another human',
    words: 'counted',
    play: (world) => delegates(world),
  },
  {
    id: 'delegation-until-the-end-of-the-term',
    rule: 'R-15.1',
    what: 'until just the end of the term',
    words: 'counted',
    play: (world) => delegates(world, { endsAt: '2026-12-31T00:00:00Z' }),
  },
  {
    id: 'delegation-beyond-the-term',
    rule: 'R-15.1',
    what: 'a millisecond longer',
    words: 'term-too-long',
    play: (world) => delegates(world, { endsAt: '2026-12-31T00:00:00.001Z' }),
  },
  {
    id: 'delegation-that-has-ended',
    rule: 'R-15.1',
    what: 'until now',
    words: 'too-late',
    play: (world) => delegates(world, { endsAt: '2026-01-10T12:00:00Z' }),
  },
  {
    id: 'delegation-by-another',
    rule: 'R-15.1',
    what: 'by somebody who does not hold the term',
    words: 'no-right',
    play: (world) => delegates(world, {}, world.people.cem),
  },
  {
    id: 'delegation-handed-on',
    rule: 'R-15.1',
    what: 'by the delegate: depth is one',
    words: 'counted no-right',
    play: delegated((world) => delegates(world, { to: world.people.dia.author }, world.people.ana)),
  },
  {
    id: 'delegation-to-oneself',
    rule: 'R-15.1',
    what: 'to the holder themself',
    words: 'contradictory',
    play: (world) => delegates(world, { to: world.people.ben.author }),
  },
  {
    id: 'delegation-to-nobody',
    rule: 'R-15.1',
    what: 'to somebody whom the log does not know',
    words: 'not-active',
    play: (world) => delegates(world, { to: person('nobody').author }),
  },
  {
    id: 'delegation-to-an-agent',
    rule: 'R-15.1',
    what: 'to an agent',
    words: 'counted human-only',
    play: async (world) => delegates(world, { to: (await join(world)).bot.author }),
  },
  {
    id: 'delegation-by-an-agent',
    rule: 'R-15.1',
    what: 'by an agent that holds a term',
    words: 'counted counted counted counted human-only',
    play: async (world) => {
      const { bot, mandate } = await letBotIn(world);
      await delegates(world, { mandate }, bot);
    },
  },
  {
    id: 'delegation-taken-back',
    rule: 'R-15.2',
    what: 'whoever gave it takes it back',
    words: 'counted counted',
    play: delegated((world, delegation) => takesBack(world, delegation)),
  },
  {
    id: 'delegation-taken-back-by-another',
    rule: 'R-15.2',
    what: 'somebody else does',
    words: 'counted not-author',
    play: delegated((world, delegation) => takesBack(world, delegation, world.people.cem)),
  },
  {
    id: 'delegation-taken-back-twice',
    rule: 'R-15.2',
    what: 'a second time',
    words: 'counted counted duplicate',
    play: delegated(async (world, delegation) => {
      await takesBack(world, delegation);
      await takesBack(world, delegation);
    }),
  },
];

const DECIDING: readonly Scenario[] = [
  {
    id: 'delegate-decides',
    rule: 'R-15.3',
    what: 'the delegate decides',
    words: 'counted counted',
    play: delegated((world, delegation) => decidesFor(world, delegation)),
  },
  {
    id: 'delegate-while-the-holder-rests',
    rule: 'R-15.3',
    what: 'while the holder rests',
    words: 'counted counted counted',
    play: delegated(async (world, delegation) => {
      await holderIs(world, 'resting');
      await decidesFor(world, delegation);
    }),
  },
  {
    id: 'delegate-of-one-who-left',
    rule: 'R-15.3',
    what: 'after the holder has left',
    words: 'counted counted no-right',
    play: delegated(async (world, delegation) => {
      await holderIs(world, 'left');
      await decidesFor(world, delegation);
    }),
  },
  {
    id: 'delegate-unnamed',
    rule: 'R-15.3',
    what: 'without saying by what delegation',
    words: 'counted no-right',
    play: delegated((world) => world.decide('d', [transfer(world.things.X, 60)], { by: world.people.ana })),
  },
  {
    id: 'delegate-another',
    rule: 'R-15.3',
    what: 'by somebody to whom it was not delegated',
    words: 'counted no-right',
    play: delegated((world, delegation) => decidesFor(world, delegation, { by: world.people.dia })),
  },
  {
    id: 'delegate-by-another-term',
    rule: 'R-15.3',
    what: 'by the term of somebody who did not delegate',
    words: 'counted no-right',
    play: delegated((world, delegation) =>
      decidesFor(world, delegation, {
        mandate: world.things.mandates.cem,
        delegation: { ...refTo(delegation), from: world.people.cem.author },
      }),
    ),
  },
  {
    id: 'delegate-just-in-time',
    rule: 'R-15.3',
    what: 'a millisecond before the delegation ends',
    words: 'counted counted',
    play: delegated((world, delegation) => {
      world.log.setClock('2026-02-10T11:59:59.999Z');
      return decidesFor(world, delegation);
    }),
  },
  {
    id: 'delegate-after-its-end',
    rule: 'R-15.3',
    what: 'when it has ended',
    words: 'counted delegation-ended',
    play: delegated((world, delegation) => {
      world.log.setClock(ENDS);
      return decidesFor(world, delegation);
    }),
  },
  {
    id: 'delegate-after-it-was-taken-back',
    rule: 'R-15.3',
    what: 'after it was taken back',
    words: 'counted counted delegation-ended',
    play: delegated(async (world, delegation) => {
      await takesBack(world, delegation);
      await decidesFor(world, delegation);
    }),
  },
  {
    id: 'delegate-after-the-term',
    rule: 'R-15.3',
    what: 'after the term was ended',
    words: 'counted counted no-right',
    play: delegated(async (world, delegation) => {
      const { mandates, treasurer } = world.things;
      await world.structureDecides('recall', [
        { op: 'end', type: 'mandate', thing: mandates.ben, role: treasurer.subject },
      ]);
      await decidesFor(world, delegation);
    }),
  },
  {
    id: 'delegate-in-another-domain',
    rule: 'R-15.4',
    what: 'in a domain that the delegation does not list',
    words: 'counted out-of-scope',
    play: delegated((world, delegation) => decidesFor(world, delegation), {
      domains: ['0194e000-0000-7000-8000-000000000001'] as unknown as Delegation['domains'],
    }),
  },
  {
    id: 'delegate-in-one-of-two-domains',
    rule: 'R-15.4',
    what: 'in one of the two that it lists',
    words: 'counted counted',
    play: async (world) => {
      const domains = [world.things.structure.subject, world.things.spending.subject];
      await decidesFor(world, await delegates(world, { domains }));
    },
  },
  {
    id: 'delegate-of-the-proposer',
    rule: 'R-15.4',
    what: 'what the holder put forward, where whoever proposes does not decide',
    wishes: { spending: { parameters: { delegation: { signers: 1, proposerMayDecide: false } } } },
    words: 'counted counted proposer-decides',
    play: delegated(async (world, delegation) => {
      const matter = createMatter(world);
      const proposal = await matter.propose({}, world.people.ben);
      await decidesFor(world, delegation, { proposal: refTo(proposal) });
    }),
  },
  {
    id: 'delegate-is-an-agent',
    rule: 'R-15.4',
    what: 'an agent names a delegation',
    words: 'counted counted counted counted counted no-right',
    play: delegated(async (world, delegation) => {
      await botDecides(world, await letBotIn(world), [transfer(world.things.X, 60)], {
        delegation: { ...refTo(delegation), from: world.people.ben.author },
      });
    }),
  },
  {
    id: 'delegate-at-the-limit',
    rule: 'R-15.5',
    what: 'as much as the delegation allows',
    words: 'counted counted',
    play: delegated((world, delegation) => decidesFor(world, delegation, { quantity: 100 }), {
      limits: [limit({ perDecision: 100 })],
    }),
  },
  {
    id: 'delegate-beyond-the-limit',
    rule: 'R-15.5',
    what: 'more than that',
    words: 'counted limit-exceeded',
    play: delegated((world, delegation) => decidesFor(world, delegation, { quantity: 101 }), {
      limits: [limit({ perDecision: 100 })],
    }),
  },
  {
    id: 'delegate-limit-counts-alone',
    rule: 'R-15.5',
    what: 'what the holder decides does not use the delegate’s limit',
    words: 'counted counted counted',
    play: delegated(
      async (world, delegation) => {
        await world.decide('own', [transfer(world.things.X, 100)]);
        await decidesFor(world, delegation, { quantity: 100 });
      },
      { limits: [limit({ perPeriod: { most: 100, seconds: 30 * DAY_SECONDS } })] },
    ),
  },
  {
    id: 'delegate-limit-of-a-period',
    rule: 'R-15.5',
    what: 'twice, together more than in one period',
    words: 'counted counted limit-exceeded',
    play: delegated(
      async (world, delegation) => {
        await decidesFor(world, delegation, { quantity: 60 });
        await decidesFor(world, delegation, { quantity: 60 });
      },
      { limits: [limit({ perPeriod: { most: 100, seconds: 30 * DAY_SECONDS } })] },
    ),
  },
  {
    id: 'delegate-limit-of-a-period-just',
    rule: 'R-15.5',
    what: 'twice, together just as much',
    words: 'counted counted counted',
    play: delegated(
      async (world, delegation) => {
        await decidesFor(world, delegation, { quantity: 60 });
        await decidesFor(world, delegation, { quantity: 40 });
      },
      { limits: [limit({ perPeriod: { most: 100, seconds: 30 * DAY_SECONDS } })] },
    ),
  },
  {
    id: 'delegate-beyond-the-domain',
    rule: 'R-15.5',
    what: 'within the delegation, and beyond the limit of the domain',
    wishes: { limits: [limit({ perDecision: 50 })] },
    words: 'counted limit-exceeded',
    play: delegated((world, delegation) => decidesFor(world, delegation)),
  },
];

const DIRECT: readonly Scenario[] = [
  {
    id: 'direct-act-first',
    rule: 'R-15.6',
    what: 'the holder has decided the matter: the delegate comes too late',
    words: 'counted counted counted closed',
    play: delegated(async (world, delegation) => {
      const proposal = await createMatter(world).propose();
      await world.decide('own', [transfer(world.things.X, 60)], { proposal: refTo(proposal) });
      await decidesFor(world, delegation, { proposal: refTo(proposal) });
    }),
  },
  {
    id: 'direct-act-wins',
    rule: 'R-15.6',
    what: 'the delegate’s decision waits for its second signature: the holder decides, and it gives way',
    wishes: TWO_SIGNERS,
    words: 'counted counted pending pending',
    play: delegated(async (world, delegation) => {
      const proposal = await createMatter(world).propose();
      await decidesFor(world, delegation, { proposal: refTo(proposal) });
      await world.decide('own', [transfer(world.things.X, 60)], { proposal: refTo(proposal) });
    }),
  },
  {
    id: 'direct-act-of-another',
    rule: 'R-15.6',
    what: 'it gives way to nobody but whoever delegated',
    wishes: TWO_SIGNERS,
    words: 'counted counted pending closed',
    play: delegated(async (world, delegation) => {
      const { mandates, X } = world.things;
      const proposal = await createMatter(world).propose();
      await decidesFor(world, delegation, { proposal: refTo(proposal) });
      await world.decide('own', [transfer(X, 60)], {
        by: world.people.cem,
        mandate: mandates.cem,
        proposal: refTo(proposal),
      });
    }),
  },
  {
    id: 'second-signature-overtaken',
    rule: 'R-15.6',
    what: 'a second signature under what gave way',
    wishes: TWO_SIGNERS,
    words: 'counted counted pending pending closed',
    play: delegated(async (world, delegation) => {
      const { mandates, X, spending: domain, treasurer: role } = world.things;
      const proposal = await createMatter(world).propose();
      const first = await decidesFor(world, delegation, { proposal: refTo(proposal) });
      await world.decide('own', [transfer(X, 60)], { proposal: refTo(proposal) });
      await world.log.append('confirmation', world.people.cem, {
        subject: world.own('second'),
        ...confirmationOf(first, { mandate: mandates.cem, role, domain }),
      });
    }),
  },
  {
    id: 'delegate-reverses-the-holder',
    rule: 'R-15.6',
    what: 'the delegate reverses what the holder decided',
    words: 'counted counted direct-act',
    play: delegated(async (world, delegation) => {
      const own = await world.decide('own', [transfer(world.things.X, 60)]);
      await decidesFor(world, delegation, {
        binding: { operations: [{ op: 'resolve', text: say('No.') }] },
        reverses: refTo(own),
      });
    }),
  },
  {
    id: 'holder-reverses-the-delegate',
    rule: 'R-15.6',
    what: 'the holder reverses what the delegate decided',
    words: 'counted counted counted',
    play: delegated(async (world, delegation) => {
      const theirs = await decidesFor(world, delegation);
      await world.decide('own', [{ op: 'resolve', text: say('No.') }], { reverses: refTo(theirs) });
    }),
  },
];

async function holderIs(world: World, status: 'resting' | 'left') {
  const { ben } = world.people;
  await world.log.append('participant', ben, {
    subject: ben.author,
    kind: 'human',
    pseudonym: ben.name,
    keys: [{ key: ben.key, custody: 'device' }],
    status,
  });
}

/** What the holder of a term lets somebody else decide (Spec §15.1). */
export const DELEGATION_SCENARIOS: readonly Scenario[] = [...GIVING, ...DECIDING, ...DIRECT];

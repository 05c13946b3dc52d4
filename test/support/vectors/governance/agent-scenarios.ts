import { DAY_SECONDS } from '../../../../protocol/time.ts';
import { mandateFields } from '../../example-things.ts';
import type { Draft } from '../../log-builder.ts';
import { person } from '../../people.ts';
import { createMatter } from '../../rules/matter.ts';
import { confirmationOf, refTo, say, transfer, type Wishes, type World } from '../../rules/world.ts';
import { actOf, appoint, BOUNDS, type Bot, botDecides, control, join, letBotIn } from './bot.ts';
import type { Scenario } from './scenario.ts';

/** Let in, answered for, appointed. */
const IN = 'counted counted counted counted';
const ASKING = {
  consultation: {
    askSeconds: 3 * DAY_SECONDS,
    extendSeconds: DAY_SECONDS,
    deadlineSeconds: 20 * DAY_SECONDS,
  },
};
const CONSENT = {
  consent: { openSeconds: 7 * DAY_SECONDS, deadlineSeconds: 30 * DAY_SECONDS, quorum: 'two-thirds' },
} as const;
const BY_CONSENT: Wishes = {
  spending: ({ circle }) => ({ owner: { kind: 'circle', ...circle }, rung: 'consent', parameters: CONSENT }),
};

type Appointed = Awaited<ReturnType<typeof letBotIn>>;
type More = Parameters<typeof botDecides>[3];

/** The agent is let in; then it decides about 60, or what is said. */
const decides =
  (more: More | ((world: World) => More) = {}, amount = 60): Scenario['play'] =>
  async (world) =>
    botDecides(
      world,
      await letBotIn(world),
      [transfer(world.things.X, amount)],
      typeof more === 'function' ? more(world) : more,
    );

/** Something happens after it was let in, then it decides about 60. */
const after =
  (then: (world: World, bot: Appointed) => Promise<unknown>): Scenario['play'] =>
  async (world) => {
    const bot = await letBotIn(world);
    await then(world, bot);
    await botDecides(world, bot, [transfer(world.things.X, 60)]);
  };

/** It has another mandate. */
const under =
  (
    more: Partial<Draft<'mandate'>> | ((world: World) => Partial<Draft<'mandate'>>),
    amount = 60,
  ): Scenario['play'] =>
  async (world) => {
    const bot = await join(world);
    await control(world, bot, 'vouch');
    const mandate = await appoint(world, bot, typeof more === 'function' ? more(world) : more);
    await botDecides(world, { ...bot, mandate }, [transfer(world.things.X, amount)]);
  };

function version(world: World, { bot, joined }: Bot, more: Partial<Draft<'participant'>> = {}) {
  return world.log.append('participant', bot, {
    subject: bot.author,
    kind: 'agent',
    pseudonym: 'Bot 2',
    keys: [{ key: bot.key, custody: 'instance' }],
    steward: world.people.ben.author,
    status: 'active',
    supersedes: joined.entry.id,
    ...more,
  });
}

const KIND: readonly Scenario[] = [
  {
    id: 'agent',
    rule: 'R-13.1',
    what: 'an agent joins, and names a human who answers for it',
    words: 'counted',
    play: (world) => join(world),
  },
  {
    id: 'agent-turned-human',
    rule: 'R-13.1',
    what: 'a later version says that it is a human',
    words: 'counted contradictory',
    play: async (world) => version(world, await join(world), { kind: 'human' }),
  },
  {
    id: 'human-turned-agent',
    rule: 'R-13.1',
    what: 'a founder says that they are an agent',
    words: 'contradictory',
    play: (world) => {
      const { name: _, author, key, ...signer } = world.people.cem;
      return world.log.append(
        'participant',
        { author, key, ...signer },
        {
          subject: author,
          kind: 'agent',
          pseudonym: 'Cem',
          keys: [{ key, custody: 'device' }],
          steward: world.people.ben.author,
          status: 'active',
        },
      );
    },
  },
  {
    id: 'agent-of-itself',
    rule: 'R-13.1',
    what: 'it names itself',
    words: 'no-steward',
    play: (world) => join(world, { steward: person(`Bot of ${world.log.commons}`).author }),
  },
  {
    id: 'agent-in-public',
    rule: 'R-13.2',
    what: 'an agent that everybody can know to be one',
    words: 'counted',
    play: (world) => join(world, { audience: 'public', pseudonym: 'Helper' }),
  },
  {
    id: 'agent-hidden',
    rule: 'R-13.2',
    what: 'an agent that only members could know to be one',
    words: 'contradictory',
    play: (world) => join(world, { audience: 'members' }),
  },
];

const STEWARD: readonly Scenario[] = [
  {
    id: 'vouched',
    rule: 'R-13.3',
    what: 'its steward answers for it',
    words: 'counted counted',
    play: async (world) => control(world, await join(world), 'vouch'),
  },
  {
    id: 'vouched-by-another',
    rule: 'R-13.3',
    what: 'somebody else does',
    words: 'counted no-right',
    play: async (world) => control(world, await join(world), 'vouch', world.people.ana),
  },
  {
    id: 'vouched-twice',
    rule: 'R-13.3',
    what: 'once more',
    words: 'counted counted duplicate',
    play: async (world) => {
      const bot = await join(world);
      await control(world, bot, 'vouch');
      await control(world, bot, 'vouch');
    },
  },
  {
    id: 'vouched-for-an-older-version',
    rule: 'R-13.3',
    what: 'for a version that is not in force any more',
    words: 'counted counted stale-version',
    play: async (world) => {
      const bot = await join(world);
      await version(world, bot);
      await control(world, bot, 'vouch');
    },
  },
  {
    id: 'vouched-with-one-key',
    rule: 'R-13.3',
    what: 'the agent lists a key of its steward',
    words: 'counted contradictory',
    play: async (world) => {
      const { ben } = world.people;
      const bot = await join(world, {
        keys: [
          { key: person(`Bot of ${world.log.commons}`).key, custody: 'instance' },
          { key: ben.key, custody: 'instance' },
        ],
      });
      await control(world, bot, 'vouch');
    },
  },
  {
    id: 'vouched-for-a-human',
    rule: 'R-13.3',
    what: 'who is no agent needs nobody to answer for them',
    words: 'unknown-reference',
    play: (world) =>
      world.log.append('agent-control', world.people.ben, {
        subject: world.own('control'),
        agent: { subject: world.people.ana.author, id: world.things.charter },
        act: 'stop',
        reason: say('No.'),
      }),
  },
  {
    id: 'nobody-vouched',
    rule: 'R-13.5',
    what: 'an agent decides for which nobody answers',
    words: 'counted counted counted no-steward',
    play: async (world) => {
      const bot = await join(world);
      const mandate = await appoint(world, bot);
      await botDecides(world, { ...bot, mandate }, [transfer(world.things.X, 60)]);
    },
  },
  {
    id: 'vouched-before-the-version',
    rule: 'R-13.5',
    what: 'a new version that nobody has answered for yet',
    words: `${IN} counted no-steward`,
    play: after((world, bot) => version(world, bot)),
  },
  {
    id: 'vouched-anew',
    rule: 'R-13.5',
    what: 'a new version that its steward answers for',
    words: `${IN} counted counted counted`,
    play: after(async (world, bot) => control(world, { ...bot, joined: await version(world, bot) }, 'vouch')),
  },
  {
    id: 'steward-without-mandate',
    rule: 'R-13.6',
    what: 'its steward’s mandate was ended',
    words: `${IN} counted no-steward`,
    play: after(({ structureDecides, things }) =>
      structureDecides('recall', [
        { op: 'end', type: 'mandate', thing: things.mandates.ben, role: things.treasurer.subject },
      ]),
    ),
  },
  {
    id: 'steward-named-otherwise',
    rule: 'R-13.6',
    what: 'it names somebody else as the one who answers for it',
    words: `${IN} no-steward`,
    play: decides((world) => ({
      agent: actOf(world, { subject: world.people.cem.author, mandate: world.things.mandates.cem }),
    })),
  },
  {
    id: 'steward-resting',
    rule: 'R-13.6',
    what: 'its steward rests',
    words: `${IN} counted no-steward`,
    play: after(({ log, people: { ben } }) => {
      const { author, name, key, ...signer } = ben;
      return log.append(
        'participant',
        { author, key, ...signer },
        {
          subject: author,
          kind: 'human',
          pseudonym: name,
          keys: [{ key, custody: 'device' }],
          status: 'resting',
        },
      );
    }),
  },
  {
    id: 'steward-running',
    rule: 'R-13.6',
    what: 'its steward is active and holds a mandate that runs',
    words: `${IN} counted`,
    play: decides(),
  },
];

const STOPS: readonly Scenario[] = [
  {
    id: 'stops',
    rule: 'R-13.7',
    what: 'anybody stops it',
    words: `${IN} counted`,
    play: async (world) => control(world, await letBotIn(world), 'stop', world.people.dia),
  },
  {
    id: 'stops-twice',
    rule: 'R-13.7',
    what: 'once more, while their stop stands',
    words: `${IN} counted duplicate`,
    play: async (world) => {
      const bot = await letBotIn(world);
      await control(world, bot, 'stop', world.people.dia);
      await control(world, bot, 'stop', world.people.dia);
    },
  },
  {
    id: 'stopped',
    rule: 'R-13.7',
    what: 'anybody stops it: it decides nothing any more',
    words: `${IN} counted agent-stopped`,
    play: after((world, bot) => control(world, bot, 'stop', world.people.dia)),
  },
  {
    id: 'stopped-whatever-version',
    rule: 'R-13.7',
    what: 'a stop by an older version of it stops it too, and goes on with the next one',
    words: `${IN} counted counted counted counted agent-stopped`,
    play: after(async (world, bot) => {
      const second = await version(world, bot);
      await control(world, bot, 'stop', world.people.dia);
      const third = await version(world, { ...bot, joined: second }, { supersedes: second.entry.id });
      await control(world, { ...bot, joined: third }, 'vouch');
    }),
  },
  {
    id: 'stopped-by-an-agent',
    rule: 'R-13.7',
    what: 'an agent stops nobody',
    words: `${IN} human-only`,
    play: async (world) => {
      const bot = await letBotIn(world);
      await control(world, bot, 'stop', bot.bot);
    },
  },
  {
    id: 'resumed',
    rule: 'R-13.8',
    what: 'somebody else lets it go on',
    words: `${IN} counted counted counted`,
    play: after(async (world, bot) => {
      await control(world, bot, 'stop', world.people.dia);
      await control(world, bot, 'resume', world.people.ana);
    }),
  },
  {
    id: 'resumed-by-whoever-stopped-it',
    rule: 'R-13.8',
    what: 'whoever stopped it does',
    words: `${IN} counted stopped-it`,
    play: async (world) => {
      const bot = await letBotIn(world);
      await control(world, bot, 'stop', world.people.dia);
      await control(world, bot, 'resume', world.people.dia);
    },
  },
  {
    id: 'resumed-by-one-of-two',
    rule: 'R-13.8',
    what: 'two have stopped it, and one of them would let it go on',
    words: `${IN} counted counted stopped-it`,
    play: async (world) => {
      const bot = await letBotIn(world);
      await control(world, bot, 'stop', world.people.dia);
      await control(world, bot, 'stop', world.people.ana);
      await control(world, bot, 'resume', world.people.ana);
    },
  },
  {
    id: 'resumed-while-it-runs',
    rule: 'R-13.8',
    what: 'an agent that nobody has stopped',
    words: `${IN} duplicate`,
    play: async (world) => control(world, await letBotIn(world), 'resume', world.people.ana),
  },
];

/** A proposal about 60, by the agent. */
async function proposes(world: World, more: Partial<Draft<'proposal'>> = {}) {
  const bot = await letBotIn(world);
  return createMatter(world).propose({ alternatives: [say('Wait.')], agent: bot.act, ...more }, bot.bot);
}

async function advises(world: World, more: Partial<Draft<'advice'>> = {}) {
  const bot = await letBotIn(world);
  const matter = createMatter(world);
  const proposal = await matter.propose();
  await matter.open(proposal, { parameters: CONSENT });
  return world.log.append('advice', bot.bot, {
    subject: world.own('advice'),
    proposal: refTo(proposal),
    stance: 'for',
    text: say('It pays off.'),
    agent: bot.act,
    alternatives: [say('Wait.')],
    ...more,
  });
}

const ACTS: readonly Scenario[] = [
  {
    id: 'unstated',
    rule: 'R-13.4',
    what: 'a decision that does not say what it comes from',
    words: `${IN} agent-unstated`,
    play: async (world) => {
      const { bot, mandate } = await letBotIn(world);
      await world.decide('d', [transfer(world.things.X, 60)], {
        by: { ...bot, name: 'Bot' },
        mandate,
        alternatives: [say('Wait.')],
      });
    },
  },
  {
    id: 'without-alternative',
    rule: 'R-13.4',
    what: 'a decision that looked at no other way',
    words: `${IN} alternatives-missing`,
    play: decides({ alternatives: [] }),
  },
  {
    id: 'stated-by-a-human',
    rule: 'R-13.4',
    what: 'a human says that an agent decided',
    words: 'contradictory',
    play: (world) => world.decide('d', [transfer(world.things.X, 60)], { agent: actOf(world) }),
  },
  {
    id: 'proposes',
    rule: 'R-13.4',
    what: 'an agent puts a matter forward',
    words: `${IN} counted`,
    play: (world) => proposes(world),
  },
  {
    id: 'proposes-without-alternative',
    rule: 'R-13.4',
    what: 'without another way',
    words: `${IN} alternatives-missing`,
    play: (world) => proposes(world, { alternatives: [] }),
  },
  {
    id: 'advises',
    rule: 'R-13.4',
    what: 'an agent advises',
    wishes: BY_CONSENT,
    words: `${IN} counted counted counted counted`,
    play: (world) => advises(world),
  },
  {
    id: 'drafts',
    rule: 'R-13.9',
    what: 'an agent drafts a mandate',
    words: `${IN} human-only`,
    play: async (world) => {
      const { bot } = await letBotIn(world);
      await world.log.append(
        'mandate',
        bot,
        mandateFields(
          world.own('M by Bot'),
          world.things.treasurer,
          bot.author,
          '2026-01-01T00:00:00Z',
          '2026-03-01T00:00:00Z',
        ),
      );
    },
  },
  {
    id: 'takes-back',
    rule: 'R-13.9',
    what: 'an agent takes back what it put forward',
    words: `${IN} counted counted`,
    play: async (world) => {
      const proposal = await proposes(world);
      const bot = person(`Bot of ${world.log.commons}`);
      await world.log.append('withdrawal', bot, {
        subject: world.own('withdrawal'),
        of: refTo(proposal),
        fate: 'withdrawn',
      });
    },
  },
  {
    id: 'second-signature',
    rule: 'R-13.9',
    what: 'an agent gives no second signature',
    wishes: { spending: { parameters: { delegation: { signers: 2, proposerMayDecide: true } } } },
    words: `${IN} pending human-only`,
    play: async (world) => {
      const { bot, mandate } = await letBotIn(world);
      const { things } = world;
      const decision = await world.decide('d', [transfer(things.X, 60)]);
      await world.log.append('confirmation', bot, {
        subject: world.own('second'),
        ...confirmationOf(decision, { mandate, role: things.treasurer, domain: things.spending }),
      });
    },
  },
  {
    id: 'not-on-the-roster',
    rule: 'R-13.9',
    what: 'a circle that lists an agent asks its humans',
    wishes: BY_CONSENT,
    words: 'counted counted counted counted counted counted',
    play: async (world) => {
      const { circle, matter, proposal } = await withBotInCircle(world);
      await matter.open(proposal, { circle, parameters: CONSENT });
    },
  },
  {
    id: 'on-the-roster',
    rule: 'R-13.9',
    what: 'a roster with an agent on it',
    wishes: BY_CONSENT,
    words: 'counted counted counted counted counted rules-disagree',
    play: async (world) => {
      const { circle, matter, proposal, bot } = await withBotInCircle(world);
      const people = [...Object.values(world.people), bot].map(({ author }) => ({ subject: author }));
      await matter.open(proposal, { circle, parameters: CONSENT, people });
    },
  },
];

/** The circle takes an agent in; then Ana proposes: four entries. */
async function withBotInCircle(world: World) {
  const { bot } = await join(world);
  const { circle } = world.things;
  const { ref } = await world.adopt('circle anew', 'circle', {
    subject: circle.subject,
    supersedes: circle.id,
    kind: 'circle',
    name: { en: 'Everybody' },
    aim: { en: 'Everybody, and one more.' },
    members: [...Object.values(world.people), bot].map(({ author }) => author),
    status: 'active',
  });
  const matter = createMatter(world);
  return { bot, circle: ref, matter, proposal: await matter.propose() };
}

const DECIDES: readonly Scenario[] = [
  {
    id: 'reserved-effect',
    rule: 'R-13.10',
    what: 'an agent ends a role',
    wishes: { spending: { scope: { effects: ['transfer', 'adopt:role'] } } },
    words: `${IN} human-only`,
    play: async (world) =>
      botDecides(world, await letBotIn(world), [{ op: 'end', type: 'role', thing: world.things.auditor }]),
  },
  {
    id: 'where-people-are-asked',
    rule: 'R-13.10',
    what: 'an agent decides where people have to be asked',
    wishes: {
      spending: ({ people }) => ({ rung: 'consultation', parameters: ASKING, affected: [people.ana] }),
    },
    words: `${IN} human-only`,
    play: decides(),
  },
  {
    id: 'within',
    rule: 'R-13.10',
    what: 'what a role decides alone, within all of its limits',
    words: `${IN} counted`,
    play: decides(),
  },
  {
    id: 'term-90-days',
    rule: 'R-13.11',
    what: 'under a mandate of just 90 days',
    words: `${IN} counted`,
    play: under({ endsAt: '2026-04-01T00:00:00Z' }),
  },
  {
    id: 'term-longer',
    rule: 'R-13.11',
    what: 'a second longer',
    words: `${IN} term-too-long`,
    play: under({ endsAt: '2026-04-01T00:00:01Z' }),
  },
  {
    id: 'domain-unlisted',
    rule: 'R-13.12',
    what: 'in a domain that its mandate does not list',
    words: `${IN} out-of-scope`,
    play: under(({ things }) => ({ domains: [things.structure.subject] })),
  },
  {
    id: 'domain-listed',
    rule: 'R-13.12',
    what: 'in one of two that it lists',
    words: `${IN} counted`,
    play: under(({ things }) => ({ domains: [things.structure.subject, things.spending.subject] })),
  },
  {
    id: 'unbounded',
    rule: 'R-13.13',
    what: 'nothing limits how much it gives',
    words: `${IN} unbounded`,
    play: under({ limits: BOUNDS.filter(({ measure }) => measure === 'count') }),
  },
  {
    id: 'unbounded-rate',
    rule: 'R-13.13',
    what: 'nothing limits how often it decides',
    words: `${IN} unbounded`,
    play: under({ limits: BOUNDS.filter(({ measure }) => measure === 'amount') }),
  },
  {
    id: 'limit-each',
    rule: 'R-13.13',
    what: 'just what one decision may give',
    words: `${IN} counted`,
    play: decides({}, 100),
  },
  {
    id: 'limit-each-exceeded',
    rule: 'R-13.13',
    what: 'one more',
    words: `${IN} limit-exceeded`,
    play: decides({}, 101),
  },
  {
    id: 'limit-period-exceeded',
    rule: 'R-13.13',
    what: 'within each of its decisions, and beyond what all of a period may give',
    words: `${IN} counted counted limit-exceeded`,
    play: severally([100, 100, 51]),
  },
  {
    id: 'limit-rate-exceeded',
    rule: 'R-13.13',
    what: 'more often in a day than it may',
    words: `${IN} counted counted counted limit-exceeded`,
    play: severally([1, 1, 1, 1]),
  },
  {
    id: 'limit-of-its-own',
    rule: 'R-13.13',
    what: 'what others decide under the domain does not use its limits',
    words: `${IN} counted counted`,
    play: after(({ decide, things }) => decide('by Ben', [transfer(things.X, 240)])),
  },
];

/** At most 150 in all domains together, and four decisions a day. */
const TOTALS = {
  totals: [
    {
      effects: ['transfer', 'agreement'],
      measure: 'amount',
      perPeriod: { most: 150, seconds: 30 * DAY_SECONDS },
    },
    {
      effects: ['transfer', 'agreement'],
      measure: 'count',
      perPeriod: { most: 4, seconds: DAY_SECONDS },
    },
  ],
} as const satisfies Partial<Draft<'mandate'>>;

/** A domain of its own for the other stock: two entries. Then the agent is let in for both: four entries. */
async function inTwoDomains(world: World, more: Partial<Draft<'mandate'>> = TOTALS) {
  const { spending, Z } = world.things;
  const { ref } = await world.adopt('the other stock', 'domain', {
    subject: world.own('D bot'),
    ...world.bodies.spending,
    scope: { effects: ['transfer'], resources: [Z.subject] },
  });
  const bot = await join(world);
  await control(world, bot, 'vouch');
  const mandate = await appoint(world, bot, { domains: [spending.subject, ref.subject], ...more });
  return { bot: { ...bot, mandate }, other: { domain: ref } };
}
const TWO = `counted counted ${IN}`;
const TOTAL = { totals: true } as const;

const OVER_ALL: readonly Scenario[] = [
  {
    id: 'totals-just-enough',
    rule: 'R-13.14',
    what: 'just as much as all domains together may give',
    words: `${TWO} counted counted`,
    play: async (world) => {
      const { bot, other } = await inTwoDomains(world);
      await botDecides(world, bot, [transfer(world.things.X, 90)], TOTAL);
      await botDecides(world, bot, [transfer(world.things.Z, 60)], { ...TOTAL, ...other });
    },
  },
  {
    id: 'totals-exceeded',
    rule: 'R-13.14',
    what: 'within the limits in each domain, and one more than all together may give',
    words: `${TWO} counted limit-exceeded`,
    play: async (world) => {
      const { bot, other } = await inTwoDomains(world);
      await botDecides(world, bot, [transfer(world.things.X, 90)], TOTAL);
      await botDecides(world, bot, [transfer(world.things.Z, 61)], { ...TOTAL, ...other });
    },
  },
  {
    id: 'totals-exceeded-by-what-waits',
    rule: 'R-13.14',
    what: 'what waits for a human uses it too',
    words: `${TWO} pending limit-exceeded`,
    play: async (world) => {
      const { bot, other } = await inTwoDomains(world);
      await botDecides(world, bot, [transfer(world.things.X, 90)], { ...TOTAL, waits: true });
      await botDecides(world, bot, [transfer(world.things.Z, 61)], { ...TOTAL, ...other });
    },
  },
  {
    id: 'totals-unnamed',
    rule: 'R-13.14',
    what: 'a decision that is not counted there',
    words: `${TWO} thread-unnamed`,
    play: async (world) => {
      const { bot } = await inTwoDomains(world);
      await botDecides(world, bot, [transfer(world.things.X, 1)]);
    },
  },
  {
    id: 'totals-without-any',
    rule: 'R-13.14',
    what: 'a decision that is counted where nothing is bounded',
    words: `${TWO} contradictory`,
    play: async (world) => {
      const { bot } = await inTwoDomains(world, {});
      await botDecides(world, bot, [transfer(world.things.X, 1)], TOTAL);
    },
  },
  {
    id: 'totals-of-a-human',
    rule: 'R-13.14',
    what: 'a human’s decision that says so',
    words: 'contradictory',
    play: (world) => world.decide('d', [transfer(world.things.X, 1)], TOTAL),
  },
  {
    id: 'totals-bound',
    rule: 'R-13.14',
    what: 'what is bounded over all domains need not be bounded in each',
    words: `${TWO} counted`,
    play: async (world) => {
      const { bot } = await inTwoDomains(world, {
        ...TOTALS,
        limits: [{ effects: ['transfer'], measure: 'amount', perDecision: 100 }],
      });
      await botDecides(world, bot, [transfer(world.things.X, 90)], TOTAL);
    },
  },
];

function severally(amounts: readonly number[]): Scenario['play'] {
  return async (world) => {
    const bot = await letBotIn(world);
    for (const amount of amounts) await botDecides(world, bot, [transfer(world.things.X, amount)]);
  };
}

/** A human looks at a decision that waits, by a mandate of theirs. */
async function looksAt(
  world: World,
  who: 'ana' | 'ben' | 'cem' | 'dia',
  role: 'treasurer' | 'auditor' | 'keeper',
) {
  const { things, people } = world;
  const decision = await botDecides(world, await letBotIn(world), [transfer(things.X, 60)], { waits: true });
  return world.log.append('confirmation', people[who], {
    subject: world.own('second'),
    ...confirmationOf(decision, {
      mandate: things.mandates[who],
      role: things[role],
      domain: things.spending,
    }),
  });
}

const SAMPLE: readonly Scenario[] = [
  {
    id: 'sampled',
    rule: 'R-13.20',
    what: 'one decision in ten waits for a human',
    words: `${IN} pending`,
    play: decides({ waits: true }),
  },
  {
    id: 'not-sampled',
    rule: 'R-13.20',
    what: 'the others do not',
    words: `${IN} counted`,
    play: decides({ waits: false }),
  },
  {
    id: 'sampled-and-wrong',
    rule: 'R-13.20',
    what: 'what would not count does not wait',
    words: `${IN} limit-exceeded`,
    play: decides({ waits: true }, 101),
  },
  {
    id: 'looked-at',
    rule: 'R-13.21',
    what: 'another holder of the role looks at it, and it counts',
    words: `${IN} pending counted`,
    play: (world) => looksAt(world, 'cem', 'treasurer'),
  },
  {
    id: 'looked-at-by-the-steward',
    rule: 'R-13.21',
    what: 'its steward does',
    words: `${IN} pending counted`,
    play: (world) => looksAt(world, 'ben', 'treasurer'),
  },
  {
    id: 'looked-at-by-the-steward-elsewhere',
    rule: 'R-13.21',
    what: 'its steward does, by the mandate in another role by which they answer for it',
    words: `${IN} counted counted pending counted`,
    play: async (world) => {
      const { things, people } = world;
      const bot = await letBotIn(world);
      const { ref: mandate } = await world.adopt('Ben audits', 'mandate', {
        ...mandateFields(
          world.own('M ben audits'),
          things.auditor,
          people.ben.author,
          '2026-01-01T00:00:00Z',
          '2026-12-31T00:00:00Z',
        ),
      });
      const act = actOf(world, { mandate, role: things.auditor });
      const waiting = { ...bot, act };
      const decision = await botDecides(world, waiting, [transfer(things.X, 60)], { waits: true });
      await world.log.append('confirmation', people.ben, {
        subject: world.own('second'),
        ...confirmationOf(decision, { mandate, role: things.auditor, domain: things.spending }),
      });
    },
  },
  {
    id: 'looked-at-by-somebody',
    rule: 'R-13.21',
    what: 'somebody does who has no say here',
    words: `${IN} pending no-right`,
    play: (world) => looksAt(world, 'dia', 'auditor'),
  },
];

/** Agents: who answers for them, what they may do, who stops them. */
export const AGENT_SCENARIOS: readonly Scenario[] = [
  ...KIND,
  ...STEWARD,
  ...STOPS,
  ...ACTS,
  ...DECIDES,
  ...SAMPLE,
  ...OVER_ALL,
];

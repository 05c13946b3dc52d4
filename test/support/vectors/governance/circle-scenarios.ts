import { utf8 } from '../../../../protocol/bytes.ts';
import type { DomainBody } from '../../../../protocol/documents/domain-fields.ts';
import type { Ladder } from '../../../../protocol/documents/rung.ts';
import { documentIdOf } from '../../../../protocol/ids.ts';
import { DAY_SECONDS } from '../../../../protocol/time.ts';
import type { Draft } from '../../log-builder.ts';
import { person } from '../../people.ts';
import { createMatter, type TestMatter } from '../../rules/matter.ts';
import { say, transfer, type Wishes, type World } from '../../rules/world.ts';
import type { Scenario } from './scenario.ts';

const WEEK = { openSeconds: 7 * DAY_SECONDS, deadlineSeconds: 30 * DAY_SECONDS };
const CONSENT = { consent: { ...WEEK, quorum: 'two-thirds' } } as const satisfies Ladder;
const CONSENSUS = {
  consensus: {
    ...WEEK,
    quorum: { num: 3, den: 4 },
    standAsidesMost: { num: 1, den: 4 },
    agree: { num: 1, den: 2, cmp: 'gt', base: 'roster' },
  },
} as const satisfies Ladder;
const VOTE = {
  vote: {
    openSeconds: 7 * DAY_SECONDS,
    quorum: { num: 1, den: 2 },
    threshold: { num: 1, den: 2, cmp: 'gt', base: 'decisive' },
  },
} as const satisfies Ladder;

/** The circle decides about spending. */
function decidedBy(parameters: Ladder, more: Partial<DomainBody> = {}): Wishes {
  const [rung] = Object.keys(parameters) as (keyof typeof parameters)[]; // it has just one
  return {
    spending: ({ circle }) => ({
      owner: { kind: 'circle', ...circle },
      rung: rung ?? 'consent',
      parameters,
      ...more,
    }),
  };
}

/** The id of a document that nobody has. */
const NOT_LOGGED = documentIdOf(utf8('not logged'));

const BY_CONSENT = decidedBy(CONSENT);
const BY_CONSENSUS = decidedBy(CONSENSUS);
const BY_VOTE = decidedBy(VOTE);

/** The circle decides, and the role that Dia holds is affected. */
const AFFECTING: Wishes = {
  spending: ({ circle, auditor }) => ({
    owner: { kind: 'circle', ...circle },
    rung: 'consent',
    parameters: CONSENT,
    affected: [auditor.subject],
  }),
};

const on = (play: (matter: TestMatter) => Promise<unknown>) => (world: World) => play(createMatter(world));

/** A matter that is open: three entries. */
async function opened(matter: TestMatter) {
  const proposal = await matter.propose();
  return { proposal, opening: await matter.open(proposal) };
}

const OPEN = 'counted counted counted';

/** Dia says how it stands with her, so that rosters follow. */
function says(
  { log, people: { dia } }: World,
  status: 'active' | 'resting' | 'left',
  more: Partial<Draft<'participant'>> = {},
) {
  const { author, name, key, ...signer } = dia;
  return log.append(
    'participant',
    { author, key, ...signer },
    {
      subject: author,
      kind: 'human',
      pseudonym: name,
      keys: [{ key, custody: 'device' }],
      status,
      recount: true,
      ...more,
    },
  );
}

/** Then the matter is opened, for those who are there or for others. */
const opensFor =
  (names: readonly ('ana' | 'ben' | 'cem' | 'dia')[], before: (world: World) => Promise<unknown>) =>
  async (world: World) => {
    await before(world);
    const matter = createMatter(world);
    const people = names.map((name) => ({ subject: world.people[name].author }));
    await matter.open(await matter.propose(), { people });
  };

const ABSENCES: readonly Scenario[] = [
  ...(['left', 'resting'] as const).map(
    (status): Scenario => ({
      id: `roster-without-whoever-${status}`,
      rule: 'R-6.3b',
      what: `one of four said that they are ${status}: three are asked`,
      wishes: BY_CONSENT,
      words: `counted ${OPEN}`,
      play: opensFor(['ana', 'ben', 'cem'], (world) => says(world, status)),
    }),
  ),
  {
    id: 'roster-with-whoever-left',
    rule: 'R-6.3b',
    what: 'a roster with somebody who has left',
    wishes: BY_CONSENT,
    words: 'counted counted counted rules-disagree',
    play: opensFor(['ana', 'ben', 'cem', 'dia'], (world) => says(world, 'left')),
  },
  {
    id: 'roster-with-whoever-is-back',
    rule: 'R-6.3b',
    what: 'who has come back is asked again',
    wishes: BY_CONSENT,
    words: `counted counted ${OPEN}`,
    play: opensFor(['ana', 'ben', 'cem', 'dia'], async (world) => {
      const { entry } = await says(world, 'left');
      await says(world, 'active', { supersedes: entry.id });
    }),
  },
];

const OPENINGS: readonly Scenario[] = [
  {
    id: 'opening',
    rule: 'R-6.3',
    what: 'the commons opens a proposal as the domain says',
    wishes: BY_CONSENT,
    words: OPEN,
    play: on(opened),
  },
  {
    id: 'opening-other-parameters',
    rule: 'R-6.3',
    what: 'with a shorter window than the domain’s',
    wishes: BY_CONSENT,
    words: 'counted counted rules-disagree',
    play: on(async (matter) => {
      const parameters = { consent: { ...CONSENT.consent, openSeconds: DAY_SECONDS } };
      await matter.open(await matter.propose(), { parameters });
    }),
  },
  {
    id: 'opening-other-rung',
    rule: 'R-6.3',
    what: 'on another rung than the domain’s',
    wishes: BY_CONSENT,
    words: 'counted counted wrong-rung',
    play: on(async (matter) => matter.open(await matter.propose(), { rung: 'vote' })),
  },
  {
    id: 'opening-for-a-role',
    rule: 'R-6.3',
    what: 'a matter that a role decides alone',
    words: 'counted counted wrong-rung',
    play: on(opened),
  },
  {
    id: 'opening-twice',
    rule: 'R-6.3',
    what: 'a matter that is open',
    wishes: BY_CONSENT,
    words: `${OPEN} counted closed`,
    play: on(async (matter) => matter.open((await opened(matter)).proposal)),
  },
  {
    id: 'opening-twice-domain-anew',
    rule: 'R-6.3',
    what: 'a matter that is open, by the older version of its domain: what the proposal says is asked first',
    wishes: BY_CONSENT,
    words: `${OPEN} counted counted counted closed`,
    play: (world) =>
      on(async (matter) => {
        const { proposal } = await opened(matter);
        const { spending } = world.things;
        const next = { subject: spending.subject, ...world.bodies.spending, supersedes: spending.id };
        await world.adopt('domain anew', 'domain', next);
        await matter.open(proposal);
      })(world),
  },
  {
    id: 'opening-page-not-logged',
    rule: 'R-6.2b',
    what: 'with a page of the roster that is not in the log',
    wishes: BY_CONSENT,
    words: 'counted counted unknown-reference',
    play: on(async (matter) => matter.open(await matter.propose(), { roster: { pages: [NOT_LOGGED] } })),
  },
  {
    id: 'opening-page-not-logged-and-a-no',
    rule: 'R-6.2b',
    what: 'and with a constraint that is not in force: that question has an answer, and it is no',
    wishes: BY_CONSENT,
    words: 'counted counted rules-disagree',
    play: on(async (matter) => {
      const constraints = [NOT_LOGGED];
      await matter.open(await matter.propose(), { roster: { pages: [NOT_LOGGED] }, constraints });
    }),
  },
  {
    id: 'opening-withdrawn',
    rule: 'R-6.3',
    what: 'a proposal that was withdrawn',
    wishes: BY_CONSENT,
    words: 'counted counted counted closed',
    play: on(async (matter) => {
      const proposal = await matter.propose();
      await matter.withdraw(matter.people.ana, proposal);
      await matter.open(proposal);
    }),
  },
  {
    id: 'opening-old-version',
    rule: 'R-6.3',
    what: 'an older version than the current one',
    wishes: BY_CONSENT,
    words: 'counted counted counted stale-version',
    play: on(async (matter) => {
      const proposal = await matter.propose();
      await matter.propose({ supersedes: proposal.entry.id });
      await matter.open(proposal);
    }),
  },
  {
    id: 'opening-constraint-forgotten',
    rule: 'R-6.3',
    what: 'without a constraint that is in force',
    wishes: BY_CONSENT,
    words: 'counted counted counted counted rules-disagree',
    play: on(async (matter) => {
      await matter.world.adopt('adopt it', 'constraint', {
        subject: matter.world.own('C'),
        title: { en: 'No big payments' },
        value: { en: 'We stay small.' },
        hard: true,
        rule: { kind: 'maxAmount', most: 100 },
      });
      await opened(matter);
    }),
  },
  {
    id: 'opening-lazy',
    rule: 'R-6.31',
    what: 'lazy consent where the impact is low',
    wishes: decidedBy({ consent: { ...CONSENT.consent, lazy: true } }),
    words: OPEN,
    play: on(opened),
  },
  {
    id: 'opening-lazy-high-impact',
    rule: 'R-6.31',
    what: 'lazy consent where it is not',
    wishes: decidedBy({ consent: { ...CONSENT.consent, lazy: true } }, { impact: 'medium' }),
    words: 'counted counted rules-disagree',
    play: on(opened),
  },
  {
    id: 'roster',
    rule: 'R-6.3a',
    what: 'everybody who is in the circle',
    wishes: BY_CONSENT,
    words: OPEN,
    play: on(opened),
  },
  {
    id: 'roster-without-one',
    rule: 'R-6.3a',
    what: 'one of them is left out',
    wishes: BY_CONSENT,
    words: 'counted counted rules-disagree',
    play: on(async (matter) => {
      const { ana, ben, cem } = matter.people;
      const people = [ana, ben, cem].map(({ author }) => ({ subject: author }));
      await matter.open(await matter.propose(), { people });
    }),
  },
  {
    id: 'roster-with-a-stranger',
    rule: 'R-6.3a',
    what: 'somebody is in who is not in the circle',
    wishes: BY_CONSENT,
    words: 'counted counted rules-disagree',
    play: on(async (matter) => {
      const everybody = Object.values(matter.people).map(({ author }) => ({ subject: author }));
      const people = [...everybody, { subject: matter.world.own('Eve') }];
      await matter.open(await matter.propose(), { people });
    }),
  },
  {
    id: 'roster-other-count',
    rule: 'R-6.3a',
    what: 'the opening says that they are more',
    wishes: BY_CONSENT,
    words: 'counted counted rules-disagree',
    play: on(async (matter) => matter.open(await matter.propose(), { roster: { count: 5 } })),
  },
  {
    id: 'thread-named',
    rule: 'R-6.2c',
    what: 'the domain affects a role, and the opening names it',
    wishes: AFFECTING,
    words: OPEN,
    play: on(async (matter) => {
      const { auditor } = matter.world.things;
      const people = Object.values(matter.people).map(({ author }) =>
        author === matter.people.dia.author
          ? { subject: author, affected: true as const }
          : { subject: author },
      );
      await matter.open(await matter.propose(), { asked: [auditor], people });
    }),
  },
  {
    id: 'thread-unnamed',
    rule: 'R-6.2c',
    what: 'the domain affects a role, and the opening does not name it: what the leaf does not pin decides nothing',
    wishes: AFFECTING,
    words: 'counted counted thread-unnamed',
    play: on(opened),
  },
];

/** Ben's answer at a moment of a matter that was opened on 10 January at noon. */
function answeredAt(time: string) {
  return on(async (matter) => {
    const { proposal } = await opened(matter);
    matter.setClock(time);
    await matter.respond(matter.people.ben, proposal, 'consent');
  });
}

const ANSWERS: readonly Scenario[] = [
  {
    id: 'response',
    rule: 'R-6.21',
    what: 'somebody on the roster answers',
    wishes: BY_CONSENT,
    words: `${OPEN} counted`,
    play: answeredAt('2026-01-11T12:00:00Z'),
  },
  {
    id: 'response-integrating',
    rule: 'R-6.21',
    what: 'after the window, a millisecond before the deadline',
    wishes: BY_CONSENT,
    words: `${OPEN} counted`,
    play: answeredAt('2026-02-09T11:59:59.999Z'),
  },
  {
    id: 'response-too-late',
    rule: 'R-6.21',
    what: 'at the deadline',
    wishes: BY_CONSENT,
    words: `${OPEN} closed`,
    play: answeredAt('2026-02-09T12:00:00Z'),
  },
  {
    id: 'vote-in-time',
    rule: 'R-6.21',
    what: 'a vote, a millisecond before its window ends',
    wishes: BY_VOTE,
    words: `${OPEN} counted`,
    play: votedAt('2026-01-17T11:59:59.999Z'),
  },
  {
    id: 'vote-too-late',
    rule: 'R-6.21',
    what: 'a vote when it ends',
    wishes: BY_VOTE,
    words: `${OPEN} closed`,
    play: votedAt('2026-01-17T12:00:00Z'),
  },
  {
    id: 'response-before-opening',
    rule: 'R-6.21',
    what: 'before anybody opened the matter',
    wishes: BY_CONSENT,
    words: 'counted not-open',
    play: on(async (matter) => matter.respond(matter.people.ben, await matter.propose(), 'consent')),
  },
  {
    id: 'response-of-a-newcomer',
    rule: 'R-6.21',
    what: 'by somebody who joined later',
    wishes: BY_CONSENT,
    words: `${OPEN} counted not-eligible`,
    play: on(async (matter) => {
      const { proposal } = await opened(matter);
      await matter.respond(await joins(matter, 'Eve', 'human'), proposal, 'consent');
    }),
  },
  {
    id: 'response-of-an-agent',
    rule: 'R-6.21',
    what: 'by an agent',
    wishes: BY_CONSENT,
    words: `${OPEN} counted human-only`,
    play: on(async (matter) => {
      const { proposal } = await opened(matter);
      await matter.respond(await joins(matter, 'Bot', 'agent'), proposal, 'consent');
    }),
  },
  {
    id: 'response-of-another-rung',
    rule: 'R-6.21',
    what: 'a value of another rung',
    wishes: BY_CONSENT,
    words: `${OPEN} wrong-rung`,
    play: on(async (matter) => {
      const { proposal } = await opened(matter);
      await matter.respond(matter.people.ben, proposal, 'yes');
    }),
  },
  {
    id: 'pause-twice',
    rule: 'R-6.21',
    what: 'somebody asks for time a second time',
    wishes: BY_CONSENT,
    words: `${OPEN} counted duplicate`,
    play: on(async (matter) => {
      const { proposal } = await opened(matter);
      await matter.respond(matter.people.ben, proposal, 'pause');
      await matter.respond(matter.people.ben, proposal, 'pause');
    }),
  },
  {
    id: 'response-withdrawn',
    rule: 'R-6.21',
    what: 'to a proposal that was withdrawn',
    wishes: BY_CONSENT,
    words: `${OPEN} counted closed`,
    play: on(async (matter) => {
      const { proposal } = await opened(matter);
      await matter.withdraw(matter.people.ana, proposal);
      await matter.respond(matter.people.ben, proposal, 'consent');
    }),
  },
  {
    id: 'response-stale',
    rule: 'R-6.21a',
    what: 'to a version whose binding part was changed',
    wishes: BY_CONSENT,
    words: `${OPEN} counted stale-version`,
    play: on(async (matter) => {
      const { proposal } = await opened(matter);
      const binding = { operations: [transfer(matter.world.things.X, 50)] };
      await matter.propose({ supersedes: proposal.entry.id, binding });
      await matter.respond(matter.people.ben, proposal, 'consent');
    }),
  },
  {
    id: 'response-explained',
    rule: 'R-6.21a',
    what: 'to a version in whose place one with another explanation came',
    wishes: BY_CONSENT,
    words: `${OPEN} counted counted`,
    play: on(async (matter) => {
      const { proposal } = await opened(matter);
      await matter.propose({ supersedes: proposal.entry.id, explanation: [say('More slowly now.')] });
      await matter.respond(matter.people.ben, proposal, 'consent');
    }),
  },
  {
    id: 'objection',
    rule: 'R-6.23',
    what: 'an objection where it is asked for',
    wishes: BY_CONSENT,
    words: `${OPEN} counted`,
    play: on(async (matter) => {
      const { proposal } = await opened(matter);
      await matter.object(matter.people.ben, proposal);
    }),
  },
  {
    id: 'objection-to-a-vote',
    rule: 'R-6.23',
    what: 'an objection where people vote',
    wishes: BY_VOTE,
    words: `${OPEN} wrong-rung`,
    play: on(async (matter) => {
      const { proposal } = await opened(matter);
      await matter.object(matter.people.ben, proposal);
    }),
  },
  {
    id: 'objection-test',
    rule: 'R-6.32',
    what: 'somebody else finds no argument',
    wishes: BY_CONSENT,
    words: `${OPEN} counted counted`,
    play: on(async (matter) => {
      const { proposal } = await opened(matter);
      await matter.test(matter.people.cem, await matter.object(matter.people.ben, proposal));
    }),
  },
  {
    id: 'objection-test-by-its-author',
    rule: 'R-6.32',
    what: 'its author finds none',
    wishes: BY_CONSENT,
    words: `${OPEN} counted not-eligible`,
    play: on(async (matter) => {
      const { proposal } = await opened(matter);
      await matter.test(matter.people.ben, await matter.object(matter.people.ben, proposal));
    }),
  },
  {
    id: 'objection-test-of-nothing',
    rule: 'R-6.32',
    what: 'what is tested is no objection',
    wishes: BY_CONSENT,
    words: `${OPEN} unknown-reference`,
    play: on(async (matter) => {
      const { proposal } = await opened(matter);
      await matter.test(matter.people.cem, proposal);
    }),
  },
  {
    id: 'objection-test-too-late',
    rule: 'R-6.32',
    what: 'its author has ended it',
    wishes: BY_CONSENT,
    words: `${OPEN} counted counted closed`,
    play: on(async (matter) => {
      const { proposal } = await opened(matter);
      const objection = await matter.object(matter.people.ben, proposal);
      await matter.withdraw(matter.people.ben, objection);
      await matter.test(matter.people.cem, objection);
    }),
  },
  {
    id: 'block',
    rule: 'R-6.35',
    what: 'a block with its ground and its reason',
    wishes: BY_CONSENSUS,
    words: `${OPEN} counted`,
    play: on(async (matter) => {
      const { proposal } = await opened(matter);
      const more = { ground: 'safety', text: say('Somebody would get hurt.') } as const;
      await matter.respond(matter.people.ben, proposal, 'block', more);
    }),
  },
  {
    id: 'block-without-ground',
    rule: 'R-6.35',
    what: 'a block without a ground',
    wishes: BY_CONSENSUS,
    words: `${OPEN} reason-missing`,
    play: on(async (matter) => {
      const { proposal } = await opened(matter);
      await matter.respond(matter.people.ben, proposal, 'block', { text: say('No.') });
    }),
  },
  {
    id: 'block-without-reason',
    rule: 'R-6.35',
    what: 'a block without a reason',
    wishes: BY_CONSENSUS,
    words: `${OPEN} reason-missing`,
    play: on(async (matter) => {
      const { proposal } = await opened(matter);
      await matter.respond(matter.people.ben, proposal, 'block', { ground: 'value' });
    }),
  },
  {
    id: 'stand-aside-without-reason',
    rule: 'R-6.35',
    what: 'standing aside without a reason',
    wishes: BY_CONSENSUS,
    words: `${OPEN} reason-missing`,
    play: on(async (matter) => {
      const { proposal } = await opened(matter);
      await matter.respond(matter.people.ben, proposal, 'stand-aside');
    }),
  },
  {
    id: 'agree-with-ground',
    rule: 'R-6.35',
    what: 'a ground where nobody blocks',
    wishes: BY_CONSENSUS,
    words: `${OPEN} reason-missing`,
    play: on(async (matter) => {
      const { proposal } = await opened(matter);
      await matter.respond(matter.people.ben, proposal, 'agree', { ground: 'value' });
    }),
  },
  {
    id: 'vote-amended',
    rule: 'R-6.36',
    what: 'what is put to the vote gets another binding part',
    wishes: BY_VOTE,
    words: `${OPEN} binding-differs`,
    play: on(async (matter) => {
      const { proposal } = await opened(matter);
      const binding = { operations: [transfer(matter.world.things.X, 50)] };
      await matter.propose({ supersedes: proposal.entry.id, binding });
    }),
  },
  {
    id: 'vote-explained',
    rule: 'R-6.36',
    what: 'it gets another explanation',
    wishes: BY_VOTE,
    words: `${OPEN} counted`,
    play: on(async (matter) => {
      const { proposal } = await opened(matter);
      await matter.propose({ supersedes: proposal.entry.id, explanation: [say('More slowly now.')] });
    }),
  },
];

function votedAt(time: string) {
  return on(async (matter) => {
    const { proposal } = await opened(matter);
    matter.setClock(time);
    await matter.respond(matter.people.ben, proposal, 'yes');
  });
}

async function joins({ world }: TestMatter, name: string, kind: 'human' | 'agent') {
  const who = person(`${name} of ${world.log.commons}`);
  await world.log.append('participant', who, {
    subject: who.author,
    kind,
    pseudonym: name,
    keys: [{ key: who.key, custody: 'device' }],
    status: 'active',
    ...(kind === 'agent' ? { steward: world.people.ben.author } : {}),
  });
  return who;
}

const OVER = '2026-01-17T12:00:00Z';
const ALL = { roster: 4, base: 4, objections: 0 } as const;
const THREE = { ...ALL, responders: 3, decisive: 3, answers: { consent: 3 } };

/** Three of four consent, and the window has ended: six entries. */
async function consented(matter: TestMatter) {
  const { proposal, opening } = await opened(matter);
  const { ana, ben, cem } = matter.people;
  for (const who of [ana, ben, cem]) await matter.respond(who, proposal, 'consent');
  matter.setClock(OVER);
  return { proposal, opening };
}

const AGREED = `${OPEN} ${OPEN}`;

const OUTCOMES: readonly Scenario[] = [
  {
    id: 'outcome',
    rule: 'R-6.28',
    what: 'what the rules yield: adopted, and it takes effect',
    wishes: BY_CONSENT,
    words: `${AGREED} counted`,
    play: on(async (matter) => {
      const { proposal, opening } = await consented(matter);
      await matter.outcome(proposal, opening, { counts: THREE });
    }),
  },
  {
    id: 'outcome-too-early',
    rule: 'R-6.28',
    what: 'a millisecond before the window ends',
    wishes: BY_CONSENT,
    words: `${AGREED} rules-disagree`,
    play: on(async (matter) => {
      const { proposal, opening } = await consented(matter);
      matter.setClock('2026-01-17T11:59:59.999Z');
      await matter.outcome(proposal, opening, { counts: THREE });
    }),
  },
  {
    id: 'outcome-early-close',
    rule: 'R-6.28',
    what: 'earlier, once everybody has answered',
    wishes: BY_CONSENT,
    words: `${AGREED} counted counted`,
    play: on(async (matter) => {
      const { proposal, opening } = await consented(matter);
      matter.setClock('2026-01-10T12:00:00Z');
      await matter.respond(matter.people.dia, proposal, 'abstain');
      const counts = { ...ALL, responders: 4, decisive: 3, answers: { consent: 3, abstain: 1 } };
      await matter.outcome(proposal, opening, { counts });
    }),
  },
  {
    id: 'outcome-other-counts',
    rule: 'R-6.28',
    what: 'it says that one more consented',
    wishes: BY_CONSENT,
    words: `${AGREED} rules-disagree`,
    play: on(async (matter) => {
      const { proposal, opening } = await consented(matter);
      const counts = { ...ALL, responders: 4, decisive: 4, answers: { consent: 4 } };
      await matter.outcome(proposal, opening, { counts });
    }),
  },
  {
    id: 'outcome-objection-stands',
    rule: 'R-6.24',
    what: 'an objection stands',
    wishes: BY_CONSENT,
    words: `${AGREED} counted rules-disagree`,
    play: on(async (matter) => {
      const { proposal, opening } = await consented(matter);
      matter.setClock('2026-01-12T12:00:00Z');
      const objection = await matter.object(matter.people.dia, proposal);
      matter.setClock(OVER);
      const counts = { ...THREE, responders: 4, decisive: 4, objections: 1 };
      const objections = [{ objection: objection.entry.id, fate: 'standing' as const }];
      await matter.outcome(proposal, opening, { counts, objections });
    }),
  },
  {
    id: 'outcome-objection-withdrawn',
    rule: 'R-6.24',
    what: 'its author has ended it',
    wishes: BY_CONSENT,
    words: `${AGREED} counted counted counted`,
    play: on(async (matter) => {
      const { proposal, opening } = await consented(matter);
      matter.setClock('2026-01-12T12:00:00Z');
      const objection = await matter.object(matter.people.dia, proposal);
      await matter.withdraw(matter.people.dia, objection);
      matter.setClock(OVER);
      const objections = [{ objection: objection.entry.id, fate: 'withdrawn' as const }];
      await matter.outcome(proposal, opening, { counts: THREE, objections });
    }),
  },
  {
    id: 'outcome-objection-forgotten',
    rule: 'R-6.28',
    what: 'the outcome does not list it',
    wishes: BY_CONSENT,
    words: `${AGREED} counted counted rules-disagree`,
    play: on(async (matter) => {
      const { proposal, opening } = await consented(matter);
      matter.setClock('2026-01-12T12:00:00Z');
      await matter.withdraw(matter.people.dia, await matter.object(matter.people.dia, proposal));
      matter.setClock(OVER);
      await matter.outcome(proposal, opening, { counts: THREE });
    }),
  },
  {
    id: 'outcome-reluctant',
    rule: 'R-6.28',
    what: 'somebody gave way without being convinced: the review comes in half of 180 days',
    wishes: BY_CONSENT,
    words: `${AGREED} counted counted counted`,
    play: reluctantly('2026-04-17T12:00:00Z'),
  },
  {
    id: 'outcome-reluctant-late-review',
    rule: 'R-6.28',
    what: 'a second later',
    wishes: BY_CONSENT,
    words: `${AGREED} counted counted review-missing`,
    play: reluctantly('2026-04-17T12:00:01Z'),
  },
  {
    id: 'outcome-other-binding',
    rule: 'R-6.28',
    what: 'with another binding part than people have answered',
    wishes: BY_CONSENT,
    words: `${AGREED} binding-differs`,
    play: on(async (matter) => {
      const { proposal, opening } = await consented(matter);
      const binding = { operations: [transfer(matter.world.things.X, 61)] };
      await matter.outcome(proposal, opening, { counts: THREE }, { binding });
    }),
  },
  {
    id: 'outcome-says-more',
    rule: 'R-6.28',
    what: 'it sets an end that nobody has answered',
    wishes: BY_CONSENT,
    words: `${AGREED} rules-disagree`,
    play: on(async (matter) => {
      const { proposal, opening } = await consented(matter);
      await matter.outcome(proposal, opening, { counts: THREE }, { expiresAt: '2027-01-01T00:00:00Z' });
    }),
  },
  {
    id: 'outcome-twice',
    rule: 'R-6.28',
    what: 'a second outcome',
    wishes: BY_CONSENT,
    words: `${AGREED} counted closed`,
    play: on(async (matter) => {
      const { proposal, opening } = await consented(matter);
      await matter.outcome(proposal, opening, { counts: THREE });
      await matter.outcome(proposal, opening, { counts: THREE });
    }),
  },
  {
    id: 'outcome-over-capacity',
    rule: 'R-6.28',
    what: 'people consented to more than the stock has',
    wishes: { ...BY_CONSENT, stocks: { X: 59 } },
    words: `${AGREED} over-capacity`,
    play: on(async (matter) => {
      const { proposal, opening } = await consented(matter);
      await matter.outcome(proposal, opening, { counts: THREE });
    }),
  },
  {
    id: 'outcome-vote-lost',
    rule: 'R-6.36',
    what: 'a vote that was lost: it counts, and changes nothing',
    wishes: BY_VOTE,
    words: `${OPEN} counted counted counted`,
    play: voted(['yes', 'no'], 'not-adopted', { responders: 2, decisive: 2, answers: { yes: 1, no: 1 } }),
  },
  {
    id: 'outcome-vote-won',
    rule: 'R-6.36',
    what: 'a vote that was won',
    wishes: BY_VOTE,
    words: `${OPEN} counted counted counted counted`,
    play: voted(['yes', 'no', 'yes'], 'adopted', { responders: 3, decisive: 3, answers: { yes: 2, no: 1 } }),
  },
  {
    id: 'outcome-vote-turned',
    rule: 'R-6.36',
    what: 'a vote that was lost and is said to be won',
    wishes: BY_VOTE,
    words: `${OPEN} counted counted rules-disagree`,
    play: voted(['yes', 'no'], 'adopted', { responders: 2, decisive: 2, answers: { yes: 1, no: 1 } }),
  },
];

/** Dia objects and gives way, and the outcome is reviewed at the given time. */
function reluctantly(reviewAt: string) {
  return on(async (matter) => {
    const { proposal, opening } = await consented(matter);
    matter.setClock('2026-01-12T12:00:00Z');
    const objection = await matter.object(matter.people.dia, proposal);
    const reluctant = { measure: say('Look at the fund every month.') };
    await matter.withdraw(matter.people.dia, objection, { reluctant });
    matter.setClock(OVER);
    const objections = [{ objection: objection.entry.id, fate: 'withdrawn' as const }];
    await matter.outcome(proposal, opening, { counts: THREE, objections }, { reviewAt });
  });
}

function voted(
  votes: readonly ('yes' | 'no')[],
  result: 'adopted' | 'not-adopted',
  counts: { responders: number; decisive: number; answers: { yes?: number; no?: number } },
) {
  return on(async (matter) => {
    const { proposal, opening } = await opened(matter);
    const { ana, ben, cem } = matter.people;
    const people = [ana, ben, cem];
    for (const [index, vote] of votes.entries()) await matter.respond(people[index] ?? ana, proposal, vote);
    matter.setClock(OVER);
    await matter.outcome(proposal, opening, { counts: { ...ALL, ...counts }, result });
  });
}

const SILENCE: readonly Scenario[] = [
  {
    id: 'opening-lazy-shortest',
    rule: 'R-6.31a',
    what: 'lazy consent for 72 hours',
    wishes: decidedBy({ consent: { ...CONSENT.consent, openSeconds: 3 * DAY_SECONDS, lazy: true } }),
    words: OPEN,
    play: on(opened),
  },
  {
    id: 'opening-lazy-too-short',
    rule: 'R-6.31a',
    what: 'and for a second less',
    wishes: decidedBy({ consent: { ...CONSENT.consent, openSeconds: 3 * DAY_SECONDS - 1, lazy: true } }),
    words: 'counted counted rules-disagree',
    play: on(opened),
  },
];

/** What a circle decides: its opening, who answers and how, and what comes out. */
export const CIRCLE_SCENARIOS: readonly Scenario[] = [
  ...OPENINGS,
  ...ANSWERS,
  ...OUTCOMES,
  ...SILENCE,
  ...ABSENCES,
];

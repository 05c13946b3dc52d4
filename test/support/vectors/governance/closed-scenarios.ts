import { utf8 } from '../../../../protocol/bytes.ts';
import type { DomainBody } from '../../../../protocol/documents/domain-fields.ts';
import { documentIdOf } from '../../../../protocol/ids.ts';
import { DAY_SECONDS } from '../../../../protocol/time.ts';
import { createMatter, type TestMatter } from '../../rules/matter.ts';
import { allSay, BEGINS, CONFIRMED, createMeeting, HELD, subjectsOf, WRITTEN } from '../../rules/meeting.ts';
import { limit, refTo, say, transfer, type Wishes, type World } from '../../rules/world.ts';
import type { Scenario } from './scenario.ts';
import { BY_CONSENT } from './undoable-scenarios.ts';

/** The week for answers is over, and a moment before. */
const CLOSE = '2026-01-17T12:00:00Z';
const BEFORE = '2026-01-17T11:59:59.999Z';
/** Ninety days after something was put forward, and a moment before. */
const LAPSED = '2026-04-10T12:00:00Z';
const LAPSES = '2026-04-10T11:59:59.999Z';
/** The id of a document that nobody has. */
const NOT_LOGGED = documentIdOf(utf8('not logged'));

/** What is put forward is 60. */
const BEYOND: Wishes = { ...BY_CONSENT, limits: [limit({ perDecision: 50 })] };
const CONSENSUS: Wishes = {
  spending: ({ circle }) => ({
    owner: { kind: 'circle', ...circle },
    rung: 'consensus',
    parameters: {
      consensus: {
        openSeconds: 7 * DAY_SECONDS,
        deadlineSeconds: 14 * DAY_SECONDS,
        quorum: { num: 3, den: 4 },
        standAsidesMost: { num: 1, den: 4 },
        agree: { num: 1, den: 2, cmp: 'gt', base: 'roster' },
      },
    },
  }),
};
const VOTE: Wishes = {
  spending: ({ circle }) => ({
    owner: { kind: 'circle', ...circle },
    rung: 'vote',
    parameters: {
      vote: {
        openSeconds: 7 * DAY_SECONDS,
        quorum: { num: 1, den: 2 },
        threshold: { num: 1, den: 2, cmp: 'gt', base: 'decisive' },
      },
    },
  }),
};
const PATH: Wishes = {
  spending: ({ circle }) => ({
    owner: { kind: 'circle', ...circle },
    rung: 'consent',
    parameters: {
      consent: { openSeconds: 7 * DAY_SECONDS, deadlineSeconds: 14 * DAY_SECONDS, quorum: 'two-thirds' },
    },
    escalation: [
      { mode: 'talk', maxSeconds: 4 * DAY_SECONDS },
      { mode: 'default', maxSeconds: 1, fallback: { kind: 'status-quo' } },
    ],
  }),
};
/** From when on its default holds. */
const PATH_ENDED = '2026-01-28T12:00:00Z';

const on = (play: (matter: TestMatter) => Promise<unknown>) => (world: World) => play(createMatter(world));
const OPEN = 'counted counted counted';
const AGREED = `${OPEN} counted counted counted`;
const ALL = { roster: 4, base: 4, objections: 0 } as const;
const THREE = { ...ALL, responders: 3, decisive: 3, answers: { consent: 3 } };

async function opened(matter: TestMatter) {
  const proposal = await matter.propose();
  return { proposal, opening: await matter.open(proposal) };
}

/** Three of four are in favour: six entries. */
async function agreed(matter: TestMatter, value: 'consent' | 'agree' | 'yes' = 'consent') {
  const open = await opened(matter);
  const { ana, ben, cem } = matter.people;
  for (const who of [ana, ben, cem]) await matter.respond(who, open.proposal, value);
  return open;
}

type Open = Awaited<ReturnType<typeof opened>>;

/** Somebody does something about what three of four consented to, at a moment. */
function late(time: string, act: (matter: TestMatter, open: Open) => Promise<unknown>) {
  return on(async (matter) => {
    const open = await agreed(matter);
    matter.setClock(time);
    await act(matter, open);
  });
}

const amends = ({ propose, world }: TestMatter, { proposal }: Open) =>
  propose({ supersedes: proposal.entry.id, binding: { operations: [transfer(world.things.X, 40)] } });
const objects = (matter: TestMatter, { proposal }: Open) => matter.object(matter.people.dia, proposal);

/** While three of four have consented its domain comes into force otherwise; then the outcome is logged. */
function amendedDomain(more: (world: World) => Partial<DomainBody>) {
  return on(async (matter) => {
    const { proposal, opening } = await agreed(matter);
    const { world } = matter;
    const { spending } = world.things;
    const next = { subject: spending.subject, ...world.bodies.spending, ...more(world) };
    await world.adopt('domain anew', 'domain', { ...next, supersedes: spending.id });
    matter.setClock(CLOSE);
    await matter.outcome(proposal, opening, { counts: THREE });
  });
}

const CLOSED: readonly Scenario[] = [
  {
    id: 'objection-before',
    rule: 'R-6.29',
    what: 'three of four have consented, and a millisecond before the close the fourth objects',
    wishes: BY_CONSENT,
    words: `${AGREED} counted`,
    play: late(BEFORE, objects),
  },
  {
    id: 'objection-at-the-close',
    rule: 'R-6.29',
    what: 'at the close it is adopted, though its outcome is not logged yet: an objection comes too late',
    wishes: BY_CONSENT,
    words: `${AGREED} closed`,
    play: late(CLOSE, objects),
  },
  {
    id: 'outcome-after-late-objection',
    rule: 'R-6.29',
    what: 'and changes nothing of the outcome',
    wishes: BY_CONSENT,
    words: `${AGREED} closed counted`,
    play: late(CLOSE, async (matter, { proposal, opening }) => {
      await matter.object(matter.people.dia, proposal);
      await matter.outcome(proposal, opening, { counts: THREE });
    }),
  },
  {
    id: 'amendment-at-the-close',
    rule: 'R-6.29',
    what: 'and so does another version',
    wishes: BY_CONSENT,
    words: `${AGREED} closed`,
    play: late(CLOSE, amends),
  },
  {
    id: 'explanation-at-the-close',
    rule: 'R-6.29',
    what: 'also with the same binding part',
    wishes: BY_CONSENT,
    words: `${AGREED} closed`,
    play: late(CLOSE, ({ propose }, { proposal }) => propose({ supersedes: proposal.entry.id })),
  },
  {
    id: 'withdrawal-at-the-close',
    rule: 'R-6.29',
    what: 'its author takes it back',
    wishes: BY_CONSENT,
    words: `${AGREED} closed`,
    play: late(CLOSE, ({ withdraw, people }, { proposal }) => withdraw(people.ana, proposal)),
  },
  {
    id: 'answer-at-the-close',
    rule: 'R-6.29',
    what: 'somebody asks for time',
    wishes: BY_CONSENT,
    words: `${AGREED} closed`,
    play: late(CLOSE, ({ respond, people }, { proposal }) => respond(people.cem, proposal, 'pause')),
  },
  {
    id: 'advice-at-the-close',
    rule: 'R-6.29',
    what: 'somebody advises',
    wishes: BY_CONSENT,
    words: `${AGREED} closed`,
    play: late(CLOSE, ({ advise, people }, { proposal }) => advise(people.dia, proposal)),
  },
  {
    id: 'recusal-at-the-close',
    rule: 'R-6.29',
    what: 'one of those who consented stands aside',
    wishes: BY_CONSENT,
    words: `${AGREED} closed`,
    play: late(CLOSE, ({ world, people }, { proposal }) =>
      world.log.append('recusal', people.cem, {
        subject: world.own('recusal'),
        proposal: refTo(proposal),
        reason: say('It is my brother’s shop.'),
      }),
    ),
  },
  {
    id: 'objection-while-hindered',
    rule: 'R-6.29',
    what: 'what was adopted waits for what stands in its way; it is closed all the same',
    wishes: BEYOND,
    words: `${AGREED} closed`,
    play: late('2026-01-20T12:00:00Z', objects),
  },
  {
    id: 'objection-after-everybody-answered',
    rule: 'R-6.29',
    what: 'with the last answer it closes early: what is logged next comes too late, in the same millisecond too',
    wishes: BY_CONSENT,
    words: `${AGREED} counted closed`,
    play: late('2026-01-12T12:00:00Z', async (matter, open) => {
      await matter.respond(matter.people.dia, open.proposal, 'concern');
      await matter.object(matter.people.ana, open.proposal);
    }),
  },
  {
    id: 'objection-at-the-close-without-quorum',
    rule: 'R-6.29',
    what: 'two of four are too few: it is not adopted at its close, and people go on answering',
    wishes: BY_CONSENT,
    words: `${OPEN} counted counted counted`,
    play: on(async (matter) => {
      const { proposal } = await opened(matter);
      const { ana, ben, dia } = matter.people;
      for (const who of [ana, ben]) await matter.respond(who, proposal, 'consent');
      matter.setClock(CLOSE);
      await matter.object(dia, proposal);
    }),
  },
  {
    id: 'block-at-the-close',
    rule: 'R-6.29',
    what: 'by consensus, three of four agree: a block comes too late',
    wishes: CONSENSUS,
    words: `${AGREED} closed`,
    play: on(async (matter) => {
      const { proposal } = await agreed(matter, 'agree');
      matter.setClock(CLOSE);
      await matter.respond(matter.people.dia, proposal, 'block', { ground: 'value', text: say('Never.') });
    }),
  },
  {
    id: 'vote-after-everybody-voted',
    rule: 'R-6.29',
    what: 'all have voted: nobody votes again',
    wishes: VOTE,
    words: `${AGREED} counted closed`,
    play: on(async (matter) => {
      const { proposal } = await agreed(matter, 'yes');
      await matter.respond(matter.people.dia, proposal, 'no');
      await matter.respond(matter.people.ana, proposal, 'no');
    }),
  },
  {
    id: 'withdrawal-of-what-was-voted-down',
    rule: 'R-6.29',
    what: 'a no is an end too: its author does not take it back any more',
    wishes: VOTE,
    words: `${OPEN} closed`,
    play: on(async (matter) => {
      const { proposal } = await opened(matter);
      matter.setClock(CLOSE);
      await matter.withdraw(matter.people.ana, proposal);
    }),
  },
  {
    id: 'withdrawal-at-the-end-of-the-path',
    rule: 'R-6.29',
    what: 'the path has ended, and its default holds',
    wishes: PATH,
    words: `${OPEN} closed`,
    play: on(async (matter) => {
      const { proposal } = await opened(matter);
      matter.setClock(PATH_ENDED);
      await matter.withdraw(matter.people.ana, proposal);
    }),
  },
  {
    id: 'withdrawal-on-the-path',
    rule: 'R-6.50',
    what: 'a millisecond before, while people talk, it is taken back',
    wishes: PATH,
    words: `${OPEN} counted`,
    play: on(async (matter) => {
      const { proposal } = await opened(matter);
      matter.setClock('2026-01-28T11:59:59.999Z');
      await matter.withdraw(matter.people.ana, proposal);
    }),
  },
  {
    id: 'taken-up-after-its-close',
    rule: 'R-6.29',
    what: 'taken back with three of four in favour, and past its close: nobody could object any more, so nobody takes it up',
    wishes: BY_CONSENT,
    words: `${AGREED} counted closed`,
    play: on(async (matter) => {
      const { proposal } = await agreed(matter);
      const { ana, dia } = matter.people;
      await matter.withdraw(ana, proposal);
      matter.setClock(CLOSE);
      await matter.propose({ supersedes: proposal.entry.id }, dia);
    }),
  },
];

/** Ana, Ben and Cem consent at a meeting that closes the matter; Dia was not there. */
function heldThen(time: string) {
  return on(async (matter) => {
    const { proposal } = await opened(matter);
    const { call, write, confirm } = createMeeting(matter);
    const meeting = await call(proposal);
    const { ana, ben, cem, dia } = matter.people;
    matter.setClock(WRITTEN);
    const minutes = await write(meeting, proposal, {
      answers: allSay('consent', ana, ben, cem),
      closes: true,
    });
    matter.setClock(CONFIRMED);
    await confirm(minutes);
    matter.setClock(time);
    await matter.object(dia, proposal);
  });
}

const MEETINGS: readonly Scenario[] = [
  {
    id: 'objection-after-a-meeting',
    rule: 'R-14.7',
    what: 'who was not there objects a millisecond before 48 hours are over',
    wishes: BY_CONSENT,
    words: `${OPEN} counted pending counted counted`,
    play: heldThen('2026-01-16T19:59:59.999Z'),
  },
  {
    id: 'objection-48-hours-after-a-meeting',
    rule: 'R-6.29',
    what: 'when they are over it is adopted',
    wishes: BY_CONSENT,
    words: `${OPEN} counted pending counted closed`,
    play: heldThen(HELD),
  },
  {
    id: 'minutes-confirmed-after-the-end',
    rule: 'R-14.7',
    what: 'all have answered before somebody confirms minutes that say that Ana objected: nothing is taken from them',
    wishes: BY_CONSENT,
    words: `${OPEN} counted pending ${AGREED.slice(0, 'counted counted counted counted'.length)} counted counted`,
    play: on(async (matter) => {
      const { proposal, opening } = await opened(matter);
      const { call, write, confirm } = createMeeting(matter);
      const meeting = await call(proposal);
      matter.setClock(BEGINS);
      matter.setClock(WRITTEN);
      const [by] = subjectsOf(matter.people.ana);
      if (by === undefined) throw new TypeError('Ana is somebody');
      const argument = { argument: say('It empties the fund.'), resolvedBy: say('Half of it.') };
      const minutes = await write(meeting, proposal, {
        objections: [{ by, ground: 'harms-aim', ...argument }],
      });
      for (const who of Object.values(matter.people)) await matter.respond(who, proposal, 'consent');
      matter.setClock(CONFIRMED);
      await confirm(minutes);
      await matter.outcome(proposal, opening, {
        counts: { ...ALL, responders: 4, decisive: 4, answers: { consent: 4 } },
      });
    }),
  },
];

const FROZEN: readonly Scenario[] = [
  {
    id: 'domain-with-another-title',
    rule: 'R-6.28a',
    what: 'its domain came into force anew with another title while it was open',
    wishes: BY_CONSENT,
    words: `${AGREED} counted counted counted`,
    play: amendedDomain(() => ({ title: { en: 'Money' } })),
  },
  {
    id: 'domain-with-another-rung',
    rule: 'R-6.28a',
    what: 'or with another rung: what the opening froze is what people were asked by',
    wishes: BY_CONSENT,
    words: `${AGREED} counted counted counted`,
    play: amendedDomain(() => ({ rung: 'delegation' })),
  },
  {
    id: 'domain-with-a-lower-limit',
    rule: 'R-6.28a',
    what: 'or with a limit that is lower: what it may give is what it may give now',
    wishes: BY_CONSENT,
    words: `${AGREED} counted counted limit-exceeded`,
    play: amendedDomain(() => ({ limits: [limit({ perDecision: 50 })] })),
  },
  {
    id: 'domain-with-a-higher-limit',
    rule: 'R-6.28a',
    what: 'or with a higher one: then it can be done',
    wishes: BEYOND,
    words: `${AGREED} counted counted counted`,
    play: amendedDomain(() => ({ limits: [limit({ perDecision: 60 })] })),
  },
  {
    id: 'domain-of-somebody-else',
    rule: 'R-6.28a',
    what: 'the domain is a role’s by now: the circle does not decide what is not its own any more',
    wishes: BY_CONSENT,
    words: `${AGREED} counted counted no-right`,
    play: amendedDomain(({ things }) => ({ owner: { kind: 'role', ...things.treasurer } })),
  },
  {
    id: 'domain-without-the-effect',
    rule: 'R-6.28',
    what: 'the domain does not have these effects any more',
    wishes: BY_CONSENT,
    words: `${AGREED} counted counted no-domain`,
    play: amendedDomain(() => ({ scope: { effects: ['agreement'] } })),
  },
];

/** Ben decides what Ana put forward. */
function decidedAt(time: string) {
  return on(async (matter) => {
    const proposal = await matter.propose();
    matter.setClock(time);
    await matter.world.decide('the decision', [...matter.operations], { proposal: refTo(proposal) });
  });
}

const LAPSE: readonly Scenario[] = [
  {
    id: 'decided-within-90-days',
    rule: 'R-6.6b',
    what: 'a role decides what was put forward 90 days ago, less a millisecond',
    words: 'counted counted',
    play: decidedAt(LAPSES),
  },
  {
    id: 'decided-after-90-days',
    rule: 'R-6.6b',
    what: 'and 90 days ago',
    words: 'counted closed',
    play: decidedAt(LAPSED),
  },
  {
    id: 'version-after-90-days',
    rule: 'R-6.6b',
    what: 'another version does not begin the time anew',
    words: 'counted counted closed',
    play: on(async (matter) => {
      const first = await matter.propose();
      matter.setClock('2026-03-01T12:00:00Z');
      const second = await amends(matter, { proposal: first } as Open);
      matter.setClock(LAPSED);
      await matter.propose({ supersedes: second.entry.id });
    }),
  },
  {
    id: 'opened-after-90-days',
    rule: 'R-6.6b',
    what: 'nobody is asked about it any more',
    wishes: BY_CONSENT,
    words: 'counted counted closed',
    play: on(async (matter) => {
      const proposal = await matter.propose();
      matter.setClock(LAPSED);
      await matter.open(proposal);
    }),
  },
];

const OBJECTIONS: readonly Scenario[] = [
  {
    id: 'objection-replaced',
    rule: 'R-6.24a',
    what: 'who objects twice objects once: with the second one taken back nothing stands',
    wishes: BY_CONSENT,
    words: `${AGREED} counted counted counted counted`,
    play: on(async (matter) => {
      const { proposal, opening } = await agreed(matter);
      const { dia } = matter.people;
      const first = await matter.object(dia, proposal);
      const second = await matter.object(dia, proposal, { ground: 'harms-affected' });
      await matter.withdraw(dia, second);
      matter.setClock(CLOSE);
      const objections = [
        { objection: first.entry.id, fate: 'replaced' as const },
        { objection: second.entry.id, fate: 'withdrawn' as const },
      ];
      await matter.outcome(proposal, opening, { counts: THREE, objections });
    }),
  },
  {
    id: 'objection-replaced-and-withdrawn',
    rule: 'R-6.24a',
    what: 'the first one cannot be taken back any more, and the second one stands',
    wishes: BY_CONSENT,
    words: `${OPEN} counted counted duplicate`,
    play: on(async (matter) => {
      const { proposal } = await opened(matter);
      const first = await matter.object(matter.people.dia, proposal);
      await matter.object(matter.people.dia, proposal);
      await matter.withdraw(matter.people.dia, first);
    }),
  },
  {
    id: 'objection-of-somebody-else',
    rule: 'R-6.24a',
    what: 'objections of two people both stand',
    wishes: BY_CONSENT,
    words: `${OPEN} counted counted counted`,
    play: on(async (matter) => {
      const { proposal } = await opened(matter);
      const first = await matter.object(matter.people.dia, proposal);
      await matter.object(matter.people.cem, proposal);
      await matter.withdraw(matter.people.dia, first);
    }),
  },
  {
    id: 'consent-beside-an-objection',
    rule: 'R-6.24',
    what: 'a consent does not end the objection of whoever says it: nothing is adopted',
    wishes: BY_CONSENT,
    words: `${AGREED} counted counted rules-disagree`,
    play: on(async (matter) => {
      const { proposal, opening } = await agreed(matter);
      await matter.object(matter.people.dia, proposal);
      await matter.respond(matter.people.dia, proposal, 'consent');
      matter.setClock('2026-01-20T12:00:00Z');
      await matter.outcome(proposal, opening, {
        counts: { ...ALL, responders: 4, decisive: 4, answers: { consent: 4 } },
      });
    }),
  },
  {
    id: 'integrates-an-objection',
    rule: 'R-6.15a',
    what: 'a version that answers an objection raised before',
    wishes: BY_CONSENT,
    words: `${OPEN} counted counted`,
    play: on(async (matter) => {
      const { proposal } = await opened(matter);
      const { entry } = await matter.object(matter.people.dia, proposal);
      await matter.propose({ supersedes: proposal.entry.id, integrates: [entry.id] });
    }),
  },
  {
    id: 'integrates-what-nobody-raised',
    rule: 'R-6.15a',
    what: 'or one that nobody raised',
    wishes: BY_CONSENT,
    words: `${OPEN} unknown-reference`,
    play: on(async (matter) => {
      const { proposal } = await opened(matter);
      await matter.propose({ supersedes: proposal.entry.id, integrates: [NOT_LOGGED] });
    }),
  },
  {
    id: 'integrates-the-proposal',
    rule: 'R-6.15a',
    what: 'or the proposal itself',
    wishes: BY_CONSENT,
    words: `${OPEN} unknown-reference`,
    play: on(async (matter) => {
      const { proposal } = await opened(matter);
      await matter.propose({ supersedes: proposal.entry.id, integrates: [proposal.entry.id] });
    }),
  },
];

/** What comes too late, and what an opening froze. */
export const CLOSED_SCENARIOS: readonly Scenario[] = [
  ...CLOSED,
  ...MEETINGS,
  ...FROZEN,
  ...LAPSE,
  ...OBJECTIONS,
];

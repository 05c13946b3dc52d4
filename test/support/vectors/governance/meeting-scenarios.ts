import type { RecordedMatter } from '../../../../protocol/documents/minutes.ts';
import type { Answer } from '../../../../protocol/documents/response.ts';
import type { Ladder } from '../../../../protocol/documents/rung.ts';
import { recordedId } from '../../../../protocol/governance/meetings/recorded.ts';
import type { Subject } from '../../../../protocol/ids.ts';
import { DAY_SECONDS } from '../../../../protocol/time.ts';
import { circleFields } from '../../example-things.ts';
import type { LoggedEntry } from '../../log-builder.ts';
import { person, type Signer, subjectOf } from '../../people.ts';
import { createMatter, type TestMatter } from '../../rules/matter.ts';
import {
  allSay,
  BEGINS,
  CONFIRMED,
  createMeeting,
  HELD,
  subjectsOf,
  type TestMeeting,
  WRITTEN,
} from '../../rules/meeting.ts';
import { refTo, say, transfer, type Wishes, type World } from '../../rules/world.ts';
import type { Scenario } from './scenario.ts';

const WEEK = { openSeconds: 7 * DAY_SECONDS, deadlineSeconds: 30 * DAY_SECONDS };
const CONSENT = { consent: { ...WEEK, quorum: 'two-thirds' } } as const satisfies Ladder;
const TERMS = { noticeSeconds: DAY_SECONDS, attendance: { num: 1, den: 2 } };
const MET = { consent: { ...CONSENT.consent, meeting: TERMS } } as const satisfies Ladder;
const VOTE = {
  vote: {
    openSeconds: 7 * DAY_SECONDS,
    quorum: { num: 1, den: 2 },
    threshold: { num: 1, den: 2, cmp: 'gt', base: 'decisive' },
  },
} as const satisfies Ladder;
const VOTE_MET = { vote: { ...VOTE.vote, meeting: TERMS } } as const satisfies Ladder;

/** The circle decides about spending. */
function decidedBy(parameters: Ladder): Wishes {
  const rung = parameters.vote === undefined ? 'consent' : 'vote';
  return { spending: ({ circle }) => ({ owner: { kind: 'circle', ...circle }, rung, parameters }) };
}

const wishes = decidedBy(CONSENT);

interface Room extends TestMeeting {
  readonly world: World;
  readonly matter: TestMatter;
  readonly proposal: LoggedEntry;
  readonly opening: LoggedEntry;
  readonly meeting: LoggedEntry;
  readonly people: World['people'];
  readonly clock: (at: string) => void;
}

/** A matter that is open, and a meeting with it on the agenda: four entries. */
const room = (play: (room: Room) => Promise<unknown>, more: Parameters<TestMeeting['call']>[1] = {}) => {
  return async (world: World) => {
    const matter = createMatter(world);
    const meetings = createMeeting(matter);
    const proposal = await matter.propose();
    const opening = await matter.open(proposal);
    const meeting = await meetings.call(proposal, more);
    await play({
      ...meetings,
      ...{ world, matter, proposal, opening, meeting, people: world.people, clock: world.log.setClock },
    });
  };
};
const ROOM = 'counted counted counted counted';

/** The minutes are written: five entries. */
const written = (
  said: (room: Room) => Omit<RecordedMatter, 'proposal'>,
  more: (room: Room) => Parameters<TestMeeting['write']>[3] = () => ({}),
) =>
  room(async (at) => {
    at.clock(WRITTEN);
    await at.write(at.meeting, at.proposal, said(at), more(at));
  });

/** Written and confirmed: six entries; then something else. */
const confirmed = (
  said: (room: Room) => Omit<RecordedMatter, 'proposal'>,
  then: (room: Room, minutes: LoggedEntry) => Promise<unknown> = async () => undefined,
  more: (room: Room) => Parameters<TestMeeting['write']>[3] = () => ({}),
) =>
  room(async (at) => {
    at.clock(WRITTEN);
    const minutes = await at.write(at.meeting, at.proposal, said(at), more(at));
    at.clock(CONFIRMED);
    await at.confirm(minutes);
    await then(at, minutes);
  });
const KEPT = `${ROOM} pending counted`;

/** Ana, Ben and Cem consent, and the meeting closes it. */
const yes = ({ people: { ana, ben, cem } }: Room) => ({
  answers: allSay('consent', ana, ben, cem),
  closes: true as const,
});

/** What the commons says came of it. */
function adopts(
  { matter, proposal, opening }: Room,
  minutes: LoggedEntry,
  answers: Partial<Record<Answer, number>>,
) {
  const responders = Object.values(answers).reduce((sum, count) => sum + count, 0);
  const counts = { roster: 4, base: 4, responders, decisive: responders, objections: 0, answers };
  return matter.outcome(proposal, opening, { counts, minutes: [minutes.entry.id] });
}

const objecting = (by: Signer) => ({
  by: by.author as Subject, // a person
  ground: 'harms-aim' as const,
  argument: say('It empties the fund.'),
  resolvedBy: say('Half of it.'),
});

const NOTICES: readonly Scenario[] = [
  {
    id: 'meeting',
    rule: 'R-14.2',
    what: 'a member calls the circle',
    wishes,
    words: ROOM,
    play: room(async () => undefined),
  },
  {
    id: 'meeting-in-the-past',
    rule: 'R-14.2',
    what: 'for the moment at which it is logged',
    wishes,
    words: 'counted counted counted too-late',
    play: room(async () => undefined, { startsAt: '2026-01-10T12:00:00Z' }),
  },
  {
    id: 'meeting-twice',
    rule: 'R-14.2',
    what: 'and again under the same subject',
    wishes,
    words: `${ROOM} subject-taken`,
    play: room(({ call, proposal }) => call(proposal, { startsAt: '2026-01-15T18:00:00Z' })),
  },
  {
    id: 'meeting-stranger-writes',
    rule: 'R-14.2',
    what: 'with a minute-taker who is no member',
    wishes,
    words: 'counted counted counted not-on-roster',
    play: room(async () => undefined, { minuteTaker: person('Eve').author }),
  },
  {
    id: 'meeting-other-circle',
    rule: 'R-14.2',
    what: 'of a circle that is not in force',
    wishes,
    words: 'counted counted counted unknown-reference',
    play: async (world) => {
      const matter = createMatter(world);
      const proposal = await matter.propose();
      await matter.open(proposal);
      const circle = { ...world.things.circle, subject: world.own('Elders') };
      await createMeeting(matter).call(proposal, { circle });
    },
  },
  {
    id: 'meeting-other-version',
    rule: 'R-14.2',
    what: 'of a version of the circle that is not the one in force',
    wishes,
    words: 'counted counted counted stale-version',
    play: async (world) => {
      const matter = createMatter(world);
      const proposal = await matter.propose();
      await matter.open(proposal);
      const circle = { ...world.things.circle, id: proposal.entry.id };
      await createMeeting(matter).call(proposal, { circle });
    },
  },
];

/** A proposal that waits for a meeting; then something else. */
const waits = (
  play: (at: {
    readonly matter: TestMatter;
    readonly meeting: LoggedEntry;
    readonly proposal: LoggedEntry;
    readonly meetings: TestMeeting;
    readonly world: World;
  }) => Promise<unknown>,
) => {
  return async (world: World) => {
    const matter = createMatter(world);
    const meetings = createMeeting(matter);
    const meeting = await meetings.call(null);
    const proposal = await matter.propose({ opensIn: refTo(meeting) });
    await play({ matter, meeting, proposal, meetings, world });
  };
};

const OPENINGS: readonly Scenario[] = [
  {
    id: 'opens-in',
    rule: 'R-14.4',
    what: 'a proposal is opened when the meeting begins that it waits for',
    wishes,
    words: 'counted counted counted counted',
    play: waits(async ({ matter, meeting, proposal, world }) => {
      world.log.setClock(BEGINS);
      await matter.open(proposal, { meeting: refTo(meeting) });
    }),
  },
  {
    id: 'opens-before',
    rule: 'R-14.4',
    what: 'a millisecond before',
    wishes,
    words: 'counted counted counted too-early',
    play: waits(async ({ matter, meeting, proposal, world }) => {
      world.log.setClock('2026-01-14T17:59:59.999Z');
      await matter.open(proposal, { meeting: refTo(meeting) });
    }),
  },
  {
    id: 'opens-without-it',
    rule: 'R-14.4',
    what: 'the opening does not name the meeting',
    wishes,
    words: 'counted counted counted thread-unnamed',
    play: waits(async ({ matter, proposal, world }) => {
      world.log.setClock(BEGINS);
      await matter.open(proposal);
    }),
  },
  {
    id: 'opens-in-none',
    rule: 'R-14.4',
    what: 'the opening of another proposal names a meeting',
    wishes,
    words: 'counted counted counted rules-disagree',
    play: async (world) => {
      const matter = createMatter(world);
      const meeting = await createMeeting(matter).call(null);
      await matter.open(await matter.propose(), { meeting: refTo(meeting) });
    },
  },
  {
    id: 'waits-for-nothing',
    rule: 'R-14.4',
    what: 'a proposal waits for a meeting that nobody has called',
    wishes,
    words: 'unknown-reference',
    play: async (world) => {
      const subject = world.own('M 1');
      await createMatter(world).propose({ opensIn: { subject, id: world.things.charter } });
    },
  },
  {
    id: 'waits-too-late',
    rule: 'R-14.4',
    what: 'for one that begins just now',
    wishes,
    words: 'counted too-late',
    play: async (world) => {
      const matter = createMatter(world);
      const meeting = await createMeeting(matter).call(null);
      world.log.setClock(BEGINS);
      await matter.propose({ opensIn: refTo(meeting) });
    },
  },
  {
    id: 'opened-and-closed-in-a-meeting',
    rule: 'R-14.4',
    what: 'what was opened in a meeting is closed there: it was announced when it was put forward',
    wishes,
    words: 'counted counted counted counted pending counted counted',
    play: waits(async ({ matter, meeting, proposal, meetings, world }) => {
      const { ana, ben, cem } = world.people;
      world.log.setClock(BEGINS);
      const opening = await matter.open(proposal, { meeting: refTo(meeting) });
      world.log.setClock(WRITTEN);
      const said = { answers: allSay('consent', ana, ben, cem), closes: true } as const;
      const minutes = await meetings.write(meeting, proposal, said);
      world.log.setClock(CONFIRMED);
      await meetings.confirm(minutes);
      world.log.setClock(HELD);
      const counts = {
        ...{ roster: 4, base: 4, responders: 3, decisive: 3, objections: 0 },
        answers: { consent: 3 },
      };
      await matter.outcome(proposal, opening, { counts, minutes: [minutes.entry.id] });
    }),
  },
];

const MINUTES: readonly Scenario[] = [
  {
    id: 'minutes',
    rule: 'R-14.3',
    what: 'the minute-taker writes down what three of four said',
    wishes,
    words: `${ROOM} pending`,
    play: written(yes),
  },
  {
    id: 'minutes-by-another',
    rule: 'R-14.3',
    what: 'somebody else does',
    wishes,
    words: `${ROOM} not-minute-taker`,
    play: room(async (at) => {
      at.clock(WRITTEN);
      await at.write(at.meeting, at.proposal, yes(at), {}, at.people.cem);
    }),
  },
  {
    id: 'minutes-without-notice',
    rule: 'R-14.3',
    what: 'of a meeting that nobody has called',
    wishes,
    words: `${ROOM} unknown-reference`,
    play: written(yes, ({ world, meeting }) => ({
      meeting: { subject: world.own('another meeting'), id: meeting.entry.id },
    })),
  },
  {
    id: 'minutes-of-another-circle',
    rule: 'R-14.3',
    what: 'as if another circle had met',
    wishes,
    words: `${ROOM} contradictory`,
    play: written(yes, ({ world }) => ({ circle: world.own('Elders') })),
  },
  {
    id: 'minutes-too-early',
    rule: 'R-14.3',
    what: 'a millisecond before the meeting',
    wishes,
    words: `${ROOM} too-early`,
    play: room(async (at) => {
      at.clock('2026-01-14T17:59:59.999Z');
      await at.write(at.meeting, at.proposal, yes(at));
    }),
  },
  {
    id: 'minutes-in-time',
    rule: 'R-14.3',
    what: 'a millisecond before seven days are over',
    wishes,
    words: `${ROOM} pending`,
    play: room(async (at) => {
      at.clock('2026-01-21T17:59:59.999Z');
      await at.write(at.meeting, at.proposal, yes(at));
    }),
  },
  {
    id: 'minutes-too-late',
    rule: 'R-14.3',
    what: 'when they are over',
    wishes,
    words: `${ROOM} too-late`,
    play: room(async (at) => {
      at.clock('2026-01-21T18:00:00Z');
      await at.write(at.meeting, at.proposal, yes(at));
    }),
  },
  {
    id: 'minutes-by-somebody-absent',
    rule: 'R-14.3',
    what: 'the minute-taker was not there',
    wishes,
    words: `${ROOM} not-attending`,
    play: written(yes, ({ people: { ana, cem, dia } }) => ({ attendance: subjectsOf(ana, cem, dia) })),
  },
  {
    id: 'minutes-with-a-stranger',
    rule: 'R-14.3',
    what: 'somebody was there who is neither a member nor asked',
    wishes,
    words: `${ROOM} not-on-roster`,
    play: written(yes, ({ people: { ana, ben, cem } }) => ({
      attendance: [...subjectsOf(ana, ben, cem), person('Eve').author],
    })),
  },
  {
    id: 'minutes-again',
    rule: 'R-14.3',
    what: 'another time, while the first can still be confirmed',
    wishes,
    words: `${ROOM} pending duplicate`,
    play: room(async (at) => {
      at.clock(WRITTEN);
      await at.write(at.meeting, at.proposal, yes(at));
      await at.write(at.meeting, at.proposal, { answers: allSay('concern', at.people.ana) });
    }),
  },
  {
    id: 'minutes-anew',
    rule: 'R-14.3',
    what: 'another time, after nobody confirmed the first for 72 hours',
    wishes,
    words: `${ROOM} pending pending`,
    play: room(async (at) => {
      at.clock(WRITTEN);
      await at.write(at.meeting, at.proposal, yes(at));
      at.clock('2026-01-17T19:00:00Z');
      await at.write(at.meeting, at.proposal, yes(at));
    }),
  },
];

const RECORDED: readonly Scenario[] = [
  {
    id: 'recorded',
    rule: 'R-14.3a',
    what: 'answers, an objection and a count, each as its person could have said it',
    wishes,
    words: `${ROOM} pending`,
    play: written(({ people: { ana, ben } }) => ({
      answers: allSay('concern', ana),
      objections: [objecting(ben)],
      counted: { abstain: 1 },
      rounds: 2,
    })),
  },
  {
    id: 'recorded-not-on-agenda',
    rule: 'R-14.3a',
    what: 'of a matter that was not on the agenda',
    wishes,
    words: `${ROOM} not-announced`,
    play: async (world) => {
      const matter = createMatter(world);
      const meetings = createMeeting(matter);
      const proposal = await matter.propose();
      await matter.open(proposal);
      const meeting = await meetings.call(null);
      world.log.setClock(WRITTEN);
      await meetings.write(meeting, proposal, { answers: allSay('consent', world.people.ana) });
    },
  },
  {
    id: 'recorded-not-open',
    rule: 'R-14.3a',
    what: 'of a proposal that was not opened',
    wishes,
    words: 'counted counted not-open',
    play: async (world) => {
      const matter = createMatter(world);
      const meetings = createMeeting(matter);
      const proposal = await matter.propose();
      const meeting = await meetings.call(proposal);
      world.log.setClock(WRITTEN);
      await meetings.write(meeting, proposal, { answers: allSay('consent', world.people.ana) });
    },
  },
  {
    id: 'recorded-withdrawn',
    rule: 'R-14.3a',
    what: 'of one that was taken back',
    wishes,
    words: `${ROOM} counted closed`,
    play: room(async (at) => {
      await at.matter.withdraw(at.people.ana, at.proposal);
      at.clock(WRITTEN);
      await at.write(at.meeting, at.proposal, yes(at));
    }),
  },
  {
    id: 'recorded-stale',
    rule: 'R-14.3a',
    what: 'to a version whose binding part is not the current one',
    wishes,
    words: `${ROOM} counted stale-version`,
    play: room(async (at) => {
      await amend(at);
      at.clock(WRITTEN);
      await at.write(at.meeting, at.proposal, yes(at));
    }),
  },
  {
    id: 'recorded-absent',
    rule: 'R-14.3a',
    what: 'somebody spoke who was not there',
    wishes,
    words: `${ROOM} not-attending`,
    play: written(({ people: { dia } }) => ({ answers: allSay('consent', dia) })),
  },
  {
    id: 'recorded-wrong-value',
    rule: 'R-14.3a',
    what: 'an answer that the rung does not know',
    wishes,
    words: `${ROOM} wrong-rung`,
    play: written(({ people: { ana } }) => ({ answers: [{ by: ana.author, value: 'yes' }] })),
  },
  {
    id: 'recorded-second-pause',
    rule: 'R-14.3a',
    what: 'somebody asks for time who has had some',
    wishes,
    words: `${ROOM} counted duplicate`,
    play: room(async (at) => {
      await at.matter.respond(at.people.cem, at.proposal, 'pause');
      at.clock(WRITTEN);
      await at.write(at.meeting, at.proposal, { answers: allSay('pause', at.people.cem) });
    }),
  },
  {
    id: 'recorded-objection-at-a-vote',
    rule: 'R-14.3a',
    what: 'an objection, where people vote',
    wishes: decidedBy(VOTE),
    words: `${ROOM} wrong-rung`,
    play: written(({ people: { ana } }) => ({ objections: [objecting(ana)] })),
  },
  {
    id: 'recorded-end-of-another’s',
    rule: 'R-14.3a',
    what: 'somebody ends an objection that is another’s',
    wishes,
    words: `${ROOM} counted not-author`,
    play: room(async (at) => {
      const objection = await at.matter.object(at.people.dia, at.proposal);
      at.clock(WRITTEN);
      await at.write(at.meeting, at.proposal, {
        ended: [{ by: at.people.ana.author, objection: objection.entry.id, fate: 'withdrawn' }],
      });
    }),
  },
  {
    id: 'recorded-test-of-own',
    rule: 'R-14.3a',
    what: 'somebody tests an objection of their own',
    wishes,
    words: `${ROOM} counted not-eligible`,
    play: room(async (at) => {
      const objection = await at.matter.object(at.people.ana, at.proposal);
      at.clock(WRITTEN);
      const test = { objection: objection.entry.id, argumentMade: false, reason: say('There is none.') };
      await at.write(at.meeting, at.proposal, { tests: [{ by: at.people.ana.author, ...test }] });
    }),
  },
  {
    id: 'recorded-count-too-high',
    rule: 'R-14.3a',
    what: 'more answers than people who have given none by name',
    wishes,
    words: `${ROOM} contradictory`,
    play: written(({ people: { ana } }) => ({ answers: allSay('concern', ana), counted: { consent: 3 } })),
  },
  {
    id: 'recorded-count-of-pauses',
    rule: 'R-14.3a',
    what: 'somebody without a name asks for time',
    wishes,
    words: `${ROOM} reason-missing`,
    play: written(() => ({ counted: { pause: 1 } })),
  },
];

const CONFIRMATIONS: readonly Scenario[] = [
  {
    id: 'confirmation',
    rule: 'R-14.5',
    what: 'somebody else who was there confirms the minutes',
    wishes,
    words: KEPT,
    play: confirmed(yes),
  },
  {
    id: 'confirmation-by-the-minute-taker',
    rule: 'R-14.5',
    what: 'whoever wrote them does',
    wishes,
    words: `${ROOM} pending same-signer`,
    play: confirmedBy(({ ben }) => ben),
  },
  {
    id: 'confirmation-by-somebody-absent',
    rule: 'R-14.5',
    what: 'somebody who was not there does',
    wishes,
    words: `${ROOM} pending not-attending`,
    play: confirmedBy(({ dia }) => dia),
  },
  {
    id: 'confirmation-in-time',
    rule: 'R-14.5',
    what: 'a millisecond before 72 hours are over',
    wishes,
    words: KEPT,
    play: confirmedBy(({ cem }) => cem, '2026-01-17T18:59:59.999Z'),
  },
  {
    id: 'confirmation-too-late',
    rule: 'R-14.5',
    what: 'when they are over',
    wishes,
    words: `${ROOM} pending second-signature-missing`,
    play: confirmedBy(({ cem }) => cem, '2026-01-17T19:00:00Z'),
  },
  {
    id: 'confirmation-twice',
    rule: 'R-14.5',
    what: 'by two',
    wishes,
    words: `${KEPT} closed`,
    play: confirmed(yes, (at, minutes) => at.confirm(minutes, at.people.ana)),
  },
  {
    id: 'confirmation-of-less',
    rule: 'R-14.5',
    what: 'it does not name the thread of the matter',
    wishes,
    words: `${ROOM} pending binding-differs`,
    play: room(async (at) => {
      at.clock(WRITTEN);
      const minutes = await at.write(at.meeting, at.proposal, yes(at));
      await at.confirm(minutes, at.people.cem, { minutes: { changes: [at.M] } });
    }),
  },
  {
    id: 'confirmation-of-what-does-not-count',
    rule: 'R-14.5',
    what: 'of minutes that do not count',
    wishes,
    words: `${ROOM} not-attending unknown-reference`,
    play: room(async (at) => {
      at.clock(WRITTEN);
      const minutes = await at.write(at.meeting, at.proposal, { answers: allSay('consent', at.people.dia) });
      await at.confirm(minutes);
    }),
  },
];

const CLOSES: readonly Scenario[] = [
  {
    id: 'closes-two-thirds',
    rule: 'R-14.6',
    what: 'three of four were there, and two thirds are asked for',
    wishes,
    words: `${ROOM} pending`,
    play: written(yes),
  },
  {
    id: 'closes-without-quorum',
    rule: 'R-14.6',
    what: 'two of four',
    wishes,
    words: `${ROOM} quorum-missing`,
    play: written(
      ({ people: { ana, ben } }) => ({ answers: allSay('consent', ana, ben), closes: true }),
      ({ people: { ana, ben } }) => ({ attendance: subjectsOf(ana, ben) }),
    ),
  },
  {
    id: 'does-not-close-without-quorum',
    rule: 'R-14.6',
    what: 'two of four, who close nothing',
    wishes,
    words: `${ROOM} pending`,
    play: written(
      ({ people: { ana, ben } }) => ({ answers: allSay('consent', ana, ben) }),
      ({ people: { ana, ben } }) => ({ attendance: subjectsOf(ana, ben) }),
    ),
  },
  {
    id: 'closes-by-own-terms',
    rule: 'R-14.1',
    what: 'two of four, where the parameters ask for half',
    wishes: decidedBy(MET),
    words: `${ROOM} pending`,
    play: written(
      ({ people: { ana, ben } }) => ({ answers: allSay('consent', ana, ben), closes: true }),
      ({ people: { ana, ben } }) => ({ attendance: subjectsOf(ana, ben) }),
    ),
  },
  {
    id: 'closes-announced-in-time',
    rule: 'R-14.6',
    what: 'it was announced three days before, to the millisecond',
    wishes,
    words: `${ROOM} pending`,
    play: beginning('2026-01-13T12:00:00Z'),
  },
  {
    id: 'closes-announced-too-late',
    rule: 'R-14.6',
    what: 'a millisecond less',
    wishes,
    words: `${ROOM} notice-too-short`,
    play: beginning('2026-01-13T11:59:59.999Z'),
  },
  {
    id: 'closes-announced-by-own-terms',
    rule: 'R-14.1',
    what: 'a day before, where the parameters ask for that',
    wishes: decidedBy(MET),
    words: `${ROOM} pending`,
    play: beginning('2026-01-11T12:00:00Z'),
  },
  {
    id: 'closes-vote-in-time',
    rule: 'R-14.1',
    what: 'a vote is announced for as long as it would be open',
    wishes: decidedBy(VOTE),
    words: `${ROOM} notice-too-short`,
    play: room(async (at) => {
      at.clock(WRITTEN);
      await at.write(at.meeting, at.proposal, { counted: { yes: 3 }, closes: true });
    }),
  },
];

const COUNTED: readonly Scenario[] = [
  {
    id: 'held',
    rule: 'R-14.7',
    what: 'what the meeting closed is adopted 48 hours after the confirmation',
    wishes,
    words: `${KEPT} counted`,
    play: confirmed(yes, async (at, minutes) => {
      at.clock(HELD);
      await adopts(at, minutes, { consent: 3 });
    }),
  },
  {
    id: 'held-too-early',
    rule: 'R-14.7',
    what: 'a millisecond before',
    wishes,
    words: `${KEPT} rules-disagree`,
    play: confirmed(yes, async (at, minutes) => {
      at.clock('2026-01-16T19:59:59.999Z');
      await adopts(at, minutes, { consent: 3 });
    }),
  },
  {
    id: 'held-without-minutes',
    rule: 'R-14.7',
    what: 'the outcome does not say that it rests on minutes',
    wishes,
    words: `${KEPT} rules-disagree`,
    play: confirmed(yes, async ({ clock, matter, proposal, opening }) => {
      clock(HELD);
      const counts = {
        ...{ roster: 4, base: 4, responders: 3, decisive: 3, objections: 0 },
        answers: { consent: 3 },
      };
      await matter.outcome(proposal, opening, { counts });
    }),
  },
  {
    id: 'held-unconfirmed',
    rule: 'R-14.7',
    what: 'nobody has confirmed the minutes',
    wishes,
    words: `${ROOM} pending rules-disagree`,
    play: room(async (at) => {
      at.clock(WRITTEN);
      const minutes = await at.write(at.meeting, at.proposal, yes(at));
      at.clock(HELD);
      await adopts(at, minutes, { consent: 3 });
    }),
  },
  {
    id: 'held-open',
    rule: 'R-14.7',
    what: 'what the meeting did not close is open for its time',
    wishes,
    words: `${KEPT} rules-disagree`,
    play: confirmed(
      ({ people: { ana, ben, cem } }) => ({ answers: allSay('consent', ana, ben, cem) }),
      async (at, minutes) => {
        at.clock(HELD);
        await adopts(at, minutes, { consent: 3 });
      },
    ),
  },
  {
    id: 'held-open-to-its-end',
    rule: 'R-14.7',
    what: 'and is adopted then',
    wishes,
    words: `${KEPT} counted`,
    play: confirmed(
      ({ people: { ana, ben, cem } }) => ({ answers: allSay('consent', ana, ben, cem) }),
      async (at, minutes) => {
        at.clock('2026-01-17T12:00:00Z');
        await adopts(at, minutes, { consent: 3 });
      },
    ),
  },
  {
    id: 'held-objection-of-the-absent',
    rule: 'R-14.7',
    what: 'Dia, who was not there, objects meanwhile',
    wishes,
    words: `${KEPT} counted rules-disagree`,
    play: confirmed(yes, async (at, minutes) => {
      await at.matter.object(at.people.dia, at.proposal);
      at.clock('2026-01-20T20:00:00Z');
      await adopts(at, minutes, { consent: 3 });
    }),
  },
  {
    id: 'held-own-answer-wins',
    rule: 'R-14.7',
    what: 'Cem has signed a concern in the meeting; the minutes say that he consents',
    wishes,
    words: `${ROOM} counted pending counted counted`,
    play: ownAnswer(BEGINS, { consent: 2, concern: 1 }),
  },
  {
    id: 'held-older-answer-yields',
    rule: 'R-14.7',
    what: 'he did so a millisecond before it began',
    wishes,
    words: `${ROOM} counted pending counted counted`,
    play: ownAnswer('2026-01-14T17:59:59.999Z', { consent: 3 }),
  },
  {
    id: 'held-later-answer',
    rule: 'R-14.7',
    what: 'whoever answers anew afterwards is heard as always',
    wishes,
    words: `${KEPT} counted counted`,
    play: confirmed(yes, async (at, minutes) => {
      await at.matter.respond(at.people.ana, at.proposal, 'concern');
      at.clock(HELD);
      await adopts(at, minutes, { consent: 2, concern: 1 });
    }),
  },
  {
    id: 'held-ended-objection',
    rule: 'R-14.7',
    what: 'Ana, who had objected before, ended that in the meeting and consented',
    wishes,
    words: `${ROOM} counted pending counted counted`,
    play: endsObjection(async () => undefined, 'withdrawn'),
  },
  {
    id: 'held-ended-objection-disowned',
    rule: 'R-14.10',
    what: 'she disowns it: her objection stands, and she ends it herself',
    wishes: decidedBy(MET),
    words: `${ROOM} counted pending counted counted counted counted counted`,
    play: endsObjection(async ({ matter, disown, proposal, people: { ana } }, minutes, objection) => {
      await disown(minutes, proposal, ana);
      await matter.withdraw(ana, objection, { fate: 'resolved-by-review' });
      await matter.respond(ana, proposal, 'consent');
    }, 'resolved-by-review'),
  },
  {
    id: 'held-ended-objection-disowned-stands',
    rule: 'R-14.10',
    what: 'while she does not, nothing is adopted',
    wishes: decidedBy(MET),
    words: `${ROOM} counted pending counted counted rules-disagree`,
    play: endsObjection(async ({ disown, proposal, people: { ana } }, minutes) => {
      await disown(minutes, proposal, ana);
    }, 'withdrawn'),
  },
  {
    id: 'held-stale',
    rule: 'R-14.7',
    what: 'another binding part afterwards makes stale what was said, and opens the matter again',
    wishes,
    words: `${KEPT} counted rules-disagree`,
    play: confirmed(yes, async (at, minutes) => {
      await amend(at);
      at.clock(HELD);
      await adopts(at, minutes, { consent: 3 });
    }),
  },
  {
    id: 'held-everybody',
    rule: 'R-14.7',
    what: 'all have answered: it closes early, and not before 48 hours are over',
    wishes,
    words: `${KEPT} counted rules-disagree counted`,
    play: confirmed(
      ({ people: { ana, ben, cem } }) => ({ answers: allSay('consent', ana, ben, cem) }),
      async (at, minutes) => {
        await at.matter.respond(at.people.dia, at.proposal, 'consent');
        at.clock('2026-01-16T19:59:59.999Z');
        await adopts(at, minutes, { consent: 4 });
        at.clock(HELD);
        await adopts(at, minutes, { consent: 4 });
      },
    ),
  },
  {
    id: 'held-vote',
    rule: 'R-14.7',
    what: 'a vote that a meeting closes: three of four say yes',
    wishes: decidedBy(VOTE_MET),
    words: `${KEPT} counted`,
    play: confirmed(
      () => ({ counted: { yes: 3 }, closes: true }),
      async (at, minutes) => {
        at.clock(HELD);
        await adopts(at, minutes, { yes: 3 });
      },
    ),
  },
  {
    id: 'held-without-a-key',
    rule: 'R-14.7',
    what: 'Fay, a member without a key, was there and consented',
    wishes,
    words: 'counted counted counted counted counted counted pending counted counted',
    play: async (world) => {
      const { ana, ben, cem, dia } = world.people;
      const fay = subjectOf('Fay');
      const { subject, id } = world.things.circle;
      const { ref: circle } = await world.adopt('five', 'circle', {
        ...circleFields(subject, 'Everybody', [...subjectsOf(ana, ben, cem, dia), fay]),
        supersedes: id,
      });
      const matter = createMatter(world);
      const meetings = createMeeting(matter);
      const proposal = await matter.propose();
      const people = [...subjectsOf(ana, ben, cem, dia), fay].map((who) => ({ subject: who }));
      const opening = await matter.open(proposal, { circle, people });
      const meeting = await meetings.call(proposal, { circle });
      world.log.setClock(WRITTEN);
      const attendance = [...subjectsOf(ana, ben, cem), fay];
      const answers = attendance.map((by) => ({ by, value: 'consent' as const }));
      const minutes = await meetings.write(meeting, proposal, { answers, closes: true }, { attendance });
      world.log.setClock(CONFIRMED);
      await meetings.confirm(minutes);
      world.log.setClock(HELD);
      const counts = {
        ...{ roster: 5, base: 5, responders: 4, decisive: 4, objections: 0 },
        answers: { consent: 4 },
      };
      await matter.outcome(proposal, opening, { counts, minutes: [minutes.entry.id] });
    },
  },
];

const NAMELESS: readonly Scenario[] = [
  {
    id: 'counted',
    rule: 'R-14.8',
    what: 'a count of those who were there',
    wishes,
    words: `${KEPT} counted`,
    play: confirmed(
      () => ({ counted: { consent: 3 }, closes: true }),
      async (at, minutes) => {
        at.clock(HELD);
        await adopts(at, minutes, { consent: 3 });
      },
    ),
  },
  {
    id: 'counted-and-answered',
    rule: 'R-14.8',
    what: 'one of them answers afterwards, and takes one away',
    wishes,
    words: `${KEPT} counted counted`,
    play: confirmed(
      () => ({ counted: { consent: 2, concern: 1 }, closes: true }),
      async (at, minutes) => {
        await at.matter.respond(at.people.cem, at.proposal, 'consent');
        at.clock(HELD);
        await adopts(at, minutes, { consent: 2, concern: 1 });
      },
    ),
  },
  {
    id: 'counted-twice',
    rule: 'R-14.8',
    what: 'as if nobody were taken away',
    wishes,
    words: `${KEPT} counted rules-disagree`,
    play: confirmed(
      () => ({ counted: { consent: 3 }, closes: true }),
      async (at, minutes) => {
        await at.matter.respond(at.people.cem, at.proposal, 'consent');
        at.clock(HELD);
        await adopts(at, minutes, { consent: 4 });
      },
    ),
  },
  {
    id: 'recorded-objection',
    rule: 'R-14.8',
    what: 'an objection that was recorded is its author’s to withdraw, by its id',
    wishes,
    words: `${KEPT} counted`,
    play: confirmed(objects, (at, minutes) => withdrawsRecorded(at, minutes, at.people.ana)),
  },
  {
    id: 'recorded-objection-of-another',
    rule: 'R-14.8',
    what: 'and nobody else’s',
    wishes,
    words: `${KEPT} not-author`,
    play: confirmed(objects, (at, minutes) => withdrawsRecorded(at, minutes, at.people.dia)),
  },
  {
    id: 'recorded-objection-stands',
    rule: 'R-14.8',
    what: 'while it stands nothing is adopted',
    wishes,
    words: `${KEPT} rules-disagree`,
    play: confirmed(objects, async (at, minutes) => {
      at.clock(HELD);
      await adopts(at, minutes, { consent: 2 });
    }),
  },
];

const DISOWNED: readonly Scenario[] = [
  {
    id: 'disowned',
    rule: 'R-14.10',
    what: 'Ana did not say so: two consents are too few',
    wishes,
    words: `${KEPT} counted rules-disagree`,
    play: confirmed(yes, async (at, minutes) => {
      await at.disown(minutes, at.proposal, at.people.ana);
      at.clock(HELD);
      await adopts(at, minutes, { consent: 2 });
    }),
  },
  {
    id: 'disowned-and-answered',
    rule: 'R-14.10',
    what: 'where half suffices she disowns, and answers herself',
    wishes: decidedBy(MET),
    words: `${KEPT} counted counted counted`,
    play: confirmed(yes, async (at, minutes) => {
      await at.disown(minutes, at.proposal, at.people.ana);
      await at.matter.respond(at.people.ana, at.proposal, 'concern');
      at.clock(HELD);
      await adopts(at, minutes, { consent: 2, concern: 1 });
    }),
  },
  {
    id: 'disowned-attendance',
    rule: 'R-14.10',
    what: 'where it needs three she was not there, and the meeting closes nothing',
    wishes,
    words: `${KEPT} counted counted rules-disagree`,
    play: confirmed(yes, async (at, minutes) => {
      await at.disown(minutes, at.proposal, at.people.ana);
      await at.matter.respond(at.people.ana, at.proposal, 'concern');
      at.clock(HELD);
      await adopts(at, minutes, { consent: 2, concern: 1 });
    }),
  },
  {
    id: 'disowned-in-time',
    rule: 'R-14.10',
    what: 'a millisecond before 48 hours are over',
    wishes,
    words: `${KEPT} counted`,
    play: disowns('2026-01-16T19:59:59.999Z', ({ ana }) => ana),
  },
  {
    id: 'disowned-too-late',
    rule: 'R-14.10',
    what: 'when they are over',
    wishes,
    words: `${KEPT} too-late`,
    play: disowns(HELD, ({ ana }) => ana),
  },
  {
    id: 'disowned-by-somebody-absent',
    rule: 'R-14.10',
    what: 'by somebody whom the minutes do not name',
    wishes,
    words: `${KEPT} not-attending`,
    play: disowns(CONFIRMED, ({ dia }) => dia),
  },
  {
    id: 'disowned-twice',
    rule: 'R-14.10',
    what: 'twice',
    wishes,
    words: `${KEPT} counted duplicate`,
    play: confirmed(yes, async (at, minutes) => {
      await at.disown(minutes, at.proposal, at.people.ana);
      await at.disown(minutes, at.proposal, at.people.ana);
    }),
  },
  {
    id: 'disowned-unconfirmed',
    rule: 'R-14.10',
    what: 'minutes that nobody has confirmed',
    wishes,
    words: `${ROOM} pending unknown-reference`,
    play: room(async (at) => {
      at.clock(WRITTEN);
      const minutes = await at.write(at.meeting, at.proposal, yes(at));
      await at.disown(minutes, at.proposal, at.people.ana);
    }),
  },
];

/** The notice again, otherwise, by somebody. */
const changes = (
  more: (room: Room) => Parameters<TestMeeting['call']>[1],
  then: (room: Room, notice: LoggedEntry) => Promise<unknown> = async () => undefined,
  by: (people: World['people']) => Signer = ({ ana }) => ana,
) =>
  room(async (at) => {
    const supersedes = at.meeting.entry.id;
    const notice = await at.call(at.proposal, { supersedes, ...more(at) }, by(at.people));
    await then(at, notice);
  });
const off = { calledOff: say('The hall is flooded.') };

const CHANGED: readonly Scenario[] = [
  {
    id: 'changed-place',
    rule: 'R-14.30',
    what: 'whoever called it changes the place',
    wishes,
    words: `${ROOM} counted`,
    play: changes(() => ({ place: say('The boat house.') })),
  },
  {
    id: 'changed-by-another',
    rule: 'R-14.30',
    what: 'somebody else changes it',
    wishes,
    words: `${ROOM} not-author`,
    play: changes(
      () => ({ place: say('The boat house.') }),
      undefined,
      ({ cem }) => cem,
    ),
  },
  {
    id: 'changed-stale',
    rule: 'R-14.30',
    what: 'a change of the notice as it was before another change',
    wishes,
    words: `${ROOM} counted stale-version`,
    play: changes(
      () => ({ place: say('The boat house.') }),
      ({ call, proposal, meeting }) => call(proposal, { supersedes: meeting.entry.id }),
    ),
  },
  {
    id: 'changed-put-off-most',
    rule: 'R-14.30',
    what: 'put off by 30 days',
    wishes,
    words: `${ROOM} counted`,
    play: changes(() => ({ startsAt: '2026-02-13T18:00:00Z' })),
  },
  {
    id: 'changed-put-off-more',
    rule: 'R-14.30',
    what: 'put off by more',
    wishes,
    words: `${ROOM} too-late`,
    play: changes(() => ({ startsAt: '2026-02-13T18:00:01Z' })),
  },
  {
    id: 'changed-when-begun',
    rule: 'R-14.30',
    what: 'a change at the moment when it begins',
    wishes,
    words: `${ROOM} too-late`,
    play: room(async (at) => {
      at.clock(BEGINS);
      await at.call(at.proposal, { supersedes: at.meeting.entry.id, startsAt: '2026-01-15T18:00:00Z' });
    }),
  },
  {
    id: 'changed-time-announces-anew',
    rule: 'R-14.30',
    what: 'with another time the notice counts anew: an hour earlier is still announced in time',
    wishes,
    words: `${ROOM} counted pending`,
    play: changes(
      () => ({ startsAt: '2026-01-14T17:00:00Z' }),
      async (at, notice) => {
        at.clock(WRITTEN);
        await at.write(notice, at.proposal, yes(at));
      },
    ),
  },
  {
    id: 'changed-time-too-late',
    rule: 'R-14.30',
    what: 'changed the day before by an hour: it closes nothing any more',
    wishes,
    words: `${ROOM} counted notice-too-short`,
    play: room(async (at) => {
      at.clock('2026-01-13T18:00:00Z');
      const more = { supersedes: at.meeting.entry.id, startsAt: '2026-01-14T17:00:00Z' };
      const notice = await at.call(at.proposal, more);
      at.clock(WRITTEN);
      await at.write(notice, at.proposal, yes(at));
    }),
  },
  {
    id: 'changed-writer-the-day-before',
    rule: 'R-14.30',
    what: 'changed the day before in who writes alone: what was announced stays so',
    wishes,
    words: `${ROOM} counted pending`,
    play: room(async (at) => {
      at.clock('2026-01-13T18:00:00Z');
      const more = { supersedes: at.meeting.entry.id, minuteTaker: at.people.cem.author };
      const notice = await at.call(at.proposal, more);
      at.clock(WRITTEN);
      await at.write(notice, at.proposal, yes(at), {}, at.people.cem);
    }),
  },
  {
    id: 'called-off-minutes',
    rule: 'R-14.30',
    what: 'minutes of a meeting that was called off',
    wishes,
    words: `${ROOM} counted called-off`,
    play: changes(
      () => off,
      async (at, notice) => {
        at.clock(WRITTEN);
        await at.write(notice, at.proposal, yes(at));
      },
    ),
  },
  {
    id: 'called-off-at-once',
    rule: 'R-14.30',
    what: 'a first notice that calls off',
    wishes,
    words: 'counted counted counted contradictory',
    play: room(async () => undefined, off),
  },
];

/** Ben is not there, and Cem writes. */
const stoodIn = (
  attendance: (people: World['people']) => Subject[],
  by: (people: World['people']) => Signer,
) =>
  room(async (at) => {
    at.clock(WRITTEN);
    const { ana, cem, dia } = at.people;
    const more = { attendance: attendance(at.people), standsIn: say('Ben was ill.') };
    const there = [ana, cem, dia].filter(({ author }) => more.attendance.includes(author as Subject));
    const minutes = await at.write(
      at.meeting,
      at.proposal,
      { answers: allSay('consent', ...there) },
      more,
      cem,
    );
    at.clock(CONFIRMED);
    await at.confirm(minutes, by(at.people));
  });

const STOOD_IN: readonly Scenario[] = [
  {
    id: 'stands-in',
    rule: 'R-14.31',
    what: 'a member stands in, and whoever led confirms',
    wishes,
    words: `${ROOM} pending counted`,
    play: stoodIn(
      ({ ana, cem, dia }) => subjectsOf(ana, cem, dia),
      ({ ana }) => ana,
    ),
  },
  {
    id: 'stands-in-another-confirms',
    rule: 'R-14.31',
    what: 'somebody else confirms, though whoever led was there',
    wishes,
    words: `${ROOM} pending not-facilitator`,
    play: stoodIn(
      ({ ana, cem, dia }) => subjectsOf(ana, cem, dia),
      ({ dia }) => dia,
    ),
  },
  {
    id: 'stands-in-both-away',
    rule: 'R-14.31',
    what: 'whoever led was not there either: anybody else who was confirms',
    wishes,
    words: `${ROOM} pending counted`,
    play: stoodIn(
      ({ cem, dia }) => subjectsOf(cem, dia),
      ({ dia }) => dia,
    ),
  },
  {
    id: 'stands-in-beside',
    rule: 'R-14.31',
    what: 'though the minute-taker was there',
    wishes,
    words: `${ROOM} not-minute-taker not-minute-taker`,
    play: room(async (at) => {
      at.clock(WRITTEN);
      const standsIn = say('I write faster.');
      await at.write(at.meeting, at.proposal, yes(at), {}, at.people.cem);
      await at.write(at.meeting, at.proposal, yes(at), { standsIn }, at.people.cem);
    }),
  },
];

export const MEETING_SCENARIOS: readonly Scenario[] = [
  ...NOTICES,
  ...OPENINGS,
  ...MINUTES,
  ...RECORDED,
  ...CONFIRMATIONS,
  ...CLOSES,
  ...COUNTED,
  ...NAMELESS,
  ...DISOWNED,
  ...CHANGED,
  ...STOOD_IN,
];

function amend({ matter, world, proposal }: Room) {
  return matter.propose({
    supersedes: proposal.entry.id,
    binding: { operations: [transfer(world.things.X, 61)] },
  });
}

function confirmedBy(who: (people: World['people']) => Signer, when = CONFIRMED) {
  return room(async (at) => {
    at.clock(WRITTEN);
    const minutes = await at.write(at.meeting, at.proposal, yes(at));
    at.clock(when);
    await at.confirm(minutes, who(at.people));
  });
}

/** The notice is of 10 January at noon. */
function beginning(startsAt: string) {
  return room(
    async (at) => {
      at.clock(WRITTEN);
      await at.write(at.meeting, at.proposal, yes(at));
    },
    { startsAt },
  );
}

/** Cem signs a concern at some time; the minutes say that all three consent. */
function ownAnswer(when: string, answers: Partial<Record<Answer, number>>) {
  return room(async (at) => {
    at.clock(when);
    await at.matter.respond(at.people.cem, at.proposal, 'concern');
    at.clock(WRITTEN);
    const minutes = await at.write(at.meeting, at.proposal, yes(at));
    at.clock(CONFIRMED);
    await at.confirm(minutes);
    at.clock(HELD);
    await adopts(at, minutes, answers);
  });
}

/** Ana objects before the meeting; its minutes say that she ended that, and that all three consent. */
function endsObjection(
  then: (room: Room, minutes: LoggedEntry, objection: LoggedEntry) => Promise<unknown>,
  fate: 'withdrawn' | 'resolved-by-review',
) {
  return room(async (at) => {
    const { ana } = at.people;
    const objection = await at.matter.object(ana, at.proposal);
    at.clock(WRITTEN);
    const ended = [{ by: ana.author, objection: objection.entry.id, fate: 'withdrawn' as const }];
    const minutes = await at.write(at.meeting, at.proposal, { ...yes(at), ended });
    at.clock(CONFIRMED);
    await at.confirm(minutes);
    await then(at, minutes, objection);
    at.clock(HELD);
    const counts = {
      ...{ roster: 4, base: 4, responders: 3, decisive: 3, objections: 0 },
      answers: { consent: 3 },
    };
    const objections = [{ objection: objection.entry.id, fate }];
    await at.matter.outcome(at.proposal, at.opening, { counts, objections, minutes: [minutes.entry.id] });
  });
}

/** Ana objects in the meeting, and the others consent. */
function objects({ people: { ana, ben, cem } }: Room) {
  return { answers: allSay('consent', ben, cem), objections: [objecting(ana)], closes: true as const };
}

function withdrawsRecorded({ world, matter }: Room, minutes: LoggedEntry, by: Signer) {
  const id = recordedId(minutes.entry.id, matter.P, 'objection', world.people.ana.author);
  return world.log.append('withdrawal', by, {
    subject: world.own('withdrawal of what was recorded'),
    of: { subject: matter.P, id },
    fate: 'withdrawn',
  });
}

function disowns(when: string, who: (people: World['people']) => Signer) {
  return confirmed(yes, async (at, minutes) => {
    at.clock(when);
    await at.disown(minutes, at.proposal, who(at.people));
  });
}

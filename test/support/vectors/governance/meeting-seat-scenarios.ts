import type { RecordedMatter } from '../../../../protocol/documents/minutes.ts';
import { recordedId } from '../../../../protocol/governance/meetings/recorded.ts';
import type { DocumentId, Subject } from '../../../../protocol/ids.ts';
import type { LoggedEntry } from '../../log-builder.ts';
import type { Signer } from '../../people.ts';
import { createMatter } from '../../rules/matter.ts';
import { allSay, CONFIRMED, createMeeting, HELD, WRITTEN } from '../../rules/meeting.ts';
import { say, type World } from '../../rules/world.ts';
import { ASK, asked, decide } from './consultation-scenarios.ts';
import type { Scenario } from './scenario.ts';
import {
  createSelection,
  NOBODY,
  recallOf,
  row,
  STOOD,
  stood,
  tally,
  WISHES,
} from './selection-scenarios.ts';

type Said = Omit<RecordedMatter, 'proposal'>;
type People = World['people'];

/** Two days after it is asked who of those who stand is selected; the last moment to say so is the 27th at noon. */
const MEETS = '2026-01-22T18:00:00Z';
const TAKEN = '2026-01-22T19:00:00Z';
const VOUCHED = '2026-01-22T20:00:00Z';
const DECIDE = '2026-01-20T12:00:00Z';
const CLOSE = '2026-01-27T12:00:00Z';

const ballot = (who: Signer, ...approves: readonly Signer[]) => ({
  by: who.author as Subject, // a person
  approves: approves.map(({ author }) => author as Subject),
});
const ballots = ({ ana, ben, cem, dia }: People): Said => ({
  ballots: [ballot(ana, cem), ballot(ben, cem, dia), ballot(cem)],
});

interface Room extends ReturnType<typeof createMeeting> {
  readonly selection: Awaited<ReturnType<typeof createSelection>>;
  readonly stood: Awaited<ReturnType<typeof stood>>;
  readonly meeting: LoggedEntry;
}

/** Cem and Dia stand, and a meeting is called while people are asked: twelve entries. */
const room = (
  method: 'consent' | 'approval',
  play: (room: Room) => Promise<unknown>,
  { startsAt = MEETS, called = DECIDE } = {},
) => {
  return async (world: World) => {
    const selection = await createSelection(world, method);
    const meetings = createMeeting(selection.matter);
    const all = await stood(selection);
    if (method === 'consent') await selection.nominate(world.people.ben, all.proposal, world.people.cem);
    selection.at(called);
    const meeting = await meetings.call(all.proposal, { startsAt });
    await play({ ...meetings, selection, stood: all, meeting });
  };
};
const BY_APPROVAL = `${STOOD} counted`;
const BY_CONSENT = `${STOOD} counted counted`;

/** What minutes cannot say. */
const written = (
  method: 'consent' | 'approval',
  said: (people: People) => Said,
  times: { readonly startsAt?: string; readonly called?: string; readonly taken?: string } = {},
) =>
  room(
    method,
    async ({ selection, stood: { proposal }, meeting, write }) => {
      selection.at(times.taken ?? TAKEN);
      await write(meeting, proposal, said(selection.people));
    },
    times,
  );

/** Minutes are confirmed; then something else. */
const confirmed = (
  method: 'consent' | 'approval',
  said: (people: People) => Said,
  then: (room: Room, minutes: LoggedEntry) => Promise<unknown>,
  { taken = TAKEN, vouched = VOUCHED } = {},
) =>
  room(method, async (at) => {
    const { selection, meeting, write, confirm } = at;
    selection.at(taken);
    const minutes = await write(meeting, at.stood.proposal, said(selection.people));
    selection.at(vouched);
    await confirm(minutes);
    await then(at, minutes);
  });

/** Ballots → the outcome that says so; it grants Cem the role, or nobody. */
async function tells(
  { selection, stood: { proposal, opening, cem } }: Room,
  minutes: LoggedEntry | null,
  {
    when = CLOSE,
    cast = 3,
    cems = 2,
    dias = 1,
    none = 1,
    result = 'adopted' as 'adopted' | 'not-adopted',
  } = {},
) {
  const { matter, people, grant, at } = selection;
  at(when);
  const { binding } = proposal.entry.document as unknown as { binding: { operations: never[] } };
  const chosen = result === 'adopted';
  await matter.outcome(
    proposal,
    opening,
    {
      ...{ result, counts: { ...NOBODY, responders: cast, decisive: cast } },
      selection: {
        candidates: tally(row(people.cem, 1, chosen, cems), row(people.dia, 1, false, dias)),
        none,
      },
      ...(minutes === null ? {} : { minutes: [minutes.entry.id] }),
    },
    { binding: { operations: chosen ? [grant(cem)] : binding.operations } },
  );
}

const BALLOTS: readonly Scenario[] = [
  {
    id: 'meeting-ballots',
    rule: 'R-14.7',
    what: 'ballots that minutes record count as if they had been signed, none of these among them',
    wishes: WISHES,
    words: `${BY_APPROVAL} pending counted counted`,
    play: confirmed('approval', ballots, (at, minutes) => tells(at, minutes)),
  },
  {
    id: 'meeting-ballots-untold',
    rule: 'R-14.7',
    what: 'an outcome that does not say that they come from minutes',
    wishes: WISHES,
    words: `${BY_APPROVAL} pending counted rules-disagree`,
    play: confirmed('approval', ballots, (at) => tells(at, null)),
  },
  {
    id: 'meeting-ballots-disowned',
    rule: 'R-14.7',
    what: 'Ben says that he said nothing: one of two for Cem is no more than none of these',
    wishes: WISHES,
    words: `${BY_APPROVAL} pending counted counted counted`,
    play: confirmed('approval', ballots, async (at, minutes) => {
      await at.disown(minutes, at.stood.proposal, at.selection.people.ben);
      await tells(at, minutes, { cast: 2, cems: 1, dias: 0, result: 'not-adopted' });
    }),
  },
  {
    id: 'meeting-ballots-own',
    rule: 'R-14.7',
    what: 'and Cem, who signed a ballot between the meeting and the confirmation, is heard by that',
    wishes: WISHES,
    words: `${BY_APPROVAL} counted pending counted counted`,
    play: room('approval', async (at) => {
      const { selection, meeting, write, confirm } = at;
      selection.at(MEETS);
      await selection.vote(selection.people.cem, at.stood.proposal, selection.people.dia);
      selection.at(TAKEN);
      const minutes = await write(meeting, at.stood.proposal, ballots(selection.people));
      selection.at(VOUCHED);
      await confirm(minutes);
      await tells(at, minutes, { dias: 2, none: 0, result: 'not-adopted' });
    }),
  },
  {
    id: 'meeting-ballots-at-the-last-moment',
    rule: 'R-14.7',
    what: 'confirmed a millisecond before the close: 48 hours later',
    wishes: WISHES,
    words: `${BY_APPROVAL} pending counted counted`,
    play: confirmed(
      'approval',
      ballots,
      (at, minutes) => tells(at, minutes, { when: '2026-01-29T11:59:59.999Z' }),
      { taken: '2026-01-27T11:00:00Z', vouched: '2026-01-27T11:59:59.999Z' },
    ),
  },
  {
    id: 'meeting-ballots-too-soon',
    rule: 'R-14.7',
    what: 'and not a millisecond sooner',
    wishes: WISHES,
    words: `${BY_APPROVAL} pending counted rules-disagree`,
    play: confirmed(
      'approval',
      ballots,
      (at, minutes) => tells(at, minutes, { when: '2026-01-29T11:59:59.998Z' }),
      { taken: '2026-01-27T11:00:00Z', vouched: '2026-01-27T11:59:59.999Z' },
    ),
  },
  {
    id: 'meeting-ballots-too-late',
    rule: 'R-14.7',
    what: 'confirmed at the close: nothing is taken from them, and nothing waits for them',
    wishes: WISHES,
    words: `${BY_APPROVAL} pending counted counted`,
    play: confirmed(
      'approval',
      ballots,
      (at) => tells(at, null, { cast: 0, cems: 0, dias: 0, none: 0, result: 'not-adopted' }),
      { taken: '2026-01-27T11:00:00Z', vouched: CLOSE },
    ),
  },
  {
    id: 'meeting-ballots-before',
    rule: 'R-14.3a',
    what: 'before it is clear who stands',
    wishes: WISHES,
    words: `${BY_APPROVAL} not-open`,
    play: written('approval', ballots, {
      called: '2026-01-11T12:00:00Z',
      startsAt: '2026-01-20T10:00:00Z',
      taken: '2026-01-20T11:59:59.999Z',
    }),
  },
  {
    id: 'meeting-ballots-in-time',
    rule: 'R-14.3a',
    what: 'and from then on',
    wishes: WISHES,
    words: `${BY_APPROVAL} pending`,
    play: written('approval', ballots, {
      called: '2026-01-11T12:00:00Z',
      startsAt: '2026-01-20T10:00:00Z',
      taken: DECIDE,
    }),
  },
  {
    id: 'meeting-ballots-for-somebody-else',
    rule: 'R-14.3a',
    what: 'for somebody who does not stand',
    wishes: WISHES,
    words: `${BY_APPROVAL} unknown-reference`,
    play: written('approval', ({ ana, ben }) => ({ ballots: [ballot(ana, ben)] })),
  },
  {
    id: 'meeting-ballots-of-the-absent',
    rule: 'R-14.3a',
    what: 'of somebody who was not there',
    wishes: WISHES,
    words: `${BY_APPROVAL} not-attending`,
    play: written('approval', ({ dia, cem }) => ({ ballots: [ballot(dia, cem)] })),
  },
  {
    id: 'meeting-answers-on-ballots',
    rule: 'R-14.3a',
    what: 'answers where people are approved of',
    wishes: WISHES,
    words: `${BY_APPROVAL} wrong-rung`,
    play: written('approval', ({ ana }) => ({ answers: allSay('abstain', ana) })),
  },
  {
    id: 'meeting-ballots-under-consent',
    rule: 'R-14.3a',
    what: 'ballots where people are asked for consent',
    wishes: WISHES,
    words: `${BY_CONSENT} wrong-rung`,
    play: written('consent', ballots),
  },
  {
    id: 'meeting-closes-a-selection',
    rule: 'R-14.6',
    what: 'a selection is not closed by a meeting',
    wishes: WISHES,
    words: `${BY_APPROVAL} wrong-rung`,
    play: written('approval', (people) => ({ ...ballots(people), closes: true })),
  },
];

const three = ({ ana, ben, cem }: People): Said => ({ answers: allSay('consent', ana, ben, cem) });

/** Dia says so herself; the outcome grants Cem the role. */
const granted = (when: string) =>
  confirmed('consent', three, async (at, minutes) => {
    const { matter, people, grant, at: clock } = at.selection;
    const { proposal, opening, cem } = at.stood;
    await matter.respond(people.dia, proposal, 'consent');
    clock(when);
    await matter.outcome(
      proposal,
      opening,
      {
        counts: { ...NOBODY, responders: 4, decisive: 4, answers: { consent: 4 } },
        selection: { candidates: tally(row(people.cem, 2, true)) },
        minutes: [minutes.entry.id],
      },
      { binding: { operations: [grant(cem)] } },
    );
  });

/** Ben is to be recalled, and Ana and Cem say so in a room, Dia by herself. */
const recalled = (when: string) => async (world: World) => {
  const { matter, put, support, open } = recallOf(world);
  const { ana, cem, dia } = world.people;
  const meetings = createMeeting(matter);
  const proposal = await put();
  for (const who of [ana, cem, dia]) await support(who, proposal);
  const opening = await open(proposal);
  const meeting = await meetings.call(proposal);
  matter.setClock(WRITTEN);
  const minutes = await meetings.write(meeting, proposal, { answers: allSay('consent', ana, cem) });
  matter.setClock(CONFIRMED);
  await meetings.confirm(minutes);
  await matter.respond(dia, proposal, 'consent');
  matter.setClock(when);
  const { binding } = proposal.entry.document as unknown as { binding: { operations: never[] } };
  const counts = { ...NOBODY, roster: 3, base: 3, responders: 3, decisive: 3, answers: { consent: 3 } };
  await matter.outcome(proposal, opening, { counts, minutes: [minutes.entry.id] }, { binding });
};
const RECALLED = `${Array(7).fill('counted').join(' ')} pending counted counted`;

const CONSENTS: readonly Scenario[] = [
  {
    id: 'meeting-selection-by-consent',
    rule: 'R-14.7',
    what: 'consent to who is nominated, 48 hours after it was confirmed',
    wishes: WISHES,
    words: `${BY_CONSENT} pending counted counted counted`,
    play: granted('2026-01-24T20:00:00Z'),
  },
  {
    id: 'meeting-selection-too-soon',
    rule: 'R-14.7',
    what: 'and a millisecond sooner',
    wishes: WISHES,
    words: `${BY_CONSENT} pending counted counted rules-disagree`,
    play: granted('2026-01-24T19:59:59.999Z'),
  },
  {
    id: 'meeting-answers-before',
    rule: 'R-14.3a',
    what: 'before it is clear whom it is about',
    wishes: WISHES,
    words: `${BY_CONSENT} not-open`,
    play: written('consent', three, {
      called: '2026-01-11T12:00:00Z',
      startsAt: '2026-01-20T10:00:00Z',
      taken: '2026-01-20T11:59:59.999Z',
    }),
  },
  {
    id: 'meeting-recall',
    rule: 'R-14.7',
    what: 'a recall, 48 hours after it was confirmed',
    wishes: WISHES,
    words: `${RECALLED} counted`,
    play: recalled(HELD),
  },
  {
    id: 'meeting-recall-too-soon',
    rule: 'R-14.7',
    what: 'and a millisecond sooner',
    wishes: WISHES,
    words: `${RECALLED} rules-disagree`,
    play: recalled('2026-01-16T19:59:59.999Z'),
  },
];

/** Ben is to ask; Ana and Cem advise him in a room, and Dia in writing. */
const advised = (
  when: string,
  answered: (ids: Record<'ana' | 'cem' | 'dia', DocumentId>) => readonly DocumentId[] = ({
    ana,
    cem,
    dia,
  }) => [ana, cem, dia],
) => {
  return async (world: World) => {
    const matter = createMatter(world);
    const { ana, cem, dia } = world.people;
    const meetings = createMeeting(matter);
    const { proposal, opening } = await asked(matter);
    const meeting = await meetings.call(proposal);
    const written = await matter.advise(dia, proposal, 'against');
    matter.setClock(WRITTEN);
    const minutes = await meetings.write(meeting, proposal, { advice: [advice(ana), advice(cem)] });
    matter.setClock(CONFIRMED);
    await meetings.confirm(minutes);
    matter.setClock(when);
    const recorded = ({ author }: Signer) =>
      recordedId(minutes.entry.id, matter.P, 'advice', author as Subject);
    const ids = answered({ ana: recorded(ana), cem: recorded(cem), dia: written.entry.id });
    await decide(
      matter,
      proposal,
      opening,
      ids.map((id) => ({ entry: { id } })),
    );
  };
};

const advice = (who: Signer) => ({
  by: who.author as Subject, // a person
  stance: 'for' as const,
  text: say('Ask the neighbours first.'),
});
const ADVISED = 'counted counted counted counted counted pending counted';

const ADVICE: readonly Scenario[] = [
  {
    id: 'meeting-advice',
    rule: 'R-14.7',
    what: 'advice that minutes record is answered like any other, 48 hours after it was confirmed',
    wishes: ASK,
    words: `${ADVISED} counted`,
    play: advised(HELD),
  },
  {
    id: 'meeting-advice-too-soon',
    rule: 'R-14.7',
    what: 'and a millisecond sooner, though the time to ask is over',
    wishes: ASK,
    words: `${ADVISED} too-early`,
    play: advised('2026-01-16T19:59:59.999Z'),
  },
  {
    id: 'meeting-advice-unanswered',
    rule: 'R-14.7',
    what: 'a decision that answers what was written alone',
    wishes: ASK,
    words: `${ADVISED} advice-unanswered`,
    play: advised(HELD, ({ dia }) => [dia]),
  },
  {
    id: 'meeting-advice-of-the-absent',
    rule: 'R-14.3a',
    what: 'advice of somebody who was not there',
    wishes: ASK,
    words: 'counted counted counted counted not-attending',
    play: async (world) => {
      const matter = createMatter(world);
      const meetings = createMeeting(matter);
      const { proposal } = await asked(matter);
      const meeting = await meetings.call(proposal);
      matter.setClock(WRITTEN);
      await meetings.write(meeting, proposal, { advice: [advice(world.people.dia)] });
    },
  },
  {
    id: 'meeting-ballots-elsewhere',
    rule: 'R-14.3a',
    what: 'ballots where nobody is selected',
    wishes: ASK,
    words: 'counted counted counted counted wrong-rung',
    play: async (world) => {
      const matter = createMatter(world);
      const meetings = createMeeting(matter);
      const { proposal } = await asked(matter);
      const meeting = await meetings.call(proposal);
      matter.setClock(WRITTEN);
      await meetings.write(meeting, proposal, { ballots: [ballot(world.people.ana)] });
    },
  },
];

/** What minutes say of selections, of recalls and of advice. */
export const MEETING_SEAT_SCENARIOS: readonly Scenario[] = [...BALLOTS, ...CONSENTS, ...ADVICE];

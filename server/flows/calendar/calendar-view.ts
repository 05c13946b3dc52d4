import type { ThreadName } from '../../../protocol/documents/define.ts';
import { DAY_SECONDS, formatMillis, type Millis, parseTime, SECOND } from '../../../protocol/time.ts';
import { anyLanguage } from '../../any-language.ts';
import type { Context } from '../../context.ts';
import { hashOf, meetingHref } from '../../web/hrefs.ts';
import { capital } from '../../web/words.ts';
import { documentIn } from '../record/document-in.ts';
import type { MayRead } from '../record/evidence-source.ts';
import { agreementsView } from '../views/agreements-view.ts';
import { type MeetingView, meetingsView } from '../views/meetings-view.ts';
import { proposalsView } from '../views/proposal-summary.ts';
import { agreementEvents } from './agreement-events.ts';
import { bookingEvents } from './booking-events.ts';
import { datedEvents } from './dated-events.ts';
import { phaseEvents } from './phase-events.ts';

/** Meetings stay for so long after they began: whoever missed one finds it. */
const PAST_MS = 31 * DAY_SECONDS * SECOND;
/** What one calendar holds; the soonest go before. */
const EVENTS_MAX = 500;

/** Something that happens at a moment. */
export interface CalendarEvent {
  /** What stays of it when its time is changed; names no host. */
  readonly name: string;
  readonly at: Millis;
  /** Where it lasts for a time that is known. */
  readonly until?: Millis;
  readonly title: string;
  /** Lines of plain text. */
  readonly text: readonly string[];
  readonly place: string | null;
  /** Path of its page. */
  readonly href: string;
  readonly isCalledOff: boolean;
  /** The thread that says when it is. */
  readonly thread: ThreadName;
}

/** A moment with how often it can have changed, and when it last did. */
export interface CalendarEntry extends Omit<CalendarEvent, 'at' | 'until' | 'thread'> {
  readonly at: string;
  readonly until: string | null;
  /** Entries of its thread after the first: it never falls. */
  readonly sequence: number;
  readonly changedAt: string;
}

export interface CalendarView {
  readonly commons: string;
  readonly name: string;
  /** By time. */
  readonly entries: readonly CalendarEntry[];
}

/**
 * What has a time and is to come, as far as the reader may see it: meetings, ends of phases, last
 * days of agreements, and what time brings about.
 * Spec §19.
 *
 * @throws {ProtocolError} `not-founded`
 */
export async function calendarView(context: Context, mayRead: MayRead): Promise<CalendarView> {
  const { store } = context;
  const commons = await context.commons();
  const now = await context.now();
  const { meetings } = await meetingsView(context, mayRead);
  const events = [
    ...meetings.map(meetingEvent).filter(({ at }) => at > now - PAST_MS),
    ...meetings.flatMap(minutesEvents).filter(({ at }) => at > now),
    ...(await proposalsView(context, mayRead)).flatMap((matter) => phaseEvents(matter, now)),
    ...(await agreementsView(context, mayRead)).flatMap((agreement) => agreementEvents(agreement, now)),
    ...(await datedEvents(context, mayRead)),
    ...(await bookingEvents(context, mayRead)),
  ];
  const soonest = events.sort((a, b) => a.at - b.at || (a.name < b.name ? -1 : 1)).slice(0, EVENTS_MAX);
  const [thread] = await store.threads(commons, { names: ['charter'] });
  const id = thread?.state?.kind === 'charter' ? thread.state.inForce : null;
  const charter = id === null ? null : await documentIn(store, commons, id);
  const isNamed = charter?.type === 'charter' && mayRead(charter);
  return {
    commons,
    name: isNamed ? anyLanguage(charter.name) : 'A commons',
    entries: await withChanges(context, soonest),
  };
}

async function withChanges(
  context: Context,
  events: readonly CalendarEvent[],
): Promise<readonly CalendarEntry[]> {
  const { store } = context;
  const home = await context.commons();
  const found = await store.threads(home, { names: [...new Set(events.map(({ thread }) => thread))] });
  const threads = new Map(found.map((thread) => [thread.name, thread]));
  const last = await store.entries(home, { at: [...new Set(found.map((thread) => thread.last))] });
  const times = new Map(last.map(({ index, at }) => [index, at]));
  return events.flatMap(({ thread: name, at, until, ...event }) => {
    const thread = threads.get(name);
    const changedAt = thread === undefined ? undefined : times.get(thread.last);
    return thread === undefined || changedAt === undefined
      ? []
      : [
          {
            ...event,
            at: formatMillis(at),
            until: until === undefined ? null : formatMillis(until),
            sequence: thread.n - 1,
            changedAt: formatMillis(changedAt),
          },
        ];
  });
}

function meetingEvent(meeting: MeetingView): CalendarEvent {
  const { subject, circle, startsAt, place, agenda, facilitator, calledOff } = meeting;
  return {
    name: `meeting.${subject}`,
    at: parseTime(startsAt) ?? 0, // the schema has checked the text
    title: `Meeting of ${circle}`,
    text: [
      ...(calledOff === null ? [] : [`It does not take place. ${calledOff}`.trim()]),
      ...agenda.map(({ about, matter }, index) => {
        const words = [...(about === null ? [] : [about]), ...(matter?.what ?? [])].map(capital);
        return `${index + 1}. ${words.length === 0 ? 'A matter' : words.join('; ')}`;
      }),
      `Facilitated by ${facilitator}.`,
    ],
    place,
    href: meetingHref(subject),
    isCalledOff: calledOff !== null,
    thread: subject,
  };
}

/** Minutes that nobody has confirmed come to nothing after some time. Spec §14. */
function minutesEvents({ subject, circle, minutes }: MeetingView): readonly CalendarEvent[] {
  return minutes.flatMap(({ id, takenBy, confirmBy }) =>
    confirmBy === null
      ? []
      : [
          {
            name: `minutes.${hashOf(id)}`,
            at: parseTime(confirmBy) ?? 0, // a view writes times itself
            title: `Last day to confirm the minutes of ${circle}`,
            text: [`Taken by ${takenBy}. Somebody else who was there confirms them.`],
            place: null,
            href: meetingHref(subject),
            isCalledOff: false,
            thread: subject,
          },
        ],
  );
}

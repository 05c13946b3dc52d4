import type { Minutes } from '../../documents/minutes.ts';
import type { DocumentId, Subject } from '../../ids.ts';
import { formatMillis } from '../../time.ts';
import { membersOf } from '../ladder/roster.ts';
import { signBy } from '../limits.ts';
import { askHuman } from '../right.ts';
import { judgeBy, type Refusal, refuse, type Verdict } from '../verdict.ts';
import { type Entry, type RuleView, stateOf } from '../view.ts';
import { askCloses, askRecorded, rosterIn } from './ask-recorded.ts';
import { meetingNamed, type NamedMeeting } from './meeting-named.ts';
import { MINUTES_TIME } from './terms.ts';

type Answer = readonly DocumentId[] | Refusal;

/** What the named minute-taker wrote down; it waits for somebody else who was there. Spec §14. */
export function judgeMinutes(entry: Entry, document: Minutes, view: RuleView): Verdict {
  const onMeeting = (ask: (named: NamedMeeting) => Answer) => () => {
    const named = meetingNamed(view, document.meeting);
    return named === null ? refuse('unknown-reference', { meeting: document.meeting.subject }) : ask(named);
  };
  const verdict = judgeBy([
    { level: 'V2', name: 'active', ask: () => askHuman(view, document.author) },
    {
      level: 'V2',
      name: 'minute-taker',
      ask: onMeeting(({ meeting, state }) => {
        const said = askMinuteTaker(document, meeting.minuteTaker, view);
        if (said !== null) return said;
        return meeting.circle.subject === document.circle ? [state.id] : refuse('contradictory');
      }),
    },
    {
      level: 'V3',
      name: 'in-time',
      ask: onMeeting(({ startsAt, meeting }) => {
        if (meeting.calledOff !== undefined) return refuse('called-off');
        if (entry.at < startsAt) return refuse('too-early', { startsAt: formatMillis(startsAt) });
        const until = startsAt + MINUTES_TIME;
        return entry.at < until ? [] : refuse('too-late', { until: formatMillis(until) });
      }),
    },
    { level: 'V3', name: 'attendance', ask: () => askAttendance(document, view) },
    {
      level: 'V3',
      name: 'once',
      ask: onMeeting(({ state }) => {
        const stand = state.minutes.filter(
          ({ at, confirmedBy }) => confirmedBy !== null || entry.at < signBy(at),
        );
        const taken = stand.flatMap(({ proposals }) => proposals);
        const again = document.matters.find(({ proposal }) => taken.includes(proposal.subject));
        return again === undefined ? [] : refuse('duplicate', { proposal: again.proposal.subject });
      }),
    },
    {
      level: 'V3',
      name: 'recorded',
      ask: onMeeting((named) =>
        firstNo(document, (matter) => askRecorded(entry, document, matter, named, view)),
      ),
    },
    {
      level: 'V3',
      name: 'closes',
      ask: onMeeting((named) => firstNo(document, (matter) => askCloses(document, matter, named, view))),
    },
  ]);
  return verdict.status === 'counted' ? { ...verdict, status: 'pending' } : verdict;
}

/** Whoever the notice names; or, where they were not there, a member of the circle who says so. Spec §14. */
function askMinuteTaker(
  { author, attendance, circle, standsIn }: Minutes,
  minuteTaker: Subject,
  view: RuleView,
): Refusal | null {
  if (author === minuteTaker) return standsIn === undefined ? null : refuse('contradictory');
  const stands =
    standsIn !== undefined &&
    !attendance.includes(minuteTaker) &&
    (membersOf(view, circle) as readonly string[]).includes(author);
  return stands ? null : refuse('not-minute-taker', { minuteTaker });
}

/** Members of the circle, and whoever else is asked about one of the matters; the minute-taker among them. Spec §14. */
function askAttendance({ author, attendance, circle, matters }: Minutes, view: RuleView): Answer {
  const there = attendance as readonly string[];
  if (!there.includes(author)) return refuse('not-attending', { who: author });
  const agents = stateOf(view, 'constraints', 'constraints')?.agents ?? [];
  const agent = attendance.find((person) => agents.includes(person));
  if (agent !== undefined) return refuse('human-only', { who: agent });
  const members = membersOf(view, circle);
  const asked = matters.flatMap(({ proposal }) => rosterIn(view, proposal.subject));
  const stranger = attendance.find((person) => !members.includes(person) && !asked.includes(person));
  return stranger === undefined ? [] : refuse('not-on-roster', { who: stranger });
}

function firstNo({ matters }: Minutes, ask: (matter: Minutes['matters'][number]) => Answer): Answer {
  const proofs: DocumentId[] = [];
  for (const matter of matters) {
    const said = ask(matter);
    if ('code' in said) return said;
    proofs.push(...said);
  }
  return proofs;
}

import type { Meeting } from '../../documents/meeting.ts';
import type { DocumentId, Ref, Subject } from '../../ids.ts';
import { parseTime } from '../../time.ts';
import { inForce } from '../in-force.ts';
import { membersOf } from '../ladder/roster.ts';
import { askHuman } from '../right.ts';
import { judgeBy, type Refusal, refuse, type Verdict } from '../verdict.ts';
import { contentOf, type Entry, type RuleView } from '../view.ts';

type Answer = readonly DocumentId[] | Refusal;

/** A member calls their circle together, and says who of them leads and who writes. Spec §14. */
export function judgeMeeting(entry: Entry, document: Meeting, view: RuleView): Verdict {
  const { author, circle, facilitator, minuteTaker, startsAt } = document;
  return judgeBy([
    { level: 'V2', name: 'active', ask: () => askHuman(view, author) },
    { level: 'V3', name: 'circle', ask: () => askCircle(view, circle) },
    {
      level: 'V3',
      name: 'eligible',
      ask: () => askMembers(view, circle.subject, [author, facilitator, minuteTaker] as readonly Subject[]), // a person signs it
    },
    {
      level: 'V3',
      name: 'in-time',
      ask: () => ((parseTime(startsAt) ?? 0) > entry.at ? [] : refuse('too-late', { startsAt })),
    },
  ]);
}

function askCircle(view: RuleView, circle: Ref): Answer {
  const current = inForce(view, circle.subject);
  if (current === null || contentOf(view, current.id, 'circle') === null)
    return refuse('unknown-reference', { circle: circle.subject });
  return current.id === circle.id
    ? [current.id, current.by]
    : refuse('stale-version', { inForce: current.id });
}

function askMembers(view: RuleView, circle: Subject, people: readonly Subject[]): Answer {
  const members = membersOf(view, circle);
  const stranger = people.find((person) => !members.includes(person));
  return stranger === undefined ? [] : refuse('not-on-roster', { who: stranger });
}

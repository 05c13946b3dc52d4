import type { Meeting } from '../../documents/meeting.ts';
import type { DocumentId, Ref, Subject } from '../../ids.ts';
import { formatMillis, parseTime } from '../../time.ts';
import { inForce } from '../in-force.ts';
import { membersOf } from '../ladder/roster.ts';
import { askHuman } from '../right.ts';
import { askConvened } from '../roles/ask-convened.ts';
import { millisOf } from '../seats/seat-act.ts';
import { judgeBy, type Refusal, refuse, type Verdict } from '../verdict.ts';
import { contentOf, type Entry, type RuleView, stateOf } from '../view.ts';
import { MOVED_MOST } from './terms.ts';

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
    { level: 'V3', name: 'notice-version', ask: () => askChange(entry, document, view) },
    ...(document.silent === undefined
      ? []
      : [{ level: 'V3', name: 'silent', ask: () => askConvened(view, document, entry.at) } as const]),
  ]);
}

/** Whoever called it or leads it changes it, or calls it off, before it was to begin. Spec §14. */
function askChange({ at }: Entry, document: Meeting, view: RuleView): Answer {
  const { subject, supersedes, author, circle, startsAt, calledOff } = document;
  const state = stateOf(view, subject, 'meeting');
  if (state === null) {
    if (supersedes !== undefined) return refuse('stale-version', { current: null });
    return calledOff === undefined ? [] : refuse('contradictory');
  }
  const before = contentOf(view, state.id, 'meeting');
  const first = contentOf(view, state.changed?.first ?? state.id, 'meeting');
  if (before === null || first === null || supersedes !== state.id)
    return refuse('stale-version', { current: state.id });
  if (author !== first.author && author !== before.facilitator) return refuse('not-author');
  if (before.calledOff !== undefined) return refuse('called-off');
  if (at >= millisOf(before.startsAt)) return refuse('too-late', { startsAt: before.startsAt });
  if (circle.subject !== before.circle.subject)
    return refuse('contradictory', { circle: before.circle.subject });
  const latest = millisOf(first.startsAt) + MOVED_MOST;
  return millisOf(startsAt) <= latest ? [state.id] : refuse('too-late', { latest: formatMillis(latest) });
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

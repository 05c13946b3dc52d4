import type { Confirmation } from '../../documents/confirmation.ts';
import type { Minutes } from '../../documents/minutes.ts';
import { touchedThreads } from '../../documents/touched-threads.ts';
import type { DocumentId } from '../../ids.ts';
import { formatMillis } from '../../time.ts';
import { sameJson } from '../binding.ts';
import { signBy } from '../limits.ts';
import { askHuman } from '../right.ts';
import { judgeBy, type Refusal, refuse, type Verdict } from '../verdict.ts';
import { contentOf, type Entry, type RuleView, stateOf } from '../view.ts';

type Answer = readonly DocumentId[] | Refusal;
type Attestation = Confirmation & { readonly minutes: NonNullable<Confirmation['minutes']> };

/** Somebody else who was there says that the minutes are right: now they count. Spec §14. */
export function judgeAttestation(entry: Entry, document: Attestation, view: RuleView): Verdict {
  const onMinutes = (ask: (minutes: Minutes) => Answer) => () => {
    const minutes = contentOf(view, document.of.id, 'minutes');
    if (minutes === null) return refuse('unknown-reference', { minutes: document.of.id });
    const same = askSame(document, minutes, view);
    return 'code' in same ? same : ask(minutes);
  };
  return judgeBy([
    { level: 'V2', name: 'active', ask: () => askHuman(view, document.author) },
    { level: 'V3', name: 'same-minutes', ask: onMinutes(() => [document.of.id]) },
    {
      level: 'V3',
      name: 'pending-minutes',
      ask: onMinutes((minutes) => askPending(entry, document, minutes, view)),
    },
  ]);
}

/** It names the meeting's thread, and every thread that the minutes changed. */
function askSame(
  { of, minutes: { changes }, decision }: Attestation,
  minutes: Minutes,
  view: RuleView,
): Answer {
  if (decision !== undefined) return refuse('contradictory');
  const { changed } = touchedThreads(minutes, view.home);
  const same = of.subject === minutes.meeting.subject && sameJson([...changed], changes);
  return same ? [of.id] : refuse('binding-differs', { changes: changed });
}

function askPending(entry: Entry, { of, author }: Attestation, minutes: Minutes, view: RuleView): Answer {
  const taken = stateOf(view, of.subject, 'meeting')?.minutes.find(({ id }) => id === of.id);
  if (taken === undefined) return refuse('unknown-reference', { minutes: of.id });
  if (taken.confirmedBy !== null) return refuse('closed');
  if (taken.author === author) return refuse('same-signer');
  const there = minutes.attendance as readonly string[];
  if (!there.includes(author)) return refuse('not-attending', { who: author });
  const led = askLed(author, minutes, view);
  if (led !== null) return led;
  const until = signBy(taken.at);
  return entry.at < until ? [taken.id] : refuse('second-signature-missing', { until: formatMillis(until) });
}

/** Where somebody stood in for the minute-taker, whoever led the meeting confirms, if they were there and are another. Spec §14. */
function askLed(
  author: Confirmation['author'],
  { meeting, attendance, ...minutes }: Minutes,
  view: RuleView,
): Refusal | null {
  const notice = contentOf(view, meeting.id, 'meeting');
  if (notice === null || minutes.author === notice.minuteTaker) return null;
  const { facilitator } = notice;
  const asked = attendance.includes(facilitator) && minutes.author !== facilitator;
  return asked && author !== facilitator ? refuse('not-facilitator', { facilitator }) : null;
}

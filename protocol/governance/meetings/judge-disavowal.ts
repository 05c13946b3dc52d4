import type { Disavowal } from '../../documents/disavowal.ts';
import type { DocumentId } from '../../ids.ts';
import { formatMillis, type Millis } from '../../time.ts';
import { askOpen, onOpen } from '../ladder/judge-participation.ts';
import { extended } from '../ladder/window.ts';
import { withWords } from '../links/words.ts';
import { askHuman } from '../right.ts';
import { judgeBy, type Refusal, type Rule, refuse, type Verdict } from '../verdict.ts';
import { contentOf, type Entry, type JudgedEntry, type RuleView } from '../view.ts';
import { DISOWN_TIME } from './terms.ts';

type Answer = readonly DocumentId[] | Refusal;

/** Whoever minutes say was there takes back what they say of them, once and soon. Spec §14. */
export function judgeDisavowal(entry: Entry, document: Disavowal, view: RuleView): Verdict {
  return judgeBy(disavowalRules(entry, document, view));
}

/** What a disavowal is asked, in this order. */
export function disavowalRules(entry: Entry, document: Disavowal, view: RuleView): readonly Rule[] {
  const { author, proposal } = document;
  const onConfirmed = (ask: (confirmation: JudgedEntry) => Answer) => () => {
    const confirmation = confirmationOf(document, view);
    return confirmation === undefined
      ? refuse('unknown-reference', { minutes: document.minutes })
      : ask(confirmation);
  };
  return [
    { level: 'V2', name: 'active', ask: () => askHuman(view, author) },
    {
      level: 'V3',
      name: 'own-act',
      ask: onConfirmed(({ id }) => {
        const there = contentOf(view, document.minutes, 'minutes')?.attendance as
          | readonly string[]
          | undefined;
        return there?.includes(author) === true ? [id] : refuse('not-attending', { who: author });
      }),
    },
    {
      level: 'V3',
      name: 'in-time',
      ask: onConfirmed(({ at }) => {
        const until = disownUntil(view, at, entry.at);
        return entry.at < until ? [] : refuse('too-late', { until: formatMillis(until) });
      }),
    },
    { level: 'V3', name: 'open', ask: () => onOpen(view, proposal, (open) => askOpen(entry, open)) },
    {
      level: 'V3',
      name: 'once',
      ask: () =>
        withWords(view.entries(proposal.subject)).some((other) => isSame(other, document))
          ? refuse('duplicate')
          : [],
    },
  ];
}

/** Until when minutes can be disowned that were confirmed at a moment, as far as the log tells by now. Spec §14. */
export function disownUntil(view: RuleView, confirmedAt: Millis, now: Millis): Millis {
  const silence = (from: Millis, until: Millis) => view.silence(from, until, now);
  return extended(confirmedAt, confirmedAt + DISOWN_TIME, silence, now);
}

/** The entry with which the minutes came to count in this matter. */
function confirmationOf({ proposal, minutes }: Disavowal, view: RuleView): JudgedEntry | undefined {
  return view
    .entries(proposal.subject)
    .find(
      ({ document, verdict }) =>
        document.type === 'confirmation' &&
        document.minutes !== undefined &&
        document.of.id === minutes &&
        verdict.status === 'counted',
    );
}

function isSame({ document, verdict }: JudgedEntry, { author, minutes }: Disavowal): boolean {
  return (
    document.type === 'disavowal' &&
    document.author === author &&
    document.minutes === minutes &&
    verdict.status === 'counted'
  );
}

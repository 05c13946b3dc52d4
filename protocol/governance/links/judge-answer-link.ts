import type { AnswerLink } from '../../documents/answer-link.ts';
import type { DocumentId, Subject } from '../../ids.ts';
import { parseTime } from '../../time.ts';
import { askOpen, onOpen } from '../ladder/judge-participation.ts';
import { rosterIn } from '../meetings/ask-recorded.ts';
import { askHuman } from '../right.ts';
import { judgeBy, type Refusal, refuse, type Verdict } from '../verdict.ts';
import { type Entry, type RuleView, stateOf } from '../view.ts';
import { linksIn } from './find-link.ts';

type Answer = readonly DocumentId[] | Refusal;

/** Somebody who is asked hands a link to somebody who is asked and has no key, or to a guest. Spec §14. */
export function judgeAnswerLink(entry: Entry, document: AnswerLink, view: RuleView): Verdict {
  const { author, proposal, for: person, guest, lock, endsAt } = document;
  return judgeBy([
    { level: 'V2', name: 'active', ask: () => askHuman(view, author) },
    {
      level: 'V3',
      name: 'addressee',
      ask: () => ((person === undefined) === (guest === undefined) ? refuse('contradictory') : []),
    },
    { level: 'V3', name: 'open', ask: () => onOpen(view, proposal, (open) => askOpen(entry, open)) },
    {
      level: 'V3',
      name: 'eligible',
      ask: () => (person === undefined ? [] : askBetween(document, person, view)),
    },
    { level: 'V3', name: 'keyless', ask: () => (person === undefined ? [] : askKeyless(view, person)) },
    {
      level: 'V3',
      name: 'in-time',
      ask: () => ((parseTime(endsAt) ?? 0) > entry.at ? [] : refuse('too-late', { endsAt })),
    },
    {
      level: 'V3',
      name: 'once',
      ask: () => {
        const known = linksIn(view.entries(proposal.subject)).some(({ link }) => link.lock === lock);
        return known ? refuse('duplicate') : [];
      },
    },
  ]);
}

/** Both are asked; and nobody carries answers to what they put forward themself. Spec §14. */
function askBetween({ author, proposal }: AnswerLink, person: Subject, view: RuleView): Answer {
  const roster = rosterIn(view, proposal.subject) as readonly string[];
  if (!roster.includes(author)) return refuse('not-eligible');
  if (!roster.includes(person)) return refuse('not-on-roster', { who: person });
  const versions = stateOf(view, proposal.subject, 'proposal')?.versions ?? [];
  return author === person || versions.some((version) => version.author === author)
    ? refuse('conflict', { who: author })
    : [];
}

/** Whoever has a key of their own says it with that; what the instance holds is none. Spec §14. */
export function askKeyless(view: RuleView, person: Subject): Answer {
  const participant = stateOf(view, person, 'participant');
  if (participant === null) return [];
  if (participant.status === 'left') return refuse('not-active', { who: person });
  const own = participant.keys.some(({ custody }) => custody !== 'instance');
  return own ? refuse('has-key', { who: person }) : [participant.id];
}

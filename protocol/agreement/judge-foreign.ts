import type { Acceptance } from '../documents/acceptance.ts';
import type { Answer as AnswerDocument } from '../documents/answer.ts';
import type { Event } from '../documents/event.ts';
import { type Lapse, OWN_CAUSES } from '../documents/lapse.ts';
import type { Question } from '../documents/question.ts';
import type { Rejection } from '../documents/rejection.ts';
import type { Seal } from '../documents/seal.ts';
import type { Termination } from '../documents/termination.ts';
import type { Terms } from '../documents/terms.ts';
import type { Withdrawal } from '../documents/withdrawal.ts';
import { judgeBy, refuse, type Verdict } from '../governance/verdict.ts';
import type { Entry, RuleView } from '../governance/view.ts';
import { isScid } from '../ids.ts';
import { givenBy } from './ask-holds.ts';
import { askSpeaks } from './judge-event.ts';
import { askComplete } from './judge-registrar.ts';
import {
  type Answer,
  askFollows,
  askOpen,
  askRegistrar,
  askRulesVersion,
  negotiationOf,
  withFields,
} from './questions.ts';

type Negotiating =
  | Terms
  | Acceptance
  | Rejection
  | Withdrawal
  | Seal
  | Lapse
  | Event
  | Termination
  | Question
  | AnswerDocument;

/**
 * A document of another commons: it counts here if it counts there, if its author may say this to us, and if it fits what
 * our own log holds. Spec §8.
 *
 * Whether the negotiation is open is asked last: so a registrar's second word is known by its code.
 */
export function judgeForeign(entry: Entry, document: Negotiating, view: RuleView): Verdict {
  return judgeBy([
    {
      level: 'V2',
      name: 'counts-at-home',
      ask: () => (view.foreign(entry.id) ? [entry.id] : refuse('evidence-insufficient')),
    },
    { level: 'V2', name: 'party', ask: () => askAuthor(document, view) },
    { level: 'V3', name: 'fits', ask: () => askFits(document, view) },
    { level: 'V3', name: 'open', ask: () => askStillOpen(entry, document, view) },
  ]);
}

/** What is still said once the negotiation has ended. */
const UNTIL_LATER: ReadonlySet<string> = new Set(['event', 'termination', 'question', 'answer']);

/** Parties speak for themselves, and the registrar seals or lets lapse. */
function askAuthor(document: Negotiating, view: RuleView): Answer {
  if (!isScid(document.author)) return refuse('not-a-party');
  const { author } = document;
  switch (document.type) {
    case 'terms': {
      const { parties, registrar } = document.fields;
      const addressed = parties.includes(view.home) || registrar === view.home;
      return parties.includes(author) && addressed ? [] : refuse('not-a-party');
    }
    case 'acceptance':
    case 'rejection':
    case 'termination':
    case 'question':
    case 'answer':
      return withFields(view, document, ({ parties }) =>
        parties.includes(author) ? [] : refuse('not-a-party'),
      );
    case 'withdrawal': {
      const { acceptances } = negotiationOf(view, document.of.subject);
      const theirs = acceptances.find((acceptance) => acceptance.id === document.of.id);
      return theirs?.commons === author ? [theirs.id] : refuse('unknown-reference');
    }
    case 'event':
      return askSpeaks(view, document, author);
    case 'seal':
    case 'lapse':
      return withFields(view, document, (fields) => askRegistrar(author, fields));
  }
}

function askFits(document: Negotiating, view: RuleView): Answer {
  switch (document.type) {
    case 'terms': {
      const known = askRulesVersion(document.fields);
      return 'code' in known ? known : askFollows(view, document);
    }
    case 'acceptance':
      return document.provisional ? refuse('provisional') : [];
    case 'withdrawal':
      return askReleasesNothingOfOurs(document, view);
    case 'seal':
      return askSealFits(document, view);
    case 'lapse': // what a party gives back to itself is for its own log
      return OWN_CAUSES.has(document.cause) ? refuse('rules-disagree') : [];
    case 'rejection':
    case 'event': // how much there was to say it of, its home has asked
    case 'question':
    case 'answer':
    case 'termination': // and whether there was notice enough
      return [];
  }
}

/** Another party's withdrawal ends no hold of ours: our own yes still stands. Spec §8 [R-8.11b]. */
function askReleasesNothingOfOurs(document: Withdrawal, view: RuleView): Answer {
  const ours = (document.releases ?? []).some(({ commons }) => commons === view.home);
  return ours ? refuse('binding-differs') : [];
}

/**
 * A seal names every party, our own acceptance of just these terms among them, and all resources that we give: else our
 * account would not show what was agreed. Spec §8 [R-8.11c].
 */
function askSealFits(document: Seal, view: RuleView): Answer {
  return withFields(view, document, (fields) => {
    const complete = askComplete(fields, document.acceptances);
    if ('code' in complete || !fields.parties.includes(view.home)) return complete;
    const named = document.acceptances.find(({ commons }) => commons === view.home)?.id;
    const { acceptances } = negotiationOf(view, document.subject);
    const own = acceptances.find(({ id, terms }) => id === named && terms === document.terms);
    if (own?.commons !== view.home) return refuse('acceptance-missing', { parties: [view.home] });
    const settled = document.resources.filter(({ commons }) => commons === view.home);
    const given = givenBy(fields, view.home);
    const all = given.every(({ resource }) =>
      settled.some((other) => other.resource.subject === resource.subject),
    );
    return all ? [own.id] : refuse('binding-differs', { expected: given });
  });
}

/** After the end only what the seal named is still taken in, it may have been on its way; and what is said of what was agreed. */
function askStillOpen(entry: Entry, document: Negotiating, view: RuleView): Answer {
  if (UNTIL_LATER.has(document.type)) return [];
  const subject = document.type === 'withdrawal' ? document.of.subject : document.subject;
  const sealed = negotiationOf(view, subject).seals.some(({ acceptances }) => acceptances.includes(entry.id));
  return sealed ? [] : askOpen(view, subject);
}

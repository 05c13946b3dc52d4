import type { Event } from '../documents/event.ts';
import type { Operation, Report } from '../documents/operation.ts';
import type { TermsFields } from '../documents/terms-fields.ts';
import { judgeBy, refuse, type Verdict } from '../governance/verdict.ts';
import type { Entry, RuleView } from '../governance/view.ts';
import type { Scid } from '../ids.ts';
import type { Millis } from '../time.ts';
import { keptOf } from './fulfilment.ts';
import { askDecided } from './own-decision.ts';
import { type Answer, askFormed, negotiationOf, withFields } from './questions.ts';
import { isTerminated } from './termination.ts';

/** What an event says, and the operation that decides it. */
type Said = Pick<Event, 'subject' | 'terms' | 'said' | 'commitment' | 'quantity'> &
  Partial<Pick<Event, 'of'>>;

/** A party's own word on a promise of an agreement, by its own counted decision. Spec §8. */
export function judgeEvent(entry: Entry, document: Event, view: RuleView): Verdict {
  return judgeBy([
    { level: 'V3', name: 'formed', ask: () => askFormed(view, document) },
    { level: 'V2', name: 'party', ask: () => askSpeaks(view, document, view.home) },
    { level: 'V3', name: 'open', ask: () => askNotEnded(view, document, entry.at) },
    { level: 'V3', name: 'amount', ask: () => askAmount(view, document) },
    { level: 'V3', name: 'once', ask: () => askOnce(view, document) },
    {
      level: 'V2',
      name: 'decision',
      ask: () =>
        askDecided(view, document.decision, 'adopted', entry.at, (operation) => decides(operation, document)),
    },
  ]);
}

/** What a decision is about to have said would not count, as things stand: the first question that says no. */
export function askReport(view: RuleView, { negotiation, ...said }: Omit<Report, 'op'>, at: Millis): Answer {
  const document = { ...said, subject: negotiation };
  const questions = [
    () => askFormed(view, document),
    () => askSpeaks(view, document, view.home),
    () => askNotEnded(view, document, at),
    () => askAmount(view, document),
  ];
  for (const ask of questions) {
    const answer = ask();
    if ('code' in answer) return answer;
  }
  return [];
}

/** Who says that a promise is kept: its provider that it was delivered, its receiver that it came. Spec §8 [R-8.16a]. */
export function askSpeaks(view: RuleView, document: Said, author: Scid): Answer {
  return withFields(view, document, ({ commitments }) => {
    const commitment = commitments[document.commitment];
    if (commitment === undefined) return refuse('unknown-reference', { commitment: document.commitment });
    const speaker = document.said === 'delivered' ? commitment.provider : commitment.receiver;
    return speaker === author ? [] : refuse('not-a-party', { speaker });
  });
}

/** Once it has ended nothing is delivered any more; what was delivered is still acknowledged. Spec §8. */
function askNotEnded(view: RuleView, document: Said, at: Millis): Answer {
  if (document.said === 'received') return [];
  return withFields(view, document, (fields) => {
    const state = negotiationOf(view, document.subject);
    return isTerminated(state, document.terms, fields, at) ? refuse('closed') : [];
  });
}

/** Nobody delivers more than is left, or gets more than was delivered, or less than it has said already. */
function askAmount(view: RuleView, document: Said): Answer {
  return withFields(view, document, (fields) =>
    document.said === 'delivered' ? askLeft(view, document, fields) : askReceived(view, document, fields),
  );
}

function askLeft(view: RuleView, document: Said, fields: TermsFields): Answer {
  const { subject, terms, commitment, quantity, of } = document;
  const kept = keptOf(negotiationOf(view, subject), terms, fields)[commitment];
  if (kept === undefined || of !== undefined) return refuse('unknown-reference', { commitment });
  return quantity > 0 && quantity <= kept.left
    ? []
    : refuse('more-than-agreed', { left: kept.left, said: quantity });
}

function askReceived(view: RuleView, document: Said, fields: TermsFields): Answer {
  const { subject, terms, commitment, quantity, of } = document;
  const kept = keptOf(negotiationOf(view, subject), terms, fields)[commitment];
  const delivery = kept?.deliveries.find(({ id }) => id === of);
  if (delivery === undefined) return refuse('unknown-reference', { delivery: of ?? null });
  if (quantity > delivery.quantity)
    return refuse('more-than-agreed', { left: delivery.quantity, said: quantity });
  // A receiver says once what has come, and later only that more of it has.
  return delivery.received === null || quantity > delivery.received
    ? [delivery.id]
    : refuse('duplicate', { received: delivery.received });
}

/** One decision says one thing. */
function askOnce(view: RuleView, document: Event): Answer {
  const { events = [] } = negotiationOf(view, document.subject);
  const before = events.find(
    ({ commons, decision }) => commons === view.home && decision === document.decision.id,
  );
  return before === undefined ? [] : refuse('duplicate', { event: before.id });
}

function decides(operation: Operation, document: Event): boolean {
  return (
    operation.op === 'report' &&
    operation.negotiation === document.subject &&
    operation.terms === document.terms &&
    operation.said === document.said &&
    operation.commitment === document.commitment &&
    operation.quantity === document.quantity &&
    ('of' in operation ? operation.of : undefined) === document.of
  );
}

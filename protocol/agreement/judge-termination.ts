import type { Operation, Terminate } from '../documents/operation.ts';
import type { Termination } from '../documents/termination.ts';
import { judgeBy, refuse, type Verdict } from '../governance/verdict.ts';
import type { Entry, RuleView } from '../governance/view.ts';
import type { DocumentId, Subject } from '../ids.ts';
import { formatMillis, type Millis, SECOND } from '../time.ts';
import { isKept, keptOf } from './fulfilment.ts';
import { askDecided } from './own-decision.ts';
import { type Answer, askFormed, millisOf, negotiationOf, withFields } from './questions.ts';
import { endSaidBy, isTerminated, terminationRule } from './termination.ts';

interface Ends {
  readonly subject: Subject;
  readonly terms: DocumentId;
}

/** A party's own notice that an agreement ends, by its own counted decision. Spec §8. */
export function judgeTermination(entry: Entry, document: Termination, view: RuleView): Verdict {
  const endsAt = millisOf(document.endsAt);
  return judgeBy([
    { level: 'V3', name: 'formed', ask: () => askFormed(view, document) },
    { level: 'V2', name: 'party', ask: () => askParty(view, document) },
    { level: 'V3', name: 'open', ask: () => askNotOver(view, document, entry.at) },
    { level: 'V3', name: 'end-notice', ask: () => askNotice(view, document, endsAt, entry.at) },
    { level: 'V3', name: 'once', ask: () => askEarlier(view, document, endsAt) },
    {
      level: 'V2',
      name: 'decision',
      ask: () =>
        askDecided(view, document.decision, 'adopted', entry.at, (operation) => decides(operation, document)),
    },
  ]);
}

/** What a decision is about to end would not end by it, as things stand: the first question that says no. */
export function askTerminate(
  view: RuleView,
  { negotiation, terms, endsAt }: Omit<Terminate, 'op'>,
  at: Millis,
): Answer {
  const document = { subject: negotiation, terms };
  const questions = [
    () => askFormed(view, document),
    () => askParty(view, document),
    () => askNotOver(view, document, at),
    () =>
      withFields(view, document, (fields) =>
        askEarlier(view, document, Math.max(millisOf(endsAt), at + noticeOf(fields))),
      ),
  ];
  for (const ask of questions) {
    const answer = ask();
    if ('code' in answer) return answer;
  }
  return [];
}

/** The agreement has not ended, and something of it is left to keep. */
export function askNotOver(view: RuleView, { subject, terms }: Ends, at: Millis): Answer {
  return withFields(view, { subject, terms }, (fields) => {
    const state = negotiationOf(view, subject);
    const over = isTerminated(state, terms, fields, at) || keptOf(state, terms, fields).every(isKept);
    return over ? refuse('closed') : [];
  });
}

function askParty(view: RuleView, document: Ends): Answer {
  return withFields(view, document, ({ parties }) =>
    parties.includes(view.home) ? [] : refuse('not-a-party'),
  );
}

/** The others have as long as the terms promise them. */
function askNotice(view: RuleView, document: Ends, endsAt: Millis, at: Millis): Answer {
  return withFields(view, document, (fields) => {
    const from = at + noticeOf(fields);
    return endsAt >= from ? [] : refuse('too-early', { from: formatMillis(from) });
  });
}

/** Whoever has given notice can only give notice of an earlier end. */
function askEarlier(view: RuleView, { subject, terms }: Ends, endsAt: Millis): Answer {
  const said = endSaidBy(negotiationOf(view, subject), terms, view.home);
  return said === null || endsAt < said ? [] : refuse('duplicate', { endsAt: formatMillis(said) });
}

function noticeOf(fields: Parameters<typeof terminationRule>[0]): Millis {
  return terminationRule(fields).noticeSeconds * SECOND;
}

/** The members decided that it ends, and no sooner than they said. */
function decides(operation: Operation, document: Termination): boolean {
  return (
    operation.op === 'terminate' &&
    operation.negotiation === document.subject &&
    operation.terms === document.terms &&
    millisOf(operation.endsAt) <= millisOf(document.endsAt)
  );
}

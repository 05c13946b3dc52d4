import type { Answer as AnswerDocument } from '../documents/answer.ts';
import type { Ask, Operation } from '../documents/operation.ts';
import type { Question } from '../documents/question.ts';
import { sameJson } from '../governance/binding.ts';
import { judgeBy, refuse, type Verdict } from '../governance/verdict.ts';
import type { Entry, RuleView } from '../governance/view.ts';
import type { DocumentId, Scid, Subject } from '../ids.ts';
import { askDecided } from './own-decision.ts';
import { type Answer, negotiationOf, withFields } from './questions.ts';

/** What is asked or answered, as the document and the operation that decides it name it. */
interface Asked {
  readonly subject: Subject;
  readonly terms: DocumentId;
  readonly question?: DocumentId;
}

/** A party's own question about terms, or its answer to one, by its own counted decision. Spec §8. */
export function judgeQuestion(entry: Entry, document: Question | AnswerDocument, view: RuleView): Verdict {
  return judgeBy([
    { level: 'V2', name: 'party', ask: () => askParty(view, document, view.home) },
    { level: 'V3', name: 'question', ask: () => askAsked(view, document) },
    { level: 'V3', name: 'once', ask: () => askOnce(view, document) },
    {
      level: 'V2',
      name: 'decision',
      ask: () =>
        askDecided(view, document.decision, 'adopted', entry.at, (operation) => decides(operation, document)),
    },
  ]);
}

/** What a decision is about to ask or to answer would not count, as things stand: the first question that says no. */
export function askToAsk(view: RuleView, operation: Ask): Answer {
  const { negotiation, terms } = operation;
  const asked = { subject: negotiation, terms, ...('question' in operation ? operation : {}) };
  const party = askParty(view, asked, view.home);
  return 'code' in party ? party : askAsked(view, asked);
}

/** Parties ask each other, and answer. Spec §8. */
export function askParty(view: RuleView, document: Asked, author: Scid): Answer {
  return withFields(view, document, ({ parties }) => (parties.includes(author) ? [] : refuse('not-a-party')));
}

/** What is answered was asked, of the same terms. */
function askAsked(view: RuleView, { subject, terms, question }: Asked): Answer {
  if (question === undefined) return [];
  const { questions = [] } = negotiationOf(view, subject);
  const asked = questions.find(({ id }) => id === question);
  return asked?.terms === terms ? [question] : refuse('unknown-reference', { question });
}

/** One decision says one thing. */
function askOnce(view: RuleView, document: Question | AnswerDocument): Answer {
  const { questions = [], answers = [] } = negotiationOf(view, document.subject);
  const before = [...questions, ...answers].find(
    ({ commons, decision }) => commons === view.home && decision === document.decision.id,
  );
  return before === undefined ? [] : refuse('duplicate', { said: before.id });
}

function decides(operation: Operation, document: Question | AnswerDocument): boolean {
  if (operation.op !== 'ask' && operation.op !== 'answer') return false;
  return (
    operation.op === (document.type === 'question' ? 'ask' : 'answer') &&
    operation.negotiation === document.subject &&
    operation.terms === document.terms &&
    (operation.op === 'answer' ? operation.question : undefined) ===
      (document.type === 'answer' ? document.question : undefined) &&
    sameJson(operation.text, document.text)
  );
}

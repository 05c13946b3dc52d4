import type { Decision } from '../../documents/decision.ts';
import type { DomainBody } from '../../documents/domain-fields.ts';
import type { DocumentId } from '../../ids.ts';
import { formatMillis, type Millis } from '../../time.ts';
import { openingOf } from '../constraints/in-force.ts';
import { type Refusal, refuse } from '../verdict.ts';
import type { RuleView } from '../view.ts';
import type { Consultation } from './consultation.ts';
import { stageOf } from './stage.ts';

type Answer = readonly DocumentId[] | Refusal;

/**
 * Where the domain says so, whoever decides has asked, in time, and answers every advice. Spec §6, [R-6.42].
 */
export function askConsulted(view: RuleView, decision: Decision, body: DomainBody, at: Millis): Answer {
  const { consulted, proposal } = decision;
  // A matter that departs from a soft constraint is opened one rung higher.
  const rung = openingOf(view, proposal?.subject)?.rung ?? body.rung;
  if (rung !== 'consultation') return consulted === undefined ? [] : refuse('contradictory', { rung });
  const stage = proposal === undefined ? null : stageOf(view, proposal.subject, at);
  if (stage?.opened.opening.rung !== 'consultation') return refuse('not-open');
  if (stage.kind !== 'consultation') return refuse('closed', { stage: stage.kind });
  const { evaluation, opened } = stage;
  switch (evaluation.state) {
    case 'asking':
      return refuse('too-early', { from: formatMillis(evaluation.readyAt) });
    case 'moved':
      return refuse('wrong-rung', { rung: 'consent' });
    case 'stalled':
      return refuse('closed');
    case 'ready':
      return consulted?.opening === opened.id
        ? askAnswers(consulted, evaluation)
        : refuse('advice-unanswered', { opening: opened.id });
  }
}

/** Exactly one answer to each advice of somebody who was asked; one together to that of all others. */
function askAnswers(
  { opening, answers, joint }: NonNullable<Decision['consulted']>,
  { advice }: Consultation,
): Answer {
  const due = advice.filter(({ asked }) => asked).map(({ id }) => id);
  const given = new Set(answers.map((answer) => answer.advice));
  const missing = due.filter((id) => !given.has(id));
  if (missing.length > 0) return refuse('advice-unanswered', { missing });
  if (given.size !== answers.length || given.size !== due.length)
    return refuse('contradictory', { answers: answers.length, advice: due.length });
  const others = due.length < advice.length;
  if (others && joint === undefined) return refuse('advice-unanswered', { missing: ['joint'] });
  if (!others && joint !== undefined) return refuse('contradictory', { joint: true });
  return [opening, ...due];
}

import type { DocumentId, Ref } from '../../ids.ts';
import { formatMillis, type Millis } from '../../time.ts';
import { askUndecided } from '../ladder/closed.ts';
import { type Stage, stageOf } from '../ladder/stage.ts';
import { type Refusal, refuse } from '../verdict.ts';
import { type Entry, type RuleView, stateOf } from '../view.ts';
import type { SelectionEvaluation } from './evaluate-selection.ts';

type Answer = readonly DocumentId[] | Refusal;

/**
 * Answers to a question about seats are taken once it is clear whom they are about; advice is welcome before. On ballots
 * nobody answers otherwise. Spec §15.
 */
export function askSeatPhase({ document, at }: Entry, opening: DocumentId, stage: Stage | null): Answer {
  if (stage?.kind !== 'circle') return refuse('closed');
  const { state, deadline, selection, rung } = stage.evaluation;
  if (at >= deadline || state === 'not-adopted')
    return refuse('closed', { deadline: formatMillis(deadline) });
  if (EVERY_PHASE.has(document.type) || selection === undefined) return [opening];
  if (rung === 'vote') return refuse('wrong-rung', { method: 'approval' });
  return selection.phase === 'decide'
    ? [opening]
    : refuse('not-open', { opensAt: formatMillis(selection.changeUntil) });
}

/** Advice is welcome, and minutes are asked by what they say. Spec §14 [R-14.3a]. */
const EVERY_PHASE: ReadonlySet<string> = new Set(['advice', 'minutes', 'disavowal']);

/** A selection that goes on at a moment. */
export function openSelection(
  view: RuleView,
  { subject }: Pick<Ref, 'subject'>,
  at: Millis,
): SelectionEvaluation | Refusal {
  const state = stateOf(view, subject, 'proposal');
  if (state === null || state.opening === null) return refuse('not-open');
  const over = askUndecided(view, subject, state, at);
  if (over !== null) return over;
  const stage = stageOf(view, subject, at);
  const selection = stage?.kind === 'circle' ? stage.evaluation.selection : undefined;
  if (stage?.kind !== 'circle' || selection === undefined) return refuse('not-open');
  const { deadline } = stage.evaluation;
  return at < deadline ? selection : refuse('closed', { deadline: formatMillis(deadline) });
}

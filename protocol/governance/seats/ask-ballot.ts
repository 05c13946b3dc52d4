import type { DocumentId, Subject } from '../../ids.ts';
import { formatMillis } from '../../time.ts';
import { type Refusal, refuse } from '../verdict.ts';
import type { SelectionEvaluation } from './evaluate-selection.ts';

type Answer = readonly DocumentId[] | Refusal;

/** Ballots are cast once it is clear who stands, and where that is the method. Spec §15. */
export function askBallotPhase({ phase, changeUntil, none }: SelectionEvaluation): Answer {
  if (phase !== 'decide') return refuse('not-open', { opensAt: formatMillis(changeUntil) });
  return none === null ? refuse('wrong-rung', { method: 'consent' }) : [];
}

/** Everybody who is approved of stands. Spec §15. */
export function askApproved(approves: readonly Subject[], { candidates }: SelectionEvaluation): Answer {
  const stands = candidates.flatMap(({ nominee, mandate }) => (mandate === null ? [] : [nominee]));
  const unknown = approves.find((subject) => !stands.includes(subject));
  return unknown === undefined ? [] : refuse('unknown-reference', { nominee: unknown });
}

import type { CircleRung } from '../../documents/response.ts';
import type { Ladder } from '../../documents/rung.ts';
import type { Subject } from '../../ids.ts';
import { type Millis, SECOND } from '../../time.ts';
import type { JudgedEntry } from '../view.ts';
import { evaluateConsensus } from './consensus.ts';
import { evaluateConsent } from './consent.ts';
import type { Evaluation } from './evaluation.ts';
import { readMatter } from './matter.ts';
import { evaluateVote } from './vote.ts';

/** What an opening froze: one rung with its parameters, and the people whom it asks. */
export interface FrozenRung {
  readonly openedAt: Millis;
  readonly rung: CircleRung;
  readonly parameters: Ladder;
  readonly roster: readonly Subject[];
}

/**
 * Where a proposal that a circle decides stands, from its thread alone. Spec §6.
 *
 * @param thread the proposal's entries in log order, without its outcome. What was logged before in the same millisecond
 * is among them: order is the log's, not the clock's.
 * @param asOf not before the last entry.
 */
export function evaluate(thread: readonly JudgedEntry[], frozen: FrozenRung, asOf: Millis): Evaluation {
  const { rung, parameters, openedAt, roster } = frozen;
  switch (rung) {
    case 'consent': {
      const before = beforeDeadline(thread, openedAt, given(parameters.consent), asOf);
      return evaluateConsent(readMatter(before.thread), { openedAt, roster, ...before }, before.asOf);
    }
    case 'consensus': {
      const before = beforeDeadline(thread, openedAt, given(parameters.consensus), asOf);
      return evaluateConsensus(readMatter(before.thread), { openedAt, roster, ...before }, before.asOf);
    }
    case 'vote': {
      const frozenVote = { openedAt, roster, parameters: given(parameters.vote) };
      return evaluateVote(readMatter(thread), frozenVote, asOf);
    }
  }
}

/** At its deadline a matter has come to what it is: neither later entries nor more time change it. Spec §6. */
function beforeDeadline<Parameters extends { readonly deadlineSeconds: number }>(
  thread: readonly JudgedEntry[],
  openedAt: Millis,
  parameters: Parameters,
  asOf: Millis,
) {
  const deadline = openedAt + parameters.deadlineSeconds * SECOND;
  return { thread: thread.filter(({ at }) => at < deadline), parameters, asOf: Math.min(asOf, deadline) };
}

function given<Parameters>(parameters: Parameters | undefined): Parameters {
  if (parameters === undefined)
    throw new TypeError('an opening that counts froze the parameters of its rung');
  return parameters;
}

import type { CircleRung } from '../../documents/response.ts';
import type { Ladder } from '../../documents/rung.ts';
import type { Share } from '../../documents/threshold.ts';
import type { Subject } from '../../ids.ts';
import { type Millis, SECOND } from '../../time.ts';
import type { Held } from '../meetings/recorded.ts';
import { withoutRecused } from '../roles/recused.ts';
import type { JudgedEntry } from '../view.ts';
import { evaluateConsensus } from './consensus.ts';
import { evaluateConsent } from './consent.ts';
import type { Evaluation, Silence } from './evaluation.ts';
import { type Matter, readMatter } from './matter.ts';
import { evaluateVote } from './vote.ts';
import { extended } from './window.ts';

/** What an opening froze: one rung with its parameters, and the people whom it asks. */
export interface FrozenRung {
  readonly openedAt: Millis;
  readonly rung: CircleRung;
  readonly parameters: Ladder;
  readonly roster: readonly Subject[];
  readonly silence: Silence;
  /** A step of an escalation path does not last longer than this. Spec §6. */
  readonly latest?: Millis;
  /** Meetings whose minutes the thread has in the place of their confirmation. Spec §14. */
  readonly held?: readonly Held[];
  /** Spec §14. */
  readonly minOwnKeys?: Share;
}

/**
 * Where a proposal that a circle decides stands, from its thread alone. Spec §6.
 *
 * @param thread the proposal's entries in log order, without its outcome. What was logged before in the same millisecond
 * is among them: order is the log's, not the clock's.
 * @param asOf not before the last entry.
 */
export function evaluate(thread: readonly JudgedEntry[], frozen: FrozenRung, asOf: Millis): Evaluation {
  const { rung, parameters, openedAt, silence, held = [] } = frozen;
  /** Who is asked, less those who stand aside. Spec §15. */
  const asked = (matter: Matter) => ({
    openedAt,
    silence,
    held,
    ...(frozen.minOwnKeys === undefined ? {} : { minOwnKeys: frozen.minOwnKeys }),
    roster: withoutRecused(frozen.roster, matter.recused, (person) => person),
  });
  switch (rung) {
    case 'consent': {
      const before = beforeDeadline(thread, frozen, given(parameters.consent), asOf);
      const matter = readMatter(before.thread);
      return evaluateConsent(matter, { ...asked(matter), ...before }, before.asOf);
    }
    case 'consensus': {
      const before = beforeDeadline(thread, frozen, given(parameters.consensus), asOf);
      const matter = readMatter(before.thread);
      return evaluateConsensus(matter, { ...asked(matter), ...before }, before.asOf);
    }
    case 'vote': {
      const deadline = frozen.latest ?? Number.POSITIVE_INFINITY;
      const matter = readMatter(thread);
      const frozenVote = { ...asked(matter), deadline, parameters: given(parameters.vote) };
      return evaluateVote(matter, frozenVote, asOf);
    }
  }
}

/**
 * At its deadline a matter has come to what it is: neither later entries nor more time change it. It comes later by the
 * time that the log was silent meanwhile. Spec §6, [R-6.52].
 */
function beforeDeadline<Parameters extends { readonly deadlineSeconds: number }>(
  thread: readonly JudgedEntry[],
  { openedAt, silence, latest, held = [] }: FrozenRung,
  parameters: Parameters,
  asOf: Millis,
) {
  const end = extended(openedAt, openedAt + parameters.deadlineSeconds * SECOND, silence, asOf);
  const deadline = latest === undefined ? end : Math.min(end, latest);
  return {
    thread: thread.filter(({ at }) => at < deadline),
    held: held.filter(({ at }) => at < deadline),
    parameters,
    deadline,
    asOf: Math.min(asOf, deadline),
  };
}

function given<Parameters>(parameters: Parameters | undefined): Parameters {
  if (parameters === undefined)
    throw new TypeError('an opening that counts froze the parameters of its rung');
  return parameters;
}

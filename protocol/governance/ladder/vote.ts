import type { Counts } from '../../documents/outcome.ts';
import type { VoteParameters } from '../../documents/rung.ts';
import type { Millis } from '../../time.ts';
import { answered, countAnswers } from './count-answers.ts';
import { type Evaluation, type Frozen, nextOf, type Unmet } from './evaluation.ts';
import type { Matter } from './matter.ts';
import { isShare, isSquareRootQuorum, reaches } from './threshold.ts';
import { closeOf } from './window.ts';

/** One person, one vote: at the close there is a yes or a no. Spec §6. */
export function evaluateVote(matter: Matter, frozen: Frozen<VoteParameters>, asOf: Millis): Evaluation {
  const { parameters, roster } = frozen;
  const counts = countAnswers(matter.answers, new Set(), {
    roster: roster.length,
    base: roster.length,
    objections: 0,
  });
  const closesAt = closeOf(matter, frozen, [], asOf);
  const closed = asOf >= closesAt;
  const unmet: Unmet[] = [
    ...(closed ? [] : ['time' as const]),
    ...(hasQuorum(counts, parameters.quorum) ? [] : ['quorum' as const]),
    ...(reaches(answered(counts, 'yes'), parameters.threshold, counts) ? [] : ['threshold' as const]),
  ];
  // Only on a step of an escalation path: it began too late to end within it.
  const late = closesAt > frozen.deadline && asOf >= frozen.deadline;
  const state = late ? 'stalled' : stateOf(closed, unmet);
  return {
    rung: 'vote',
    state,
    closesAt,
    deadline: Math.min(closesAt, frozen.deadline),
    current: matter.version.id,
    counts,
    objections: [],
    fallback: false,
    unmet,
    next: nextOf([closesAt], asOf),
  };
}

function stateOf(closed: boolean, unmet: readonly Unmet[]): Evaluation['state'] {
  if (!closed) return 'open';
  return unmet.length === 0 ? 'adopted' : 'not-adopted';
}

function hasQuorum({ responders, roster }: Counts, quorum: VoteParameters['quorum']): boolean {
  return quorum === 'square-root'
    ? isSquareRootQuorum(responders, roster)
    : isShare(responders, quorum, roster);
}

import type { Counts } from '../../documents/outcome.ts';
import type { VoteParameters } from '../../documents/rung.ts';
import { type Millis, SECOND } from '../../time.ts';
import { ballotsIn, COUNTING_TIME } from '../votes/ballots.ts';
import { answered, countAnswers } from './count-answers.ts';
import { type Evaluation, type Frozen, nextOf, type Unmet } from './evaluation.ts';
import type { Matter } from './matter.ts';
import { answerKeys, haveOwnKeys } from './own-keys.ts';
import { hasVoteQuorum } from './quorum.ts';
import { reaches } from './threshold.ts';
import { closeOf, extended, heldOn, minutesOf } from './window.ts';

/**
 * One person, one vote: at the close there is a yes or a no; of a secret one, once two tellers agree on the count.
 * Spec §6, §17.
 */
export function evaluateVote(matter: Matter, frozen: Frozen<VoteParameters>, asOf: Millis): Evaluation {
  const { parameters, openedAt } = frozen;
  // Until the notice is over nobody answers.
  const from = openedAt + noticeOf(parameters);
  const closesAt = closeOf(matter, { ...frozen, openedAt: from }, [], asOf);
  const secret = parameters.secret !== undefined;
  const counts = secret ? countBallots(matter, frozen) : countVotes(matter, frozen);
  const deadline = Math.min(frozen.deadline, secret ? countedUntil(closesAt, frozen, asOf) : closesAt);
  const closed = asOf >= closesAt;
  const missing =
    counts === null
      ? ['tally' as const]
      : [
          ...missingFor(counts, parameters),
          ...(secret || haveOwnKeys(answerKeys(matter, new Set()), frozen.minOwnKeys)
            ? []
            : ['own-keys' as const]),
        ];
  const unmet: Unmet[] = [...(closed ? [] : ['time' as const]), ...missing];
  // A public vote only on a step of an escalation path: it began too late to end within it.
  const late = asOf >= deadline && (counts === null || closesAt > frozen.deadline);
  const state = late ? 'stalled' : !closed ? 'open' : counts === null ? 'integrating' : endOf(unmet);
  return {
    rung: 'vote',
    state,
    closesAt,
    deadline,
    current: matter.version.id,
    counts: counts ?? countVotes(matter, frozen),
    objections: [],
    fallback: false,
    minutes: minutesOf(matter, frozen),
    unmet,
    next: nextOf(secret ? [closesAt, deadline] : [closesAt], asOf),
  };
}

/** How long a vote is announced before anybody answers. Spec §17. */
export function noticeOf({ noticeSeconds = 0 }: Pick<VoteParameters, 'noticeSeconds'>): Millis {
  return noticeSeconds * SECOND;
}

function countVotes(matter: Matter, frozen: Frozen<VoteParameters>): Counts {
  const { length } = frozen.roster;
  const among = {
    roster: length,
    base: length,
    objections: 0,
    held: heldOn(matter, frozen),
    passedOn: answerKeys(matter, new Set()).passedOn,
  };
  return countAnswers(matter.answers, new Set(), among);
}

/** Null while no two tellers have counted alike. */
function countBallots({ entries }: Matter, { roster }: Frozen<VoteParameters>): Counts | null {
  const ballots = ballotsIn(entries);
  if (ballots === null) return null;
  const { yes, no, abstain } = ballots.counts;
  const answers = Object.entries({ yes, no, abstain }).filter(([, count]) => count > 0);
  return {
    roster: roster.length,
    base: roster.length,
    responders: yes + no + abstain,
    decisive: yes + no,
    answers: Object.fromEntries(answers),
    objections: 0,
  };
}

function countedUntil(closesAt: Millis, { silence }: Frozen<VoteParameters>, asOf: Millis): Millis {
  return extended(closesAt, closesAt + COUNTING_TIME, silence, asOf);
}

function missingFor(counts: Counts, parameters: VoteParameters): Unmet[] {
  return [
    ...(hasVoteQuorum(counts, parameters) ? [] : ['quorum' as const]),
    ...(reaches(answered(counts, 'yes'), parameters.threshold, counts) ? [] : ['threshold' as const]),
  ];
}

function endOf(unmet: readonly Unmet[]): Evaluation['state'] {
  return unmet.length === 0 ? 'adopted' : 'not-adopted';
}

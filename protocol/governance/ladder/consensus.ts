import type { Counts } from '../../documents/outcome.ts';
import type { ConsensusParameters } from '../../documents/rung.ts';
import { type Millis, SECOND } from '../../time.ts';
import { answered, countAnswers } from './count-answers.ts';
import { type Evaluation, type Frozen, isOpen, nextOf, type Unmet } from './evaluation.ts';
import type { Matter } from './matter.ts';
import { answerKeys, haveOwnKeys } from './own-keys.ts';
import { phaseOf } from './phase.ts';
import { hasConsensusQuorum } from './quorum.ts';
import { isWithinShare, reaches } from './threshold.ts';
import { baseOf, closeOf, heldOn, minutesOf } from './window.ts';
import { secondFrom } from './windows.ts';

/**
 * Nobody blocks, few stand aside, and more agree than a threshold asks for. Spec §6, [R-6.35].
 *
 * Where the domain declared a fallback, its threshold is asked some time after the close, for a matter that was blocked.
 */
export function evaluateConsensus(
  matter: Matter,
  frozen: Frozen<ConsensusParameters>,
  asOf: Millis,
): Evaluation {
  const { parameters, roster, deadline } = frozen;
  const { base, silentFrom } = baseOf(matter, frozen, asOf);
  const keys = answerKeys(matter, new Set());
  const counts = countAnswers(matter.answers, new Set(), {
    roster: roster.length,
    base,
    objections: 0,
    held: heldOn(matter, frozen),
    passedOn: keys.passedOn,
  });
  const closesAt = closeOf(matter, frozen, [], asOf);
  const closed = asOf >= closesAt;
  const inTime = closesAt <= deadline;
  const second = secondFrom(parameters, frozen.openedAt);

  const refused = refusedBy(counts, parameters);
  const fallbackAt =
    parameters.fallback === undefined ? null : closesAt + parameters.fallback.afterSeconds * SECOND;
  const fallback =
    refused.length > 0 && fallbackAt !== null && asOf >= fallbackAt && fallbackAt <= deadline
      ? fallsBack(counts, parameters)
      : false;
  const unmet: Unmet[] = [
    ...(closed ? [] : ['time' as const]),
    ...(fallback ? [] : refused),
    ...(haveOwnKeys(keys, frozen.minOwnKeys) ? [] : ['own-keys' as const]),
    ...(inTime ? [] : ['deadline' as const]),
  ];
  const state =
    unmet.length === 0 ? 'adopted' : asOf >= deadline ? 'stalled' : closed ? 'integrating' : 'open';
  return {
    rung: 'consensus',
    state,
    closesAt,
    deadline,
    current: matter.version.id,
    counts,
    objections: [],
    fallback: fallback && state === 'adopted',
    minutes: minutesOf(matter, frozen),
    ...(isOpen(state) ? { phase: phaseOf(matter, answered(counts, 'block') > 0, closed) } : {}),
    ...(second === null ? {} : { secondFrom: second }),
    unmet,
    next: nextOf([second, closesAt, deadline, silentFrom, fallbackAt], asOf),
  };
}

function refusedBy(counts: Counts, parameters: ConsensusParameters): Unmet[] {
  const { standAsidesMost, agree } = parameters;
  const standAsides = answered(counts, 'stand-aside');
  return [
    ...(hasConsensusQuorum(counts, parameters) ? [] : ['quorum' as const]),
    ...(answered(counts, 'block') === 0 ? [] : ['block' as const]),
    ...(isWithinShare(standAsides, standAsidesMost, counts.responders) ? [] : ['stand-asides' as const]),
    ...(reaches(agreeing(counts), agree, counts) ? [] : ['threshold' as const]),
  ];
}

/** The quorum stays: a fallback overcomes a block, not an absence. */
function fallsBack(counts: Counts, parameters: ConsensusParameters): boolean {
  const { fallback } = parameters;
  return (
    fallback !== undefined &&
    hasConsensusQuorum(counts, parameters) &&
    reaches(agreeing(counts), fallback.threshold, counts)
  );
}

function agreeing(counts: Counts): number {
  return answered(counts, 'agree', 'agree-with-reservation');
}

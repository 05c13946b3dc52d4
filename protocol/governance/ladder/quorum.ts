import type { Counts } from '../../documents/outcome.ts';
import type { CircleRung } from '../../documents/response.ts';
import type { ConsensusParameters, ConsentParameters, Ladder, VoteParameters } from '../../documents/rung.ts';
import { answered } from './count-answers.ts';
import { isShare, isSquareRootQuorum } from './threshold.ts';

/** Consents that any yes needs, or all where there are fewer people. Spec §6. */
const CONSENTS_MIN = 3;
/** The preset "two thirds": so many of the base have answered. */
const TWO_THIRDS = { num: 2, den: 3 };
/** The preset "all but two". */
const BUT = 2;

/** One part of a quorum: how many are needed, and how many there are. A concern is a consent. */
export interface QuorumPart {
  readonly of: 'answers' | 'consents';
  readonly needed: number;
  readonly given: number;
}

/** Exact integer comparisons; a concern is a consent with something to remember. Spec §6. */
export function hasConsentQuorum(counts: Counts, { quorum, lazy }: ConsentParameters): boolean {
  const yes = answered(counts, 'consent', 'concern');
  if (yes < Math.min(CONSENTS_MIN, counts.roster)) return false;
  if (lazy === true) return true;
  switch (quorum) {
    case 'two-thirds':
      return isShare(counts.responders, TWO_THIRDS, counts.base);
    case 'all-but-two':
      return yes >= counts.base - BUT;
    case 'square-root':
      return isSquareRootQuorum(yes, counts.base);
  }
}

/** Enough have answered. Spec §6. */
export function hasConsensusQuorum(counts: Counts, { quorum }: ConsensusParameters): boolean {
  return isShare(counts.responders, quorum, counts.base);
}

/** Enough have voted. Spec §6. */
export function hasVoteQuorum({ responders, roster }: Counts, { quorum }: VoteParameters): boolean {
  return quorum === 'square-root'
    ? isSquareRootQuorum(responders, roster)
    : isShare(responders, quorum, roster);
}

/** What a quorum asks for that is not there yet, for whoever is told; none where it is reached. Spec §6. */
export function missingQuorum(
  rung: CircleRung,
  { consent, consensus, vote }: Ladder,
  counts: Counts,
): readonly QuorumPart[] {
  switch (rung) {
    case 'consent':
      return consent === undefined ? [] : missingConsents(consent, counts);
    case 'consensus':
      return consensus === undefined
        ? []
        : missingAnswers(counts, counts.base, (responders) =>
            hasConsensusQuorum({ ...counts, responders }, consensus),
          );
    case 'vote':
      return vote === undefined
        ? []
        : missingAnswers(counts, counts.roster, (responders) =>
            hasVoteQuorum({ ...counts, responders }, vote),
          );
  }
}

function missingConsents(parameters: ConsentParameters, counts: Counts): readonly QuorumPart[] {
  const given = answered(counts, 'consent', 'concern');
  const reached = (consent: number, responders: number) =>
    hasConsentQuorum({ ...counts, responders, answers: { consent } }, parameters);
  const everybody = Math.max(counts.base, counts.roster);
  // Were enough answers there, and were enough consents there: each part is asked for by itself.
  const needed = least(everybody, (consents) => reached(consents, everybody));
  const consents = given < needed ? [{ of: 'consents' as const, needed, given }] : [];
  return [...missingAnswers(counts, everybody, (responders) => reached(everybody, responders)), ...consents];
}

function missingAnswers(
  { responders: given }: Counts,
  most: number,
  isReached: (responders: number) => boolean,
): readonly QuorumPart[] {
  const needed = least(most, isReached);
  return given < needed ? [{ of: 'answers', needed, given }] : [];
}

/** The least number that is enough; one more than all where not even all are. */
function least(most: number, isEnough: (count: number) => boolean): number {
  for (let count = 0; count <= most; count++) if (isEnough(count)) return count;
  return most + 1;
}

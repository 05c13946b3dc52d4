import type { Ladder, Rung } from '../../documents/rung.ts';
import { isShare, isSquareRootQuorum } from './threshold.ts';

/** Consents that any matter takes, in a smaller circle those of all. Spec §6. */
const CONSENTS_MIN = 3;

/** Whether so many of a roster are enough for the quorum of a rung, if all of them answer. Spec §5, [R-5.53]. */
export function isReachable(ladder: Ladder, rung: Rung, there: number, roster: number): boolean {
  if (there === 0) return false;
  const { consent, consensus, vote } = ladder;
  switch (rung) {
    case 'consent':
      if (consent === undefined) return true; // told by another finding
      if (there < Math.min(CONSENTS_MIN, roster)) return false;
      if (consent.lazy === true) return true;
      if (consent.quorum === 'two-thirds') return isShare(there, { num: 2, den: 3 }, roster);
      return consent.quorum === 'all-but-two' ? there >= roster - 2 : isSquareRootQuorum(there, roster);
    case 'consensus':
      return consensus === undefined || isShare(there, consensus.quorum, roster);
    case 'vote':
      if (vote === undefined) return true;
      return vote.quorum === 'square-root'
        ? isSquareRootQuorum(there, roster)
        : isShare(there, vote.quorum, roster);
    default:
      return true;
  }
}

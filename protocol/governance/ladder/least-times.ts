import type { DomainBody } from '../../documents/domain-fields.ts';
import { DAY_SECONDS } from '../../time.ts';

/** Whoever is asked has time to find out what about. Spec §6. */
const ASK_SECONDS_LEAST = 3 * DAY_SECONDS;
/** Where things are decided within a day. Spec §6. */
const ASK_SECONDS_LEAST_SOON = DAY_SECONDS;

/** How long a role asks at the least before it decides. Spec §6. */
export function askSecondsLeast({ timeline }: Pick<DomainBody, 'timeline'>): number {
  return timeline === 'minutes' || timeline === 'hours' ? ASK_SECONDS_LEAST_SOON : ASK_SECONDS_LEAST;
}

/** So long is everybody asked who is to agree: twice, a week each. Spec §6. */
export const CONSENSUS_SECONDS_ADVISED = 14 * DAY_SECONDS;

import { DAY_SECONDS, type Millis, SECOND } from '../../time.ts';
import type { Silence } from '../ladder/evaluation.ts';
import { extended } from '../ladder/window.ts';
import type { EmergencyState } from '../state.ts';

/** Whoever acted in an emergency reports it within this time. Spec §17. */
export const REPORT_TIME = DAY_SECONDS * SECOND;
/** Whoever's matter it was ratifies or reverses it within this time. Spec §17. */
export const RATIFY_TIME = 7 * DAY_SECONDS * SECOND;

/** `lapsed`: nobody ratified it in time, which is as if it were reversed. Spec §17. */
export type EmergencyStanding = 'reported' | 'ratified' | 'reversed' | 'lapsed';

/** Until when somebody can rule on it: moved by what the log was silent meanwhile. */
export function ratifyUntil({ at }: Pick<EmergencyState, 'at'>, silence: Silence, asOf: Millis): Millis {
  return extended(at, at + RATIFY_TIME, silence, asOf);
}

/** How an act in an emergency stands; derived, never written down. Spec §17. */
export function emergencyStanding(state: EmergencyState, silence: Silence, asOf: Millis): EmergencyStanding {
  if (state.ruled !== null) return state.ruled.ruling;
  return asOf < ratifyUntil(state, silence, asOf) ? 'reported' : 'lapsed';
}

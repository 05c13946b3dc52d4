import type { Counts } from '../../documents/outcome.ts';
import type { CircleRung } from '../../documents/response.ts';
import type { Share } from '../../documents/threshold.ts';
import type { DocumentId, Subject } from '../../ids.ts';
import type { Millis } from '../../time.ts';
import type { Held } from '../meetings/recorded.ts';
import type { SelectionEvaluation } from '../seats/evaluate-selection.ts';
import type { JudgedObjection } from './objections.ts';
import type { Phase } from './phase.ts';

/** For how long the log was silent within a time that is over. Spec §6. */
export type Silence = (from: Millis, until: Millis) => Millis;

/** What an opening froze, for one rung, and until when it holds. Spec §6. */
export interface Frozen<Parameters> {
  readonly openedAt: Millis;
  readonly parameters: Parameters;
  readonly roster: readonly Subject[];
  /** When it has come to what it is; a vote has none but its close. */
  readonly deadline: Millis;
  readonly silence: Silence;
  /** Meetings whose minutes say what people answered. Spec §14. */
  readonly held?: readonly Held[];
  /** Which share of the answers comes by people's own keys, where one is asked for. Spec §14. */
  readonly minOwnKeys?: Share;
}

/** What still stands in the way of a yes. */
export type Unmet =
  | 'time'
  | 'quorum'
  | 'own-keys'
  | 'objection'
  | 'block'
  | 'stand-asides'
  | 'threshold'
  | 'deadline'
  | 'tally';

/**
 * Where a matter stands at one moment. Spec §6.
 *
 * `open`: people answer. `integrating`: the window is over, and answers still count. `adopted`, `not-adopted`: an outcome
 * follows. `stalled`: the deadline came first.
 */
export interface Evaluation {
  readonly rung: CircleRung;
  readonly state: 'open' | 'integrating' | 'adopted' | 'not-adopted' | 'stalled';
  readonly closesAt: Millis;
  readonly deadline: Millis;
  /** The proposal's current version. */
  readonly current: DocumentId;
  readonly counts: Counts;
  readonly objections: readonly JudgedObjection[];
  /** Adopted by the fallback that the domain declared. */
  readonly fallback: boolean;
  /** Minutes that the counts rest on. */
  readonly minutes?: readonly DocumentId[];
  readonly unmet: readonly Unmet[];
  /** While it has not ended. */
  readonly phase?: Phase;
  /** When the second of two windows begins. Spec §6. */
  readonly secondFrom?: Millis;
  /** Of people for a role. Spec §15. */
  readonly selection?: SelectionEvaluation;
  /** The next moment at which time alone may change any of this; null once it cannot. */
  readonly next: Millis | null;
}

/** The earliest of some moments that is still to come. */
export function nextOf(moments: readonly (Millis | null)[], asOf: Millis): Millis | null {
  const coming = moments.filter((moment) => moment !== null && moment > asOf) as Millis[]; // null is filtered out
  return coming.length === 0 ? null : Math.min(...coming);
}

/** People still answer, or are still asked to. */
export function isOpen(state: Evaluation['state']): boolean {
  return state === 'open' || state === 'integrating';
}

/** A yes or a no follows; of a ballot that is over but not counted yet, whichever it holds. Spec §6. */
export function isSettled({ state, rung, closesAt }: Evaluation, at: Millis): boolean {
  if (state === 'adopted' || state === 'not-adopted') return true;
  return rung === 'vote' && state === 'integrating' && at >= closesAt;
}

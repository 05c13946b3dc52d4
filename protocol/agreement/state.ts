import type { SaidOfPromise } from '../documents/event.ts';
import type { DocumentId, Scid } from '../ids.ts';
import type { Millis } from '../time.ts';

interface Logged {
  readonly id: DocumentId;
  /** The commons that signed. */
  readonly commons: Scid;
  readonly index: number;
  readonly at: Millis;
}

export interface LoggedTerms extends Logged {
  readonly supersedes: DocumentId | null;
}

export interface LoggedAcceptance extends Logged {
  readonly terms: DocumentId;
  readonly withdrawnBy: DocumentId | null;
}

export interface LoggedRejection extends Logged {
  readonly terms: DocumentId;
}

export interface LoggedWithdrawal extends Logged {
  /** The acceptance that is taken back. */
  readonly of: DocumentId;
}

export interface LoggedSeal extends Logged {
  readonly terms: DocumentId;
  readonly acceptances: readonly DocumentId[];
}

/** What a party has said of a promise, once it was agreed. Spec §8. */
export interface LoggedEvent extends Logged {
  readonly terms: DocumentId;
  readonly said: SaidOfPromise;
  readonly commitment: number;
  readonly quantity: number;
  /** The delivery that it acknowledges. */
  readonly of: DocumentId | null;
  readonly decision: DocumentId;
}

/** A party's notice that what was agreed ends. Spec §8. */
export interface LoggedTermination extends Logged {
  readonly terms: DocumentId;
  readonly endsAt: Millis;
}

/** What a party asked about terms. Spec §8. */
export interface LoggedQuestion extends Logged {
  readonly terms: DocumentId;
  readonly decision: DocumentId;
}

export interface LoggedAnswer extends LoggedQuestion {
  readonly question: DocumentId;
}

export interface LoggedLapse extends Logged {
  readonly terms: DocumentId;
  /** It gives back what was not delivered before the agreement ended. Spec §8. */
  readonly terminated?: true;
}

/**
 * The documents of one negotiation that count in one log, each list in log order. Their set is the state: status is a
 * function of it, whatever order the documents were learned in. Spec §8.
 */
export interface NegotiationState {
  readonly kind: 'negotiation';
  readonly terms: readonly LoggedTerms[];
  readonly acceptances: readonly LoggedAcceptance[];
  readonly rejections: readonly LoggedRejection[];
  readonly withdrawals: readonly LoggedWithdrawal[];
  /** The registrar's word, by which it ended: one seal or one lapse. */
  readonly seals: readonly LoggedSeal[];
  readonly lapses: readonly LoggedLapse[];
  /** Our own word, in our own log, that our remaining holds end. */
  readonly releases: readonly LoggedLapse[];
  /** Words of the registrar that came when it had ended already: it has said two things. They change nothing. */
  readonly conflicts: readonly LoggedLapse[];
  /** What was said of the promises since; absent as long as nobody has. */
  readonly events?: readonly LoggedEvent[];
  /** What was asked and answered about terms; absent as long as nobody has. */
  readonly questions?: readonly LoggedQuestion[];
  readonly answers?: readonly LoggedAnswer[];
  /** Notices that it ends; absent as long as nobody has given one. */
  readonly terminations?: readonly LoggedTermination[];
}

export const NO_NEGOTIATION: NegotiationState = {
  kind: 'negotiation',
  terms: [],
  acceptances: [],
  rejections: [],
  withdrawals: [],
  seals: [],
  lapses: [],
  releases: [],
  conflicts: [],
};

/** Acceptances of one terms id that nobody took back, one per commons (the first counts). Spec §8. */
export function standingAcceptances(state: NegotiationState, terms: DocumentId): readonly LoggedAcceptance[] {
  const standing = state.acceptances.filter((entry) => entry.terms === terms && entry.withdrawnBy === null);
  return standing.filter(
    (entry, index) => standing.findIndex((other) => other.commons === entry.commons) === index,
  );
}

/** Whether a standing acceptance of every party names these terms. Spec §8. */
export function acceptedByAll(state: NegotiationState, terms: DocumentId, parties: readonly Scid[]): boolean {
  const standing = standingAcceptances(state, terms);
  return parties.every((party) => standing.some(({ commons }) => commons === party));
}

/**
 * Own acceptances whose holds end with the withdrawal of one of them: all, where the registrar takes back the last one
 * that stands; none where a party does, since the seal may have come first. Spec §8 [R-8.10b].
 */
export function endedWith(
  state: NegotiationState,
  withdrawn: DocumentId,
  { home, registrar }: { readonly home: Scid; readonly registrar: Scid },
): readonly DocumentId[] {
  const own = state.acceptances.filter(({ commons }) => commons === home);
  const others = own.filter(({ id, withdrawnBy }) => id !== withdrawn && withdrawnBy === null);
  return registrar === home && others.length === 0 ? own.map(({ id }) => id) : [];
}

/** Whether nothing more can come of it here: the registrar has spoken, or we gave up after the time in doubt. */
export function hasEnded(state: NegotiationState): boolean {
  return state.seals.length + state.lapses.length + state.releases.length > 0;
}

/** Newer terms that took the place of these, or null. */
export function supersededBy(state: NegotiationState, terms: DocumentId): DocumentId | null {
  return state.terms.find((entry) => entry.supersedes === terms)?.id ?? null;
}

/** Terms that no others took the place of: one, or several where parties made counter-offers at the same time. */
export function openTerms(state: NegotiationState): readonly LoggedTerms[] {
  return state.terms.filter(({ id }) => supersededBy(state, id) === null);
}

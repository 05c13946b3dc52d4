import {
  hasEnded,
  type NegotiationState,
  openTerms,
  standingAcceptances,
} from '../../protocol/agreement/state.ts';
import type { DocumentId, Scid } from '../../protocol/ids.ts';
import type { Millis } from '../../protocol/time.ts';
import { completeTerms, currentTerms, type FieldsOf, isOver, isRejected } from './status.ts';

/** What the registrar of a negotiation has to log next. */
export type RegistrarAct =
  | {
      readonly kind: 'seal';
      readonly terms: DocumentId;
      readonly acceptances: readonly { readonly commons: Scid; readonly id: DocumentId }[];
    }
  | {
      readonly kind: 'lapse';
      readonly terms: DocumentId;
      readonly cause: 'deadline' | 'rejected';
      /** All acceptances: their holds end. */
      readonly acceptances: readonly DocumentId[];
    };

/**
 * The registrar's next act in one negotiation, or null while it waits. Spec §8, [R-8.7].
 *
 * It has no choice: as soon as every party has accepted the same terms, it seals them, even where somebody has offered
 * newer ones since; when every offer on the table is turned down, or its time is over, the matter lapses.
 *
 * @param fieldsOf the fields of terms that are in the negotiation.
 */
export function registrarAct(
  state: NegotiationState,
  fieldsOf: FieldsOf,
  home: Scid,
  now: Millis,
): RegistrarAct | null {
  const terms = currentTerms(state);
  if (hasEnded(state) || terms === null || fieldsOf(terms)?.registrar !== home) return null;

  const complete = completeTerms(state, fieldsOf, now);
  if (complete !== null) {
    const acceptances = standingAcceptances(state, complete).map(({ commons, id }) => ({ commons, id }));
    return { kind: 'seal', terms: complete, acceptances };
  }
  const open = openTerms(state);
  const acceptances = state.acceptances.map(({ id }) => id);
  if (open.every(({ id }) => isRejected(state, id)))
    return { kind: 'lapse', terms, cause: 'rejected', acceptances };
  return open.every(({ id }) => isOver(fieldsOf(id), now))
    ? { kind: 'lapse', terms, cause: 'deadline', acceptances }
    : null;
}

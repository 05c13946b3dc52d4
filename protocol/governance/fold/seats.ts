import { termOf } from '../../documents/mandate.ts';
import type { SeatState } from '../state.ts';
import { contentOf } from '../view.ts';
import { operationsOf, type Step } from './step.ts';

/** Who has claimed a seat, and the term that was granted in it last. Spec §15, [R-15.67]. */
export function foldSeat(before: SeatState | null, { entry, verdict, applied, name, view }: Step): SeatState {
  const state: SeatState = before ?? { kind: 'seat', claims: [], held: null };
  const { document, id } = entry;
  if (document.type === 'claim' && verdict.status === 'counted') {
    const claim = { id, author: document.author, mandate: document.mandate };
    return { ...state, claims: [...state.claims, claim] };
  }
  return operationsOf(applied).reduce((seat, operation): SeatState => {
    if (operation.op !== 'adopt' || operation.adopts.type !== 'mandate' || operation.adopts.seat !== name)
      return seat;
    const { subject, id: granted } = operation.adopts;
    const term = contentOf(view, granted, 'mandate');
    if (term === null) return seat;
    const held = { mandate: { subject, id: granted }, holder: term.holder, endsAt: termOf(term).endsAt };
    return { ...seat, held };
  }, state);
}

import { addAmounts } from '../amount.ts';
import type { Commitment, TermsFields } from '../documents/terms-fields.ts';
import type { DocumentId } from '../ids.ts';
import type { LoggedEvent, NegotiationState } from './state.ts';

/** One delivery, and how much of it its receiver says that it got; null while it has said nothing. */
export interface Delivery {
  readonly id: DocumentId;
  readonly at: number;
  readonly quantity: number;
  readonly received: number | null;
}

/** How far one promise of an agreement is kept, as its two sides say. Spec §8. */
export interface Kept {
  readonly commitment: Commitment;
  /** In log order. */
  readonly deliveries: readonly Delivery[];
  readonly delivered: number;
  readonly received: number;
  /** What was delivered and, as its receiver says, did not come. */
  readonly missing: number;
  /** What its provider may still deliver: also in the place of what is missing. */
  readonly left: number;
}

/**
 * How far each promise of the terms is kept: a function of the set of events, whatever order they were learned in. Of
 * several words on one delivery the largest holds: a receiver can say later that more has come. Spec §8.
 */
export function keptOf(
  { events = [] }: Pick<NegotiationState, 'events'>,
  terms: DocumentId,
  { commitments }: Pick<TermsFields, 'commitments'>,
): readonly Kept[] {
  const said = events.filter((event) => event.terms === terms);
  return commitments.map((commitment, place) => keptFor(said, commitment, place));
}

/** Whether all that was promised has been received. */
export function isKept({ commitment, received }: Pick<Kept, 'commitment' | 'received'>): boolean {
  return received >= commitment.quantity;
}

/** Whether its receiver says that something did not come, and its provider has not delivered it anew. */
export function isClaimed(kept: Omit<Kept, 'deliveries' | 'delivered'>): boolean {
  return kept.missing > 0 && kept.left > 0 && !isKept(kept);
}

function keptFor(said: readonly LoggedEvent[], commitment: Commitment, place: number): Kept {
  const about = said.filter((event) => event.commitment === place);
  const words = receivedBy(about, commitment);
  const deliveries = about
    .filter(({ said: what, commons }) => what === 'delivered' && commons === commitment.provider)
    .map(({ id, at, quantity }) => ({ id, at, quantity, received: words.get(id) ?? null }));
  const delivered = sumOf(deliveries, ({ quantity }) => quantity);
  const received = sumOf(deliveries, ({ quantity, received: got }) => Math.min(got ?? 0, quantity));
  const missing = sumOf(deliveries, ({ quantity, received: got }) =>
    got === null ? 0 : Math.max(0, quantity - got),
  );
  const left = Math.max(0, commitment.quantity - (delivered - missing));
  return { commitment, deliveries, delivered, received, missing, left };
}

/** By delivery, the most that its receiver has said to have got of it. */
function receivedBy(
  about: readonly LoggedEvent[],
  { receiver }: Commitment,
): ReadonlyMap<DocumentId, number> {
  const most = new Map<DocumentId, number>();
  for (const { said, of, commons, quantity } of about) {
    if (said !== 'received' || of === null || commons !== receiver) continue;
    most.set(of, Math.max(most.get(of) ?? 0, quantity));
  }
  return most;
}

const sumOf = (deliveries: readonly Delivery[], amount: (delivery: Delivery) => number) =>
  deliveries.reduce((sum, delivery) => addAmounts(sum, amount(delivery)), 0);

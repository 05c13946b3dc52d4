import { completeErasureOperations } from './complete-erasures.ts';
import { completeAdoptions } from './complete-handover.ts';
import { completeRulings } from './complete-rulings.ts';
import { completeSeats } from './complete-seats.ts';
import type { DraftContext, Wish } from './draft.ts';

/** Operations with what the log says of them: what they rule on, whose seats they are about, what is kept apart. */
export async function completeOperations(draft: DraftContext, wish: Wish): Promise<Wish> {
  const ruled = await completeErasureOperations(draft, await completeRulings(draft, wish));
  return completeAdoptions(draft, await completeSeats(draft, ruled));
}

import type { NegotiationState } from '../../../protocol/agreement/state.ts';
import type { Scid } from '../../../protocol/ids.ts';
import type { Context } from '../../context.ts';
import { documentIn } from '../record/document-in.ts';

/** Negotiations that are read at a time. */
const PAGE = 200;

/**
 * Whether our log has a negotiation with a commons that is not over for good: one that formed, whose disputes may still
 * come, one that is on the table, or one in doubt. No block stops what belongs to it. Spec §18.
 */
export async function hasDealings(context: Context, commons: Scid): Promise<boolean> {
  const { store } = context;
  const home = await context.commons();
  let after = '';
  for (;;) {
    const threads = await store.threads(home, { kind: 'negotiation', after, limit: PAGE });
    for (const { name, state } of threads) {
      after = name;
      if (state?.kind !== 'negotiation' || isOver(state)) continue;
      if (await isIn(context, home, state, commons)) return true;
    }
    if (threads.length < PAGE) return false;
  }
}

function isOver({ seals, lapses }: NegotiationState): boolean {
  return seals.length === 0 && lapses.length > 0;
}

/** Whoever signed something in it is in it; others may be named by its terms. */
async function isIn(
  { store }: Context,
  home: Scid,
  { terms, acceptances, seals }: NegotiationState,
  commons: Scid,
): Promise<boolean> {
  if ([...terms, ...acceptances, ...seals].some((entry) => entry.commons === commons)) return true;
  for (const { id } of terms) {
    const document = await documentIn(store, home, id);
    if (document?.type !== 'terms') continue;
    const { parties, registrar } = document.fields;
    if (registrar === commons || parties.includes(commons)) return true;
  }
  return false;
}

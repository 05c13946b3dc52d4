import { negotiationStatus } from '../../../federation/negotiation/status.ts';
import type { Subject } from '../../../protocol/ids.ts';
import type { Context } from '../../context.ts';
import { readNegotiation } from '../negotiation/negotiation.ts';

/** What an end of the commons would leave open. */
export interface OpenMatters {
  /** Proposals that nobody has decided yet. */
  readonly proposals: number;
  /** Agreements with other commons that were sealed, and of which something promised has not come yet. */
  readonly agreements: number;
}

/** Negotiations that are read at a time. */
const PAGE = 200;

export async function openMatters(context: Context): Promise<OpenMatters> {
  return {
    proposals: (await context.store.records.list('matter')).length,
    agreements: await openAgreements(context),
  };
}

/** Of these nothing stays promised. */
const OVER: ReadonlySet<string> = new Set(['fulfilled', 'terminated']);

/** Whatever is kept, or has ended, is over. Spec §8. */
async function openAgreements(context: Context): Promise<number> {
  const { store } = context;
  const home = await context.commons();
  const now = await context.now();
  let [after, open] = ['', 0];
  for (;;) {
    const threads = await store.threads(home, { kind: 'negotiation', after, limit: PAGE });
    for (const { name, state } of threads) {
      after = name;
      if (state?.kind !== 'negotiation' || state.seals.length === 0) continue;
      const { fieldsOf } = await readNegotiation(context, name as Subject); // named by its subject
      if (!OVER.has(negotiationStatus(state, fieldsOf, home, now))) open += 1;
    }
    if (threads.length < PAGE) return open;
  }
}

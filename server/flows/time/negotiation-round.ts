import { hasEnded } from '../../../protocol/agreement/state.ts';
import { subjectSchema } from '../../../protocol/ids.ts';
import type { Context } from '../../context.ts';
import type { Committer } from '../log/committer.ts';
import { freeUndelivered } from '../negotiation/end-agreement.ts';
import { actAsRegistrar } from '../negotiation/make-acts.ts';
import { letGo, takeBack } from '../negotiation/own-yes.ts';

/** Negotiations that one round looks through at a time. */
const STEP = 200;

/**
 * Time passes by itself: in every negotiation that has not ended, and in every agreement that ends, the commons does what it
 * owes by now. Spec §8, [R-8.15].
 */
export async function negotiationRound(context: Context, committer: Committer): Promise<void> {
  const home = await context.commons();
  let after = '';
  for (;;) {
    const threads = await context.store.threads(home, { kind: 'negotiation', after, limit: STEP });
    if (threads.length === 0) return;
    for (const { name, state } of threads) {
      if (state?.kind !== 'negotiation') continue;
      const negotiation = subjectSchema.parse(name); // a negotiation's thread is named by its subject
      if (hasEnded(state)) {
        if (state.terminations !== undefined) await freeUndelivered(context, committer, negotiation);
        continue;
      }
      await takeBack(context, committer, negotiation);
      await actAsRegistrar(context, committer, negotiation);
      await letGo(context, committer, negotiation);
    }
    after = threads.at(-1)?.name ?? after;
  }
}

import type { Subject } from '../../../protocol/ids.ts';
import type { Context } from '../../context.ts';
import type { Committer } from '../log/committer.ts';
import { actAsRegistrar } from '../negotiation/make-acts.ts';

/** Negotiations that one round looks through at a time. */
const STEP = 200;

/** Deadlines come by themselves: open negotiations that we register are looked at again. Spec §8. */
export async function registrarRound(context: Context, committer: Committer): Promise<void> {
  const home = await context.commons();
  let after = '';
  for (;;) {
    const threads = await context.store.threads(home, { kind: 'negotiation', after, limit: STEP });
    if (threads.length === 0) return;
    for (const { name, state } of threads) {
      const ended = state?.kind === 'negotiation' && (state.seals.length > 0 || state.lapses.length > 0);
      if (!ended) await actAsRegistrar(context, committer, name as Subject); // a negotiation's thread is named by its subject
    }
    after = threads.at(-1)?.name ?? after;
  }
}

import type { Scid } from '../../../protocol/ids.ts';
import type { Context } from '../../context.ts';
import type { Derived } from '../../store/store.ts';
import { type Difference, differencesIn } from './differences.ts';
import { recompute } from './recompute.ts';

/** What a rebuild is made of. */
export type Rebuilder = Pick<Context, 'store' | 'verify'>;

export interface Rebuilt {
  readonly entries: number;
  readonly differences: readonly Difference[];
}

/**
 * Verdicts, thread states, positions and tiles are caches of the log: computes them anew and puts right what is another.
 *
 * One transaction under the log's head lock: whoever writes waits, and a process that is killed meanwhile has changed
 * nothing.
 *
 * @param options.write without it, it is only compared.
 * @throws {ProtocolError} as `recompute`.
 */
export async function rebuildLog(
  { store, verify }: Rebuilder,
  log: Scid,
  options: { readonly write: boolean; readonly onProgress: (done: number, of: number) => void },
): Promise<Rebuilt> {
  const { entries, differences, derived } = await store.transact(log, async (tx) => {
    const recomputed = await recompute({ store, verify }, log, tx, options.onProgress);
    const found = await differencesIn(tx, log, recomputed);
    if (options.write && found.differences.length > 0) await tx.rewrite(found.derived);
    return { ...found, entries: recomputed.verdicts.length };
  });
  if (options.write) await lookAgain(store, derived);
  return { entries, differences };
}

/** What has become of a matter is asked again: the rules may say something else about it by now. */
async function lookAgain({ records }: Rebuilder['store'], { threads }: Derived): Promise<void> {
  for (const { thread } of threads)
    if (thread.state?.kind === 'proposal') await records.put('matter', thread.name, { next: 0 });
}

import { toBase64url } from '../../../protocol/bytes.ts';
import { hashTextSchema } from '../../../protocol/ids.ts';
import { headsRoot } from '../../../protocol/log/heads-tree.ts';
import { DAY_SECONDS, SECOND } from '../../../protocol/time.ts';
import type { Context } from '../../context.ts';
import { actAsCommons } from '../acts/commons-act.ts';
import type { Committer } from '../log/committer.ts';
import { takeTurn } from './turn.ts';

/** So many entries are a proof of a megabyte. */
const GROWTH_MIN = 1_024;
/** Stating heads reads those of all threads: where there are many it waits for more entries, so that each pays little. */
const THREADS_PER_ENTRY = 64;

/**
 * Once a day, and after much was logged, the log states where every thread stands, so that a proof of freshness needs no
 * more leaves than since then.
 * Spec §3.
 */
export async function stateHeads(context: Context, committer: Committer): Promise<void> {
  const { store } = context;
  const home = await context.commons();
  const [identity] = await store.threads(home, { names: ['identity'] });
  const size = (await store.head(home))?.size ?? 0;
  if (identity === undefined || size === 0) return;
  const last = await store.records.get('heads', home);
  const now = await context.now();
  const isRecent = typeof last?.at === 'number' && now - last.at < DAY_SECONDS * SECOND;
  if (isRecent && size - Number(last.size) < grownMuch(Number(last.count))) return;
  if (!(await takeTurn(context, 'heads'))) return;

  const heads = await store.heads(home, size);
  const root = hashTextSchema.parse(toBase64url(headsRoot(heads)));
  const entry = await actAsCommons(context, committer, 'heads', { size, count: heads.length, root });
  if (entry !== null)
    await store.records.put('heads', home, {
      id: entry.id,
      index: entry.index,
      size,
      count: heads.length,
      at: now,
    });
}

function grownMuch(threads: number): number {
  return Math.max(GROWTH_MIN, Math.floor(threads / THREADS_PER_ENTRY));
}

import type { ThreadState } from '../../../protocol/governance/state.ts';
import { type Subject, subjectSchema } from '../../../protocol/ids.ts';
import type { Context } from '../../context.ts';
import type { KindQuery } from '../../store/store.ts';

/** Threads that are read in one go. */
export const THREADS_STEP = 200;

/** All threads of one kind, by name. */
export async function eachThread(
  { store, commons }: Context,
  query: KindQuery,
): Promise<readonly { readonly subject: Subject; readonly state: ThreadState | null }[]> {
  const found: { subject: Subject; state: ThreadState | null }[] = [];
  const home = await commons();
  for (let after = ''; ; ) {
    const threads = await store.threads(home, { ...query, after });
    for (const { name, state } of threads) found.push({ subject: subjectSchema.parse(name), state });
    const last = threads.at(-1);
    if (last === undefined) return found;
    after = last.name;
  }
}

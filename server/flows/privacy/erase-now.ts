import type { Scid } from '../../../protocol/ids.ts';
import type { Erasable, Store } from '../../store/store.ts';
import { forgetErased } from './forget-erased.ts';

/** Erases what an entry of a log says, where that was not done with the entry itself. Spec §16. */
export async function eraseNow(
  store: Store,
  log: Scid,
  index: number,
  names: readonly Erasable[],
): Promise<void> {
  if (names.length === 0) return;
  await store.transact(log, async (tx) => {
    const head = await tx.head(log);
    if (head === null) return;
    const erased = names.map((name) => ({ name, index }));
    const nothing = { entries: [], threads: [], positions: [], tiles: [], attachments: new Map(), names: [] };
    await tx.append({ ...nothing, erased, head });
  });
  forgetErased(store, names);
}

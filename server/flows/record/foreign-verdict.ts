import type { DocumentId } from '../../../protocol/ids.ts';
import type { Store } from '../../store/store.ts';

/** Whether a document of another commons counts at its home, as we judged it when it came; null if it never came. */
export async function foreignVerdict(store: Store, id: DocumentId): Promise<boolean | null> {
  const record = await store.records.get('foreign', id);
  return typeof record?.counts === 'boolean' ? record.counts : null;
}

/** Remembers the verdict before the document is logged: the log's rules ask for it. */
export async function rememberForeign(store: Store, id: DocumentId, counts: boolean): Promise<void> {
  await store.records.put('foreign', id, { counts });
}

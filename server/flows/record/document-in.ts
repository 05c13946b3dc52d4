import type { FolkmootDocument } from '../../../protocol/documents/document.ts';
import type { DocumentId, Scid } from '../../../protocol/ids.ts';
import type { Store } from '../../store/store.ts';
import { readKnown } from './read-document.ts';

/** A logged document by its id, or null where the log does not hold it or we cannot read it. */
export async function documentIn(
  store: Pick<Store, 'entries'>,
  log: Scid,
  id: DocumentId,
): Promise<FolkmootDocument | null> {
  const [entry] = await store.entries(log, { ids: [id] });
  return entry === undefined ? null : (readKnown(entry)?.document ?? null);
}

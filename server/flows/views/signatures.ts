import { type DocumentId, isScid, type Multikey } from '../../../protocol/ids.ts';
import { formatMillis } from '../../../protocol/time.ts';
import type { Context } from '../../context.ts';
import { readDocument } from '../record/read-document.ts';
import type { StoredRecord } from '../record/stored-record.ts';
import { personBy } from './people.ts';

/** Who signed a document, with which key, and when it was logged. */
export interface SignatureView {
  readonly id: DocumentId;
  readonly name: string;
  readonly key: Multikey;
  readonly at: string;
}

/** Signatures under documents of our own log, in their order; those that are not shown to us are left out. */
export async function signaturesOf(
  context: Context,
  record: StoredRecord,
  ids: readonly DocumentId[],
): Promise<readonly SignatureView[]> {
  const home = await context.commons();
  const entries = await context.store.entries(home, { ids });
  const signatures: SignatureView[] = [];
  for (const entry of entries) {
    const kid = readDocument(entry)?.verified.kid;
    if (kid === undefined) continue;
    const name = isScid(kid.author)
      ? 'this commons'
      : (await personBy(context, record, kid.author, 'stranger')).name;
    signatures.push({ id: entry.id, name, key: kid.key, at: formatMillis(entry.at) });
  }
  return signatures;
}

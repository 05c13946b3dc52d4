import { type DocumentId, isScid, type Multikey } from '../../../protocol/ids.ts';
import { formatMillis } from '../../../protocol/time.ts';
import type { Context } from '../../context.ts';
import type { MayRead } from '../record/evidence-source.ts';
import { readDocument } from '../record/read-document.ts';
import type { StoredRecord } from '../record/stored-record.ts';
import { type Custody, custodyOf } from './custody.ts';
import { personBy } from './people.ts';

/** Who signed a document, with which key, and when it was logged. */
export interface SignatureView {
  readonly id: DocumentId;
  readonly name: string;
  readonly key: Multikey;
  /** Where the key lies; null of a commons, or where nobody says. Spec §1. */
  readonly custody: Custody | null;
  readonly at: string;
}

/** Signatures under documents of our own log, in their order; those that are not shown to us are left out. */
export async function signaturesOf(
  context: Context,
  record: StoredRecord,
  ids: readonly DocumentId[],
  mayRead: MayRead,
): Promise<readonly SignatureView[]> {
  const home = await context.commons();
  const entries = await context.store.entries(home, { ids });
  const signatures: SignatureView[] = [];
  for (const entry of entries) {
    const read = readDocument(entry);
    if (read === null || !mayRead(read.document)) continue;
    const { kid } = read.verified;
    const name = isScid(kid.author)
      ? 'this commons'
      : (await personBy(context, record, kid.author, mayRead)).name;
    const custody = await custodyOf(context, home, kid, entry.index);
    signatures.push({ id: entry.id, name, key: kid.key, custody, at: formatMillis(entry.at) });
  }
  return signatures;
}

import type { HashText } from '../../../protocol/ids.ts';
import type { Context } from '../../context.ts';
import type { Place } from '../../store/store.ts';
import type { MayRead } from '../record/evidence-source.ts';
import { readKnown } from '../record/read-document.ts';

/** An attachment for one reader: its bytes, or the erasure that it went with. */
export type Opened =
  | { readonly bytes: Uint8Array; readonly erasedBy: null }
  | { readonly bytes: null; readonly erasedBy: Place };

/**
 * An attachment is for whoever may read a document that names it: the hash alone opens nothing. Spec §16.
 *
 * @returns null where it is not here, or not for this reader.
 */
export async function openAttachment(
  { store }: Context,
  hash: HashText,
  mayRead: MayRead,
): Promise<Opened | null> {
  const trace = (await store.traces([hash])).get(hash);
  if (trace === undefined) return null;
  for (const { log, index } of trace.namedBy) {
    const [entry] = await store.entries(log, { at: [index] });
    const document = entry === undefined ? undefined : readKnown(entry)?.document;
    if (document === undefined || !mayRead(document)) continue;
    if (trace.erasedBy !== null) return { bytes: null, erasedBy: trace.erasedBy };
    const bytes = (await store.attachments([hash])).get(hash);
    return bytes === undefined ? null : { bytes, erasedBy: null };
  }
  return null;
}

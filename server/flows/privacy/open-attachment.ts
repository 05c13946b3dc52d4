import type { HashText } from '../../../protocol/ids.ts';
import type { Context } from '../../context.ts';
import type { Place } from '../../store/store.ts';
import type { MayRead } from '../record/evidence-source.ts';
import { readKnown } from '../record/read-document.ts';
import { erasureOf } from './erasure-of.ts';

/** An attachment for one reader: its bytes, or the erasure that it went with. */
export type Opened =
  | { readonly bytes: Uint8Array; readonly erasedBy: null }
  | { readonly bytes: null; readonly erasedBy: Place };

/**
 * An attachment is for whoever may read a document of our log that names it: the hash alone opens nothing. Who named it there
 * brought it, or could read it; in a mirror of their own log peers name what they like. Spec §16.
 *
 * @returns null where it is not here, or not for this reader.
 */
export async function openAttachment(
  { store, commons }: Context,
  hash: HashText,
  mayRead: MayRead,
): Promise<Opened | null> {
  const trace = (await store.traces([hash])).get(hash);
  if (trace === undefined) return null;
  const home = await commons();
  let gone: Place | null = null;
  for (const { log, index } of trace.namedBy) {
    if (log !== home) continue;
    const [entry] = await store.entries(log, { at: [index] });
    const document = entry === undefined ? undefined : readKnown(entry)?.document;
    if (document === undefined || !mayRead(document)) continue;
    gone ??= erasureOf(trace, home, document.commons);
    const bytes = (await store.attachments([hash])).get(hash);
    if (bytes !== undefined) return { bytes, erasedBy: null };
  }
  return gone === null ? null : { bytes: null, erasedBy: gone };
}

import type { Erasure } from '../../../protocol/documents/erasure.ts';
import { attachmentsOf } from '../../../protocol/documents/parse-document.ts';
import type { HashText, Scid } from '../../../protocol/ids.ts';
import type { Erasable, Store, StoredEntry } from '../../store/store.ts';
import { readKnown } from '../record/read-document.ts';

/**
 * What goes with a counted erasure of a log: all that it names, but for words that somebody else wrote first. Who names
 * another's words in a document of their own cannot erase them. Spec §16, [R-16.18].
 *
 * @param ahead entries that are not committed yet.
 */
export async function erasedNames(
  reader: Pick<Store, 'entries' | 'traces'>,
  log: Scid,
  { author, by, erases }: Erasure,
  ahead: readonly StoredEntry[] = [],
): Promise<readonly Erasable[]> {
  const words = erases.flatMap(({ attachments = [] }) => attachments);
  const payloads = erases.flatMap(({ document, payload }) => (payload === undefined ? [] : [document]));
  if (by !== undefined) return [...words, ...payloads];
  const own: HashText[] = [];
  for (const hash of words) if ((await firstAuthor(reader, log, hash, ahead)) === author) own.push(hash);
  return [...own, ...payloads];
}

/** Who signed the first document of a log that names an attachment; null where that is not at hand. */
export async function firstAuthor(
  reader: Pick<Store, 'entries' | 'traces'>,
  log: Scid,
  hash: HashText,
  ahead: readonly StoredEntry[] = [],
): Promise<string | null> {
  const places = (await reader.traces([hash])).get(hash)?.namedBy ?? [];
  const indices = places.filter((place) => place.log === log).map(({ index }) => index);
  const stored = indices.length === 0 ? [] : await reader.entries(log, { at: [Math.min(...indices)] });
  const first = [...stored, ...ahead.filter((entry) => names(entry, hash))][0];
  return first === undefined ? null : (readKnown(first)?.document.author ?? null);
}

function names(entry: StoredEntry, hash: HashText): boolean {
  const document = readKnown(entry)?.document;
  return document !== undefined && attachmentsOf(document).includes(hash);
}

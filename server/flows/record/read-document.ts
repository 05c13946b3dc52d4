import { toBase64url } from '../../../protocol/bytes.ts';
import type { FolkmootDocument } from '../../../protocol/documents/document.ts';
import { parseDocument } from '../../../protocol/documents/parse-document.ts';
import { envelopeOf } from '../../../protocol/envelope/parse.ts';
import type { Verified } from '../../../protocol/envelope/verify.ts';
import { getOrMake, recentOf } from '../../../protocol/identity/recent.ts';
import { ProtocolError } from '../../../protocol/problem.ts';
import type { StoredEntry } from '../../store/store.ts';

export interface ReadDocument {
  readonly verified: Verified;
  readonly document: FolkmootDocument;
}

/** Parsed documents, some kilobytes each; the ones that rules ask for again and again stay. */
const DOCUMENTS_MAX = 4096;
/**
 * By document, key and signature: anybody can sign a public payload again with a key of their own, under the author's
 * name, and put it into a log that we mirror.
 */
const parsed = recentOf<ReadDocument>(DOCUMENTS_MAX);

/**
 * A stored document as it was when it was logged: its signature was verified then.
 *
 * @throws {ProtocolError} where a mirrored log holds one that we do not know, or that no log takes.
 */
export function readDocument(entry: StoredEntry): ReadDocument | null {
  const { document } = entry;
  if (document === null) return null;
  const { author, key, payload, signature } = document;
  return getOrMake(parsed, `${entry.id} ${key} ${toBase64url(signature)}`, () => {
    const verified = envelopeOf({ kid: { author, key }, payload, signature }) as Verified; // verified before it was stored
    return { verified, document: parseDocument(verified.content) };
  });
}

/** Nothing of what was erased is kept in memory either. */
export function forgetDocuments(names: readonly string[]): void {
  if (names.length === 0) return;
  const gone = new Set(names);
  for (const key of [...parsed.entries.keys()])
    if (gone.has(key.slice(0, key.indexOf(' ')))) parsed.entries.delete(key);
}

/** As `readDocument`; what a mirrored log holds and we cannot read is as if it were withheld. */
export function readKnown(entry: StoredEntry): ReadDocument | null {
  try {
    return readDocument(entry);
  } catch (error) {
    if (error instanceof ProtocolError) return null;
    throw error;
  }
}

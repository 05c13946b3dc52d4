import { canonicalBytes, type JsonObject, parseCanonical } from '../canonical.ts';
import { type DocumentId, documentIdOf } from '../ids.ts';
import { DOCUMENT_BYTES_MAX } from '../limits.ts';
import type { DocumentOf, DocumentTypeName, FolkmootDocument } from './document.ts';
import { parseDocument, refsOf } from './parse-document.ts';

/** A document before it is signed. */
export interface Composed<Document extends FolkmootDocument = FolkmootDocument> {
  readonly id: DocumentId;
  readonly payload: Uint8Array<ArrayBuffer>;
  readonly document: Document;
}

/** All fields but those that follow from the others. */
export type Fields<Type extends DocumentTypeName> = DeepReadonly<Omit<DocumentOf<Type>, 'refs' | 'v'>>;

/** Branded texts are primitives with a mark: they stay as they are. */
type DeepReadonly<T> = T extends string | number | boolean
  ? T
  : { readonly [Key in keyof T]: DeepReadonly<T[Key]> };

/**
 * Fields → the exact bytes to sign: adds `v` and `refs`, then reads them back as any receiver would.
 *
 * @throws {ProtocolError} `malformed` or `too-large`, as for a received document.
 */
export function composeDocument<Type extends DocumentTypeName>(
  fields: Fields<Type>,
): Composed<DocumentOf<Type>> {
  const content = { ...(fields as unknown as JsonObject), v: 1 }; // checked by parseDocument below
  const payload = canonicalBytes({ ...content, refs: refsOf(content) });
  const document = parseDocument(parseCanonical(payload, { bytesMax: DOCUMENT_BYTES_MAX }));
  return { id: documentIdOf(payload), payload, document: document as DocumentOf<Type> }; // its type is among the fields
}

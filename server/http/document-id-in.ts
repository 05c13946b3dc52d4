import { type DocumentId, documentIdSchema } from '../../protocol/ids.ts';

/** The id that an address names: whole, or its hash alone, which needs no escaping. Null where it is neither. */
export function documentIdIn(text: string): DocumentId | null {
  const id = documentIdSchema.safeParse(text.startsWith('ni:') ? text : `ni:///sha-256;${text}`);
  return id.success ? id.data : null;
}

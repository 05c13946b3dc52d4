import { hashTextSchema } from '../../protocol/ids.ts';
import type { Bundle } from '../../protocol/verify/bundle.ts';
import { UsageError } from './usage-error.ts';

const ID_PREFIX = 'ni:///sha-256;';
const TEXT_PREFIX = 'text:';

/**
 * A part of a bundle as a person names it: a document by its id or the 43 characters of it, an attachment as `text:` and
 * its hash.
 *
 * @throws {UsageError}
 */
export function partName(text: string): string {
  const isText = text.startsWith(TEXT_PREFIX);
  const hash = hashTextSchema.safeParse(text.replace(ID_PREFIX, '').replace(TEXT_PREFIX, ''));
  if (hash.success) return isText ? hash.data : `${ID_PREFIX}${hash.data}`;
  throw new UsageError(
    `“${text}” names no part: give the 43 characters of an id, or text: and those of a text.`,
  );
}

/** All attachments of a bundle. */
export function textsOf({ attachments }: Bundle): readonly string[] {
  return Object.keys(attachments);
}

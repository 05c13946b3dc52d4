import { fromBase64url } from '../../protocol/bytes.ts';
import { parseCanonical } from '../../protocol/canonical.ts';
import { hashTextSchema } from '../../protocol/ids.ts';
import { DOCUMENT_BYTES_MAX } from '../../protocol/limits.ts';
import { ProtocolError } from '../../protocol/problem.ts';
import type { Bundle, BundleEntry } from '../../protocol/verify/bundle.ts';
import { ID_PREFIX, PREFIX_CHARACTERS_MIN } from './document-names.ts';
import { UsageError } from './usage-error.ts';

const TEXT_PREFIX = 'text:';

/**
 * A part of a bundle as a person names it: a document by its id, the 43 characters of it, a beginning of them, or what it
 * calls itself; an attachment as `text:` and its hash or a beginning of that.
 *
 * @throws {UsageError} for what could name nothing; {ProtocolError} `not-found`, or `conflict` where several parts fit.
 */
export function partNamed(bundle: Bundle, text: string): string {
  const isText = text.startsWith(TEXT_PREFIX);
  const beginning = text.replace(TEXT_PREFIX, '').replace(ID_PREFIX, '');
  if (hashTextSchema.safeParse(beginning).success) return isText ? beginning : `${ID_PREFIX}${beginning}`;
  const documents = bundle.logs
    .flatMap(({ entries }) => entries)
    .filter(({ envelope }) => envelope !== undefined);
  const isHash = /^[\w-]+$/.test(beginning) && beginning.length >= PREFIX_CHARACTERS_MIN;
  const hashes = isText
    ? textsOf(bundle)
    : documents.flatMap(({ leaf }) => (typeof leaf.doc === 'string' ? [leaf.doc] : []));
  const byHash = isHash ? hashes.filter((hash) => hash.replace(ID_PREFIX, '').startsWith(beginning)) : [];
  const called = isText ? [] : documents.filter((entry) => namesOf(entry).has(text.trim().toLowerCase()));
  const found = [...new Set([...byHash, ...called.map(({ leaf }) => String(leaf.doc))])];
  const [first, second] = found;
  if (first === undefined && !isHash)
    throw new UsageError(
      `“${text}” names no part: give the id of a document or at least ${PREFIX_CHARACTERS_MIN} characters of it, what it is called, or text: and the hash of a text.`,
    );
  if (first === undefined)
    throw new ProtocolError('not-found', `The bundle shows nothing that is called “${text}”.`, {
      name: text,
    });
  if (second === undefined) return first;
  throw new ProtocolError('conflict', `Several parts fit “${text}”: name one by its id.`, {
    ids: found.map((id) => id.replace(ID_PREFIX, '')),
  });
}

/** All attachments of a bundle. */
export function textsOf({ attachments }: Bundle): readonly string[] {
  return Object.keys(attachments);
}

/** What a document calls itself, in lower case: its name, title or pseudonym in any language. */
function namesOf({ envelope }: BundleEntry): ReadonlySet<string> {
  const payload = envelope === undefined ? null : fromBase64url(envelope.payload);
  if (payload === null) return new Set();
  try {
    const { name, title, pseudonym } = parseCanonical(payload, { bytesMax: DOCUMENT_BYTES_MAX });
    const texts = [name, title, pseudonym].flatMap((named) =>
      named !== null && typeof named === 'object' ? Object.values(named) : [named],
    );
    return new Set(texts.filter((one) => typeof one === 'string').map((one) => one.toLowerCase()));
  } catch (error) {
    if (error instanceof ProtocolError) return new Set(); // not canonical: it is no document of ours
    throw error;
  }
}

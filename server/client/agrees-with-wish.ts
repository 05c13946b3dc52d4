import { fromBase64url, textOf } from '../../protocol/bytes.ts';
import type { JsonObject } from '../../protocol/canonical.ts';
import type { FolkmootDocument } from '../../protocol/documents/document.ts';
import { sameJson } from '../../protocol/governance/binding.ts';
import { hashTextOf } from '../../protocol/ids.ts';
import { SALT_BYTES } from '../../protocol/limits.ts';

/** What a draft must never hold unless the wish does: each would change what the signature does. */
const NEVER_ADDED = [
  'reverses',
  'replaces',
  'effectiveAt',
  'expiresAt',
  'integrates',
  'departs',
  'actions',
  'matter',
] as const;
/** What a draft holds where the wish does not say otherwise. */
const DEFAULTS: JsonObject = { result: 'adopted', tags: [] };
/** Members of a wish that stand for others: they are compared there. */
const STAND_INS: ReadonlySet<string> = new Set(['operations', 'charter']);

/**
 * Whether a document that a server drafted says what was wished: the operator gets no signature for anything else.
 *
 * The short forms of a wish are compared by what they stand for: `{say}` by the attached words, `{ref}` and a bare name
 * by subject or id. What the server adds by itself (domain, mandate, dates) is for the rules to judge.
 */
export function agreesWithWish(
  document: FolkmootDocument,
  wish: JsonObject,
  attachments: Readonly<Record<string, string>>,
): boolean {
  const drafted: Readonly<Record<string, unknown>> = document;
  const asWished = Object.entries(wish).every(
    ([name, value]) => STAND_INS.has(name) || matches(value, drafted[name], attachments),
  );
  const operations = 'binding' in document ? document.binding.operations : undefined;
  const nothingAdded = NEVER_ADDED.every((name) => name in wish || !(name in drafted));
  const nothingChanged = Object.entries(DEFAULTS).every(
    ([name, value]) => name in wish || !(name in drafted) || sameJson(drafted[name], value),
  );
  return (
    asWished &&
    nothingAdded &&
    nothingChanged &&
    (wish.operations === undefined || matches(wish.operations, operations, attachments))
  );
}

function matches(wish: unknown, drafted: unknown, attachments: Readonly<Record<string, string>>): boolean {
  if (Array.isArray(wish)) {
    return (
      Array.isArray(drafted) &&
      wish.length === drafted.length &&
      wish.every((item, position) => matches(item, drafted[position], attachments))
    );
  }
  if (!isObject(wish)) return wish === drafted || (isObject(drafted) && isNamed(wish, drafted));
  if (!isObject(drafted)) return false;
  if ('say' in wish) return wordsOf(drafted.attachment, attachments) === wish.say;
  if ('ref' in wish) return drafted.subject === wish.ref;
  const names = Object.keys(wish);
  return (
    names.length === Object.keys(drafted).length &&
    names.every((name) => matches(wish[name], drafted[name], attachments))
  );
}

function isNamed(name: unknown, drafted: Readonly<Record<string, unknown>>): boolean {
  return typeof name === 'string' && (drafted.subject === name || drafted.id === name);
}

function wordsOf(attachment: unknown, attachments: Readonly<Record<string, string>>): string | null {
  const text = typeof attachment === 'string' ? attachments[attachment] : undefined;
  const bytes = text === undefined ? null : fromBase64url(text);
  if (bytes === null || hashTextOf(bytes) !== attachment) return null;
  return textOf(bytes.subarray(SALT_BYTES));
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

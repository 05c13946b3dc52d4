import { fromBase64url, textOf } from '../../protocol/bytes.ts';
import type { JsonObject } from '../../protocol/canonical.ts';
import type { FolkmootDocument } from '../../protocol/documents/document.ts';
import { sameJson } from '../../protocol/governance/binding.ts';
import { hashTextOf, subjectSchema } from '../../protocol/ids.ts';
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
  'claims',
  'besides',
] as const;
/** What a draft holds where the wish does not say otherwise. */
const DEFAULTS: JsonObject = { result: 'adopted', tags: [] };
/** Members that follow from the log and may be missing in an object of a wish, by the name of the member that holds it. */
const FILLED_IN: Readonly<Record<string, readonly string[]>> = {
  consulted: ['opening'],
  adopts: ['separate', 'call'],
};
/** Short forms of single members: what an item stands for, by the name of the list that it is in. */
const SHORT_ITEMS: Readonly<Record<string, (wish: string, drafted: Drafted) => boolean>> = {
  claims: isClaim,
};
/** Members of a wish that stand for others: they are compared there. */
const STAND_INS: ReadonlySet<string> = new Set(['operations', 'charter']);

type Drafted = Readonly<Record<string, unknown>>;

/**
 * Whether a document that a server drafted says what was wished: the operator gets no signature for anything else.
 *
 * The short forms of a wish are compared by what they stand for: `{say}` by the attached words, `{ref}` and a bare name
 * by subject or id, a bare claim by what it claims. What the server adds by itself (domain, mandate, dates) is for the rules to judge.
 */
export function agreesWithWish(
  document: FolkmootDocument,
  wish: JsonObject,
  attachments: Readonly<Record<string, string>>,
): boolean {
  const drafted: Drafted = document;
  const asWished = Object.entries(wish).every(
    ([name, value]) => STAND_INS.has(name) || matches(value, drafted[name], attachments, name),
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

/** @param within the name of the member that holds both. */
function matches(
  wish: unknown,
  drafted: unknown,
  attachments: Readonly<Record<string, string>>,
  within = '',
): boolean {
  if (Array.isArray(wish)) {
    return (
      Array.isArray(drafted) &&
      wish.length === drafted.length &&
      wish.every((item, position) => matches(item, drafted[position], attachments, within))
    );
  }
  if (!isObject(wish)) return wish === drafted || (isObject(drafted) && standsFor(wish, drafted, within));
  if (!isObject(drafted)) return false;
  if ('say' in wish) return wordsOf(drafted.attachment, attachments) === wish.say;
  if ('ref' in wish) return drafted.subject === wish.ref;
  const filledIn = FILLED_IN[within] ?? [];
  return (
    Object.keys(drafted).every((name) => name in wish || filledIn.includes(name)) &&
    Object.keys(wish).every((name) => matches(wish[name], drafted[name], attachments, name))
  );
}

/** A bare name stands for what it names; in some lists for what is said of it. */
function standsFor(name: unknown, drafted: Drafted, within: string): boolean {
  if (typeof name !== 'string') return false;
  const { [within]: isShort } = SHORT_ITEMS;
  return isShort === undefined ? drafted.subject === name || drafted.id === name : isShort(name, drafted);
}

/** Of a constraint that is named by its subject, the log says which version binds the matter. Spec §6. */
function isClaim(wish: string, { what, constraint }: Drafted): boolean {
  if (what !== 'constraint') return what === wish;
  return constraint === wish || subjectSchema.safeParse(wish).success;
}

function wordsOf(attachment: unknown, attachments: Readonly<Record<string, string>>): string | null {
  const text = typeof attachment === 'string' ? attachments[attachment] : undefined;
  const bytes = text === undefined ? null : fromBase64url(text);
  if (bytes === null || hashTextOf(bytes) !== attachment) return null;
  return textOf(bytes.subarray(SALT_BYTES));
}

function isObject(value: unknown): value is Drafted {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

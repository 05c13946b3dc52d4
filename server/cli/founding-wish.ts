import { languageSchema, nameSchema, paragraphsSchema } from '../../protocol/documents/common.ts';
import { assertSoundKey } from '../../protocol/identity/key-soundness.ts';
import { publicKeyOf } from '../../protocol/identity/multikey.ts';
import { multikeySchema } from '../../protocol/ids.ts';
import { ProtocolError } from '../../protocol/problem.ts';
import type { Founder, FoundingWish } from '../flows/founding/minimal-template.ts';
import { systemRandom } from '../random.ts';
import { foundingConstraints } from './founding-constraints.ts';
import { UsageError } from './usage-error.ts';
import { spanSeconds } from './values.ts';

/** What a founder says of the commons. */
export interface FoundingOptions {
  readonly name: string;
  readonly founder: string;
  readonly purpose: string;
  readonly language: string;
  readonly timeZone: string;
  readonly coFounder?: readonly string[];
  readonly constraints?: string;
  readonly ratifyWithin: string;
}

/** A founding wish that waits for the first founder's key. */
export type CheckedWish = Omit<FoundingWish, 'founders'> & {
  readonly founder: string;
  readonly coFounders: readonly Founder[];
  readonly ratifyWithinSeconds: number;
};

/**
 * Everything that can be wrong with a founding, before a key or a database is made for it.
 *
 * @throws {UsageError}
 */
export function checkWish(options: FoundingOptions): CheckedWish {
  const { name, founder, purpose, language, timeZone, coFounder = [] } = options;
  if (!languageSchema.safeParse(language).success) {
    throw new UsageError(`--language takes a language tag such as en, de or pt-BR, not “${language}”.`);
  }
  if (!isTimeZone(timeZone)) {
    throw new UsageError(`--time-zone takes a name such as Europe/Vienna or UTC, not “${timeZone}”.`);
  }
  assertName(name, '--name');
  assertName(founder, '--founder');
  if (!paragraphsSchema.safeParse({ [language]: purpose }).success) {
    throw new UsageError('--purpose takes a paragraph: words, and at most 4000 characters.');
  }
  const coFounders = coFounder.map(coFounderFrom);
  assertDistinct([founder, ...coFounders.map(({ pseudonym }) => pseudonym)], 'name');
  assertDistinct(
    coFounders.map(({ key }) => key),
    'key',
  );
  const constraints = foundingConstraints(options.constraints);
  const ratifyWithinSeconds = spanSeconds(options.ratifyWithin, '--ratify-within');
  return { name, founder, purpose, language, timeZone, coFounders, constraints, ratifyWithinSeconds };
}

function coFounderFrom(text: string): Founder {
  const separator = text.lastIndexOf('=');
  const pseudonym = text.slice(0, Math.max(separator, 0)).trim();
  const key = multikeySchema.safeParse(text.slice(separator + 1).trim());
  if (separator < 1 || !nameSchema.safeParse(pseudonym).success || !key.success) {
    throw new UsageError(
      `--co-founder takes a name and the public key of that person, as "Ben=z6Mk…" (they make it by login --new-key), not “${text}”.`,
    );
  }
  try {
    assertSoundKey(publicKeyOf(key.data) ?? new Uint8Array());
  } catch (cause) {
    if (!(cause instanceof ProtocolError)) throw cause;
    throw new UsageError(`The key of “${pseudonym}” is not safe to use: ${cause.message}.`, {}, { cause });
  }
  return { subject: systemRandom.subject(), pseudonym, key: key.data };
}

function assertName(text: string, option: string): void {
  if (nameSchema.safeParse(text).success) return;
  throw new UsageError(`${option} takes words, at most 200 characters.`);
}

function assertDistinct(texts: readonly string[], what: string): void {
  const twice = texts.find((text, position) => texts.indexOf(text) !== position);
  if (twice !== undefined) throw new UsageError(`Two founders have the same ${what}: “${twice}”.`);
}

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

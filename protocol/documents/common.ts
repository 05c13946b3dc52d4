import * as z from 'zod';
import { AMOUNT_MAX } from '../amount.ts';
import { fromBase64url } from '../bytes.ts';
import { isSoundKey } from '../identity/key-soundness.ts';
import { publicKeyOf } from '../identity/multikey.ts';
import { hashTextSchema, multikeySchema, refSchema, scidSchema, subjectSchema } from '../ids.ts';
import { ATTACHMENT_BYTES_MAX, SALT_BYTES } from '../limits.ts';
import { DAY_SECONDS, parseTime } from '../time.ts';

/** A title or a name: one line on a page. */
const NAME_CHARACTERS_MAX = 200;
/** A paragraph inside a thing; anything longer is an attachment. */
const PARAGRAPH_CHARACTERS_MAX = 4000;
/** Lists inside one document; larger ones are `set` documents. */
export const LIST_MAX = 256;

export const timeSchema = z
  .string()
  .refine((text) => parseTime(text) !== null, 'an RFC 3339 time in UTC with Z, no decimals or three');

/** A time, up to its `until` and without it. Spec §2. */
export const intervalSchema = z
  .strictObject({ from: timeSchema, until: timeSchema })
  .refine(({ from, until }) => (parseTime(from) ?? 0) < (parseTime(until) ?? 0), 'from before until');
export type Interval = z.infer<typeof intervalSchema>;

/** 128 random bits in base64url: an id gives nothing away of its content. Spec §2. */
export const saltSchema = z
  .string()
  .length(22)
  .refine((text) => fromBase64url(text)?.length === SALT_BYTES, '16 bytes in base64url');

/** Amounts, counts and durations: safe integers from zero. Spec §2. */
export const countSchema = z.int().min(0).max(AMOUNT_MAX);
export const positiveSchema = z.int().min(1).max(AMOUNT_MAX);
/** Durations: a thousand years at the most, so that time plus duration stays a time. */
export const secondsSchema = z
  .int()
  .min(1)
  .max(1000 * 366 * DAY_SECONDS);

/** BCP 47 in its common spelling: `de`, `pt-BR`, `zh-Hant`. */
export const languageSchema = z
  .string()
  .regex(/^[a-z]{2,3}(-[A-Z][a-z]{3})?(-([A-Z]{2}|\d{3}))?$/, 'a language tag');

const nonBlank = (max: number) =>
  z
    .string()
    .min(1)
    .max(max)
    .refine((text) => text.trim() !== '', 'not blank');

export const nameSchema = nonBlank(NAME_CHARACTERS_MAX);
/** Text of the charter and of things, inline, by language. Text by or about people is attached: `textSchema`. */
export const namesSchema = perLanguage(nameSchema);
export const paragraphsSchema = perLanguage(nonBlank(PARAGRAPH_CHARACTERS_MAX));

function perLanguage<T extends z.ZodType>(value: T) {
  return z
    .record(languageSchema, value)
    .refine((texts) => Object.keys(texts).length > 0, 'at least one language');
}

/**
 * Text by or about people: it lies in a salted attachment, so that it can be withheld or erased while the document and
 * every verdict stay. Spec §2.
 */
export const textSchema = z.strictObject({
  attachment: hashTextSchema,
  bytes: positiveSchema.max(ATTACHMENT_BYTES_MAX),
  media: z.enum(['text/plain', 'text/markdown', 'application/json']),
  language: languageSchema.exactOptional(),
});
export type AttachedText = z.infer<typeof textSchema>;

/** Who may read: everybody, members, one circle, or named commons. Spec §2. */
export const audienceSchema = z.union([
  z.enum(['public', 'members']),
  z.templateLiteral(['circle:', subjectSchema]),
  z.array(scidSchema).min(1).max(LIST_MAX),
]);
export type Audience = z.infer<typeof audienceSchema>;

/** Where a private key lives: `instance` means that the server holds it; `browser` trusts the operator's page. */
export const custodySchema = z.enum(['device', 'browser', 'instance']);
/** Keys are vetted where they are named, not only where they sign. Spec §2 [R-2.5c]. */
const soundKeySchema = multikeySchema.refine((key) => {
  const publicKey = publicKeyOf(key);
  return publicKey !== null && isSoundKey(publicKey);
}, 'a sound Ed25519 key');
const heldKeySchema = z.strictObject({ key: soundKeySchema, custody: custodySchema });
/** Each key once: nobody holds one in two ways. Spec §2. */
export const heldKeysSchema = z
  .array(heldKeySchema)
  .min(1)
  .max(16)
  .refine((keys) => new Set(keys.map(({ key }) => key)).size === keys.length, 'each key once');
export type HeldKey = z.infer<typeof heldKeySchema>;

/** Circles and roles on the way to the circle above. */
const THROUGH_MAX = 8;

/** A domain by the version meant; `set` names the set that carries it, where it was adopted as part of one. */
export const domainRefSchema = z.strictObject({
  ...refSchema.shape,
  set: subjectSchema.exactOptional(),
  /** No single domain owns it: the reference names the circle to which it falls, and how that was found. Spec §5. */
  through: z.array(subjectSchema).max(THROUGH_MAX).exactOptional(),
  /** Only with `through`: circles that have retired are passed over. Spec §5. */
  retired: z.literal(true).exactOptional(),
});
export type DomainRef = z.infer<typeof domainRefSchema>;

/** A resource of one party, named so that every log knows which of them is its own. */
export const partyResourceSchema = z.strictObject({ commons: scidSchema, resource: refSchema });
export type PartyResource = z.infer<typeof partyResourceSchema>;

/** Version of the rules that these types belong to; an opening or decision names the one it is judged by. */
export const RULES_VERSION = 1;
export const rulesVersionSchema = z.literal(RULES_VERSION);

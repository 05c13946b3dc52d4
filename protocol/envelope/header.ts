import { fromBase64url, toBase64url, utf8 } from '../bytes.ts';
import { canonicalBytes, type JsonObject, parseCanonical } from '../canonical.ts';
import { publicKeyOf } from '../identity/multikey.ts';
import { getOrMake, recentOf } from '../identity/recent.ts';
import { type Author, authorSchema, type Multikey, multikeySchema } from '../ids.ts';
import { ProtocolError } from '../problem.ts';

/** RFC 9864 §2.2: the fully specified name. `EdDSA` names two curves and is refused. */
const ALG = 'Ed25519';
const TYP = 'folkmoot+jws';
/** The longest header has about 150 bytes; whatever is longer has a member too many. */
const HEADER_BYTES_MAX = 256;

/** An author's documents all bear the same header; only headers that were found good are kept, 200 characters each. */
const KIDS_MAX = 4096;
const kids = recentOf<Kid>(KIDS_MAX);

/** Who signed with which key: `<author>#<Multikey>`. */
export interface Kid {
  readonly author: Author;
  readonly key: Multikey;
}

/**
 * The protected header of a kid in base64url: a function of the kid, since each header has one spelling only.
 * Spec §2.
 */
export function protectedHeaderOf(kid: Kid): string {
  return toBase64url(canonicalBytes({ alg: ALG, kid: `${kid.author}#${kid.key}`, typ: TYP }));
}

/**
 * The kid of a protected header. Spec §2, [R-2.3].
 *
 * @throws {ProtocolError} `malformed`, or what `parseCanonical` throws.
 */
export function parseProtectedHeader(text: string): Kid {
  return getOrMake(kids, text, () => kidOf(text));
}

/** RFC 7515 §5.1 step 5: what is signed, ASCII(BASE64URL(header)) ‖ '.' ‖ BASE64URL(payload). Spec §2 [R-2.5a]. */
export function signingInput(kid: Kid, payload: Uint8Array): Uint8Array {
  return utf8(`${protectedHeaderOf(kid)}.${toBase64url(payload)}`);
}

/** Exactly these members, sorted. A member too many is refused whatever it says: `crit`, `jwk`, `b64`, `header` … */
export function assertMembers(object: JsonObject, names: readonly string[], what: string): void {
  const found = Object.keys(object).sort();
  if (found.length === names.length && names.every((name, index) => name === found[index])) return;
  throw new ProtocolError('malformed', `${what} must have exactly the members ${names.join(', ')}.`);
}

function kidOf(text: string): Kid {
  const bytes = fromBase64url(text);
  if (bytes === null) throw new ProtocolError('malformed', '`protected` must be strict base64url.');
  const header = parseCanonical(bytes, { bytesMax: HEADER_BYTES_MAX });
  assertMembers(header, ['alg', 'kid', 'typ'], 'The protected header');
  if (header.alg !== ALG)
    throw new ProtocolError('malformed', `\`alg\` must be ${ALG}.`, { algorithms: [ALG] });
  if (header.typ !== TYP) throw new ProtocolError('malformed', `\`typ\` must be ${TYP}.`);
  return parseKid(header.kid);
}

function parseKid(value: unknown): Kid {
  const parts = typeof value === 'string' ? value.split('#') : [];
  const author = authorSchema.safeParse(parts[0]);
  const key = multikeySchema.safeParse(parts[1]);
  if (parts.length !== 2 || !author.success || !key.success || publicKeyOf(key.data) === null) {
    throw new ProtocolError('malformed', '`kid` must be <UUIDv7 or SCID>#<Ed25519 Multikey>.');
  }
  return { author: author.data, key: key.data };
}

import { createHash, createPrivateKey, createPublicKey, sign } from 'node:crypto';

/*
 * Envelopes joined from strings and signed with node:crypto, not with the code under test, so that the two check each
 * other. Whatever header and payload are given are signed; nothing is checked.
 */

export interface EnvelopeText {
  readonly payload: string;
  readonly protected: string;
  readonly signature: string;
}

/** One case; `problem` is `malformed` where it is left out. */
export type EnvelopeRow = readonly [
  id: string,
  rule: string,
  what: string,
  envelope: EnvelopeText | string,
  problem?: string,
];

/** DER of a PKCS #8 Ed25519 key up to its seed (RFC 8410 §7). */
const PKCS8_PREFIX = Buffer.from('302e020100300506032b657004220420', 'hex');
const BASE58 = '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz';

export const SEED = seedNamed('ana');
export const OTHER_SEED = seedNamed('other');
export const PUBLIC_KEY = publicKeyOf(SEED);
export const OTHER_PUBLIC_KEY = publicKeyOf(OTHER_SEED);
export const ANA = '01890a5d-ac96-774b-bcce-b302099a8057';
export const COMMONS = `Qm${'r'.repeat(44)}`;
export const KEY = multikeyText(PUBLIC_KEY);
export const KID = `${ANA}#${KEY}`;
export const CONTENT = { author: ANA, salt: 'AAECAwQFBgcICQoLDA0ODw', type: 'advice', v: 1 };
export const PAYLOAD = json(CONTENT);
export const HEADER = headerOf(KID);
export const HONEST = sealed(HEADER, PAYLOAD);

export function sealed(header: string, payload: string, seed = SEED): EnvelopeText {
  const parts = { payload: base64url(payload), protected: base64url(header) };
  return { ...parts, signature: base64url(signRaw(seed, `${parts.protected}.${parts.payload}`)) };
}

export function headerOf(kid: unknown, alg: unknown = 'Ed25519', typ = 'folkmoot+jws'): string {
  return json({ alg, kid, typ });
}

export function payloadOf(change: Readonly<Record<string, unknown>>): string {
  return json({ ...CONTENT, ...change });
}

/** Canonical JSON of what the cases hold: no names of digits, no numbers but integers. */
export function json(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(json).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const members = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${members.map(([name, member]) => `${JSON.stringify(name)}:${json(member)}`).join(',')}}`;
}

export function base64url(bytes: string | Uint8Array): string {
  return Buffer.from(bytes).toString('base64url');
}

export function signRaw(seed: Uint8Array, message: string | Uint8Array): Buffer {
  return sign(null, Buffer.from(message), privateKeyOf(seed));
}

/** `z6Mk…` of any 32 bytes. */
export function multikeyText(publicKey: Uint8Array): string {
  let number = BigInt(`0xed01${Buffer.from(publicKey).toString('hex')}`);
  let text = '';
  for (; number > 0n; number /= 58n) text = BASE58.charAt(Number(number % 58n)) + text;
  return `z${text}`;
}

function seedNamed(name: string): Uint8Array {
  return Uint8Array.from(createHash('sha256').update(`folkmoot vectors: ${name}`).digest());
}

function publicKeyOf(seed: Uint8Array): Uint8Array {
  const spki = createPublicKey(privateKeyOf(seed)).export({ format: 'der', type: 'spki' });
  return Uint8Array.from(spki.subarray(-32));
}

function privateKeyOf(seed: Uint8Array) {
  return createPrivateKey({ key: Buffer.concat([PKCS8_PREFIX, seed]), format: 'der', type: 'pkcs8' });
}

import { concatBytes } from '../bytes.ts';
import { type Multikey, multikeySchema } from '../ids.ts';
import { ProtocolError } from '../problem.ts';
import { fromBase58, toBase58 } from './base58.ts';

/** Multicodec `ed25519-pub` as a varint (W3C Controlled Identifiers §2.2.2). */
const ED25519_PREFIX = Uint8Array.of(0xed, 0x01);
export const PUBLIC_KEY_BYTES = 32;
const MULTIKEY_BYTES = ED25519_PREFIX.length + PUBLIC_KEY_BYTES;

/**
 * Multikey of an Ed25519 public key: `z6Mk…`. Spec §2 [R-2.2b].
 *
 * @param publicKey 32 bytes; whether it is sound is another question (`assertSoundKey`).
 */
export function multikeyOf(publicKey: Uint8Array): Multikey {
  if (publicKey.length !== PUBLIC_KEY_BYTES) {
    throw new ProtocolError('malformed', `An Ed25519 public key has ${PUBLIC_KEY_BYTES} bytes.`);
  }
  return multikeySchema.parse(`z${toBase58(concatBytes(ED25519_PREFIX, publicKey))}`);
}

/**
 * The 32 bytes of a Multikey. Spec §2 [R-2.2b].
 *
 * @returns null where the text has the letters of a Multikey and is none of Ed25519.
 */
export function publicKeyOf(key: Multikey): Uint8Array<ArrayBuffer> | null {
  const bytes = fromBase58(key.slice(1), MULTIKEY_BYTES);
  if (bytes === null || bytes[0] !== ED25519_PREFIX[0] || bytes[1] !== ED25519_PREFIX[1]) return null;
  return bytes.slice(ED25519_PREFIX.length);
}

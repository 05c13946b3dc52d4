/**
 * Checks one Ed25519 signature (RFC 8032): given as a parameter, since Node and the browser do it by different means.
 *
 * @param publicKey 32 bytes, already vetted.
 * @param signature 64 bytes; anything else is answered false, never thrown.
 */
export type VerifySignature = (
  publicKey: Uint8Array,
  message: Uint8Array,
  signature: Uint8Array,
) => Promise<boolean>;

/** Signs with one Ed25519 key that its maker holds; the 64 bytes of RFC 8032. */
export type SignBytes = (message: Uint8Array) => Promise<Uint8Array>;

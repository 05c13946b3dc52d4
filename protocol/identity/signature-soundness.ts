import { compareBytes, equalBytes } from '../bytes.ts';
import { isSoundKey } from './key-soundness.ts';
import type { VerifySignature } from './signature.ts';

/** R ‖ S (RFC 8032 §5.1.6). */
export const SIGNATURE_BYTES = 64;
const R_BYTES = 32;

/** The order of the base point, L = 2^252 + 27742317777372353535851937790883648493, big end first. */
const GROUP_ORDER = bytesOfHex('1000000000000000000000000000000014def9dea2f79cd65812631a5cf5d3ed');
/** The order of the field, p = 2^255 - 19, big end first. */
const FIELD_ORDER = bytesOfHex('7fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffed');
/** The five y that the eight points of low order have, big end first: 0, 1, p - 1, and the two of order eight. */
const LOW_ORDER_Y = [
  '0000000000000000000000000000000000000000000000000000000000000000',
  '0000000000000000000000000000000000000000000000000000000000000001',
  '7fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffec',
  '05fc536d880238b13933c6d305acdfd5f098eff289f4c345b027b2c28f95e826',
  '7a03ac9277fdc74ec6cc392cfa53202a0f67100d760b3cba4fd84d3d706a17c7',
].map(bytesOfHex);

/**
 * A signature has the one form that every library judges alike: 64 bytes, S < L, R canonical and not of low order.
 * Spec §2 [R-2.5d].
 *
 * Libraries differ exactly here: OpenSSL 3.0 takes R of low order and OpenSSL 3.5 does not. A signer on purpose could
 * so make one document true for some readers and false for others.
 */
export function isSoundSignature(signature: Uint8Array): boolean {
  if (signature.length !== SIGNATURE_BYTES) return false;
  const s = signature.slice(R_BYTES).reverse();
  const y = signature.slice(0, R_BYTES).reverse();
  y[0] = (y[0] ?? 0) & 0x7f; // the sign of x
  return (
    compareBytes(s, GROUP_ORDER) < 0 &&
    compareBytes(y, FIELD_ORDER) < 0 &&
    !LOW_ORDER_Y.some((low) => equalBytes(low, y))
  );
}

/** The same function with the verdict that every implementation gives on unsound keys and signatures: false. */
export function soundly(verify: VerifySignature): VerifySignature {
  return async (publicKey, message, signature) =>
    isSoundSignature(signature) && isSoundKey(publicKey) && (await verify(publicKey, message, signature));
}

function bytesOfHex(hex: string): Uint8Array {
  return Uint8Array.from(hex.match(/../g) ?? [], (byte) => Number.parseInt(byte, 16));
}

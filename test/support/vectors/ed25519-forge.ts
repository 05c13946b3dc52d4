import { createHash } from 'node:crypto';
import { ed25519 } from '@noble/curves/ed25519.js';

/*
 * Keys and signatures that nobody makes by accident. They are computed from the curve's equations, so that the cases in
 * which libraries differ exist as bytes.
 */

const { Point } = ed25519;
const ORDER = Point.Fn.ORDER;
/** A point of order eight, which generates the eight points of low order. */
const TORSION = Point.fromHex('c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a');
/** Any nonce does for a forger. */
const NONCE = 20_261_231n;

export interface ForgedEncoding {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** All 14 encodings that decode leniently to one of the eight points of low order. */
export function lowOrderEncodings(): ForgedEncoding[] {
  const canonical = Array.from({ length: 8 }, (_, times) => ({
    name: `${times} times the point of order eight`,
    bytes: (times === 0 ? Point.ZERO : TORSION.multiplyUnsafe(BigInt(times))).toBytes(),
  }));
  const others = (
    [
      ['y = p', 'edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f'],
      ['y = p, signed', 'edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff'],
      ['y = p + 1', 'eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f'],
      ['y = p + 1, signed', 'eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff'],
      ['y = 1, signed', '0100000000000000000000000000000000000000000000000000000000000080'],
      ['y = p - 1, signed', 'ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff'],
    ] as const
  ).map(([name, hex]) => ({ name, bytes: Uint8Array.from(Buffer.from(hex, 'hex')) }));
  return [...canonical, ...others];
}

/** y = p + 3 decodes leniently to a point of large order; the encoding is not canonical all the same. */
export function nonCanonicalOfLargeOrder(): Uint8Array {
  return Uint8Array.from(Buffer.from(`f0${'ff'.repeat(30)}7f`, 'hex'));
}

/** The honest key moved by a point of order eight: one signature in eight of the honest secret verifies. */
export function mixedOrderKey(publicKey: Uint8Array): Uint8Array {
  return Point.fromBytes(publicKey).add(TORSION).toBytes();
}

/** R = B, S = 1: for the identity as key it verifies whatever the message, wherever the key is not vetted. */
export function universalSignature(): Uint8Array {
  return joined(Point.BASE.toBytes(), littleEndian(1n));
}

/** S + L: the same number modulo the order, so a careless verifier takes it as a second signature. */
export function withOrderAdded(signature: Uint8Array): Uint8Array {
  return joined(signature.slice(0, 32), littleEndian(numberOf(signature.slice(32)) + ORDER));
}

/** What the owner of the seed can make so that R is of low order: r = 0. OpenSSL 3.0 takes it, 3.5 does not. */
export function signatureWithR(seed: Uint8Array, r: Uint8Array, message: Uint8Array): Uint8Array {
  return joined(r, littleEndian((challenge(seed, r, message) * scalarOf(seed)) % ORDER));
}

/** R moved by a point of order eight: true where the equation is multiplied by eight, and false where it is not. */
export function signatureWithTorsion(seed: Uint8Array, message: Uint8Array): Uint8Array {
  const r = Point.BASE.multiply(NONCE).add(TORSION).toBytes();
  return joined(r, littleEndian((NONCE + challenge(seed, r, message) * scalarOf(seed)) % ORDER));
}

/**
 * Signed by the seed's secret for the moved key.
 *
 * @returns null where it would not verify: the challenge must be a multiple of eight.
 */
export function signatureForMixedKey(
  seed: Uint8Array,
  mixed: Uint8Array,
  message: Uint8Array,
): Uint8Array | null {
  const r = Point.BASE.multiply(NONCE).toBytes();
  const k = challengeOf(r, mixed, message);
  if (k % 8n !== 0n) return null;
  return joined(r, littleEndian((NONCE + k * scalarOf(seed)) % ORDER));
}

/** A verifier that is as lenient as any in use (ZIP 215): what it refuses, our own checks need not refuse first. */
export async function verifyLeniently(
  key: Uint8Array,
  message: Uint8Array,
  signature: Uint8Array,
): Promise<boolean> {
  try {
    return ed25519.verify(signature, message, key, { zip215: true });
  } catch {
    return false;
  }
}

function scalarOf(seed: Uint8Array): bigint {
  return ed25519.utils.getExtendedPublicKey(seed).scalar;
}

function challenge(seed: Uint8Array, r: Uint8Array, message: Uint8Array): bigint {
  return challengeOf(r, ed25519.getPublicKey(seed), message);
}

function challengeOf(r: Uint8Array, publicKey: Uint8Array, message: Uint8Array): bigint {
  return numberOf(createHash('sha512').update(r).update(publicKey).update(message).digest()) % ORDER;
}

function numberOf(bytes: Uint8Array): bigint {
  return bytes.reduceRight((number, byte) => (number << 8n) | BigInt(byte), 0n);
}

function littleEndian(number: bigint): Uint8Array {
  return Uint8Array.from({ length: 32 }, (_, index) => Number((number >> BigInt(8 * index)) & 0xffn));
}

function joined(r: Uint8Array, s: Uint8Array): Uint8Array {
  return Uint8Array.from([...r, ...s]);
}

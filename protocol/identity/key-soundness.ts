import { ed25519 } from '@noble/curves/ed25519.js';
import { toBase64url } from '../bytes.ts';
import { ProtocolError } from '../problem.ts';
import { getOrMake, recentOf } from './recent.ts';

/** Vetting one key costs about a millisecond; these keep the keys of a large log at about 2 MB. */
const VETTED_KEYS_MAX = 16_384;
const vetted = recentOf<true>(VETTED_KEYS_MAX);

/**
 * A public key is sound: 32 bytes, canonical, not of low order, free of torsion. Spec §2 [R-2.5c].
 *
 * For a key of low order one signature verifies whatever the message; a key with torsion verifies in one library and
 * not in the next. Both are made on purpose only, so they are refused at enrolment and at every resolution.
 *
 * @throws {ProtocolError} `key-unsound`.
 */
export function assertSoundKey(publicKey: Uint8Array): void {
  getOrMake(vetted, toBase64url(publicKey), () => vet(publicKey));
}

export function isSoundKey(publicKey: Uint8Array): boolean {
  try {
    assertSoundKey(publicKey);
    return true;
  } catch (error) {
    if (error instanceof ProtocolError) return false;
    throw error;
  }
}

function vet(publicKey: Uint8Array): true {
  const point = pointOf(publicKey);
  if (point.isSmallOrder())
    throw unsound('the key is of low order: it would verify messages that nobody signed');
  if (!point.isTorsionFree()) throw unsound('the key lies outside the prime-order group');
  return true;
}

/** RFC 8032 §5.1.3, strictly: 32 bytes, y below the field's order, and no sign on x = 0. */
function pointOf(publicKey: Uint8Array): InstanceType<typeof ed25519.Point> {
  try {
    return ed25519.Point.fromBytes(publicKey);
  } catch (cause) {
    throw new ProtocolError(
      'key-unsound',
      'The key must be 32 bytes, the canonical encoding of a point.',
      {},
      { cause },
    );
  }
}

function unsound(sentence: string): ProtocolError {
  return new ProtocolError('key-unsound', sentence);
}

import { fc, test as lawTest } from '@fast-check/vitest';
import { ed25519 } from '@noble/curves/ed25519.js';
import { describe, expect, test } from 'vitest';
import { assertSoundKey, isSoundKey } from '../../../protocol/identity/key-soundness.ts';
import { ProtocolError } from '../../../protocol/problem.ts';
import { generateEd25519 } from '../../../server/keys/node-sign.ts';
import {
  lowOrderEncodings,
  mixedOrderKey,
  nonCanonicalOfLargeOrder,
  universalSignature,
  verifyLeniently,
} from '../../support/vectors/ed25519-forge.ts';
import { PUBLIC_KEY } from '../../support/vectors/envelope-seal.ts';

describe('§2.3 [R-2.5c] a sound key', () => {
  test('of the system is accepted, the second time too', () => {
    const { publicKey } = generateEd25519();
    expect(() => assertSoundKey(publicKey)).not.toThrow();
    expect(() => assertSoundKey(publicKey)).not.toThrow();
    expect(isSoundKey(publicKey)).toBe(true);
  });

  lawTest.prop([fc.uint8Array({ minLength: 32, maxLength: 32 })], { numRuns: 20 })(
    'is whatever a secret gives',
    (seed) => {
      expect(isSoundKey(ed25519.getPublicKey(seed))).toBe(true);
    },
  );
});

describe('§2.3 [R-2.5c] an unsound key MUST be refused (G8)', () => {
  test('there are 14 encodings of low order', () => {
    const texts = lowOrderEncodings().map(({ bytes }) => Buffer.from(bytes).toString('hex'));
    expect(new Set(texts).size).toBe(14);
  });

  test.each(lowOrderEncodings())('of low order: $name', async ({ bytes }) => {
    expect(problemOf(bytes)).toBe('key-unsound');
    // Why: without vetting, one signature holds for any message under such a key.
    const messages = ['a', 'b', 'c'].map((text) => new TextEncoder().encode(text));
    const verdicts = messages.map((message) => verifyLeniently(bytes, message, universalSignature()));
    expect(await Promise.all(verdicts)).toEqual([true, true, true]);
  });

  test.each([
    ['moved by a point of order eight', mixedOrderKey(PUBLIC_KEY)],
    ['y = p + 3', nonCanonicalOfLargeOrder()],
    ['all ones', new Uint8Array(32).fill(255)],
    ['no point of the curve', new Uint8Array(32).fill(2)],
    ['no bytes', new Uint8Array()],
    ['31 bytes', PUBLIC_KEY.slice(1)],
    ['33 bytes', Uint8Array.from([...PUBLIC_KEY, 0])],
    ['64 bytes', Uint8Array.from([...PUBLIC_KEY, ...PUBLIC_KEY])],
  ])('%s', (_, bytes) => {
    expect(problemOf(bytes)).toBe('key-unsound');
    expect(problemOf(bytes), 'a refusal is not remembered as sound').toBe('key-unsound');
    expect(isSoundKey(bytes)).toBe(false);
  });

  lawTest.prop([fc.uint8Array({ minLength: 32, maxLength: 32 })], { numRuns: 50 })(
    'any 32 bytes that are no point of the prime-order group',
    (bytes) => {
      expect(isSoundKey(bytes)).toBe(isInPrimeOrderGroup(bytes));
    },
  );
});

/** The rule by other means: L times the point is the identity, the point is not, and it is written back the same. */
function isInPrimeOrderGroup(bytes: Uint8Array): boolean {
  try {
    const point = ed25519.Point.fromBytes(bytes, true);
    const times = point.multiplyUnsafe(ed25519.Point.Fn.ORDER - 1n).add(point);
    return times.is0() && !point.is0() && Buffer.compare(point.toBytes(), bytes) === 0;
  } catch {
    return false;
  }
}

function problemOf(publicKey: Uint8Array): string {
  try {
    assertSoundKey(publicKey);
    return 'none';
  } catch (error) {
    if (error instanceof ProtocolError) return error.type;
    throw error;
  }
}

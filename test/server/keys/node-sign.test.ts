import { generateKeyPairSync } from 'node:crypto';
import { fc, test as lawTest } from '@fast-check/vitest';
import { ed25519 } from '@noble/curves/ed25519.js';
import { describe, expect, test } from 'vitest';
import { utf8 } from '../../../protocol/bytes.ts';
import { ed25519FromSeed, generateEd25519, seedOf, signerOf } from '../../../server/keys/node-sign.ts';
import { verifyWithNode } from '../../../server/keys/node-verify.ts';

const seeds = fc.uint8Array({ minLength: 32, maxLength: 32 });

describe('§1 keys that the instance holds', () => {
  test('a new key signs what its public key verifies', async () => {
    const { publicKey, privateKey } = generateEd25519();
    const signature = await signerOf(privateKey)(utf8('hello'));
    expect(signature).toHaveLength(64);
    expect(await verifyWithNode(publicKey, utf8('hello'), signature)).toBe(true);
    expect(await verifyWithNode(generateEd25519().publicKey, utf8('hello'), signature)).toBe(false);
  });

  test('no two new keys are alike', () => {
    const keys = Array.from({ length: 10 }, () =>
      Buffer.from(seedOf(generateEd25519().privateKey)).toString('hex'),
    );
    expect(new Set(keys).size).toBe(10);
  });

  lawTest.prop([seeds])('a seed gives back itself', (seed) => {
    expect(seedOf(ed25519FromSeed(seed).privateKey)).toEqual(seed);
  });

  lawTest.prop([seeds, fc.uint8Array({ maxLength: 50 })], { numRuns: 20 })(
    'RFC 8032: key and signature are what another implementation makes',
    async (seed, message) => {
      const { publicKey, privateKey } = ed25519FromSeed(seed);
      expect(publicKey).toEqual(ed25519.getPublicKey(seed));
      expect(await signerOf(privateKey)(message)).toEqual(ed25519.sign(message, seed));
    },
  );

  test.each([0, 31, 33, 64])('a seed of %d bytes is refused', (length) => {
    expect(() => ed25519FromSeed(new Uint8Array(length))).toThrow(TypeError);
  });

  test('keys of another kind are refused', () => {
    const other = generateKeyPairSync('x25519');
    expect(() => signerOf(other.privateKey)).toThrow(TypeError);
    expect(() => seedOf(other.privateKey)).toThrow(TypeError);
    expect(() => signerOf(generateKeyPairSync('ed25519').publicKey)).toThrow(TypeError);
  });
});

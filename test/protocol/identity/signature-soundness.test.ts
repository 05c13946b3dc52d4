import { fc, test as lawTest } from '@fast-check/vitest';
import { describe, expect, test, vi } from 'vitest';
import { utf8 } from '../../../protocol/bytes.ts';
import { verifyWithJose } from '../../../protocol/identity/jose-verify.ts';
import type { VerifySignature } from '../../../protocol/identity/signature.ts';
import { isSoundSignature, soundly } from '../../../protocol/identity/signature-soundness.ts';
import { verifyWithNode } from '../../../server/keys/node-verify.ts';
import {
  lowOrderEncodings,
  mixedOrderKey,
  nonCanonicalOfLargeOrder,
  signatureForMixedKey,
  signatureWithR,
  signatureWithTorsion,
  universalSignature,
  verifyLeniently,
  withOrderAdded,
} from '../../support/vectors/ed25519-forge.ts';
import { PUBLIC_KEY, SEED, signRaw } from '../../support/vectors/envelope-seal.ts';

const MESSAGE = utf8('a message');
const HONEST = Uint8Array.from(signRaw(SEED, MESSAGE));
const VERIFIERS = [
  ['node:crypto', verifyWithNode],
  ['WebCrypto', verifyWithJose],
  ['a lenient one, made sound', soundly(verifyLeniently)],
] as const;

const unsound: readonly (readonly [what: string, signature: Uint8Array])[] = [
  ['S + L', withOrderAdded(HONEST)],
  ['S of all ones', HONEST.map((byte, index) => (index < 32 ? byte : 255))],
  ['no bytes', new Uint8Array()],
  ['63 bytes', HONEST.slice(1)],
  ['65 bytes', Uint8Array.from([...HONEST, 0])],
  ...lowOrderEncodings().map(
    ({ name, bytes }) => [`R of low order: ${name}`, signatureWithR(SEED, bytes, MESSAGE)] as const,
  ),
  ['R with y = p + 3', signatureWithR(SEED, nonCanonicalOfLargeOrder(), MESSAGE)],
];

describe('§2.3 [R-2.5d] an unsound signature MUST be refused (G8)', () => {
  test.each(unsound)('%s', async (_, signature) => {
    expect(isSoundSignature(signature)).toBe(false);
    for (const [, verify] of VERIFIERS) expect(await verify(PUBLIC_KEY, MESSAGE, signature)).toBe(false);
  });

  test.each(lowOrderEncodings())(
    'R of low order is true for a lenient verifier: $name',
    async ({ bytes }) => {
      const signature = signatureWithR(SEED, bytes, MESSAGE);
      expect(await verifyLeniently(PUBLIC_KEY, MESSAGE, signature)).toBe(true);
    },
  );

  test('the library is not asked', async () => {
    const verify = vi.fn<VerifySignature>(async () => true);
    for (const [, signature] of unsound) await soundly(verify)(PUBLIC_KEY, MESSAGE, signature);
    for (const { bytes } of lowOrderEncodings()) await soundly(verify)(bytes, MESSAGE, universalSignature());
    expect(verify).not.toHaveBeenCalled();
  });
});

describe('§2.3 [R-2.5d] a sound signature', () => {
  lawTest.prop([fc.uint8Array({ maxLength: 100 })])('is whatever signing gives', (message) => {
    expect(isSoundSignature(Uint8Array.from(signRaw(SEED, message)))).toBe(true);
  });

  test('may have the largest S and the largest y', () => {
    const largest = Uint8Array.from(
      Buffer.from(
        `ebffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7fecd3f55c1a631258d69cf7a2def9de1400000000000000000000000000000010`,
        'hex',
      ),
    );
    expect(isSoundSignature(largest)).toBe(true);
  });

  test('reaches the library as it is', async () => {
    const verify = vi.fn<VerifySignature>(async () => true);
    expect(await soundly(verify)(PUBLIC_KEY, MESSAGE, HONEST)).toBe(true);
    expect(verify.mock.calls).toEqual([[PUBLIC_KEY, MESSAGE, HONEST]]);
  });
});

describe.each(VERIFIERS)('§2.3 [R-2.5] every verifier gives one verdict: %s', (name, verify) => {
  test('the honest signature', async () => {
    expect(await verify(PUBLIC_KEY, MESSAGE, HONEST)).toBe(true);
  });

  test('another message, another key, another signature', async () => {
    expect(await verify(PUBLIC_KEY, MESSAGE.with(0, 0), HONEST)).toBe(false);
    expect(await verify(PUBLIC_KEY, MESSAGE, HONEST.with(33, (HONEST[33] ?? 0) ^ 1))).toBe(false);
    expect(await verify(PUBLIC_KEY.slice(1), MESSAGE, HONEST)).toBe(false);
  });

  test('a key with torsion, with a signature that would verify', async () => {
    const mixed = mixedOrderKey(PUBLIC_KEY);
    const message = firstMessageFor(mixed);
    const signature = signatureForMixedKey(SEED, mixed, message) ?? new Uint8Array();
    expect(await verifyLeniently(mixed, message, signature)).toBe(true);
    expect(await verify(mixed, message, signature)).toBe(false);
  });

  // The equation without the factor eight tells these apart; a library that has the factor must not be used.
  test('R with torsion', async () => {
    const cofactored = name.startsWith('a lenient');
    expect(await verify(PUBLIC_KEY, MESSAGE, signatureWithTorsion(SEED, MESSAGE))).toBe(cofactored);
  });
});

function firstMessageFor(mixed: Uint8Array): Uint8Array {
  for (let n = 0; ; n++) {
    const message = utf8(`message ${n}`);
    if (signatureForMixedKey(SEED, mixed, message) !== null) return message;
  }
}

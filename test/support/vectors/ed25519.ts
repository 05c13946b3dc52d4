import { createPrivateKey, createPublicKey, sign, verify } from 'node:crypto';
import type { SignBytes, VerifySignature } from '../../../protocol/identity/signature.ts';

/** DER before the 32 bytes of an Ed25519 key (RFC 8410 §7 and §4). */
const PRIVATE_PREFIX = Buffer.from('302e020100300506032b657004220420', 'hex');
const PUBLIC_PREFIX = Buffer.from('302a300506032b6570032100', 'hex');

interface TestKey {
  readonly publicKey: Uint8Array;
  readonly sign: SignBytes;
}

/** A key whose 32 secret bytes all have this value, so that every run and every vector has the same. */
export function testKey(filling: number): TestKey {
  return keyOfSeed(new Uint8Array(32).fill(filling));
}

export function keyOfSeed(seed: Uint8Array): TestKey {
  const der = Buffer.concat([PRIVATE_PREFIX, seed]);
  const privateKey = createPrivateKey({ key: der, format: 'der', type: 'pkcs8' });
  const spki = createPublicKey(privateKey).export({ format: 'der', type: 'spki' });
  return {
    publicKey: new Uint8Array(spki.subarray(PUBLIC_PREFIX.length)),
    sign: async (message) => new Uint8Array(sign(null, message, privateKey)),
  };
}

export const verifyEd25519: VerifySignature = async (publicKey, message, signature) => {
  const key = createPublicKey({
    key: Buffer.concat([PUBLIC_PREFIX, publicKey]),
    format: 'der',
    type: 'spki',
  });
  return verify(null, message, key, signature);
};

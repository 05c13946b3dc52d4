import { importJWK } from 'jose';
import { toBase64url } from '../bytes.ts';
import { getOrMake, recentOf } from './recent.ts';
import type { VerifySignature } from './signature.ts';
import { soundly } from './signature-soundness.ts';

/** Imported keys, about a kilobyte each outside the heap. */
const IMPORTED_KEYS_MAX = 4096;
const imported = recentOf<ReturnType<typeof importJWK>>(IMPORTED_KEYS_MAX);

/**
 * The portable verifier: a key imported by jose, judged by WebCrypto, in Node and in browsers. Spec §2.
 *
 * jose's own `flattenedVerify` takes a JWS alone, and checkpoints and requests are none.
 */
export const verifyWithJose: VerifySignature = soundly(async (publicKey, message, signature) => {
  const x = toBase64url(publicKey);
  const key = await getOrMake(imported, x, () => importJWK({ kty: 'OKP', crv: 'Ed25519', x }, 'Ed25519'));
  if (!(key instanceof CryptoKey)) throw new TypeError('jose imports an Ed25519 key as a CryptoKey');
  return crypto.subtle.verify('Ed25519', key, Uint8Array.from(signature), Uint8Array.from(message));
});

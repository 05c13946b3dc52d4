import { createPublicKey, type KeyObject, verify } from 'node:crypto';
import { toBase64url } from '../../protocol/bytes.ts';
import { getOrMake, recentOf } from '../../protocol/identity/recent.ts';
import type { VerifySignature } from '../../protocol/identity/signature.ts';
import { soundly } from '../../protocol/identity/signature-soundness.ts';

/** Key objects, about a kilobyte each outside the heap. */
const KEY_OBJECTS_MAX = 4096;
const keyObjects = recentOf<KeyObject>(KEY_OBJECTS_MAX);

/**
 * The fast verifier: node:crypto on its thread pool, so that the event loop stays free. Spec §2.
 *
 * @throws (rejects) where OpenSSL itself fails; a signature that does not verify is false.
 */
export const verifyWithNode: VerifySignature = soundly((publicKey, message, signature) => {
  const key = getOrMake(keyObjects, toBase64url(publicKey), () => keyObjectOf(publicKey));
  return new Promise((resolve, reject) => {
    verify(null, message, key, signature, (error, verified) => (error ? reject(error) : resolve(verified)));
  });
});

function keyObjectOf(publicKey: Uint8Array): KeyObject {
  const jwk = { kty: 'OKP', crv: 'Ed25519', x: toBase64url(publicKey) };
  return createPublicKey({ key: jwk, format: 'jwk' });
}

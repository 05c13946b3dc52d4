import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { concatBytes, fromBase64url } from '../../protocol/bytes.ts';
import type { SignBytes } from '../../protocol/identity/signature.ts';

/** What an Ed25519 private key is made from (RFC 8032 §5.1.5). */
export const SEED_BYTES = 32;
/** DER of a PKCS #8 Ed25519 key up to its seed (RFC 8410 §7). */
const PKCS8_PREFIX = Buffer.from('302e020100300506032b657004220420', 'hex');

/** A signer on Node's thread pool. The key object never shows its seed. */
export function signerOf(privateKey: KeyObject): SignBytes {
  assertEd25519(privateKey, 'private');
  return (message) =>
    new Promise((resolve, reject) => {
      sign(null, message, privateKey, (error, signature) =>
        error ? reject(error) : resolve(Uint8Array.from(signature)),
      );
    });
}

export interface Ed25519Pair {
  readonly publicKey: Uint8Array<ArrayBuffer>;
  readonly privateKey: KeyObject;
}

/** A new key pair from the system's randomness. */
export function generateEd25519(): Ed25519Pair {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  return { publicKey: rawPublicKey(publicKey), privateKey };
}

/** The pair that a seed makes: how a stored key comes back. */
export function ed25519FromSeed(seed: Uint8Array): Ed25519Pair {
  if (seed.length !== SEED_BYTES) throw new TypeError(`an Ed25519 seed has ${SEED_BYTES} bytes`);
  const pkcs8 = Buffer.from(concatBytes(PKCS8_PREFIX, seed));
  const privateKey = createPrivateKey({ key: pkcs8, format: 'der', type: 'pkcs8' });
  return { publicKey: rawPublicKey(createPublicKey(privateKey)), privateKey };
}

/** The seed of a private key: secret, to be encrypted before it is stored. */
export function seedOf(privateKey: KeyObject): Uint8Array<ArrayBuffer> {
  assertEd25519(privateKey, 'private');
  const pkcs8 = privateKey.export({ format: 'der', type: 'pkcs8' });
  return Uint8Array.from(pkcs8.subarray(-SEED_BYTES));
}

function rawPublicKey(publicKey: KeyObject): Uint8Array<ArrayBuffer> {
  const { x } = publicKey.export({ format: 'jwk' });
  const bytes = typeof x === 'string' ? fromBase64url(x) : null;
  if (bytes === null) throw new TypeError('an Ed25519 public key exports its x');
  return bytes;
}

function assertEd25519(key: KeyObject, type: 'private' | 'public'): void {
  if (key.type !== type || key.asymmetricKeyType !== 'ed25519') {
    throw new TypeError(`an Ed25519 ${type} key is expected`);
  }
}

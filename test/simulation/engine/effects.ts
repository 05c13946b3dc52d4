import { createHash, createPublicKey, type KeyObject, sign, verify } from 'node:crypto';
import { toBase64url } from '../../../protocol/bytes.ts';
import { soundly } from '../../../protocol/identity/signature-soundness.ts';
import type { Random } from '../../../server/context.ts';
import type { Effects } from '../../../server/instance.ts';

/** Signatures remembered at a time; more than one run makes. */
const KNOWN_MAX = 50_000;
const known = new Map<string, boolean>();
const keys = new Map<string, KeyObject>();

/**
 * Signing and checking without threads, so that their order is always the same. What was checked is not checked again:
 * a signature is good or not whoever looks.
 */
export function effectsOf(random: Random): Effects {
  return { random, verify: verifyOnce, signerOf: signAtOnce };
}

const verifyOnce = soundly(async (publicKey, message, signature) => {
  const hash = createHash('sha256').update(publicKey).update(signature).update(message).digest('base64url');
  const before = known.get(hash);
  if (before !== undefined) return before;
  const isGood = verify(null, message, keyOf(publicKey), signature);
  if (known.size >= KNOWN_MAX) known.clear();
  known.set(hash, isGood);
  return isGood;
});

/** A signer that is done when it is asked. */
export const signAtOnce: Effects['signerOf'] = (privateKey) => async (message) =>
  Uint8Array.from(sign(null, message, privateKey));

function keyOf(publicKey: Uint8Array): KeyObject {
  const x = toBase64url(publicKey);
  const made = keys.get(x) ?? createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' });
  if (keys.size >= KNOWN_MAX) keys.clear();
  keys.set(x, made);
  return made;
}

import { assertSoundKey } from '../identity/key-soundness.ts';
import { publicKeyOf } from '../identity/multikey.ts';
import type { VerifySignature } from '../identity/signature.ts';
import { isSoundSignature } from '../identity/signature-soundness.ts';
import { ProtocolError } from '../problem.ts';
import { signingInput } from './header.ts';
import type { Envelope } from './parse.ts';

declare const verified: unique symbol;

/**
 * An envelope whose key signed its payload. Only `verifyEnvelope` makes one.
 *
 * It says nothing of the author's right, nor that the key was in force: Spec §4 begins here (V0).
 */
export type Verified = Envelope & { readonly [verified]: true };

/**
 * Verifies that the key named by `kid` signed the payload, and that the payload names the same author. Spec §2.
 *
 * @throws {ProtocolError} `malformed` (no `type`), `key-unsound`, `signature-invalid`.
 */
export async function verifyEnvelope(envelope: Envelope, verify: VerifySignature): Promise<Verified> {
  const { content, kid, payload, signature } = envelope;
  // [R-2.5e] A payload without a type could be taken for one of another kind.
  if (typeof content.type !== 'string') throw new ProtocolError('malformed', '`type` must be a string.');
  // [R-2.5b] A key speaks for its own author alone.
  if (content.author !== kid.author) {
    throw new ProtocolError('signature-invalid', 'The payload must name the author that `kid` names.');
  }
  // [R-2.5c]
  const publicKey = publicKeyOf(kid.key);
  if (publicKey === null) throw new ProtocolError('malformed', '`kid` must name an Ed25519 key.');
  assertSoundKey(publicKey);
  // [R-2.5d], [R-2.5a]
  if (!isSoundSignature(signature) || !(await verify(publicKey, signingInput(kid, payload), signature))) {
    throw new ProtocolError(
      'signature-invalid',
      'The signature does not verify under the key that `kid` names.',
    );
  }
  return envelope as Verified; // everything that the brand says was checked above
}

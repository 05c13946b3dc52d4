import { toBase64url } from '../bytes.ts';
import { canonicalBytes, parseCanonical } from '../canonical.ts';
import type { SignBytes } from '../identity/signature.ts';
import { SIGNATURE_BYTES } from '../identity/signature-soundness.ts';
import type { Author, Multikey } from '../ids.ts';
import { DOCUMENT_BYTES_MAX } from '../limits.ts';
import { ProtocolError } from '../problem.ts';
import { protectedHeaderOf, signingInput } from './header.ts';
import type { EnvelopeParts } from './parse.ts';

/**
 * Signs a payload and gives the text of its envelope. Spec §2, [R-2.5].
 *
 * Nothing is signed that a reader would refuse for its form or for its author.
 *
 * @throws {ProtocolError} as `parseEnvelope`; `forbidden` where the payload names another author.
 */
export async function signEnvelope(options: {
  readonly payload: Uint8Array;
  readonly author: Author;
  readonly key: Multikey;
  readonly sign: SignBytes;
}): Promise<Uint8Array<ArrayBuffer>> {
  const { payload, author, key, sign } = options;
  const kid = { author, key };
  const content = parseCanonical(payload, { bytesMax: DOCUMENT_BYTES_MAX });
  if (content.author !== author || typeof content.type !== 'string') {
    throw new ProtocolError('forbidden', 'Only a typed payload of the same author is signed.');
  }
  const signature = await sign(signingInput(kid, payload));
  if (signature.length !== SIGNATURE_BYTES) throw new TypeError('an Ed25519 signer gives 64 bytes');
  return envelopeBytes({ kid, payload, signature });
}

/** The one text of an envelope, from its parts. Spec §2. */
export function envelopeBytes(envelope: EnvelopeParts): Uint8Array<ArrayBuffer> {
  return canonicalBytes({
    payload: toBase64url(envelope.payload),
    protected: protectedHeaderOf(envelope.kid),
    signature: toBase64url(envelope.signature),
  });
}

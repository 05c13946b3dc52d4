import { fromBase64url } from '../../../protocol/bytes.ts';
import { type HashText, hashTextOf } from '../../../protocol/ids.ts';

/** Bytes of a link's secret: nobody guesses it, and no rate of trying helps. Spec §14. */
export const SECRET_BYTES = 24;

/** What a link's secret becomes: the proof that goes into the log, and the lock that was there before. Spec §14. */
export function proofOf(secret: Uint8Array): { readonly proof: HashText; readonly lock: HashText } {
  const proof = hashTextOf(secret);
  return { proof, lock: hashTextOf(bytesOf(proof)) };
}

/** The 32 bytes that a hash names. */
export function bytesOf(hash: HashText): Uint8Array {
  return fromBase64url(hash) ?? new Uint8Array(0); // a hash has that form
}

import { toBase64, toBase64url, utf8 } from '../../protocol/bytes.ts';
import type { SignBytes } from '../../protocol/identity/signature.ts';
import type { Author, Multikey, Scid } from '../../protocol/ids.ts';
import { contentDigest } from './content-digest.ts';
import {
  DESTINATION_FIELD,
  DIGEST_FIELD,
  INPUT_FIELD,
  LABEL,
  LIFETIME_SECONDS_MAX,
  NONCE_BYTES,
  SIGNATURE_FIELD,
} from './profile.ts';
import { targetParts } from './request-target.ts';
import { signatureBase } from './signature-base.ts';
import { signatureInputOf } from './signature-input.ts';

/** A request as it is about to be sent. */
export interface OutgoingRequest {
  readonly method: 'GET' | 'POST';
  /** Send exactly its `pathname + search` as request target, to its `host`. */
  readonly url: URL;
  /** The bytes as sent; empty where there is no content. */
  readonly body: Uint8Array;
  /** The commons that shall act on it. */
  readonly destination: Scid;
}

export interface RequestSigner {
  readonly author: Author;
  /** The key with which `sign` signs: an HTTP request key of the author. */
  readonly key: Multikey;
  readonly sign: SignBytes;
}

/**
 * Fields that make a request a signed one (RFC 9421 §3.1); add them and change nothing after. Spec §10.
 *
 * Every part of what is signed has a type that leaves no room for text of a peer's making, but for the URL, which the
 * URL standard has written anew.
 *
 * @param nonce 16 fresh random bytes.
 * @throws {TypeError} where the caller hands in what no caller may.
 */
export async function signRequest(
  request: OutgoingRequest,
  signer: RequestSigner,
  createdSeconds: number,
  nonce: Uint8Array,
): Promise<Record<string, string>> {
  assertSendable(request.url);
  if (nonce.length !== NONCE_BYTES) throw new TypeError('A nonce has 16 bytes.');
  if (!Number.isSafeInteger(createdSeconds)) throw new TypeError('Seconds are whole.');

  const input = signatureInputOf({
    createdSeconds,
    expiresSeconds: createdSeconds + LIFETIME_SECONDS_MAX,
    nonce: toBase64url(nonce),
    keyid: `${signer.author}#${signer.key}`,
  });
  const covered = {
    [DIGEST_FIELD]: contentDigest(request.body),
    [DESTINATION_FIELD]: request.destination,
  };
  const base = signatureBase(
    {
      method: request.method,
      authority: request.url.host,
      ...targetParts(request.url),
      fields: new Map(Object.entries(covered)),
    },
    input.list,
  );
  const signature = await signer.sign(utf8(base));
  return { ...covered, [INPUT_FIELD]: input.field, [SIGNATURE_FIELD]: `${LABEL}=:${toBase64(signature)}:` };
}

function assertSendable(url: URL): void {
  const isHttp = url.protocol === 'https:' || url.protocol === 'http:';
  if (!isHttp || url.username !== '' || url.password !== '' || url.hash !== '') {
    throw new TypeError('Only http(s) URLs without user and fragment can be signed for.');
  }
}

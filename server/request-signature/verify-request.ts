import { fromBase64, utf8 } from '../../protocol/bytes.ts';
import type { VerifySignature } from '../../protocol/identity/signature.ts';
import type { Author, Multikey, Scid } from '../../protocol/ids.ts';
import { checkContentDigest } from './content-digest.ts';
import {
  DESTINATION_FIELD,
  DIGEST_FIELD,
  FIELD_CHARS_MAX,
  INPUT_FIELD,
  LABEL,
  LIFETIME_SECONDS_MAX,
  SIGNATURE_BYTES,
  SIGNATURE_FIELD,
  SKEW_SECONDS_MAX,
} from './profile.ts';
import { refuse } from './refusal.ts';
import { authorityOf, parseTarget } from './request-target.ts';
import { signatureBase } from './signature-base.ts';
import { parseSignatureInput, type SignatureInput } from './signature-input.ts';

/** A request as it arrived. */
export interface ReceivedRequest {
  readonly method: string;
  /** Path and query as received, not decoded. */
  readonly target: string;
  /** In any case, any order; a `Headers` object or Node's raw pairs. */
  readonly headers: Iterable<readonly [name: string, value: string]>;
  /** The bytes as received; empty where there is no content. */
  readonly body: Uint8Array;
}

/** What the receiver knows, none of it taken from the request. */
export interface Receiver {
  /** Our public origin as configured, say `https://commons.example`. */
  readonly origin: string;
  readonly commons: Scid;
  readonly nowSeconds: number;
  /**
   * Is this an HTTP request key of this author, in force now, and was it vetted (`assertSoundKey`)? Asked before the
   * signature is checked, so it answers from what we know and fetches nothing.
   */
  readonly isInForce: (author: Author, key: Multikey) => Promise<boolean>;
  /** Remembers the nonce and says whether it was known, in one step; asked last, about verified requests alone. */
  readonly seenNonce: (
    author: Author,
    keyid: string,
    nonce: string,
    expiresSeconds: number,
  ) => Promise<boolean>;
  readonly verify: VerifySignature;
}

/** Who sent a request, and with which key. */
export interface Sender {
  readonly author: Author;
  readonly key: Multikey;
}

/**
 * Who sent this request, to us, now, once (RFC 9421 §3.2). Spec §10.
 *
 * Steps go from cheap to dear; the nonce comes last, so that nobody without a key can fill the memory of nonces.
 *
 * @throws {ProtocolError} `unauthenticated` with `reason`; whatever `seenNonce` throws when it can remember no more.
 */
export async function verifyRequest(request: ReceivedRequest, receiver: Receiver): Promise<Sender> {
  // §10 step 1: the four fields, each once, each short.
  const fields = ownFields(request.headers);
  const digestField = required(fields, DIGEST_FIELD);
  const destinationField = required(fields, DESTINATION_FIELD);
  const inputField = required(fields, INPUT_FIELD);
  const signatureField = required(fields, SIGNATURE_FIELD);
  // Step 2: the form of the signature and of what it covers.
  const input = parseSignatureInput(inputField);
  const signature = parseSignature(signatureField);
  // Step 3: it was made just now.
  checkTimes(input, receiver.nowSeconds);
  // Step 4: it is for us.
  if (destinationField !== receiver.commons) {
    refuse('destination', 'The request is meant for another commons.');
  }
  // Step 5: method and target have one spelling; the content is the one that was signed.
  if (!METHOD.test(request.method)) refuse('method', 'The method is not in upper-case letters.');
  const { path, query } = parseTarget(request.target, receiver.origin);
  checkContentDigest(digestField, request.body);
  // Step 6: the key counts for this author.
  if (!(await receiver.isInForce(input.author, input.key))) {
    refuse('key-unknown', 'The key is no request key in force of this author.');
  }
  // Step 7: the key signed exactly this.
  const authority = authorityOf(receiver.origin);
  const base = signatureBase({ method: request.method, authority, path, query, fields }, input.list);
  if (!(await receiver.verify(input.publicKey, utf8(base), signature))) {
    refuse('signature-invalid', 'The signature does not verify.');
  }
  // Step 8: it was not here before.
  if (await receiver.seenNonce(input.author, input.keyid, input.nonce, input.expiresSeconds)) {
    refuse('nonce-used', 'The nonce was used before.');
  }
  return { author: input.author, key: input.key };
}

const METHOD = /^[A-Z]{1,16}$/;
const OWN_FIELDS: ReadonlySet<string> = new Set([
  DIGEST_FIELD,
  DESTINATION_FIELD,
  INPUT_FIELD,
  SIGNATURE_FIELD,
]);
const SIGNATURE = new RegExp(`^${LABEL}=:([A-Za-z0-9+/]{86}==):$`);

function ownFields(headers: ReceivedRequest['headers']): ReadonlyMap<string, string> {
  const fields = new Map<string, string>();
  for (const [name, value] of headers) {
    const field = name.toLowerCase();
    if (!OWN_FIELDS.has(field)) continue;
    if (fields.has(field)) refuse('field-repeated', `The field ${field} occurs twice.`, { field });
    if (value.length > FIELD_CHARS_MAX)
      refuse('field-too-long', `The field ${field} is too long.`, { field });
    fields.set(field, value);
  }
  return fields;
}

function required(fields: ReadonlyMap<string, string>, field: string): string {
  const value = fields.get(field);
  if (value === undefined) refuse('field-missing', `The field ${field} is missing.`, { field });
  return value;
}

function parseSignature(field: string): Uint8Array {
  const signature = fromBase64(SIGNATURE.exec(field)?.[1] ?? '');
  if (signature === null || signature.length !== SIGNATURE_BYTES) {
    refuse('signature-malformed', 'Signature is not one member folkmoot of 64 bytes.');
  }
  return signature;
}

/** A sender whose clock is at most 300 s off passes: ahead by the skew, behind by the lifetime. */
function checkTimes({ createdSeconds, expiresSeconds }: SignatureInput, nowSeconds: number): void {
  const lifetime = expiresSeconds - createdSeconds;
  if (lifetime < 1 || lifetime > LIFETIME_SECONDS_MAX) {
    refuse('lifetime', 'The signature does not expire within 300 seconds of its making.');
  }
  // The sender learns our time, and so which clock to set.
  if (createdSeconds > nowSeconds + SKEW_SECONDS_MAX) {
    refuse('created-in-future', 'The signature was made in the future.', { now: nowSeconds });
  }
  if (expiresSeconds < nowSeconds) refuse('expired', 'The signature has expired.', { now: nowSeconds });
}

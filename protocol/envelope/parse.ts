import { fromBase64url } from '../bytes.ts';
import { type JsonObject, type JsonValue, parseCanonical } from '../canonical.ts';
import { SIGNATURE_BYTES } from '../identity/signature-soundness.ts';
import { type DocumentId, documentIdOf } from '../ids.ts';
import { DOCUMENT_BYTES_MAX } from '../limits.ts';
import { ProtocolError } from '../problem.ts';
import { assertMembers, type Kid, parseProtectedHeader } from './header.ts';

/** Room for what surrounds the payload: header (about 200 characters), signature (86) and member names. */
const AROUND_PAYLOAD_BYTES_MAX = 1024;
/** The text of one envelope: its payload in base64url (four characters for three bytes) and what surrounds it. */
export const ENVELOPE_BYTES_MAX = Math.ceil((DOCUMENT_BYTES_MAX * 4) / 3) + AROUND_PAYLOAD_BYTES_MAX;

/** The parts that an envelope is made of; its text is a function of them. */
export interface EnvelopeParts {
  readonly kid: Kid;
  /** The exact bytes that were signed. */
  readonly payload: Uint8Array;
  /** 64 bytes. */
  readonly signature: Uint8Array;
}

/** A document as it came: its form is right, and nothing is said about its signature. */
export interface Envelope extends EnvelopeParts {
  readonly id: DocumentId;
  readonly content: JsonObject;
}

/**
 * JWS in flattened JSON (RFC 7515 §7.2.2) with one signature. Spec §2.
 *
 * @throws {ProtocolError} `malformed`, `not-canonical`, `too-deep`, `too-large`.
 */
export function parseEnvelope(bytes: Uint8Array): Envelope {
  const members = parseCanonical(bytes, { bytesMax: ENVELOPE_BYTES_MAX });
  assertMembers(members, ['payload', 'protected', 'signature'], 'The envelope');
  if (typeof members.protected !== 'string')
    throw new ProtocolError('malformed', '`protected` must be a string.');
  return envelopeOf({
    kid: parseProtectedHeader(members.protected),
    payload: bytesOf(members.payload, 'payload'),
    signature: bytesOf(members.signature, 'signature'),
  });
}

/**
 * The envelope of parts that were stored apart. Spec §2, [R-2.4], [R-2.6].
 *
 * @throws {ProtocolError} as `parseEnvelope`.
 */
export function envelopeOf(parts: EnvelopeParts): Envelope {
  const { kid, payload, signature } = parts;
  if (signature.length !== SIGNATURE_BYTES) {
    throw new ProtocolError(
      'malformed',
      `\`signature\` must have ${SIGNATURE_BYTES} bytes, not ${signature.length}.`,
    );
  }
  const content = parseCanonical(payload, { bytesMax: DOCUMENT_BYTES_MAX });
  return { id: documentIdOf(payload), kid, payload, signature, content };
}

function bytesOf(value: JsonValue | undefined, name: string): Uint8Array {
  const bytes = typeof value === 'string' ? fromBase64url(value) : null;
  if (bytes === null) throw new ProtocolError('malformed', `\`${name}\` must be strict base64url.`);
  return bytes;
}

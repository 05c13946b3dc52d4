import { hash } from 'node:crypto';
import { refuse } from './refusal.ts';

const FORM = /^sha-256=:[A-Za-z0-9+/]{43}=:$/;

/** Content-Digest (RFC 9530 §2) of the bytes as sent: SHA-256 and nothing beside it. Spec §10. */
export function contentDigest(body: Uint8Array): string {
  return `sha-256=:${hash('sha256', body, 'base64')}:`;
}

/**
 * Compares the text and so leaves one spelling. A second digest, or one of another algorithm, is refused even if it
 * is right. Spec §10.
 *
 * @throws {ProtocolError} `unauthenticated`: `digest-malformed`, `digest-mismatch`.
 */
export function checkContentDigest(field: string, body: Uint8Array): void {
  if (field === contentDigest(body)) return;
  if (!FORM.test(field)) refuse('digest-malformed', 'Content-Digest is not one sha-256 digest.');
  refuse('digest-mismatch', 'Content-Digest is not the digest of the content.');
}

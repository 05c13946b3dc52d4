import * as z from 'zod';
import { toBase64url, utf8 } from './bytes.ts';
import { sha256 } from './hash.ts';

const HASH_TEXT = '[A-Za-z0-9_-]{42}[AEIMQUYcgkosw048]';
const DOCUMENT_ID = new RegExp(`^ni:///sha-256;${HASH_TEXT}$`);
const UUID_V7 = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
const BASE58 = '[1-9A-HJ-NP-Za-km-z]';

/** `ni:///sha-256;<base64url>` (RFC 6920) of a document's payload bytes. Spec §2. */
export const documentIdSchema = z
  .string()
  .regex(DOCUMENT_ID, 'a document id ni:///sha-256;…')
  .brand('DocumentId');
export type DocumentId = z.infer<typeof documentIdSchema>;

/** A SHA-256 in base64url, 43 characters: the name of an attachment, or a root. */
export const hashTextSchema = z
  .string()
  .regex(new RegExp(`^${HASH_TEXT}$`), 'a SHA-256 in base64url')
  .brand('HashText');
export type HashText = z.infer<typeof hashTextSchema>;

/** UUIDv7 (RFC 9562 §5.7) in lower case: what a thing keeps over its versions. Spec §2. */
export const subjectSchema = z.string().regex(UUID_V7, 'a UUIDv7 in lower case').brand('Subject');
export type Subject = z.infer<typeof subjectSchema>;

/** Self-certifying identifier of a commons (did:webvh v1.0 §3.6): base58btc of a SHA-256 multihash. */
export const scidSchema = z
  .string()
  .regex(new RegExp(`^Qm${BASE58}{44}$`), 'an SCID Qm…')
  .brand('Scid');
export type Scid = z.infer<typeof scidSchema>;

/** Ed25519 public key as Multikey (W3C Controlled Identifiers §2.2.2): `z6Mk…`. */
export const multikeySchema = z
  .string()
  .regex(new RegExp(`^z6Mk${BASE58}{44}$`), 'an Ed25519 Multikey z6Mk…')
  .brand('Multikey');
export type Multikey = z.infer<typeof multikeySchema>;

/** Who signs: a participant's subject or a commons' SCID. Spec §1 [R-1.4]. */
export const authorSchema = z.union([subjectSchema, scidSchema]);
export type Author = z.infer<typeof authorSchema>;

/** A thing or act together with the version meant: what a document changes or reads is named so. Spec §2. */
export const refSchema = z.strictObject({ subject: subjectSchema, id: documentIdSchema });
export type Ref = z.infer<typeof refSchema>;

export function documentIdOf(payload: Uint8Array): DocumentId {
  return `ni:///sha-256;${hashTextOf(payload)}` as DocumentId; // made here, so it has the form
}

export function hashTextOf(bytes: Uint8Array): HashText {
  return toBase64url(sha256(bytes)) as HashText; // 32 bytes give 43 characters
}

export function isDocumentId(text: string): text is DocumentId {
  return DOCUMENT_ID.test(text);
}

export function isScid(author: Author): author is Scid {
  return author.startsWith('Qm');
}

/**
 * A log's and a witness's name: origin of checkpoints and of note signatures. It hangs on the SCID, never on a host,
 * so that a commons keeps it when it moves. Spec §1.
 */
export function logOrigin(commons: Scid): string {
  return `folkmoot/${commons}`;
}

/** Thread key of a subject whose first document is not public: it gives the subject away to nobody. Spec §3. */
export function hiddenKey(salt: Uint8Array, subject: Subject): string {
  const subjectBytes = utf8(subject);
  const joined = new Uint8Array(salt.length + subjectBytes.length);
  joined.set(salt);
  joined.set(subjectBytes, salt.length);
  return hashTextOf(joined);
}

import { BATCH_BYTES_MAX, BATCH_DOCUMENTS_MAX, DOCUMENT_BYTES_MAX, JSON_DEPTH_MAX } from './limits.ts';
import type { ProblemType } from './problem.ts';

/** What would have been taken instead, for programs: flat, so that a program can look up one name. */
type Expected = Readonly<Record<string, string | number | readonly string[]>>;

/** Whatever failed can be asked for again as it is. */
const SAME_AGAIN: Expected = { request: 'the same', after: 'Retry-After' };

/** What is expected where a problem does not know it better. Spec §11. The table is rendered into spec §11. */
export const EXPECTED: Readonly<Record<ProblemType, Expected>> = {
  malformed: { form: 'the one that the detail names' },
  'not-canonical': { canonicalization: 'RFC 8785' },
  'too-large': {
    documentBytesMax: DOCUMENT_BYTES_MAX,
    batchDocumentsMax: BATCH_DOCUMENTS_MAX,
    batchBytesMax: BATCH_BYTES_MAX,
  },
  'too-deep': { depthMax: JSON_DEPTH_MAX },
  'key-unsound': { algorithms: ['Ed25519'], bytes: 32, encoding: 'canonical', order: 'not low' },
  'signature-invalid': { algorithms: ['Ed25519'], typ: 'folkmoot+jws' },
  'key-not-in-force': { key: 'one that the version of the author in force lists' },
  'unknown-author': { author: 'a participant, a founder, or this commons' },
  unauthenticated: { signature: 'RFC 9421', digest: 'RFC 9530', algorithms: ['ed25519'], tag: 'folkmoot' },
  forbidden: { sender: 'somebody who may do this' },
  'invitation-required': { invitation: 'an unused one, by a member' },
  'too-slow': SAME_AGAIN,
  'header-too-large': { request: 'with a shorter target and fewer or shorter fields' },
  'not-found': { address: 'of something that is here and that the sender may read' },
  'method-not-allowed': { method: 'one that the field Allow lists' },
  conflict: { state: 'one that allows this: read it anew' },
  'future-cursor': { cursor: 'an index that the log has reached' },
  ended: { use: 'reading and verifying' },
  erased: { reference: 'the hash, without the content' },
  'media-type': { request: 'with another content type or coding' },
  incomplete: { attachments: 'all that the document names' },
  unsupported: { v: 1, type: 'one of spec §4' },
  'wrong-log': { commons: 'that of this log' },
  'did-invalid': { method: 'did:webvh:1.0', log: 'whole, from version 1 on' },
  'log-invalid': { tree: 'RFC 6962', checkpoint: 'C2SP signed-note' },
  'over-quota': SAME_AGAIN,
  internal: SAME_AGAIN,
  'peer-unreachable': SAME_AGAIN,
  'address-refused': { schemes: ['https'], host: 'public', or: 'an origin in FOLKMOOT_PRIVATE_PEERS' },
  'not-founded': { instance: 'with a commons' },
  'clock-unsound': SAME_AGAIN,
  unavailable: SAME_AGAIN,
};

/** Limits of the protocol, each with its reason. Spec §11. */

/** One document's payload: a page of a large register still fits, and a hundred thousand fit in memory. */
export const DOCUMENT_BYTES_MAX = 64 * 1024;
/** One submission or push: bounds what a peer can make us buffer before a single check. */
export const BATCH_BYTES_MAX = 4 * 1024 * 1024;
export const BATCH_DOCUMENTS_MAX = 50;
/** Nesting of JSON: real documents reach 9; a parser's stack ends at some thousands. */
export const JSON_DEPTH_MAX = 32;
/** Ids that one document names. */
export const REFS_MAX = 256;
/** Threads that one document changes and reads: bounds the work and the locks of one admission. */
export const THREADS_MAX = 8;
export const READS_MAX = 16;
/** A leaf must fit the two-byte length of a C2SP entry bundle with room to spare. */
export const LEAF_BYTES_MAX = 4 * 1024;
/** One attachment: holds the proof bundle of a decision; as base64url it fits a batch. */
export const ATTACHMENT_BYTES_MAX = 2 * 1024 * 1024;
/** Attachments that one document may bring. */
export const ATTACHMENTS_MAX = 8;
/** Random bytes before an attachment's content, and in every document's `salt`: 128 bits cannot be guessed. */
export const SALT_BYTES = 16;

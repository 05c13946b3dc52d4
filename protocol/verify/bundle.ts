import * as z from 'zod';
import { canonicalBytes, type JsonObject, parseCanonical } from '../canonical.ts';
import { documentIdSchema, scidSchema } from '../ids.ts';
import { NOTE_BYTES_MAX } from '../log/note.ts';
import { ProtocolError } from '../problem.ts';
import { schemaIssues } from '../schema-issues.ts';

/** A bundle in memory: a register of several thousand domains takes 5 MB. */
export const BUNDLE_BYTES_MAX = 64 * 1024 * 1024;
/** Entries of one log in one bundle. */
export const BUNDLE_ENTRIES_MAX = 100_000;
/** Commons whose logs one bundle draws on: parties and their witnesses. */
const LOGS_MAX = 256;
/** Hashes of a path in a tree of up to 2^53 entries. */
const PATH_MAX = 64;
/** Earlier checkpoints of one log: one on each side of every entry that the bundle is about. */
export const CHECKPOINTS_MAX = 64;
/** Heads of one log that its DID named: one for each of its versions but the first. */
const STATEMENTS_MAX = 500;
/** Heads of threads: that of the target's alone is asked for. */
const HEADS_MAX = 256;
/** What one commons keeps for another at a time has this bound, and little of it concerns one matter. */
export const DEPOSITED_MAX = 1_000;
const ATTACHMENTS_IN_BUNDLE_MAX = 10_000;
/** A line of a DID log that a commons can have has a quarter of this. */
const DID_LINE_CHARACTERS_MAX = 64 * 1024;
const DID_LINES_MAX = 500;

const textSchema = z.string().max(BUNDLE_BYTES_MAX);
const pathSchema = z.array(z.string().max(64)).max(PATH_MAX);
/** JSON, since the whole bundle is; the leaf's own parser looks at it. */
const objectSchema = z.custom<JsonObject>(
  (value) => typeof value === 'object' && value !== null && !Array.isArray(value),
);

/** A signed document, as §2 has it. */
const envelopeSchema = z.strictObject({ payload: textSchema, protected: textSchema, signature: textSchema });

/** One entry of a log: its leaf, and the document unless it is withheld, erased or not needed. */
export const shownEntrySchema = z.strictObject({
  index: z.int().min(0),
  leaf: objectSchema,
  envelope: envelopeSchema.exactOptional(),
});
export type ShownEntry = z.infer<typeof shownEntrySchema>;

/** With its path to the checkpoint. */
const entrySchema = shownEntrySchema.extend({ path: pathSchema });
export type BundleEntry = z.infer<typeof entrySchema>;

/** A signed checkpoint with cosignatures, and its path to the log's newest one in the bundle. */
const checkpointSchema = z.strictObject({ note: z.string().max(NOTE_BYTES_MAX), consistency: pathSchema });

/** The head that a version of the DID names, with its path to the newest checkpoint. */
const statementSchema = z.strictObject({ version: z.int().min(2), consistency: pathSchema });

/** Where one thread stood, with its path to the root of a `heads` document in the same log. */
const headSchema = z.strictObject({
  key: z.string().max(128),
  last: z.int().min(0),
  n: z.int().min(1),
  index: z.int().min(0),
  path: pathSchema,
});

/** What the bundle shows of one commons' log. */
const logSchema = z.strictObject({
  commons: scidSchema,
  /** The newest checkpoint: every inclusion path leads to it. */
  checkpoint: z.string().max(NOTE_BYTES_MAX),
  /** Earlier ones, each consistent with the newest; they carry the cosignatures that bracket times. */
  earlier: z.array(checkpointSchema).max(CHECKPOINTS_MAX),
  /** One for every version of the DID that the entries show, from the second on. */
  stated: z.array(statementSchema).max(STATEMENTS_MAX).exactOptional(),
  entries: z.array(entrySchema).max(BUNDLE_ENTRIES_MAX),
  /** What the log keeps for another commons, which has not taken it. */
  deposited: z.array(envelopeSchema).min(1).max(DEPOSITED_MAX).exactOptional(),
  heads: z
    .strictObject({ document: documentIdSchema, proofs: z.array(headSchema).max(HEADS_MAX) })
    .exactOptional(),
});
export type BundleLog = z.infer<typeof logSchema>;

/** DID log of a witness whose own log is not in the bundle. */
const witnessSchema = z.strictObject({
  commons: scidSchema,
  lines: z.array(z.string().max(DID_LINE_CHARACTERS_MAX)).max(DID_LINES_MAX),
});

/**
 * One file from which a stranger, offline, can recompute whether the target was legitimate. Spec §9.
 *
 * `attachments`: salted content by hash, in base64url; what is withheld or erased is simply absent.
 */
export const bundleSchema = z.strictObject({
  folkmoot: z.literal('bundle'),
  v: z.literal(1),
  target: z.strictObject({ commons: scidSchema, id: documentIdSchema }),
  logs: z.array(logSchema).min(1).max(LOGS_MAX).refine(eachOnce, 'one part for each commons'),
  witnesses: z.array(witnessSchema).max(LOGS_MAX).refine(eachOnce, 'each witness once'),
  attachments: z
    .record(z.string().length(43), textSchema)
    .refine((all) => Object.keys(all).length <= ATTACHMENTS_IN_BUNDLE_MAX, 'too many attachments'),
});
export type Bundle = z.infer<typeof bundleSchema>;

/**
 * Bytes of a bundle file → bundle. Nothing in it is trusted yet. Spec §9.
 *
 * The file is canonical JSON (§2), so that no two readers can see two bundles in it.
 *
 * @throws {ProtocolError} `too-large`, `too-deep`, `not-canonical` or `malformed`
 */
export function parseBundle(bytes: Uint8Array): Bundle {
  const parsed = bundleSchema.safeParse(parseCanonical(bytes, { bytesMax: BUNDLE_BYTES_MAX }));
  if (!parsed.success) {
    throw new ProtocolError('malformed', 'The file is no proof bundle.', schemaIssues(parsed.error));
  }
  return parsed.data;
}

/**
 * The file of a bundle. Spec §9.
 *
 * @throws {ProtocolError} `too-large` where no verifier would take it.
 */
export function bundleBytes(bundle: Bundle): Uint8Array<ArrayBuffer> {
  const bytes = canonicalBytes(bundle as unknown as JsonObject); // its schema holds JSON values only
  if (bytes.length > BUNDLE_BYTES_MAX) {
    throw new ProtocolError('too-large', `A bundle takes at most ${BUNDLE_BYTES_MAX} bytes.`, {
      bytes: bytes.length,
    });
  }
  return bytes;
}

function eachOnce(parts: readonly { readonly commons: string }[]): boolean {
  return new Set(parts.map(({ commons }) => commons)).size === parts.length;
}

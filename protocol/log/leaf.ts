import * as z from 'zod';
import { fromBase64url } from '../bytes.ts';
import { canonicalBytes, type JsonObject, parseCanonical } from '../canonical.ts';
import { documentIdSchema } from '../ids.ts';
import { LEAF_BYTES_MAX, READS_MAX, THREADS_MAX } from '../limits.ts';
import { ProtocolError } from '../problem.ts';
import { formatMillis, type Millis, parseTime } from '../time.ts';

/** Ed25519 signatures are R ‖ S, 32 bytes each (RFC 8032 §5.1.6). */
const SIGNATURE_BYTES = 64;
/** Characters of a thread key: the longest is `deposits:` and an SCID. */
const KEY_CHARACTERS_MAX = 128;
/** Leaf type of a document that is not public: its type would tell too much. */
export const OPAQUE = 'opaque';

const positionSchema = z.strictObject({
  key: z.string().min(1).max(KEY_CHARACTERS_MAX),
  /** Entries that the thread had before this one. */
  n: z.int().min(0),
  /** Index of the last of them; −1 if there is none. */
  prev: z.int().min(-1),
});
/** A thread at one moment: what a leaf says of each thread that it changes or reads. */
export type ThreadPosition = z.infer<typeof positionSchema>;

const leafSchema = z.strictObject({
  at: z
    .string()
    .refine((text) => text.length === 24 && parseTime(text) !== null, 'RFC 3339 with three decimals and Z'),
  doc: documentIdSchema,
  reads: z.array(positionSchema).max(READS_MAX),
  sig: z
    .string()
    .length(86)
    .refine((text) => fromBase64url(text)?.length === SIGNATURE_BYTES, '64 bytes in base64url'),
  threads: z.array(positionSchema).max(THREADS_MAX),
  type: z.string().min(1).max(64),
});

/** One entry's leaf: when, which document, under which signature, and which threads it changes and reads. Spec §3. */
export type Leaf = z.infer<typeof leafSchema>;

/**
 * The bytes that are hashed into the tree: canonical JSON, at most 4 KiB. Spec §3.
 *
 * @throws {ProtocolError} `too-large`
 */
export function leafBytes(leaf: Leaf): Uint8Array<ArrayBuffer> {
  const bytes = canonicalBytes(leaf as unknown as JsonObject); // the schema's fields are all JSON values
  if (bytes.length > LEAF_BYTES_MAX) {
    throw new ProtocolError(
      'too-large',
      `A leaf takes at most ${LEAF_BYTES_MAX} bytes; this one takes ${bytes.length}.`,
    );
  }
  return bytes;
}

/**
 * Leaf bytes → leaf: canonical, every field in form, positions sorted by key and each key once. Spec §3.
 *
 * @throws {ProtocolError} `log-invalid`
 */
export function parseLeaf(bytes: Uint8Array): Leaf {
  const parsed = leafSchema.safeParse(canonicalLeaf(bytes));
  if (!parsed.success) throw new ProtocolError('log-invalid', 'The leaf does not have the required fields.');
  const leaf = parsed.data;
  for (const positions of [leaf.threads, leaf.reads]) {
    if (
      !positions.every((position, index) => index === 0 || (positions[index - 1]?.key ?? '') < position.key)
    ) {
      throw new ProtocolError('log-invalid', 'Threads in a leaf are sorted by key, each once.');
    }
    if (!positions.every((position) => (position.n === 0) === (position.prev === -1))) {
      throw new ProtocolError('log-invalid', 'A thread without entries has prev −1, and only such a thread.');
    }
  }
  const changed = new Set(leaf.threads.map((position) => position.key));
  if (leaf.reads.some((position) => changed.has(position.key))) {
    throw new ProtocolError('log-invalid', 'A changed thread is not read as well.');
  }
  return leaf;
}

/** When the entry was logged, in milliseconds. */
export function leafTime(leaf: Leaf): Millis {
  return parseTime(leaf.at) ?? Number.NaN; // the schema has checked the text
}

/**
 * `at` of the next entry: the clock's time, but never before the last entry's. Spec §3.
 */
export function nextAt(lastAt: Millis | null, now: Millis): string {
  return formatMillis(lastAt === null ? now : Math.max(lastAt, now));
}

function canonicalLeaf(bytes: Uint8Array): JsonObject {
  try {
    return parseCanonical(bytes, { bytesMax: LEAF_BYTES_MAX });
  } catch (cause) {
    throw new ProtocolError('log-invalid', 'A leaf is one canonical JSON object.', {}, { cause });
  }
}

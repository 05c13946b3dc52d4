import * as z from 'zod';
import { fromBase64url, toBase64url } from '../../../protocol/bytes.ts';
import { canonicalBytes, type JsonObject } from '../../../protocol/canonical.ts';
import type { FolkmootDocument } from '../../../protocol/documents/document.ts';
import { protectedHeaderOf } from '../../../protocol/envelope/header.ts';
import type { Scid } from '../../../protocol/ids.ts';
import { BATCH_BYTES_MAX, BATCH_DOCUMENTS_MAX } from '../../../protocol/limits.ts';
import { type Leaf, leafBytes, parseLeaf } from '../../../protocol/log/leaf.ts';
import { NOTE_BYTES_MAX } from '../../../protocol/log/note.ts';
import { ProtocolError } from '../../../protocol/problem.ts';
import { schemaIssues } from '../../../protocol/schema-issues.ts';
import type { Context } from '../../context.ts';
import type { StoredEntry } from '../../store/store.ts';
import { consistencyPath } from '../log/log-tiles.ts';
import { readDocument } from '../record/read-document.ts';

/** Room for the checkpoint and the proof beside the entries of a page. */
const AROUND_ENTRIES_BYTES = NOTE_BYTES_MAX + 16 * 1024;

const envelopeSchema = z.strictObject({
  payload: z.string().max(BATCH_BYTES_MAX),
  protected: z.string().max(1024),
  signature: z.string().max(128),
});

const pageEntrySchema = z.strictObject({
  index: z.int().min(0),
  leaf: z.record(z.string(), z.json()),
  envelope: envelopeSchema.exactOptional(),
});
export type PageEntry = z.infer<typeof pageEntrySchema>;

/**
 * Consecutive entries of one log, with a checkpoint and the proof that the log up to the last of them is a beginning of
 * what the checkpoint signs. Pulled, or pushed. Spec §10.
 */
const pageSchema = z.strictObject({
  commons: z.string().max(64),
  entries: z.array(pageEntrySchema).max(BATCH_DOCUMENTS_MAX),
  checkpoint: z.string().max(NOTE_BYTES_MAX),
  /** Consistency of the log after the page's last entry with the checkpoint; empty where they are the same. */
  consistency: z.array(z.string().max(64)).max(64),
});
export type LogPage = z.infer<typeof pageSchema>;

/** @throws {ProtocolError} `malformed` */
export function parseLogPage(value: unknown): LogPage {
  const parsed = pageSchema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new ProtocolError('malformed', 'This is no page of a log.', schemaIssues(parsed.error));
}

/**
 * The next page of a log after an index: as many entries as fit.
 *
 * @param mayRead what the reader may not see comes as its leaf alone.
 * @throws {ProtocolError} `future-cursor` where the index lies ahead of the log; `not-found` before the first checkpoint.
 */
export async function logPage(
  context: Context,
  log: Scid,
  after: number,
  limit: number,
  mayRead: (document: FolkmootDocument) => boolean,
): Promise<LogPage> {
  const { store } = context;
  const [checkpoint] = await store.checkpoints(log, 'newest');
  if (checkpoint === undefined) throw new ProtocolError('not-found', 'This log has no checkpoint yet.');
  if (after >= checkpoint.size) {
    throw new ProtocolError('future-cursor', 'The cursor lies ahead of the log.', {
      after,
      size: checkpoint.size,
    });
  }
  const most = Math.min(limit, BATCH_DOCUMENTS_MAX, checkpoint.size - 1 - after);
  const stored = most === 0 ? [] : await store.entries(log, { after, limit: most });
  const entries = fitting(stored.map((entry) => pageEntryOf(entry, mayRead)));
  const reached = after + 1 + entries.length;
  const proof =
    reached === 0 || reached === checkpoint.size
      ? []
      : await consistencyPath(store, log, reached, checkpoint.size);
  return { commons: log, entries, checkpoint: checkpoint.note, consistency: proof.map(toBase64url) };
}

/** A page as it goes over the wire, pulled or pushed: canonical JSON. */
export function pageBytes(page: LogPage): Uint8Array<ArrayBuffer> {
  return canonicalBytes(page as unknown as JsonObject); // a page holds JSON values only
}

/** An entry's leaf and envelope from a page, as bytes. */
export function readPageEntry(entry: PageEntry): {
  readonly leaf: Leaf;
  readonly leafBytes: Uint8Array<ArrayBuffer>;
  readonly envelope: Uint8Array | null;
} {
  const leaf = parseLeaf(canonicalBytes(entry.leaf as JsonObject)); // JSON by the page's schema
  return {
    leaf,
    leafBytes: leafBytes(leaf),
    envelope: entry.envelope === undefined ? null : canonicalBytes(entry.envelope),
  };
}

/** Texts of hashes → hashes. @throws {ProtocolError} `malformed` */
export function readHashes(texts: readonly string[]): Uint8Array[] {
  return texts.map((text) => {
    const hash = fromBase64url(text);
    if (hash === null) throw new ProtocolError('malformed', 'A hash is written in base64url.');
    return hash;
  });
}

/** An entry as its reader may see it. */
export function pageEntryOf(entry: StoredEntry, mayRead: (document: FolkmootDocument) => boolean): PageEntry {
  const { index, leaf } = entry;
  const shown = { index, leaf: JSON.parse(new TextDecoder().decode(leaf)) as PageEntry['leaf'] }; // a stored leaf is JSON
  const read = readDocument(entry);
  if (read === null || !mayRead(read.document)) return shown;
  const { payload, kid, signature } = read.verified;
  return {
    ...shown,
    envelope: {
      payload: toBase64url(payload),
      protected: protectedHeaderOf(kid),
      signature: toBase64url(signature),
    },
  };
}

/** As many entries as one batch takes; always at least one. */
function fitting(entries: readonly PageEntry[]): PageEntry[] {
  const fit: PageEntry[] = [];
  let bytes = AROUND_ENTRIES_BYTES;
  for (const entry of entries) {
    bytes += JSON.stringify(entry).length;
    if (bytes > BATCH_BYTES_MAX && fit.length > 0) break;
    fit.push(entry);
  }
  return fit;
}

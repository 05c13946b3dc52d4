import { fromBase64url } from '../bytes.ts';
import { canonicalBytes } from '../canonical.ts';
import type { FolkmootDocument } from '../documents/document.ts';
import { parseDocument } from '../documents/parse-document.ts';
import { parseProtectedHeader } from '../envelope/header.ts';
import { type Envelope, envelopeOf } from '../envelope/parse.ts';
import { type Verified, verifyEnvelope } from '../envelope/verify.ts';
import type { VerifySignature } from '../identity/signature.ts';
import type { Scid } from '../ids.ts';
import { type Leaf, leafTime, OPAQUE, parseLeaf } from '../log/leaf.ts';
import { leafHash } from '../log/tree.ts';
import { ProtocolError } from '../problem.ts';
import type { Millis } from '../time.ts';
import type { ShownEntry } from './bundle.ts';
import { type Fault, type FaultCode, faultOf } from './fault.ts';

/** One entry after every check that needs no other entry. */
export interface ReadEntry {
  readonly index: number;
  readonly at: Millis;
  readonly leaf: Leaf;
  /** Null where the file withholds the document, it does not verify, or its type is not known here. */
  readonly document: FolkmootDocument | null;
  readonly envelope: Verified | null;
}

/** An entry with what its inclusion is checked by. */
export interface HashedEntry {
  readonly read: ReadEntry;
  readonly leafHash: Uint8Array;
}

/** Entries of one log, as a file shows them. */
export interface ShownLog {
  readonly commons: Scid;
  readonly entries: readonly ShownEntry[];
}

/** Signatures that are checked at once: Node checks them on its thread pool, the browser in its crypto service. */
const AT_ONCE = 64;

/**
 * Leaves, documents and signatures of one log, sorted by index. Spec §9.
 *
 * @param faults what does not fit is added here.
 * @throws {ProtocolError} `malformed` where something is no leaf, or one position is there twice.
 */
export async function readEntries(
  log: ShownLog,
  verify: VerifySignature,
  faults: Fault[],
): Promise<readonly HashedEntry[]> {
  const sorted = log.entries.toSorted((a, b) => a.index - b.index);
  const read: HashedEntry[] = [];
  for (let from = 0; from < sorted.length; from += AT_ONCE) {
    const some = sorted.slice(from, from + AT_ONCE);
    read.push(...(await Promise.all(some.map((entry) => readEntry(entry, log, verify, faults)))));
  }
  findContradictions(read, log, faults);
  return read;
}

async function readEntry(
  entry: ShownEntry,
  log: ShownLog,
  verify: VerifySignature,
  faults: Fault[],
): Promise<HashedEntry> {
  const { leaf, bytes } = readLeaf(entry, log);
  const opened = await openEntry(entry, leaf, verify);
  if (typeof opened === 'string') faults.push(faultOf(opened, log.commons, entry.index));
  const shown = typeof opened === 'string' ? null : opened;
  return {
    read: {
      index: entry.index,
      at: leafTime(leaf),
      leaf,
      document: shown?.document ?? null,
      envelope: shown?.envelope ?? null,
    },
    leafHash: leafHash(bytes),
  };
}

function readLeaf(entry: ShownEntry, log: ShownLog): { readonly leaf: Leaf; readonly bytes: Uint8Array } {
  try {
    const bytes = canonicalBytes(entry.leaf);
    return { leaf: parseLeaf(bytes), bytes };
  } catch (cause) {
    if (!(cause instanceof ProtocolError)) throw cause;
    const where = { commons: log.commons, index: entry.index };
    throw new ProtocolError('malformed', 'The file holds a malformed leaf.', where, { cause });
  }
}

type Opened = { readonly document: FolkmootDocument; readonly envelope: Verified };

/**
 * The verified document of an entry. Spec §9.
 *
 * @returns null where none is shown, or one of a type that is not known here; or what is wrong with it.
 */
async function openEntry(
  entry: ShownEntry,
  leaf: Leaf,
  verify: VerifySignature,
): Promise<Opened | null | FaultCode> {
  if (entry.envelope === undefined) return null;
  // The leaf holds the signature itself: another one over the same bytes is not the one that was logged.
  if (entry.envelope.signature !== leaf.sig) return 'signature-invalid';
  const envelope = parseParts(entry.envelope);
  if (envelope?.id !== leaf.doc) return 'document-altered';
  try {
    const verified = await verifyEnvelope(envelope, verify);
    const document = readDocument(envelope.content);
    if (document === null || typeof document === 'string') return document;
    const type = document.audience === 'public' ? document.type : OPAQUE;
    return leaf.type === type ? { document, envelope: verified } : 'contradiction';
  } catch (error) {
    if (error instanceof ProtocolError) return 'signature-invalid';
    throw error;
  }
}

/** @returns null where it is no envelope. */
export function parseParts(parts: NonNullable<ShownEntry['envelope']>): Envelope | null {
  const payload = fromBase64url(parts.payload);
  const signature = fromBase64url(parts.signature);
  if (payload === null || signature === null) return null;
  try {
    return envelopeOf({ kid: parseProtectedHeader(parts.protected), payload, signature });
  } catch (error) {
    if (error instanceof ProtocolError) return null;
    throw error;
  }
}

/** Null for a type that is not known here; what is signed, logged and malformed should not be there. */
function readDocument(content: Envelope['content']): FolkmootDocument | null | FaultCode {
  try {
    return parseDocument(content);
  } catch (error) {
    if (!(error instanceof ProtocolError)) throw error;
    return error.type === 'unsupported' ? null : 'not-admissible';
  }
}

/** A position is there once, a document is logged once, and time never goes back. */
function findContradictions(entries: readonly HashedEntry[], log: ShownLog, faults: Fault[]): void {
  const documents = new Set<string>();
  for (const [position, { read }] of entries.entries()) {
    const before = entries[position - 1]?.read;
    if (before?.index === read.index) {
      const where = { commons: log.commons, index: read.index };
      throw new ProtocolError('malformed', 'The file holds one position twice.', where);
    }
    if (documents.has(read.leaf.doc) || (before !== undefined && read.at < before.at)) {
      faults.push(faultOf('contradiction', log.commons, read.index));
    }
    documents.add(read.leaf.doc);
  }
}

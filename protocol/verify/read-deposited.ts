import type { FolkmootDocument } from '../documents/document.ts';
import { parseDocument } from '../documents/parse-document.ts';
import { verifyEnvelope } from '../envelope/verify.ts';
import type { VerifySignature } from '../identity/signature.ts';
import type { DocumentId, Multikey } from '../ids.ts';
import { ProtocolError } from '../problem.ts';
import type { BundleLog, ShownEntry } from './bundle.ts';
import { parseParts } from './read-entries.ts';

/** A document that a log keeps for another commons: what was signed, and by which key. */
export interface Deposited {
  readonly document: FolkmootDocument;
  readonly key: Multikey;
}

/**
 * Documents that a log keeps for others, by id. What does not verify, or is no document, is nobody's word and is passed over.
 * Spec §21.
 */
export async function readDeposited(
  { deposited = [] }: Pick<BundleLog, 'deposited'>,
  verify: VerifySignature,
): Promise<ReadonlyMap<DocumentId, Deposited>> {
  const read = await Promise.all(deposited.map((envelope) => open(envelope, verify)));
  return new Map(read.flatMap((one) => (one === null ? [] : [one])));
}

async function open(
  parts: NonNullable<ShownEntry['envelope']>,
  verify: VerifySignature,
): Promise<readonly [DocumentId, Deposited] | null> {
  const envelope = parseParts(parts);
  if (envelope === null) return null;
  try {
    const { id, kid } = await verifyEnvelope(envelope, verify);
    return [id, { document: parseDocument(envelope.content), key: kid.key }];
  } catch (error) {
    if (error instanceof ProtocolError) return null;
    throw error;
  }
}

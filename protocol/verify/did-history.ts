import { proofOf } from '../identity/did-entry.ts';
import { DID_FUTURE_TOLERANCE_MS, DID_VERSIONS_MAX } from '../identity/did-log.ts';
import { type DidVersion, readDidVersion } from '../identity/did-version.ts';
import { publicKeyOf } from '../identity/multikey.ts';
import type { VerifySignature } from '../identity/signature.ts';
import { soundly } from '../identity/signature-soundness.ts';
import type { DocumentId, Scid } from '../ids.ts';
import { ProtocolError } from '../problem.ts';
import type { Millis } from '../time.ts';
import { type Fault, faultOf } from './fault.ts';
import type { ReadEntry } from './read-entries.ts';

/**
 * The key history that a log carries: DID versions by the `identity` document that logged each. Spec §9.
 *
 * Each line is judged on top of the ones that counted before it, at the time of its own entry, just as its log judged
 * it; a line that does not fit, or whose document is not signed by a key that it lists, spoils nothing after it. One
 * pass: every line is verified once.
 */
export async function readDidHistory(
  commons: Scid,
  entries: readonly ReadEntry[],
  verify: VerifySignature,
  faults: Fault[],
): Promise<ReadonlyMap<DocumentId, DidVersion>> {
  const known: DidVersion[] = [];
  const byDocument = new Map<DocumentId, DidVersion>();
  let first: { readonly index: number; readonly version: number } | null = null;
  for (const { index, at, leaf, document, envelope } of entries) {
    if (document?.type !== 'identity' || document.commons !== commons || envelope === null) continue;
    first ??= { index, version: document.version };
    if (known.length >= DID_VERSIONS_MAX) break;
    const version = await nextVersion(document.line, known, { commons, now: at, verify });
    if (version?.number !== document.version || !version.keys.document.includes(envelope.kid.key)) continue;
    known.push(version);
    byDocument.set(leaf.doc, version);
  }
  // Without its beginning a history is a hole, which is no fault.
  if (known.length === 0 && first?.version === 1) faults.push(faultOf('did-invalid', commons, first.index));
  return byDocument;
}

/** The steps of `resolveDidLog` for one more line (spec §1 ). @returns null where it does not follow. */
async function nextVersion(
  line: string,
  known: readonly DidVersion[],
  {
    commons,
    now,
    verify,
  }: { readonly commons: Scid; readonly now: Millis; readonly verify: VerifySignature },
): Promise<DidVersion | null> {
  try {
    const { version, entry } = readDidVersion(line, known);
    if (version.scid !== commons || version.time > now + DID_FUTURE_TOLERANCE_MS) return null;
    const { key, message, signature } = proofOf(entry);
    const publicKey = publicKeyOf(key);
    if (publicKey === null || !version.updateKeys.includes(key)) return null;
    return (await soundly(verify)(publicKey, message, signature)) ? version : null;
  } catch (error) {
    if (error instanceof ProtocolError) return null;
    throw error;
  }
}

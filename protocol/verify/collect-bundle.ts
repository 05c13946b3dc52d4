import type { ThreadName } from '../documents/define.ts';
import type { FolkmootDocument } from '../documents/document.ts';
import type { Verified } from '../envelope/verify.ts';
import type { DidVersion } from '../identity/did-version.ts';
import type { DocumentId, HashText, Scid } from '../ids.ts';
import type { ThreadHead } from '../log/heads-tree.ts';
import type { Leaf } from '../log/leaf.ts';
import { ProtocolError } from '../problem.ts';
import type { Bundle } from './bundle.ts';
import { addDeposits, type KeptDocument } from './collect-deposits.ts';
import { addMissing, type Root } from './collect-needs.ts';
import { addEntries, addGiven, addThread, beginParts, type Parts } from './collect-parts.ts';
import { formatBundle } from './format-bundle.ts';
import { ownThread } from './own-thread.ts';

/** One entry of a log at hand. `document` is null where the reader may not see it. */
export interface EvidenceEntry {
  readonly index: number;
  readonly leaf: Leaf;
  readonly verified: Verified | null;
  readonly document: FolkmootDocument | null;
}

/** A whole log at hand, own or mirrored, as of one checkpoint. */
export interface EvidenceLog {
  readonly commons: Scid;
  readonly size: number;
  /** Signed note of the checkpoint of `size`, with cosignatures. */
  readonly checkpoint: string;
  /** Earlier cosigned notes on both sides of an entry: they bracket its time. */
  readonly checkpointsAround: (
    index: number,
  ) => Promise<readonly { readonly note: string; readonly size: number }[]>;
  readonly didVersions: ReadonlyMap<DocumentId, DidVersion>;
  readonly indexOf: (id: DocumentId) => Promise<number | null>;
  /** Indices of a thread's entries, ascending, below `size`. */
  readonly threadIndices: (name: ThreadName) => Promise<readonly number[]>;
  readonly read: (indices: readonly number[]) => Promise<readonly EvidenceEntry[]>;
  readonly inclusionPaths: (indices: readonly number[]) => Promise<readonly (readonly Uint8Array[])[]>;
  readonly consistencyPath: (fromSize: number) => Promise<readonly Uint8Array[]>;
  /** Heads of all threads as the newest `heads` document below `size` states them; null where there is none. */
  readonly heads: () => Promise<{ readonly id: DocumentId; readonly of: readonly ThreadHead[] } | null>;
}

export interface EvidenceSource {
  /** Logs at hand; opened only where they are needed. */
  readonly logs: {
    readonly get: (commons: Scid) => EvidenceLog | undefined | Promise<EvidenceLog | undefined>;
  };
  /** Texts that documents shown in a log name; without those that this does not open. */
  readonly attachments: (hashes: readonly HashText[], log: Scid) => Promise<ReadonlyMap<string, Uint8Array>>;
  /** Of these documents, which are in no log at hand, those that are kept here and that the reader may see. */
  readonly deposited?: (ids: readonly DocumentId[]) => Promise<readonly KeptDocument[]>;
  /** DID logs of the named witnesses, as far as they are at hand. */
  readonly witnesses: (
    named: readonly Scid[],
  ) => Promise<readonly { readonly commons: Scid; readonly lines: readonly string[] }[]>;
}

export interface CollectOptions {
  /** Without the leaves that show a stranger that nothing came later: for a verifier that holds the log. */
  readonly forHolder?: boolean;
  /** Without attachments: no level needs them, and what is handed on cannot be erased. Spec §16. */
  readonly withoutTexts?: boolean;
}

/**
 * Collects the proof bundle of one document: it verifies with what it has, adds what is missing, and goes on until
 * nothing is missing that the logs at hand hold. Spec §9.
 *
 * @throws {ProtocolError} `not-found` where the target is not in its log.
 */
export async function collectBundle(
  target: Bundle['target'],
  source: EvidenceSource,
  { forHolder = false, withoutTexts = false }: CollectOptions = {},
): Promise<Bundle> {
  const parts = beginParts(source);
  const { part, index, entry } = await addTarget(target, parts);
  const roots = [...(await rootsOf(target, index, entry.document, parts))];
  for (const root of roots) await addGiven(root.part, root.index);
  await addMissing(parts, roots);
  const deposited = await addDeposits(entry.document, index, part, parts, source);
  return formatBundle(target, index, source, parts, { roots, deposited, forHolder, withoutTexts });
}

/**
 * Takes the document that a collection is about.
 *
 * @throws {ProtocolError} `not-found`
 */
export async function addTarget({ commons, id }: Bundle['target'], parts: Parts) {
  const part = await parts.open(commons);
  const index = (await part?.log.indexOf(id)) ?? null;
  if (part === null || index === null) {
    throw new ProtocolError('not-found', 'The document is not in this log.', { id });
  }
  await addEntries(part, [index]);
  const entry = part.entries.get(index);
  if (entry === undefined) throw new TypeError('a log holds the entries whose index it tells');
  return { part, index, entry };
}

/** The entries whose checks the bundle must answer. */
async function rootsOf(
  target: Bundle['target'],
  index: number,
  document: FolkmootDocument | null,
  parts: Parts,
): Promise<readonly Root[]> {
  const part = await parts.open(target.commons);
  if (part === null) return [];
  const name = document === null ? null : ownThread(document);
  // The thread that could undo the target, complete: whatever happened in it must be judged.
  const indices = name === null ? [] : await part.log.threadIndices(name);
  await addEntries(part, indices);
  const own = [...new Set([...indices, index])].map((one): Root => ({ part, index: one }));
  return [...own, ...(await acceptanceRoots(document, parts))];
}

/** An agreement is shown with every party's acceptance at its home, and the decision behind it. */
async function acceptanceRoots(document: FolkmootDocument | null, parts: Parts): Promise<readonly Root[]> {
  if (document?.type !== 'seal') return [];
  const roots: Root[] = [];
  for (const { commons, id } of document.acceptances) {
    const part = await parts.open(commons);
    const index = (await part?.log.indexOf(id)) ?? null;
    if (part === null || index === null) continue;
    await addEntries(part, [index]);
    roots.push({ part, index });
    const acceptance = part.entries.get(index)?.document;
    if (acceptance?.type !== 'acceptance') continue;
    await addThread(part, acceptance.decision.subject, index);
    const decided = await part.log.threadIndices(acceptance.decision.subject);
    roots.push(...decided.filter((one) => one <= index).map((one) => ({ part, index: one })));
  }
  return roots;
}

import type { Identity } from '../../../protocol/documents/identity.ts';
import { resolveDidLog } from '../../../protocol/identity/did-log.ts';
import type { DidVersion } from '../../../protocol/identity/did-version.ts';
import { getOrMake } from '../../../protocol/identity/recent.ts';
import type { DocumentId, Scid } from '../../../protocol/ids.ts';
import { parseLeaf } from '../../../protocol/log/leaf.ts';
import { ProtocolError } from '../../../protocol/problem.ts';
import { readDidHistory } from '../../../protocol/verify/did-history.ts';
import type { ReadEntry } from '../../../protocol/verify/read-entries.ts';
import type { Context } from '../../context.ts';
import type { StoredEntry } from '../../store/store.ts';
import { readKnown } from './read-document.ts';
import { recordCacheOf } from './record-cache.ts';
import type { RecordReader } from './stored-record.ts';

export type DidVersions = ReadonlyMap<DocumentId, DidVersion>;

const IDENTITY = 'identity';

/**
 * The verified DID versions that a log carries, by the `identity` document that logged each; found just as a verifier of
 * a bundle finds them. Spec §1, §9.
 */
export async function didVersionsOf(
  context: Pick<Context, 'store' | 'verify'>,
  log: Scid,
  reader: RecordReader,
): Promise<DidVersions> {
  const [thread] = await reader.threads(log, { names: [IDENTITY] });
  if (thread === undefined) return new Map();
  const { histories } = recordCacheOf(context.store);
  const name = `${log} ${thread.n} ${thread.last}`;
  const known = histories.entries.get(name);
  if (known !== undefined) return known;

  const indices = await reader.threadIndices(log, IDENTITY, thread.last + 1);
  const entries = (await reader.entries(log, { at: indices })).map(readEntryOf);
  const versions = await readDidHistory(log, entries, context.verify, []);
  return getOrMake(histories, name, () => versions);
}

/** The known versions and the one that a candidate brings, if its line verifies after them. */
export async function withCandidate(
  context: Context,
  known: DidVersions,
  candidate: { readonly id: DocumentId; readonly document: Identity },
): Promise<DidVersions> {
  const lines = [...known.values()].map(({ line }) => line);
  try {
    const versions = await resolveDidLog([...lines, candidate.document.line], {
      now: await context.now(),
      verify: context.verify,
      expectedScid: candidate.document.commons,
    });
    const version = versions.at(-1);
    return version === undefined ? known : new Map([...known, [candidate.id, version]]);
  } catch (error) {
    if (error instanceof ProtocolError) return known;
    throw error;
  }
}

function readEntryOf(entry: StoredEntry): ReadEntry {
  const read = readKnown(entry);
  return {
    index: entry.index,
    at: entry.at,
    leaf: parseLeaf(entry.leaf),
    document: read?.document ?? null,
    envelope: read?.verified ?? null,
  };
}

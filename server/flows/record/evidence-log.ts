import type { FolkmootDocument } from '../../../protocol/documents/document.ts';
import { getOrMake } from '../../../protocol/identity/recent.ts';
import type { Scid } from '../../../protocol/ids.ts';
import type { ThreadHead } from '../../../protocol/log/heads-tree.ts';
import { parseLeaf } from '../../../protocol/log/leaf.ts';
import type { EvidenceEntry, EvidenceLog } from '../../../protocol/verify/collect-bundle.ts';
import type { Context } from '../../context.ts';
import type { Store, StoredEntry } from '../../store/store.ts';
import { consistencyPath, inclusionPaths } from '../log/log-tiles.ts';
import { didVersionsOf } from './did-versions.ts';
import { readKnown } from './read-document.ts';
import { recordCacheOf } from './record-cache.ts';

/**
 * A stored log, ours or a mirror, as evidence up to its newest checkpoint.
 *
 * @param mayRead whether the reader of the evidence may see a document; what they may not is withheld.
 * @returns undefined where there is no checkpoint yet.
 */
export async function evidenceLogOf(
  context: Context,
  log: Scid,
  mayRead: (document: FolkmootDocument) => boolean,
): Promise<EvidenceLog | undefined> {
  const { store } = context;
  const [newest] = await store.checkpoints(log, 'newest');
  if (newest === undefined) return undefined;
  const { size } = newest;

  function shown(entry: StoredEntry): EvidenceEntry {
    const read = readKnown(entry);
    const visible = read !== null && mayRead(read.document) ? read : null;
    return {
      index: entry.index,
      leaf: parseLeaf(entry.leaf),
      verified: visible?.verified ?? null,
      document: visible?.document ?? null,
    };
  }

  return {
    commons: log,
    size,
    checkpoint: newest.note,
    checkpointsAround: (index) => store.checkpoints(log, { around: index }),
    didVersions: await didVersionsOf(context, log, store),
    async indexOf(id) {
      const index = await store.indexOf(log, id);
      return index === null || index >= size ? null : index;
    },
    threadIndices: (name) => store.threadIndices(log, name, size),
    read: async (indices) => (await store.entries(log, { at: indices })).map(shown),
    inclusionPaths: (indices) => inclusionPaths(store, log, indices, size),
    consistencyPath: (fromSize) => consistencyPath(store, log, fromSize, size),
    async heads() {
      const stated = await store.records.get('heads', log);
      if (
        typeof stated?.id !== 'string' ||
        typeof stated.size !== 'number' ||
        typeof stated.index !== 'number'
      )
        return null;
      if (stated.index >= size) return null;
      return { id: stated.id as EvidenceEntry['leaf']['doc'], of: await headsOf(store, log, stated.size) }; // written by stateHeads
    },
  };
}

/** A log's heads at an earlier size are what they are for ever, and reading them reads the whole index of its threads. */
async function headsOf(store: Store, log: Scid, size: number): Promise<readonly ThreadHead[]> {
  const { heads } = recordCacheOf(store);
  const name = `${log} ${size}`;
  const known = heads.entries.get(name) ?? (await store.heads(log, size));
  return getOrMake(heads, name, () => known);
}

import type { FolkmootDocument } from '../../../protocol/documents/document.ts';
import type { Scid } from '../../../protocol/ids.ts';
import { parseLeaf } from '../../../protocol/log/leaf.ts';
import { consistencyProof, inclusionProofs } from '../../../protocol/log/proof.ts';
import type { ReadTile } from '../../../protocol/log/tiles.ts';
import { ProtocolError } from '../../../protocol/problem.ts';
import type { EvidenceEntry, EvidenceLog } from '../../../protocol/verify/collect-bundle.ts';
import type { Context } from '../../context.ts';
import type { StoredEntry } from '../../store/store.ts';
import { tileReader } from '../log/log-tiles.ts';
import { didVersionsOf } from './did-versions.ts';
import { readKnown } from './read-document.ts';

/**
 * A stored log, ours or a mirror, as evidence up to its newest checkpoint.
 *
 * @param mayRead whether the reader of the evidence may see a document; what they may not is withheld.
 * @throws {ProtocolError} `not-found` where there is no checkpoint yet.
 */
export async function evidenceLogOf(
  context: Context,
  log: Scid,
  mayRead: (document: FolkmootDocument) => boolean,
): Promise<EvidenceLog> {
  const { store } = context;
  const [newest] = await store.checkpoints(log, 'newest');
  if (newest === undefined) throw new ProtocolError('not-found', 'This log has no checkpoint yet.', { log });
  const { size } = newest;
  const readTile = remembering(tileReader(store, log));

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
    inclusionPaths: (indices) => inclusionProofs(indices, size, readTile),
    consistencyPath: (fromSize) => consistencyProof(fromSize, size, readTile),
    async heads() {
      const stated = await store.records.get('heads', log);
      if (
        typeof stated?.id !== 'string' ||
        typeof stated.size !== 'number' ||
        typeof stated.index !== 'number'
      )
        return null;
      if (stated.index >= size) return null;
      return { id: stated.id as EvidenceEntry['leaf']['doc'], of: await store.heads(log, stated.size) }; // written by stateHeads
    },
  };
}

/** Proofs of many entries share their upper tiles. */
function remembering(readTile: ReadTile): ReadTile {
  const known = new Map<string, Promise<Uint8Array>>();
  return (level, index, width) => {
    const name = `${level}/${index}/${width}`;
    const tile = known.get(name) ?? readTile(level, index, width);
    known.set(name, tile);
    return tile;
  };
}

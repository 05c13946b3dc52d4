import { HASH_BYTES } from '../../../protocol/hash.ts';
import type { Scid } from '../../../protocol/ids.ts';
import { edgeOf, edgeTiles, type RightEdge } from '../../../protocol/log/append.ts';
import {
  consistencyProof,
  consistencyTiles,
  inclusionProofs,
  inclusionTiles,
} from '../../../protocol/log/proof.ts';
import type { TileId } from '../../../protocol/log/tiles.ts';
import type { Store } from '../../store/store.ts';

/** Where tiles are read from. Whatever is asked here is one query, however many tiles it takes. */
type Tiles = Pick<Store, 'tiles'>;

/**
 * Audit paths of entries in the log's first `size` entries, in the order of `indices`. Spec §3.
 *
 * @throws {ProtocolError} as `inclusionProofs`.
 */
export async function inclusionPaths(
  store: Tiles,
  log: Scid,
  indices: readonly number[],
  size: number,
): Promise<Uint8Array[][]> {
  const read = await readTiles(store, log, inclusionTiles(indices, size));
  return inclusionProofs(indices, size, read);
}

/**
 * Proof that the log's first `toSize` entries begin with its first `fromSize`. Spec §3.
 *
 * @throws {ProtocolError} as `consistencyProof`.
 */
export async function consistencyPath(
  store: Tiles,
  log: Scid,
  fromSize: number,
  toSize: number,
): Promise<Uint8Array[]> {
  const read = await readTiles(store, log, consistencyTiles(fromSize, toSize));
  return consistencyProof(fromSize, toSize, read);
}

/**
 * The right edge of a stored log, all that an append needs of it.
 *
 * @throws {ProtocolError} `log-invalid` where a tile is missing or too short.
 */
export async function edgeAt(store: Tiles, log: Scid, size: number): Promise<RightEdge> {
  const wanted = edgeTiles(size);
  const read = await readTiles(store, log, wanted);
  return edgeOf(size, await Promise.all(wanted.map(({ level, index, width }) => read(level, index, width))));
}

/** Loads tiles; each is given as wide as the tree had it, which may have grown since, and empty where it is missing. */
async function readTiles(store: Tiles, log: Scid, wanted: readonly TileId[]) {
  const found = new Map((await store.tiles(log, wanted)).map((tile) => [nameOf(tile), tile.hashes]));
  return async (level: number, index: number, width: number): Promise<Uint8Array> =>
    (found.get(nameOf({ level, index })) ?? new Uint8Array(0)).subarray(0, width * HASH_BYTES);
}

function nameOf({ level, index }: Pick<TileId, 'level' | 'index'>): string {
  return `${level}/${index}`;
}

import { HASH_BYTES } from '../../../protocol/hash.ts';
import type { Scid } from '../../../protocol/ids.ts';
import { edgeOf, edgeTiles, type RightEdge } from '../../../protocol/log/append.ts';
import type { ReadTile, TileId } from '../../../protocol/log/tiles.ts';
import type { Store, StoredTile } from '../../store/store.ts';

/** Reads a log's tiles, each cut to the width that a smaller tree had. */
export function tileReader(store: Pick<Store, 'tiles'>, log: Scid): ReadTile {
  return async (level, index, width) => {
    const [tile] = await store.tiles(log, [{ level, index }]);
    return cut(tile, width);
  };
}

/**
 * The right edge of a stored log, all that an append needs of it, in one query.
 *
 * @throws {ProtocolError} `log-invalid` where a tile is missing or too short.
 */
export async function edgeAt(store: Pick<Store, 'tiles'>, log: Scid, size: number): Promise<RightEdge> {
  const wanted = edgeTiles(size);
  const found = new Map((await store.tiles(log, wanted)).map((tile) => [nameOf(tile), tile]));
  return edgeOf(
    size,
    wanted.map((tile) => cut(found.get(nameOf(tile)), tile.width)),
  );
}

function cut(tile: StoredTile | undefined, width: number): Uint8Array {
  return (tile?.hashes ?? new Uint8Array(0)).subarray(0, width * HASH_BYTES);
}

function nameOf({ level, index }: Pick<TileId, 'level' | 'index'>): string {
  return `${level}/${index}`;
}

import { HASH_BYTES } from '../../../protocol/hash.ts';
import { appendToTiles, EMPTY_EDGE, type RightEdge, type Tile } from '../../../protocol/log/append.ts';
import type { ReadTile } from '../../../protocol/log/tiles.ts';

interface TileStore {
  readonly tiles: ReadonlyMap<string, Tile>;
  readonly reads: string[];
  readonly put: (tiles: readonly Tile[]) => void;
  readonly readTile: ReadTile;
}

/** Tiles in memory, the widest version of each, as a server keeps them. */
export function tileStore(): TileStore {
  const tiles = new Map<string, Tile>();
  const reads: string[] = [];
  return {
    tiles,
    reads,
    put: (changed) => {
      for (const tile of changed) tiles.set(`${tile.level}/${tile.index}`, tile);
    },
    readTile: async (level, index, width) => {
      reads.push(`${level}/${index}.p/${width}`);
      const tile = tiles.get(`${level}/${index}`);
      if (tile === undefined || tile.width < width) throw new Error(`no tile ${level}/${index}.p/${width}`);
      return tile.hashes.slice(0, width * HASH_BYTES);
    },
  };
}

/** Appends in batches of the given sizes, the last of which takes the rest. */
export function buildStore(
  leafHashes: readonly Uint8Array[],
  batches: readonly number[] = [],
): { store: TileStore; edge: RightEdge; root: Uint8Array } {
  const store = tileStore();
  let appended = appendToTiles(EMPTY_EDGE, []);
  let begin = 0;
  for (const batch of [...batches, leafHashes.length]) {
    appended = appendToTiles(appended.edge, leafHashes.slice(begin, begin + batch));
    begin += batch;
    store.put(appended.tiles);
  }
  return { store, edge: appended.edge, root: appended.root };
}

/** Entries that differ from one another. */
export function entriesOf(count: number): Uint8Array[] {
  return Array.from({ length: count }, (_, index) => new TextEncoder().encode(`entry ${index}`));
}

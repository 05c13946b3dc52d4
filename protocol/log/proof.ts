import { ProtocolError } from '../problem.ts';
import { consistencyRanges, type EntryRange, inclusionRanges, type Subtree, subtreesOf } from './ranges.ts';
import { hashesOfTile, type ReadTile, TILE_HEIGHT, TILE_WIDTH, type TileId, tileWidth } from './tiles.ts';
import { foldPeaks, isCount, nodeHash } from './tree.ts';

/**
 * Audit path of one entry in a tree that the tiles hold, sibling of the leaf first. Spec §3.
 *
 * @throws {ProtocolError} `malformed` when the tree has no such entry; `log-invalid` when a tile is not of its width.
 */
export async function inclusionProof(index: number, size: number, readTile: ReadTile): Promise<Uint8Array[]> {
  const [proof = []] = await inclusionProofs([index], size, readTile);
  return proof;
}

/** Audit paths of many entries, in the order of `indices`; each tile is read and hashed once. Errors as `inclusionProof`. */
export async function inclusionProofs(
  indices: readonly number[],
  size: number,
  readTile: ReadTile,
): Promise<Uint8Array[][]> {
  const paths = indices.map((index) => checkedInclusionRanges(index, size));
  const hashOf = await rangeHasher(paths.flat(), size, readTile);
  return paths.map((path) => path.map(hashOf));
}

/**
 * Proof that the tree of `toSize` entries begins with the one of `fromSize`; empty when they are the same. Spec §3.
 *
 * @throws {ProtocolError} `malformed` when `fromSize` is 0 or larger than `toSize`; `log-invalid` when a tile is not of
 * its width.
 */
export async function consistencyProof(
  fromSize: number,
  toSize: number,
  readTile: ReadTile,
): Promise<Uint8Array[]> {
  const path = checkedConsistencyRanges(fromSize, toSize);
  return path.map(await rangeHasher(path, toSize, readTile));
}

/** The tiles that `inclusionProofs` reads, each once: for a store that would rather load them in one statement. */
export function inclusionTiles(indices: readonly number[], size: number): TileId[] {
  return tilesOf(
    indices.flatMap((index) => checkedInclusionRanges(index, size)),
    size,
  );
}

/** The tiles that `consistencyProof` reads, each once. */
export function consistencyTiles(fromSize: number, toSize: number): TileId[] {
  return tilesOf(checkedConsistencyRanges(fromSize, toSize), toSize);
}

function checkedInclusionRanges(index: number, size: number): EntryRange[] {
  if (!isCount(index) || !isCount(size) || index >= size) {
    throw new ProtocolError('malformed', `There is no entry ${index} in a tree of ${size}.`);
  }
  return inclusionRanges(index, size);
}

function checkedConsistencyRanges(fromSize: number, toSize: number): EntryRange[] {
  if (!isCount(fromSize) || !isCount(toSize) || fromSize === 0 || fromSize > toSize) {
    throw new ProtocolError('malformed', `A tree of ${toSize} entries cannot be traced back to ${fromSize}.`);
  }
  return consistencyRanges(fromSize, toSize);
}

/** Reads all tiles that the ranges need at once; what it returns does no more I/O and hashes no subtree twice. */
async function rangeHasher(
  ranges: readonly EntryRange[],
  size: number,
  readTile: ReadTile,
): Promise<(range: EntryRange) => Uint8Array> {
  const tiles = await Promise.all(
    tilesOf(ranges, size).map(async ({ level, index, width }) => {
      const hashes = hashesOfTile(await readTile(level, index, width), width);
      return [tileKey(level, index), hashes] as const;
    }),
  );
  const hashesByTile = new Map(tiles);
  const known = new Map<string, Uint8Array>();

  function hashOfSubtree({ height, position }: Subtree): Uint8Array {
    if (height % TILE_HEIGHT === 0) return hashInTile(hashesByTile, height / TILE_HEIGHT, position);
    const key = `${height}/${position}`;
    const hash =
      known.get(key) ??
      nodeHash(
        hashOfSubtree({ height: height - 1, position: position * 2 }),
        hashOfSubtree({ height: height - 1, position: position * 2 + 1 }),
      );
    known.set(key, hash);
    return hash;
  }

  return (range) => foldPeaks(subtreesOf(range).map(hashOfSubtree));
}

function hashInTile(
  hashesByTile: ReadonlyMap<string, Uint8Array[]>,
  level: number,
  position: number,
): Uint8Array {
  const index = Math.floor(position / TILE_WIDTH);
  const hash = hashesByTile.get(tileKey(level, index))?.[position % TILE_WIDTH];
  if (hash === undefined) throw new ProtocolError('internal', `Tile ${level}/${index} was not read.`);
  return hash;
}

function tilesOf(ranges: readonly EntryRange[], size: number): TileId[] {
  const tiles = new Map<string, TileId>();
  for (const { level, index } of ranges.flatMap(subtreesOf).map(tileOf)) {
    tiles.set(tileKey(level, index), { level, index, width: tileWidth(level, index, size) });
  }
  return [...tiles.values()];
}

/** The tile from whose hashes a perfect subtree is hashed: the highest that is not above its root. */
function tileOf({ height, position }: Subtree): { level: number; index: number } {
  const level = Math.floor(height / TILE_HEIGHT);
  const hashesPerSubtree = 2 ** (height % TILE_HEIGHT);
  return { level, index: Math.floor((position * hashesPerSubtree) / TILE_WIDTH) };
}

function tileKey(level: number, index: number): string {
  return `${level}/${index}`;
}

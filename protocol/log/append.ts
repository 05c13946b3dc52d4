import { HASH_BYTES } from '../hash.ts';
import { ProtocolError } from '../problem.ts';
import {
  hashesOfTile,
  type ReadTile,
  TILE_HEIGHT,
  TILE_LEVEL_MAX,
  TILE_WIDTH,
  type TileId,
} from './tiles.ts';
import { foldPeaks, isCount, pushPeak, rootOf } from './tree.ts';

/** All that an append needs of a tree: at most seven partial tiles and 53 hashes, however large the log is. */
export interface RightEdge {
  readonly size: number;
  /** Hashes of the partial tile of each level, concatenated; empty where the level has no partial tile. */
  readonly partials: readonly Uint8Array[];
  /** Roots of the perfect subtrees that make up the tree, largest first. */
  readonly peaks: readonly Uint8Array[];
}

/** A tile with its complete contents: `width` hashes, concatenated. */
export interface Tile extends TileId {
  readonly hashes: Uint8Array;
}

interface Appended {
  readonly edge: RightEdge;
  readonly root: Uint8Array;
  /** Every tile that is new or wider than before, level by level, from left to right. */
  readonly tiles: readonly Tile[];
}

const NOTHING = new Uint8Array(0);
const TILE_BYTES = TILE_WIDTH * HASH_BYTES;
const LEVELS = Array.from({ length: TILE_LEVEL_MAX + 1 }, (_, level) => level);

/** Edge of the tree without entries. */
export const EMPTY_EDGE: RightEdge = { size: 0, partials: LEVELS.map(() => NOTHING), peaks: [] };

/**
 * Adds entries to a tree. Spec §3.
 *
 * Hashes once per entry on average, and once per row at most for the root. Changes nothing in `edge`, so that a
 * transaction that fails leaves the old one in force.
 *
 * @throws {ProtocolError} `malformed` when a leaf hash is not of 32 bytes; `too-large` when sizes end.
 */
export function appendToTiles(edge: RightEdge, leafHashes: readonly Uint8Array[]): Appended {
  const size = edge.size + leafHashes.length;
  if (!isCount(size)) throw new ProtocolError('too-large', 'A log cannot grow beyond 2^53 − 1 entries.');
  const peaks = [...edge.peaks];
  const added: Uint8Array[][] = LEVELS.map(() => []);

  for (const [count, leafHash] of leafHashes.entries()) {
    if (leafHash.length !== HASH_BYTES) throw new ProtocolError('malformed', 'A leaf hash has 32 bytes.');
    pushPeak(peaks, edge.size + count, leafHash, (height, root) => {
      if (height % TILE_HEIGHT === 0) added[height / TILE_HEIGHT]?.push(root);
    });
  }

  const tiles = LEVELS.flatMap((level) => changedTiles(edge, level, added[level] ?? []));
  const partials = LEVELS.map((level) => partialAfter(edge, level, tiles));
  return { edge: { size, partials, peaks }, root: foldPeaks(peaks), tiles };
}

/** The partial tiles of a tree, all that is needed to append to it or to know its root; lowest level first. Spec §3. */
export function edgeTiles(size: number): TileId[] {
  return LEVELS.map((level) => {
    const hashes = Math.floor(size / TILE_WIDTH ** level);
    return { level, index: Math.floor(hashes / TILE_WIDTH), width: hashes % TILE_WIDTH };
  }).filter(({ width }) => width > 0);
}

/**
 * The edge of a stored tree.
 *
 * @param contents of the tiles that `edgeTiles(size)` names, in that order.
 * @throws {ProtocolError} `log-invalid` when one is missing or not of its width.
 */
export function edgeOf(size: number, contents: readonly Uint8Array[]): RightEdge {
  const partials: Uint8Array[] = LEVELS.map(() => NOTHING);
  const peaks: Uint8Array[] = [];
  for (const [position, tile] of edgeTiles(size).entries()) {
    const bytes = contents[position] ?? NOTHING;
    // Peaks stand from large to small, tiles from low to high.
    peaks.unshift(...peaksOf(hashesOfTile(bytes, tile.width)));
    partials[tile.level] = bytes;
  }
  return { size, partials, peaks };
}

/** Root of the tree that this edge belongs to. */
export function rootOfEdge(edge: RightEdge): Uint8Array {
  return foldPeaks(edge.peaks);
}

/**
 * Edge of a tree that the tiles hold, of today's size or of an earlier one.
 *
 * @throws {ProtocolError} `malformed` when `size` is no size; `log-invalid` when a tile is not of its width.
 */
export async function readEdge(size: number, readTile: ReadTile): Promise<RightEdge> {
  if (!isCount(size)) throw new ProtocolError('malformed', `A tree cannot have the size ${size}.`);
  const tiles = edgeTiles(size);
  return edgeOf(
    size,
    await Promise.all(tiles.map(({ level, index, width }) => readTile(level, index, width))),
  );
}

/** Root of a tree that the tiles hold; errors as `readEdge`. Spec §3. */
export async function rootAt(size: number, readTile: ReadTile): Promise<Uint8Array> {
  return rootOfEdge(await readEdge(size, readTile));
}

function changedTiles(edge: RightEdge, level: number, added: readonly Uint8Array[]): Tile[] {
  if (added.length === 0) return [];
  const partial = edge.partials[level] ?? NOTHING;
  const row = new Uint8Array(partial.length + added.length * HASH_BYTES);
  row.set(partial);
  for (const [count, hash] of added.entries()) row.set(hash, partial.length + count * HASH_BYTES);

  const first = Math.floor(edge.size / TILE_WIDTH ** (level + 1));
  return Array.from({ length: Math.ceil(row.length / TILE_BYTES) }, (_, count) => {
    const hashes = row.slice(count * TILE_BYTES, (count + 1) * TILE_BYTES);
    return { level, index: first + count, width: hashes.length / HASH_BYTES, hashes };
  });
}

function partialAfter(edge: RightEdge, level: number, tiles: readonly Tile[]): Uint8Array {
  const last = tiles.findLast((tile) => tile.level === level);
  if (last === undefined) return edge.partials[level] ?? NOTHING;
  return last.width === TILE_WIDTH ? NOTHING : last.hashes;
}

/** Roots of the perfect subtrees over a partial tile's hashes, largest first: one per binary digit of its width. */
function peaksOf(hashes: readonly Uint8Array[]): Uint8Array[] {
  const peaks: Uint8Array[] = [];
  for (let width = TILE_WIDTH / 2, begin = 0; width >= 1; width /= 2) {
    if (hashes.length - begin < width) continue;
    peaks.push(rootOf(hashes.slice(begin, begin + width)));
    begin += width;
  }
  return peaks;
}

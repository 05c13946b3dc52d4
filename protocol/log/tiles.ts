import { HASH_BYTES } from '../hash.ts';
import { ProtocolError } from '../problem.ts';
import { isCount } from './tree.ts';

/** Rows of the tree that one tile stands for (C2SP tlog-tiles). */
export const TILE_HEIGHT = 8;
/** Hashes in a full tile, and entries in a full bundle. */
export const TILE_WIDTH = 2 ** TILE_HEIGHT;
/** A tile of level 7 needs 2^56 entries, and sizes end at 2^53 − 1. (C2SP counts levels up to 63.) */
export const TILE_LEVEL_MAX = 6;

/** One tile: the hashes from index · 256 on in the row of subtrees with 256^level entries each. */
export interface TileId {
  readonly level: number;
  readonly index: number;
  /** Number of hashes, from 1 to 256; less than 256 makes the tile a partial one. */
  readonly width: number;
}

/** One entry bundle: it covers the same entries as the tile of level 0 with this index and width. */
export type BundleId = Omit<TileId, 'level'>;

/**
 * Gives a tile's hashes, concatenated: exactly `width` of them. Where a wider version of the tile is at hand, its
 * beginning is the narrower one.
 */
export type ReadTile = (level: number, index: number, width: number) => Promise<Uint8Array>;

/** Number of hashes that a tile has in a tree of `size` entries; 0 where there is no such tile. Spec §3. */
export function tileWidth(level: number, index: number, size: number): number {
  const hashes = Math.floor(size / TILE_WIDTH ** level) - index * TILE_WIDTH;
  return Math.min(TILE_WIDTH, Math.max(0, hashes));
}

/**
 * Path of a tile below the log's prefix, as `tile/0/x001/x234/067` or `tile/1/000.p/17`. Spec §3.
 *
 * @throws {ProtocolError} `malformed` when no log can have such a tile.
 */
export function tilePath(tile: TileId): string {
  if (!isTile(tile)) throw new ProtocolError('malformed', 'There can be no such tile.', { ...tile });
  return `tile/${tile.level}/${indexPath(tile)}`;
}

/** @returns the tile, or null where the text is not the one path of a tile. Spec §3. */
export function parseTilePath(path: string): TileId | null {
  const match = /^tile\/(\d)\/(.*)$/s.exec(path);
  if (match === null) return null;
  const [, level = '', rest = ''] = match;
  return readPath(path, rest, Number(level), tilePath);
}

/**
 * Path of an entry bundle below the log's prefix, as `tile/entries/x001/000.p/5`. Spec §3.
 *
 * @throws {ProtocolError} `malformed` when no log can have such a bundle.
 */
export function entryBundlePath(bundle: BundleId): string {
  if (!isTile({ ...bundle, level: 0 })) {
    throw new ProtocolError('malformed', 'There can be no such bundle.', { ...bundle });
  }
  return `tile/entries/${indexPath(bundle)}`;
}

/** @returns the bundle, or null where the text is not the one path of a bundle. Spec §3. */
export function parseEntryBundlePath(path: string): BundleId | null {
  const rest = path.startsWith('tile/entries/') ? path.slice('tile/entries/'.length) : '';
  const bundle = readPath(path, rest, 0, entryBundlePath);
  return bundle && { index: bundle.index, width: bundle.width };
}

/**
 * Cuts a tile into its hashes. Spec §3.
 *
 * @throws {ProtocolError} `log-invalid` when the bytes are not exactly `width` hashes.
 */
export function hashesOfTile(bytes: Uint8Array, width: number): Uint8Array[] {
  if (bytes.length !== width * HASH_BYTES) {
    throw new ProtocolError('log-invalid', `A tile of ${width} hashes has ${bytes.length} bytes.`);
  }
  return Array.from({ length: width }, (_, i) => bytes.subarray(i * HASH_BYTES, (i + 1) * HASH_BYTES));
}

function isTile({ level, index, width }: TileId): boolean {
  return (
    isCount(level) &&
    level <= TILE_LEVEL_MAX &&
    isCount(index) &&
    isCount(width) &&
    width >= 1 &&
    width <= TILE_WIDTH &&
    isCount((index * TILE_WIDTH + width) * TILE_WIDTH ** level)
  );
}

function indexPath({ index, width }: BundleId): string {
  const groups = [threeDigits(index % 1000)];
  for (let rest = Math.floor(index / 1000); rest > 0; rest = Math.floor(rest / 1000)) {
    groups.unshift(`x${threeDigits(rest % 1000)}`);
  }
  return groups.join('/') + (width === TILE_WIDTH ? '' : `.p/${width}`);
}

function threeDigits(value: number): string {
  return String(value).padStart(3, '0');
}

/** Index in at most six groups of three digits (2^53 has 16 digits), and the width of a partial tile. */
const INDEX_PATH = /^((?:x\d{3}\/){0,5}\d{3})(?:\.p\/(\d{1,3}))?$/;

/** Accepts a path only if it is exactly what would be written: one resource has one path. */
function readPath(path: string, rest: string, level: number, write: (tile: TileId) => string): TileId | null {
  const match = INDEX_PATH.exec(rest);
  if (match === null) return null;
  const [, groups = '', width] = match;
  const tile = { level, index: Number(groups.replace(/\D/g, '')), width: width ? Number(width) : TILE_WIDTH };
  return isTile(tile) && write(tile) === path ? tile : null;
}

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decodeEntryBundle, encodeEntryBundle } from '../../../protocol/log/entry-bundle.ts';
import {
  entryBundlePath,
  hashesOfTile,
  parseEntryBundlePath,
  parseTilePath,
  tilePath,
  tileWidth,
} from '../../../protocol/log/tiles.ts';

const FULL = 256;

describe('§3 [R-3.26] paths of tiles and bundles', () => {
  test.each([
    ['tile/0/000', { level: 0, index: 0, width: FULL }],
    ['tile/0/x001/x234/067', { level: 0, index: 1_234_067, width: FULL }],
    ['tile/0/x001/x234/067.p/1', { level: 0, index: 1_234_067, width: 1 }],
    ['tile/1/000.p/17', { level: 1, index: 0, width: 17 }],
    ['tile/2/999.p/255', { level: 2, index: 999, width: 255 }],
    ['tile/3/x001/000', { level: 3, index: 1000, width: FULL }],
    ['tile/6/000.p/31', { level: 6, index: 0, width: 31 }],
  ])('%s is the path of one tile', (path, tile) => {
    expect(tilePath(tile)).toBe(path);
    expect(parseTilePath(path)).toEqual(tile);
  });

  test.each([
    ['tile/entries/000', { index: 0, width: FULL }],
    ['tile/entries/x001/x234/067.p/112', { index: 1_234_067, width: 112 }],
  ])('%s is the path of one bundle', (path, bundle) => {
    expect(entryBundlePath(bundle)).toBe(path);
    expect(parseEntryBundlePath(path)).toEqual(bundle);
  });

  test.each([
    ['leading zero of the level', 'tile/00/000'],
    ['level that no log reaches', 'tile/7/000'],
    ['level of C2SP that no log reaches', 'tile/63/000'],
    ['negative level', 'tile/-1/000'],
    ['group too much', 'tile/0/x000/067'],
    ['group without x', 'tile/0/001/234/067'],
    ['last group with x', 'tile/0/x001/x234/x067'],
    ['group of two digits', 'tile/0/67'],
    ['group of four digits', 'tile/0/1067'],
    ['width 0', 'tile/0/000.p/0'],
    ['full width spelled out', 'tile/0/000.p/256'],
    ['leading zero of the width', 'tile/0/000.p/017'],
    ['width too much', 'tile/0/000.p/257'],
    ['no width', 'tile/0/000.p/'],
    ['suffix', 'tile/0/000.p/1/'],
    ['slash before', '/tile/0/000'],
    ['slash after', 'tile/0/000/'],
    ['newline after', 'tile/0/000\n'],
    ['other digits', 'tile/0/٠٠٠'],
    ['Go sumdb scheme', 'tile/8/0/000'],
    ['climbing path', 'tile/0/../000'],
    ['index beyond 2^53 entries', 'tile/0/x035/x184/x372/x088/832'],
    ['index beyond all bounds', 'tile/0/x999/x999/x999/x999/x999/x999/999'],
    ['bundle', 'tile/entries/000'],
    ['nothing', ''],
  ])('a tile path with %s is refused', (_, path) => {
    expect(parseTilePath(path)).toBeNull();
  });

  test.each([
    'tile/entries/',
    'tile/entries/x000/001',
    'tile/entries/000.p/256',
    'tile/0/000',
    'entries/000',
    '',
  ])('the bundle path %j is refused', (path) => {
    expect(parseEntryBundlePath(path)).toBeNull();
  });

  test('every tile has one path, and every path names one tile', () => {
    const tiles = fc
      .record({
        level: fc.integer({ min: 0, max: 6 }),
        width: fc.integer({ min: 1, max: FULL }),
        at: fc.nat(),
      })
      .map(({ level, width, at }) => ({ level, width, index: at % 2 ** (44 - 8 * Math.min(level, 5)) }))
      .filter(({ level, index, width }) => (index * FULL + width) * FULL ** level < 2 ** 53);
    fc.assert(
      fc.property(tiles, (tile) => {
        expect(parseTilePath(tilePath(tile))).toEqual(tile);
      }),
    );
    fc.assert(
      fc.property(
        fc.stringMatching(/^tile\/[0-9e]{1,2}\/(x?\d{3}\/){0,2}x?\d{2,3}(\.p\/\d{1,3})?$/),
        (path) => {
          const tile = parseTilePath(path);
          expect(tile === null || tilePath(tile) === path).toBe(true);
        },
      ),
    );
  });

  test('a path is written for no tile that cannot be', () => {
    for (const wrong of [
      { level: 7 },
      { level: -1 },
      { index: 0.5 },
      { index: 2 ** 45 },
      { width: 0 },
      { width: 257 },
    ]) {
      const tile = { level: 0, index: 0, width: 1, ...wrong };
      expect(() => tilePath(tile)).toThrow(expect.objectContaining({ type: 'malformed' }));
    }
    expect(() => entryBundlePath({ index: -1, width: 1 })).toThrow(
      expect.objectContaining({ type: 'malformed' }),
    );
  });
});

describe('§3 [R-3.25] tiles of a tree', () => {
  test('70,000 entries have the tiles that C2SP counts', () => {
    expect([272, 273, 274].map((index) => tileWidth(0, index, 70_000))).toEqual([FULL, 112, 0]);
    expect([0, 1, 2].map((index) => tileWidth(1, index, 70_000))).toEqual([FULL, 17, 0]);
    expect([0, 1].map((index) => tileWidth(2, index, 70_000))).toEqual([1, 0]);
    expect(tileWidth(3, 0, 70_000)).toBe(0);
  });

  test('256 entries have one full tile and one of width 1 above it', () => {
    expect([tileWidth(0, 0, 256), tileWidth(0, 1, 256), tileWidth(1, 0, 256)]).toEqual([FULL, 0, 1]);
  });

  test('a tile whose bytes are not its hashes is refused', () => {
    expect(hashesOfTile(new Uint8Array(64), 2)).toHaveLength(2);
    for (const bytes of [63, 65, 32, 96, 0]) {
      expect(() => hashesOfTile(new Uint8Array(bytes), 2)).toThrow(
        expect.objectContaining({ type: 'log-invalid' }),
      );
    }
  });
});

describe('§3 [R-3.27] entry bundles', () => {
  test('an entry stands behind its length in two bytes, high byte first', () => {
    const bundle = encodeEntryBundle([Buffer.from('abc'), new Uint8Array(0), new Uint8Array(0x0102).fill(7)]);
    expect([...bundle.subarray(0, 10)]).toEqual([0, 3, 97, 98, 99, 0, 0, 1, 2, 7]);
    expect(bundle).toHaveLength(2 + 3 + 2 + 2 + 0x0102);
  });

  test('what was encoded is what is decoded', () => {
    const entries = fc.array(fc.uint8Array({ maxLength: 600 }), { minLength: 1, maxLength: 256 });
    fc.assert(
      fc.property(entries, (given) => {
        expect(decodeEntryBundle(encodeEntryBundle(given), given.length)).toEqual(given);
      }),
      { numRuns: 50 },
    );
  });

  test('an entry of 65,535 bytes fits, a longer one is refused', () => {
    expect(encodeEntryBundle([new Uint8Array(65_535)])).toHaveLength(65_537);
    expect(() => encodeEntryBundle([new Uint8Array(65_536)])).toThrow(
      expect.objectContaining({ type: 'malformed' }),
    );
  });

  test('a bundle holds 1 to 256 entries', () => {
    const entry = Buffer.from('a');
    expect(encodeEntryBundle(Array.from({ length: 256 }, () => entry))).toHaveLength(256 * 3);
    for (const length of [0, 257]) {
      const entries = Array.from({ length }, () => entry);
      expect(() => encodeEntryBundle(entries)).toThrow(expect.objectContaining({ type: 'malformed' }));
    }
  });

  test.each([
    ['with an entry less', [0, 1, 97], 2],
    ['with an entry more', [0, 1, 97, 0, 1, 98], 1],
    ['with an empty entry more', [0, 1, 97, 0, 0], 1],
    ['that is empty', [], 1],
    ['cut off in a length', [0, 1, 97, 0], 2],
    ['cut off in an entry', [0, 1, 97, 0, 2, 98], 2],
    ['with a byte more', [0, 1, 97, 98], 1],
  ])('a bundle %s is refused', (_, bytes, width) => {
    expect(() => decodeEntryBundle(Uint8Array.from(bytes), width)).toThrow(
      expect.objectContaining({ type: 'log-invalid' }),
    );
  });
});

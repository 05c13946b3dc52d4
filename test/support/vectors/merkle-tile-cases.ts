import { b64u, invalid, type MerkleCase, valid } from './merkle-case.ts';

/** Paths and bundles: and. */
export function tileFileCases(): MerkleCase[] {
  return [...tilePathCases(), ...bundlePathCases(), ...bundleCases()];
}

function tilePathCases(): MerkleCase[] {
  const accepted: [id: string, path: string, level: number, index: number, width: number][] = [
    ['first', 'tile/0/000', 0, 0, 256],
    ['grouped', 'tile/0/x001/x234/067', 0, 1_234_067, 256],
    ['thousand', 'tile/1/x001/000', 1, 1000, 256],
    ['partial', 'tile/2/000.p/1', 2, 0, 1],
    ['grouped-partial', 'tile/0/x001/x234/067.p/255', 0, 1_234_067, 255],
    ['highest', 'tile/6/000.p/31', 6, 0, 31],
  ];
  const refused: [id: string, path: string, what: string][] = [
    ['level-zero', 'tile/00/000', 'a leading zero of the level'],
    ['level-7', 'tile/7/000', 'a level that needs more than 2^53 − 1 entries'],
    ['level-negative', 'tile/-1/000', 'a negative level'],
    ['short-group', 'tile/0/67', 'a group of two digits'],
    ['long-group', 'tile/0/1067', 'a group of four digits'],
    ['zero-group', 'tile/0/x000/067', 'a leading group of zeroes'],
    ['no-x', 'tile/0/001/067', 'a group without x before the last one'],
    ['last-x', 'tile/0/x001/x067', 'an x in the last group'],
    ['width-0', 'tile/0/000.p/0', 'width 0'],
    ['width-256', 'tile/0/000.p/256', 'the full width spelled out'],
    ['width-zero', 'tile/0/000.p/017', 'a leading zero of the width'],
    ['slash', 'tile/0/000/', 'a slash after it'],
    ['newline', 'tile/0/000\n', 'a newline after it'],
    ['climbing', 'tile/0/../000', 'a path that climbs'],
    ['too-far', 'tile/0/x035/x184/x372/x088/832', 'an index beyond 2^53 − 1 entries'],
    ['bundle', 'tile/entries/000', 'the path of a bundle'],
  ];
  return [
    ...accepted.map(([id, path, level, index, width]) =>
      valid('R-3.26', `tile-path-${id}`, 'the path of a tile', {
        kind: 'tile-path',
        input: { path },
        output: { level, index, width },
      }),
    ),
    ...refused.map(([id, path, what]) =>
      invalid('R-3.26', `tile-path-${id}`, what, { kind: 'tile-path', input: { path } }),
    ),
  ];
}

function bundlePathCases(): MerkleCase[] {
  return [
    valid('R-3.26', 'bundle-path-full', 'the path of a full bundle', {
      kind: 'bundle-path',
      input: { path: 'tile/entries/x001/234' },
      output: { index: 1234, width: 256 },
    }),
    valid('R-3.26', 'bundle-path-partial', 'the path of a partial bundle', {
      kind: 'bundle-path',
      input: { path: 'tile/entries/000.p/5' },
      output: { index: 0, width: 5 },
    }),
    invalid('R-3.26', 'bundle-path-level', 'the path of a tile', {
      kind: 'bundle-path',
      input: { path: 'tile/0/000' },
    }),
    invalid('R-3.26', 'bundle-path-width', 'the full width spelled out', {
      kind: 'bundle-path',
      input: { path: 'tile/entries/000.p/256' },
    }),
  ];
}

function bundleCases(): MerkleCase[] {
  const bundle = (width: number, ...bytes: number[]) =>
    ({ kind: 'entry-bundle', input: { width, bytes: b64u(Uint8Array.from(bytes)) } }) as const;
  const refused = (id: string, what: string, width: number, ...bytes: number[]) =>
    invalid('R-3.27', `bundle-${id}`, what, { ...bundle(width, ...bytes), problem: 'log-invalid' });
  return [
    valid('R-3.27', 'bundle-two', 'two entries', {
      ...bundle(2, 0, 1, 97, 0, 2, 98, 99),
      output: { entries: [b64u('a'), b64u('bc')] },
    }),
    valid('R-3.27', 'bundle-long', 'an entry whose length needs both bytes', {
      ...bundle(1, 1, 2, ...Array.from({ length: 258 }, () => 7)),
      output: { entries: [b64u(new Uint8Array(258).fill(7))] },
    }),
    refused('little-endian', 'a length with the low byte first', 1, 1, 0, 97),
    refused('fewer', 'fewer entries than the path says', 3, 0, 1, 97, 0, 1, 98),
    refused('more', 'more entries than the path says', 1, 0, 1, 97, 0, 1, 98),
    refused('cut-length', 'cut off in a length', 2, 0, 1, 97, 0),
    refused('cut-entry', 'cut off in an entry', 2, 0, 1, 97, 0, 2, 98),
    refused('empty', 'nothing', 1),
  ];
}

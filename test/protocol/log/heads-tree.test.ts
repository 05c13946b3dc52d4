import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { fromBase64url, toBase64url } from '../../../protocol/bytes.ts';
import { headProof, headsRoot, verifyHead } from '../../../protocol/log/heads-tree.ts';
import { type HeadsCase, type HeadsInput, headsVectors } from '../../support/vectors/log/heads-cases.ts';

const file: { readonly cases: readonly HeadsCase[] } = JSON.parse(
  readFileSync(new URL('../../../spec/vectors/03-heads.json', import.meta.url), 'utf8'),
);

describe('§3.9 vectors', () => {
  test('the file is what its generator writes', () => {
    expect(file).toEqual(JSON.parse(JSON.stringify(headsVectors())));
  });

  test.each(file.cases)('[$rule] $id: $what', ({ input, valid }) => {
    expect(holds(input)).toBe(valid);
  });
});

test('§3.9 [R-3.12] a thread that is not there has no proof', () => {
  expect(headProof([{ key: 'charter', last: 0, n: 1 }], 'identity')).toBeNull();
});

function holds(input: HeadsInput): boolean {
  if ('heads' in input) return toBase64url(headsRoot(input.heads)) === input.root;
  const { head, index, path, count, root } = input;
  return verifyHead(head, { index, path: path.map(bytesOf) }, { count, root: bytesOf(root) });
}

function bytesOf(text: string): Uint8Array {
  const bytes = fromBase64url(text);
  if (bytes === null) throw new TypeError('vectors hold base64url');
  return bytes;
}

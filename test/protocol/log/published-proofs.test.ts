import { existsSync, globSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { verifyConsistency, verifyInclusion } from '../../../protocol/log/tree.ts';

/** The proofs that transparency-dev/merkle publishes; they are not part of this repository. */
const VECTORS = fileURLToPath(new URL('../../../../shared/data/vectors/merkle/', import.meta.url));
const isPresent = existsSync(VECTORS);
if (!isPresent) {
  console.warn(
    'SKIPPED: the published Merkle vectors are missing (expected in ../shared/data/vectors/merkle).',
  );
}

/** Valid there and refused here, on purpose: its two roots are equal, but are no hashes of 32 bytes. */
const REFUSED_HERE = ['consistency/additional/sizes-are-equal-one-and-proof-is-empty'];

interface InclusionCase {
  readonly leafIdx: number;
  readonly treeSize: number;
  readonly root: string | null;
  readonly leafHash: string | null;
  readonly proof: readonly string[] | null;
  readonly wantErr: boolean;
}

interface ConsistencyCase {
  readonly size1: number;
  readonly size2: number;
  readonly root1: string | null;
  readonly root2: string | null;
  readonly proof: readonly string[] | null;
  readonly wantErr: boolean;
}

describe.skipIf(!isPresent)('§3 [R-3.23] published inclusion proofs', () => {
  const cases = casesIn<InclusionCase>('inclusion');

  test('are all there', () => {
    expect(cases).toHaveLength(98);
  });

  test.for(cases)('%s', ([, given]) => {
    const isValid = verifyInclusion({
      index: given.leafIdx,
      size: given.treeSize,
      leafHash: bytesOf(given.leafHash),
      proof: (given.proof ?? []).map(bytesOf),
      root: bytesOf(given.root),
    });
    expect(isValid).toBe(!given.wantErr);
  });
});

describe.skipIf(!isPresent)('§3 [R-3.24] published consistency proofs', () => {
  const cases = casesIn<ConsistencyCase>('consistency');

  test('are all there', () => {
    expect(cases).toHaveLength(98);
  });

  test.for(cases)('%s', ([id, given]) => {
    const isValid = verifyConsistency({
      fromSize: given.size1,
      toSize: given.size2,
      fromRoot: bytesOf(given.root1),
      toRoot: bytesOf(given.root2),
      proof: (given.proof ?? []).map(bytesOf),
    });
    expect(isValid).toBe(!given.wantErr && !REFUSED_HERE.includes(id));
  });

  test('differ from this specification in the named case alone', () => {
    const valid = cases.filter(([, { wantErr }]) => !wantErr).map(([id]) => id);
    expect(valid).toEqual(expect.arrayContaining(REFUSED_HERE));
  });
});

function casesIn<Case>(folder: string): [id: string, given: Case][] {
  if (!isPresent) return [];
  const files = globSync(`${folder}/**/*.json`, { cwd: VECTORS }).sort();
  // The files are what their publisher says they are; a wrong shape fails the case.
  return files.map((file) => [
    file.slice(0, -'.json'.length),
    JSON.parse(readFileSync(VECTORS + file, 'utf8')) as Case,
  ]);
}

/** Lenient on purpose: bytes of the wrong length are for the code under test to refuse. */
function bytesOf(base64: string | null): Uint8Array {
  return new Uint8Array(Buffer.from(base64 ?? '', 'base64'));
}

import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { JsonObject } from '../../../protocol/canonical.ts';
import { archiveVectors, foundIn } from '../../support/vectors/verification/archives.ts';
import { type Change, patched } from '../../support/vectors/verification/json-patch.ts';

interface Vector {
  readonly id: string;
  readonly rule: string;
  readonly what: string;
  readonly archive: string;
  readonly patch?: readonly Change[];
  readonly trust: readonly string[];
  readonly now: string;
  readonly expected: JsonObject;
}

const text = readFileSync(new URL('../../../spec/vectors/20-archives.json', import.meta.url), 'utf8');
const file: { readonly archives: JsonObject; readonly cases: readonly Vector[] } = JSON.parse(text);

describe('§20 the vectors, read from their file alone', () => {
  test.each(file.cases)('$rule $id: $what', async ({ archive, patch = [], expected, ...given }) => {
    const changed = patched(file.archives[archive] ?? null, patch) as JsonObject; // patches change what is in it
    expect(await foundIn(changed, given)).toEqual(expected);
  });

  test('they are what is written today', async () => {
    const written = await archiveVectors();
    expect(file.cases).toEqual(JSON.parse(JSON.stringify(written.cases)));
    expect(file.archives).toEqual(written.archives);
  });
});

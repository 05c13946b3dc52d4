import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { JsonObject } from '../../../protocol/canonical.ts';
import { findIn } from '../../support/vectors/verification/bundle-case.ts';
import { bundleVectors } from '../../support/vectors/verification/bundles.ts';
import { type Change, patched } from '../../support/vectors/verification/json-patch.ts';

interface Vector {
  readonly id: string;
  readonly rule: string;
  readonly what: string;
  readonly valid: boolean;
  readonly bundle: string;
  readonly patch?: readonly Change[];
  readonly trust?: readonly string[];
  readonly now: string;
  readonly maxAgeSeconds?: number;
  readonly expected: JsonObject;
}

const text = readFileSync(new URL('../../../spec/vectors/09-bundles.json', import.meta.url), 'utf8');
const file: { readonly bundles: JsonObject; readonly cases: readonly Vector[] } = JSON.parse(text);

describe('§9 the vectors, read from their file alone', () => {
  test.each(file.cases)('$rule $id: $what', async ({ bundle, patch = [], expected, valid, ...asked }) => {
    const changed = patched(file.bundles[bundle] ?? null, patch) as JsonObject; // patches change what is in a bundle
    const found = await findIn(changed, { ...asked, now: Date.parse(asked.now) });
    expect(found).toEqual(expected);
    const levels = 'levels' in found ? Object.values(found.levels) : ['fail'];
    expect(levels.every((result) => result === 'pass' || result === 'attested')).toBe(valid);
  });

  test('they are what is written today', async () => {
    const written = await bundleVectors();
    expect(file.cases).toEqual(JSON.parse(JSON.stringify(written.cases)));
    expect(file.bundles).toEqual(written.bundles);
  });
});

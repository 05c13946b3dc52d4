import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { JsonObject } from '../../../protocol/canonical.ts';
import { discover, discoveryVectors } from '../../support/vectors/transport/discovery-cases.ts';
import { follow, pageVectors } from '../../support/vectors/transport/page-cases.ts';
import type { Change } from '../../support/vectors/verification/json-patch.ts';

interface Case {
  readonly id: string;
  readonly what: string;
  readonly valid: boolean;
  readonly expected: JsonObject;
}

const read = <File>(name: string): File =>
  JSON.parse(readFileSync(new URL(`../../../spec/vectors/${name}`, import.meta.url), 'utf8'));

describe('§10 [R-10.38] pages, read from their file alone', () => {
  const file = read<{
    readonly did: readonly string[];
    readonly pages: Readonly<Record<string, JsonObject>>;
    readonly cases: readonly (Case & {
      readonly before?: string;
      readonly page: string;
      readonly patch?: readonly Change[];
    })[];
  }>('10-pages.json');

  test.each(file.cases)('$id: $what', async ({ expected, valid, ...asked }) => {
    const found = await follow(file.did, file.pages, asked);
    expect(found).toEqual(expected);
    expect('size' in found).toBe(valid);
  });

  test('they are what is written today', async () => {
    expect(file).toEqual(JSON.parse(JSON.stringify(await pageVectors())));
  });
});

describe('§10 [R-10.20] discovery, read from its file alone', () => {
  const file = read<{
    readonly cases: readonly (Case & {
      readonly origin: string;
      readonly served: string;
      readonly known?: readonly string[];
    })[];
  }>('10-discovery.json');

  test.each(file.cases)('$id: $what', async ({ expected, valid, ...asked }) => {
    const found = await discover(asked);
    expect(found).toEqual(expected);
    expect('commons' in found).toBe(valid);
  });

  test('they are what is written today', async () => {
    expect(file).toEqual(JSON.parse(JSON.stringify(await discoveryVectors())));
  });
});

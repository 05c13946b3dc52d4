import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { inputText, type VectorFile } from '../../support/vectors/document-case.ts';
import { factsOf, type PayloadExpected, problemOf } from '../../support/vectors/documents/payload-case.ts';
import { fieldVectors, typeVectors } from '../../support/vectors/documents/payload-files.ts';

describe.each([
  ['02-fields.json', fieldVectors],
  ['04-documents.json', typeVectors],
])('vectors %s', (name, generate) => {
  const file: VectorFile<PayloadExpected> = JSON.parse(
    readFileSync(new URL(`../../../spec/vectors/${name}`, import.meta.url), 'utf8'),
  );

  test('the file is what its generator writes', () => {
    expect(file).toEqual(JSON.parse(JSON.stringify(generate())));
  });

  test('every case has an id of its own', () => {
    expect(new Set(file.cases.map(({ id }) => id)).size).toBe(file.cases.length);
  });

  test.each(file.cases.filter((item) => item.valid))('[$rule] $id: $what', ({ input, expected }) => {
    expect(factsOf(inputText(input), expected.log)).toEqual(expected);
  });

  test.each(file.cases.filter((item) => !item.valid))('[$rule] $id: $what', ({ input, expected }) => {
    expect({ problem: problemOf(inputText(input), expected.log), log: expected.log }).toEqual(expected);
  });
});

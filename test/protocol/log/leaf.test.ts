import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { utf8 } from '../../../protocol/bytes.ts';
import { leafBytes, leafTime, nextAt, parseLeaf } from '../../../protocol/log/leaf.ts';
import { ProtocolError } from '../../../protocol/problem.ts';
import { inputText, type VectorFile } from '../../support/vectors/document-case.ts';
import { leafVectors } from '../../support/vectors/log/leaf-cases.ts';

const file: VectorFile<object> = JSON.parse(
  readFileSync(new URL('../../../spec/vectors/03-leaf.json', import.meta.url), 'utf8'),
);
const valid = file.cases.filter((item) => item.valid);

describe('§3.2 vectors', () => {
  test('the file is what its generator writes', () => {
    expect(file).toEqual(JSON.parse(JSON.stringify(leafVectors())));
  });

  test.each(valid)('[$rule] $id: $what', ({ input }) => {
    const bytes = utf8(inputText(input));
    expect(leafBytes(parseLeaf(bytes))).toEqual(bytes);
  });

  test.each(file.cases.filter((item) => !item.valid))('[$rule] $id: $what', ({ input }) => {
    expect(() => parseLeaf(utf8(inputText(input)))).toThrow(
      expect.objectContaining({ type: 'log-invalid' }) satisfies ProtocolError,
    );
  });
});

describe('§3.7 [R-3.7] the time of an entry', () => {
  test('is that of the clock, to the millisecond', () => {
    expect(nextAt(null, 1_768_046_400_123)).toBe('2026-01-10T12:00:00.123Z');
    expect(nextAt(1_768_046_400_000, 1_768_046_400_123)).toBe('2026-01-10T12:00:00.123Z');
  });

  test('MUST NOT go back where the clock does', () => {
    expect(nextAt(1_768_046_400_123, 1_768_046_400_000)).toBe('2026-01-10T12:00:00.123Z');
  });

  test('is what a reader takes from the leaf', () => {
    const [{ input }] = valid as [(typeof valid)[number]]; // there are some
    expect(leafTime(parseLeaf(utf8(inputText(input))))).toBe(Date.parse('2026-01-10T12:00:00.000Z'));
  });
});

test('§3.2 [R-3.2] a leaf that would be longer than 4,096 bytes MUST be refused before it is logged', () => {
  const [{ input }] = valid as [(typeof valid)[number]]; // there are some
  const leaf = parseLeaf(utf8(inputText(input)));
  const key = (index: number) => `${index}`.padStart(128, '0');
  const many = Array.from({ length: 40 }, (_, index) => ({ key: key(index), n: 1, prev: 1 }));
  expect(() => leafBytes({ ...leaf, reads: many })).toThrow(ProtocolError);
  expect(leafBytes(leaf).length).toBeLessThan(4096);
});

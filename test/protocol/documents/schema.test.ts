import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import * as z from 'zod';
import { DOCUMENT_TYPES, type DocumentTypeName } from '../../../protocol/documents/document.ts';
import { payloadOf } from '../../support/vectors/documents/payload-case.ts';
import { SAMPLES } from '../../support/vectors/documents/samples.ts';
import { documentSchemas } from '../../support/vectors/schema.ts';

const folder = new URL('../../../spec/schema/', import.meta.url);
const TYPES = Object.keys(DOCUMENT_TYPES) as DocumentTypeName[]; // the table's own keys

test('§4 there is one JSON Schema for each document type, and no other file', () => {
  expect(readdirSync(folder).sort()).toEqual(TYPES.map((type) => `${type}.json`).sort());
});

describe.each(TYPES)('§4 [R-4.5] the JSON Schema of %s', (type) => {
  const schema = JSON.parse(readFileSync(new URL(`${type}.json`, folder), 'utf8'));

  test('is what the code says: else `node test/support/vectors/write-schema.ts`', () => {
    expect(schema).toEqual(JSON.parse(JSON.stringify(documentSchemas()[type])));
  });

  test('takes what the code takes, and refuses a member too many or too few', () => {
    const read = z.fromJSONSchema(schema);
    const { least, more = {} } = SAMPLES[type];
    expect(read.safeParse(payloadOf(type)).error).toBeUndefined();
    expect(read.safeParse(payloadOf(type, more)).error).toBeUndefined();
    expect(read.safeParse(payloadOf(type, { aStranger: 1 })).success).toBe(false);
    for (const name of Object.keys(least)) {
      expect(read.safeParse(payloadOf(type, { [name]: undefined })).success, name).toBe(false);
    }
  });
});

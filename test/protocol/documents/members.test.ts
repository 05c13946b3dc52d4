import { describe, expect, test } from 'vitest';
import type { JsonObject } from '../../../protocol/canonical.ts';
import { composeDocument, type Fields } from '../../../protocol/documents/compose.ts';
import { DOCUMENT_TYPES, type DocumentTypeName } from '../../../protocol/documents/document.ts';
import { parseDocument, refsOf } from '../../../protocol/documents/parse-document.ts';
import { payloadOf } from '../../support/vectors/documents/payload-case.ts';
import { SAMPLES } from '../../support/vectors/documents/samples.ts';

const TYPES = Object.keys(DOCUMENT_TYPES) as DocumentTypeName[]; // the table's own keys

/** Every object inside of a payload, by the way to it. */
function objectsIn(value: unknown, way: readonly (string | number)[] = []): (readonly (string | number)[])[] {
  if (Array.isArray(value)) return value.flatMap((item, index) => objectsIn(item, [...way, index]));
  if (value === null || typeof value !== 'object') return [];
  return [way, ...Object.entries(value).flatMap(([name, inner]) => objectsIn(inner, [...way, name]))];
}

/** A copy in which the object at the end of the way has one more member. */
function withStranger(content: JsonObject, way: readonly (string | number)[]): JsonObject {
  const copy = structuredClone(content);
  const inner = way.reduce<Record<string, unknown>>(
    (object, step) => object[step] as Record<string, unknown>, // the way leads over objects and arrays alone
    copy as Record<string, unknown>,
  );
  inner.aStranger = 1;
  return copy;
}

/** Objects by language and the like take any name that has the form. */
const isOpen = (way: readonly (string | number)[]) => way.at(-1) === 'limits' && way.length === 1;

describe.each(TYPES)('§4 [R-4.5] the members of %s', (type) => {
  const { least, more = {} } = SAMPLES[type];

  test.each(Object.keys(least))('`%s` MUST be there', (name) => {
    expect(() => parseDocument(payloadOf(type, { [name]: undefined }))).toThrow('required fields');
  });

  test.each(Object.keys(more).filter((name) => !(name in least)))('`%s` may be absent or there', (name) => {
    expect(parseDocument(payloadOf(type, more))).toHaveProperty(name);
    expect(parseDocument(payloadOf(type, { ...more, [name]: undefined }))).not.toHaveProperty(name);
  });

  test('an object at any depth MUST NOT have a member that nobody knows', () => {
    const content = payloadOf(type, more);
    const ways = objectsIn(content).filter((way) => !(type === 'description' && isOpen(way)));
    expect(ways.length).toBeGreaterThan(0);
    for (const way of ways) {
      const strange = withStranger(content, way);
      expect(() => parseDocument(strange), way.join('.')).toThrow();
    }
  });

  test('§2 [R-2.13] composing it adds `v` and `refs` and nothing else', () => {
    const { v: _v, refs: _refs, ...fields } = payloadOf(type, more);
    const { document } = composeDocument(fields as unknown as Fields<typeof type>); // composing checks them
    expect(document).toEqual({ ...fields, v: 1, refs: refsOf(fields) });
  });
});

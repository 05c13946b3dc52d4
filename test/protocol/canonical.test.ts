import { readFileSync } from 'node:fs';
import { fc, test as lawTest } from '@fast-check/vitest';
import canonicalize from 'canonicalize';
import { describe, expect, test } from 'vitest';
import { textOf, utf8 } from '../../protocol/bytes.ts';
import { canonicalBytes, type JsonValue, parseCanonical } from '../../protocol/canonical.ts';
import { documentIdOf } from '../../protocol/ids.ts';
import { DOCUMENT_BYTES_MAX, JSON_DEPTH_MAX } from '../../protocol/limits.ts';
import { type ProblemType, ProtocolError } from '../../protocol/problem.ts';
import { type CanonicalExpected, canonicalVectors } from '../support/vectors/canonical.ts';
import { inputBytes, type VectorFile } from '../support/vectors/document-case.ts';

const file: VectorFile<CanonicalExpected> = JSON.parse(
  readFileSync(new URL('../../spec/vectors/02-canonical.json', import.meta.url), 'utf8'),
);

describe('§2.2 vectors', () => {
  test('the file is what its generator writes', () => {
    expect(file).toEqual(JSON.parse(JSON.stringify(canonicalVectors())));
  });

  test.each(file.cases.filter((item) => item.valid))('[$rule] $id: $what', ({ input, expected }) => {
    const bytes = inputBytes(input);
    const content = parseCanonical(bytes, { bytesMax: DOCUMENT_BYTES_MAX });
    expect(canonicalBytes(content)).toEqual(bytes);
    expect({ id: documentIdOf(bytes) }).toEqual(expected);
  });

  test.each(file.cases.filter((item) => !item.valid))('[$rule] $id: $what', ({ input, expected }) => {
    const problem = refusalOf(() => parseCanonical(inputBytes(input), { bytesMax: DOCUMENT_BYTES_MAX }));
    expect({ problem: problem.type }).toEqual(expected);
  });
});

describe('§2.2 [R-2.4] a refusal says what is expected and where', () => {
  test.each([
    ['{"a":1,"c":[],"b":2}', 'not-canonical', { position: 8 }],
    ['{"a":"ä", "b":2}', 'not-canonical', { position: 10 }],
    ['{"a":{"b/~":[0,-0]}}', 'malformed', { path: '/a/b~1~0/1' }],
    ['{"a":{"__proto__":1}}', 'malformed', { path: '/a/__proto__' }],
    ['{"\\ud800":1}', 'malformed', { path: '/\ufffd' }],
    ['[]', 'malformed', {}],
  ] as const)('%s', (text, type, extensions) => {
    const problem = refusalOf(() => parse(text));
    expect(problem.type).toBe(type);
    expect(problem.extensions).toMatchObject(extensions);
    expect(problem.message.isWellFormed()).toBe(true);
  });

  test('a byte order mark is called by its name', () => {
    expect(refusalOf(() => parse('\ufeff{}')).message).toContain('byte order mark');
  });

  test('a long name is not carried back whole', () => {
    const problem = refusalOf(() => parse(`{"${'n'.repeat(60_000)}":0.5}`));
    expect(problem.message.length).toBeLessThan(400);
  });
});

describe('§2.2 [R-2.4b] depth is found before parsing (P3)', () => {
  test.each([JSON_DEPTH_MAX + 1, 100, 1000, 10_000, 100_000, 2_000_000])('%d', (depth) => {
    const limits = { bytesMax: 20_000_000 };
    for (const text of [
      '['.repeat(depth),
      `${'['.repeat(depth)}${']'.repeat(depth)}`,
      '{"a":'.repeat(depth),
    ]) {
      expect(refusalOf(() => parse(text, limits)).type).toBe('too-deep');
    }
  });

  test('brackets that close first buy no depth', () => {
    expect(refusalOf(() => parse(`${']'.repeat(100)}${'['.repeat(100)}`)).type).toBe('malformed');
  });
});

describe('§2.2 [R-2.4] large inputs are judged like small ones (P3, P5)', () => {
  const limits = { bytesMax: 20_000_000 };
  const MEGA = 1_000_000;

  const membersOf = (count: number) =>
    Array.from({ length: count }, (_, index) => `"${String(index).padStart(7, '0')}":1`);

  test('a million members are more than a document may have', () => {
    const bytes = utf8(`{${membersOf(MEGA).join(',')}}`);
    expect(refusalOf(() => parseCanonical(bytes, { bytesMax: DOCUMENT_BYTES_MAX })).type).toBe('too-large');
  });

  test('a hundred thousand members', () => {
    const members = membersOf(MEGA / 10);
    expect(Object.keys(parse(`{${members.join(',')}}`, limits))).toHaveLength(members.length);
    const twice = `{${[...members, members.at(-1)].join(',')}}`;
    expect(refusalOf(() => parse(twice, limits)).type).toBe('not-canonical');
  });

  test.each(['a', '"', '\\', '\u0001', 'é', '😀', '\u2028', '__proto__', '[{', '{"a":'])(
    'a string of a million times %j',
    (unit) => {
      const value = { a: unit.repeat(MEGA) };
      expect(parseCanonical(canonicalBytes(value), { bytesMax: Number.MAX_SAFE_INTEGER })).toEqual(value);
    },
  );

  test.each([
    ['an open string', `{"a":"${'x'.repeat(MEGA)}`],
    ['escapes without end', `{"a":"${'\\'.repeat(MEGA + 1)}"}`],
    ['lone surrogates', `{"a":"${'\\ud800'.repeat(MEGA)}"}`],
    ['a number of a million digits', `{"a":${'9'.repeat(MEGA)}}`],
    ['a fraction of a million digits', `{"a":0.${'0'.repeat(MEGA)}1}`],
    ['spaces', `{${' '.repeat(MEGA)}}`],
    ['commas', `{"a":[${','.repeat(MEGA)}]}`],
    ['members twice', `{${'"a":1,'.repeat(MEGA)}"a":1}`],
  ])('refused: %s', (_, text) => {
    expect(['malformed', 'not-canonical']).toContain(refusalOf(() => parse(text, limits)).type);
  });
});

test('§2.2 [R-2.4c] nothing is polluted by what is parsed (P4)', () => {
  const hostile = [
    '{"__proto__":{"x":1}}',
    '{"a":{"__proto__":{"x":1}}}',
    '{"constructor":{"prototype":{"x":1}}}',
  ];
  for (const text of hostile) expect(refusalOf(() => parse(text)).type).toBe('malformed');
  expect(({} as Record<string, unknown>).x).toBeUndefined();
});

describe('§2.2 [R-2.4] canonicalBytes writes JSON values alone', () => {
  class Thing {
    readonly a = 1;
  }
  const cycle: Record<string, unknown> = {};
  cycle.self = cycle;

  test.each<[string, unknown, ProblemType]>([
    ['undefined', undefined, 'malformed'],
    ['an undefined member', { a: undefined }, 'malformed'],
    ['an undefined item', { a: [1, undefined] }, 'malformed'],
    ['a hole', { a: new Array(2) }, 'malformed'],
    ['a function', { a: () => 1 }, 'malformed'],
    ['a symbol', { a: Symbol('a') }, 'malformed'],
    ['a bigint', { a: 1n }, 'malformed'],
    ['a fraction', { a: 0.1 }, 'malformed'],
    ['2^53', { a: 2 ** 53 }, 'malformed'],
    ['minus zero', { a: -0 }, 'malformed'],
    ['NaN', { a: Number.NaN }, 'malformed'],
    ['infinity', { a: Number.POSITIVE_INFINITY }, 'malformed'],
    ['a Map', { a: new Map([['b', 1]]) }, 'malformed'],
    ['a Set', { a: new Set([1]) }, 'malformed'],
    ['a Date', { a: new Date(0) }, 'malformed'],
    ['a regular expression', { a: /b/ }, 'malformed'],
    ['bytes', { a: Uint8Array.of(1) }, 'malformed'],
    ['a boxed string', { a: new String('b') }, 'malformed'],
    ['a class', { a: new Thing() }, 'malformed'],
    ['toJSON', { a: { toJSON: () => 1 } }, 'malformed'],
    ['a lone surrogate', { a: '\ud800' }, 'malformed'],
    ['a lone surrogate in a name', { '\udc00': 1 }, 'malformed'],
    ['U+0000', { a: '\0' }, 'malformed'],
    ['a refused name', JSON.parse('{"__proto__":1}'), 'malformed'],
    ['a cycle', cycle, 'too-deep'],
  ])('not %s', (_, value, type) => {
    // Such values come from code that the compiler did not see, so the type is put aside.
    expect(refusalOf(() => canonicalBytes(value as JsonValue)).type).toBe(type);
  });

  test('an object without a prototype is one', () => {
    expect(textOf(canonicalBytes(Object.assign(Object.create(null), { b: 1, a: 2 })))).toBe('{"a":2,"b":1}');
  });
});

describe('§2.2 [R-2.4] laws', () => {
  const name = fc
    .string({ unit: 'binary', maxLength: 4 })
    .filter((text) => !text.includes('\0') && !['__proto__', 'constructor', 'prototype'].includes(text));
  const names = fc.oneof(name, fc.nat(20).map(String));
  const { value } = fc.letrec<{ value: JsonValue }>((tie) => ({
    value: fc.oneof(
      { maxDepth: 5, withCrossShrink: true },
      fc.oneof(
        name,
        fc.maxSafeInteger().map((integer) => integer + 0),
        fc.boolean(),
        fc.constant(null),
      ),
      fc.array(tie('value'), { maxLength: 4 }),
      fc.dictionary(names, tie('value'), { maxKeys: 6, noNullPrototype: true }),
    ),
  }));
  const object = fc.dictionary(names, value, { noNullPrototype: true });

  lawTest.prop([object])('what is written reads back the same', (content) => {
    expect(parseCanonical(canonicalBytes(content), { bytesMax: 1_000_000 })).toEqual(content);
  });

  lawTest.prop([value])(
    'the short way of writing sorted members writes what canonicalize writes',
    (content) => {
      expect(textOf(canonicalBytes(content))).toBe(canonicalize(content));
    },
  );

  lawTest.prop([object, object])('one value has one form: other bytes are another value', (a, b) => {
    const same = textOf(canonicalBytes(a)) === textOf(canonicalBytes(b));
    expect(same).toBe(canonicalize(a) === canonicalize(b));
  });

  lawTest.prop([object, fc.nat(), fc.integer({ min: 1, max: 255 })])(
    'bytes that were changed are refused or read as another object',
    (content, at, flip) => {
      const bytes = canonicalBytes(content);
      const index = at % bytes.length;
      const changed = bytes.with(index, (bytes[index] ?? 0) ^ flip);
      const parsed = outcomeOf(() => parseCanonical(changed, { bytesMax: 1_000_000 }));
      if (parsed instanceof ProtocolError) return;
      expect(canonicalBytes(parsed)).toEqual(changed);
      expect(parsed).not.toEqual(content);
    },
  );

  lawTest.prop([fc.uint8Array({ maxLength: 200 })])(
    'any bytes are refused with a problem or read',
    (bytes) => {
      const parsed = outcomeOf(() => parseCanonical(bytes, { bytesMax: 1000 }));
      if (!(parsed instanceof ProtocolError)) expect(canonicalBytes(parsed)).toEqual(bytes);
    },
  );

  lawTest.prop([fc.json()])('any JSON is read exactly where it is its own canonical form', (text) => {
    const parsed = outcomeOf(() => parse(text));
    if (!(parsed instanceof ProtocolError)) expect(canonicalize(JSON.parse(text))).toBe(text);
  });
});

function parse(text: string, limits = { bytesMax: 1_000_000 }) {
  return parseCanonical(utf8(text), limits);
}

function refusalOf(action: () => unknown): ProtocolError {
  const outcome = outcomeOf(action);
  if (!(outcome instanceof ProtocolError)) throw new Error('it was not refused');
  return outcome;
}

/** A problem is an outcome; any other error fails the test. */
function outcomeOf<T>(action: () => T): T | ProtocolError {
  try {
    return action();
  } catch (error) {
    if (error instanceof ProtocolError) return error;
    throw error;
  }
}

import canonicalize from 'canonicalize';
import { describe, expect, test } from 'vitest';
import { textOf, utf8 } from '../../protocol/bytes.ts';
import { canonicalBytes, type JsonObject, parseCanonical } from '../../protocol/canonical.ts';
import { ProtocolError } from '../../protocol/problem.ts';
import { sharedFolder } from '../support/vectors/shared-data.ts';

const LIMITS = { bytesMax: 1_000_000 };

const jsonTestSuite = sharedFolder('jsontestsuite');
/** All files of the suite that are one object in canonical form; the other 314 are refused. */
const ACCEPTED = [
  'y_object_basic.json',
  'y_object_empty.json',
  'y_object_empty_key.json',
  'y_object_simple.json',
];

describe.skipIf(!jsonTestSuite.present)(`§2.2 [R-2.4] JSONTestSuite (P3)${jsonTestSuite.note}`, () => {
  const files = jsonTestSuite.files('test_parsing');

  test('the suite is whole', () => {
    const count = (letter: string) => files.filter((file) => file.startsWith(`${letter}_`)).length;
    expect([count('y'), count('n'), count('i')]).toEqual([95, 188, 35]);
  });

  test.each(files)('%s', (file) => {
    const accepted = parsed(jsonTestSuite.bytes(`test_parsing/${file}`)) !== null;
    expect(accepted).toBe(ACCEPTED.includes(file));
  });

  test.each(files)('%s inside an object is accepted exactly where it is canonical', (file) => {
    const bytes = Uint8Array.from([
      ...utf8('{"a":'),
      ...jsonTestSuite.bytes(`test_parsing/${file}`),
      ...utf8('}'),
    ]);
    expect(parsed(bytes) !== null).toBe(isOurForm(bytes));
  });

  test.each(jsonTestSuite.files('test_transform'))('transform %s', (file) => {
    const bytes = jsonTestSuite.bytes(`test_transform/${file}`);
    expect(parsed(bytes) !== null).toBe(isOurForm(bytes));
  });
});

const jcs = sharedFolder('jcs');

describe.skipIf(!jcs.present)(`§2.2 [R-2.4] RFC 8785 vectors${jcs.note}`, () => {
  /** These hold an array or numbers that our narrower form has not. */
  const NOT_OURS = ['arrays.json', 'values.json'];
  const files = jcs.files('input');

  test('there are six', () => expect(files).toHaveLength(6));

  test.each(files.filter((file) => !NOT_OURS.includes(file)))('%s', (file) => {
    const output = jcs.bytes(`output/${file}`);
    expect(canonicalBytes(jcs.json(`input/${file}`))).toEqual(output);
    expect(parsed(output)).toEqual(jcs.json(`input/${file}`));
  });

  test.each(files.filter((file) => NOT_OURS.includes(file)))('%s is refused, though canonical', (file) => {
    const output = jcs.bytes(`output/${file}`);
    expect(canonicalize(jcs.json(`input/${file}`))).toBe(textOf(output));
    expect(parsed(output)).toBeNull();
  });
});

const blns = sharedFolder('blns');

describe.skipIf(!blns.present)(`§2.2 [R-2.4d] naughty strings (P11)${blns.note}`, () => {
  const strings: string[] = blns.present ? blns.json('blns.json') : [];

  test('all 515 are kept to the letter, as text and as names', () => {
    expect(strings).toHaveLength(515);
    for (const text of strings) {
      const content = { list: [text], text };
      expect(parsed(canonicalBytes(content))).toEqual(content);
    }
    const names = Object.fromEntries(strings.map((text, index) => [text, index]));
    expect(parsed(canonicalBytes(names))).toEqual(names);
  });
});

/** @returns null where it was refused with a problem; any other error fails the test. */
function parsed(bytes: Uint8Array): JsonObject | null {
  try {
    return parseCanonical(bytes, LIMITS);
  } catch (error) {
    if (error instanceof ProtocolError) return null;
    throw error;
  }
}

/** The rule once more, by other means: the text is its own canonical form and breaks none of our further limits. */
function isOurForm(bytes: Uint8Array): boolean {
  const text = textOf(bytes);
  if (text === null || depthOf(text) > 32) return false;
  try {
    const value: unknown = JSON.parse(text, (name, member) => {
      const numberIsOurs =
        typeof member !== 'number' || (Number.isSafeInteger(member) && !Object.is(member, -0));
      const textIsOurs = typeof member !== 'string' || !member.includes('\0');
      if (name === '__proto__' || name.includes('\0') || !numberIsOurs || !textIsOurs)
        throw new Error('not ours');
      return member;
    });
    return text.startsWith('{') && canonicalize(value) === text;
  } catch {
    return false;
  }
}

/** Good enough for the suite: no file nests brackets inside strings. */
function depthOf(text: string): number {
  let depth = 0;
  let deepest = 0;
  for (const letter of text) {
    if ('[{'.includes(letter)) deepest = Math.max(deepest, ++depth);
    if (']}'.includes(letter)) depth--;
  }
  return deepest;
}

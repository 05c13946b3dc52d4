import { createHash } from 'node:crypto';
import {
  inputBytes,
  type Refused,
  type VectorCase,
  type VectorFile,
  type VectorInput,
} from './document-case.ts';

/** `id` of the document that the bytes are, where they are one. */
export type CanonicalExpected = { readonly id: string } | Refused;

type Row = readonly [id: string, rule: string, what: string, input: string | VectorInput];

const DOCUMENT_BYTES_MAX = 65_536;

/** Each is its own canonical form. */
const VALID: readonly Row[] = [
  ['empty', 'R-2.4', 'the empty object', '{}'],
  ['sorted', 'R-2.4', 'members sorted', '{"a":1,"b":2}'],
  ['sorted-capitals', 'R-2.4', 'capitals before small letters', '{"B":1,"a":2}'],
  ['sorted-integers', 'R-2.4', 'names of digits are sorted as text, not as numbers', '{"10":1,"9":2}'],
  ['sorted-prefix', 'R-2.4', 'a name before the names that it begins', '{"a":1,"aa":2}'],
  [
    'sorted-utf16',
    'R-2.4',
    'U+1F600 before U+FB33: by UTF-16 unit, not by code point',
    '{"😀":1,"\ufb33":2}',
  ],
  ['empty-name', 'R-2.4', 'the empty name', '{"":0}'],
  ['array-order', 'R-2.4', 'arrays keep their order', '{"a":[3,1,2,{"b":[]}]}'],
  ['literals', 'R-2.4', 'true, false and null', '{"f":false,"n":null,"t":true}'],
  ['escapes-short', 'R-2.4', 'the short escapes', '{"a":"\\b\\t\\n\\f\\r\\"\\\\"}'],
  ['escapes-control', 'R-2.4', 'other controls in lower-case hexadecimal', '{"a":"\\u0001\\u001f"}'],
  [
    'escapes-none',
    'R-2.4',
    'slash, DEL, U+0080 and U+2028 stand for themselves',
    '{"a":"/\u007f\u0080\u2028"}',
  ],
  ['utf8', 'R-2.4a', 'letters of one to four bytes', '{"a":"aä€😀"}'],
  ['bom-inside', 'R-2.4a', 'U+FEFF inside a string is a character', '{"a":"\ufeff"}'],
  ['depth-32', 'R-2.4b', 'objects nested 32 deep', nested('{"a":', 31, '{}', '}')],
  ['depth-brackets', 'R-2.4b', 'brackets inside strings do not nest', `{"a":"${'[{'.repeat(40)}\\"["}`],
  ['depth-quotes', 'R-2.4b', 'nor do they after an escaped quote', `{"a":"\\"${'[{'.repeat(40)}"}`],
  ['names-like', 'R-2.4c', 'names that only begin like the refused ones', '{"__proto":1,"constructors":2}'],
  ['names-as-text', 'R-2.4c', 'the refused names as text', '{"a":["__proto__","constructor","prototype"]}'],
  ['pair', 'R-2.4d', 'a surrogate pair is one character', '{"a":"\u{10ffff}"}'],
  ['noncharacter', 'R-2.4d', 'noncharacters are text', '{"a":"\uffff"}'],
  ['not-normal', 'R-2.4d', 'text is not normalised', '{"a":"e\u0301"}'],
  [
    'largest',
    'R-2.4e',
    'exactly 65,536 bytes',
    {
      repeat: [
        ['{"a":"', 1],
        ['x', DOCUMENT_BYTES_MAX - 8],
        ['"}', 1],
      ],
    },
  ],
  [
    'integers',
    'R-2.8',
    'the largest and the smallest number',
    '{"a":9007199254740991,"b":-9007199254740991}',
  ],
  ['zero', 'R-2.8', 'zero', '{"a":0}'],
];

const REFUSED: readonly (readonly [...Row, problem: string])[] = [
  ['space', 'R-2.4', 'a space', '{"a": 1}', 'not-canonical'],
  ['line-feed', 'R-2.4', 'a line feed at the end', '{}\n', 'not-canonical'],
  ['unsorted', 'R-2.4', 'members not sorted', '{"b":1,"a":2}', 'not-canonical'],
  ['unsorted-integers', 'R-2.4', 'names of digits sorted as numbers', '{"9":2,"10":1}', 'not-canonical'],
  ['unsorted-deep', 'R-2.4', 'members not sorted further in', '{"a":[{"c":1,"b":2}]}', 'not-canonical'],
  ['unsorted-utf16', 'R-2.4', 'sorted by code point', '{"\ufb33":2,"😀":1}', 'not-canonical'],
  ['twice', 'R-2.4', 'a member twice', '{"a":1,"a":1}', 'not-canonical'],
  ['twice-escaped', 'R-2.4', 'a member twice, once escaped', '{"a":1,"\\u0061":1}', 'not-canonical'],
  ['twice-deep', 'R-2.4', 'a member twice further in', '{"a":{"b":[{"c":1,"c":1}]}}', 'not-canonical'],
  ['escape-letter', 'R-2.4', 'an escape that is not needed', '{"a":"\\u0061"}', 'not-canonical'],
  ['escape-slash', 'R-2.4', 'an escaped slash', '{"a":"\\/"}', 'not-canonical'],
  ['escape-capital', 'R-2.4', 'an escape in capitals', '{"a":"\\u001F"}', 'not-canonical'],
  ['escape-long', 'R-2.4', 'a long escape where there is a short one', '{"a":"\\u000a"}', 'not-canonical'],
  ['escape-pair', 'R-2.4', 'an escaped surrogate pair', '{"a":"\\ud83d\\ude00"}', 'not-canonical'],
  ['array', 'R-2.4', 'an array', '[]', 'malformed'],
  ['null', 'R-2.4', 'null', 'null', 'malformed'],
  ['string', 'R-2.4', 'a string', '"a"', 'malformed'],
  ['nothing', 'R-2.4', 'no bytes', '', 'malformed'],
  ['two', 'R-2.4', 'two objects', '{}{}', 'malformed'],
  ['comma', 'R-2.4', 'a comma at the end', '{"a":1,}', 'malformed'],
  ['comment', 'R-2.4', 'a comment', '{/**/}', 'malformed'],
  ['control-raw', 'R-2.4', 'a control that is not escaped', '{"a":"\u0001"}', 'malformed'],
  ['truncated', 'R-2.4', 'an end too soon', '{"a":1', 'malformed'],
  ['bom', 'R-2.4a', 'a byte order mark', bytes('efbbbf7b7d'), 'malformed'],
  ['utf16', 'R-2.4a', 'UTF-16', bytes('fffe7b007d00'), 'malformed'],
  ['overlong-2', 'R-2.4a', 'an overlong form of two bytes', bytes('7b2261223a22c0af227d'), 'malformed'],
  ['overlong-3', 'R-2.4a', 'an overlong form of three bytes', bytes('7b2261223a22e080af227d'), 'malformed'],
  ['utf8-surrogate', 'R-2.4a', 'a surrogate as three bytes', bytes('7b2261223a22eda080227d'), 'malformed'],
  ['utf8-beyond', 'R-2.4a', 'beyond U+10FFFF', bytes('7b2261223a22f4908080227d'), 'malformed'],
  ['utf8-truncated', 'R-2.4a', 'a character cut off', bytes('7b2261223a22e282227d'), 'malformed'],
  ['latin-1', 'R-2.4a', 'Latin-1', bytes('7b2261223a22e4227d'), 'malformed'],
  ['depth-33', 'R-2.4b', 'objects nested 33 deep', nested('{"a":', 32, '{}', '}'), 'too-deep'],
  [
    'depth-33-arrays',
    'R-2.4b',
    'arrays nested 32 deep in an object',
    nested('[', 32, '', ']', '{"a":', '}'),
    'too-deep',
  ],
  ['depth-60000', 'R-2.4b', 'brackets without end', { repeat: [['[', 60_000]] }, 'too-deep'],
  ['proto', 'R-2.4c', '__proto__', '{"__proto__":{}}', 'malformed'],
  ['proto-escaped', 'R-2.4c', '__proto__ with an escape', '{"\\u005f_proto__":{}}', 'malformed'],
  ['proto-deep', 'R-2.4c', '__proto__ further in', '{"a":[{"b":{"__proto__":{"admin":true}}}]}', 'malformed'],
  ['constructor', 'R-2.4c', 'constructor', '{"constructor":{"prototype":{}}}', 'malformed'],
  ['prototype', 'R-2.4c', 'prototype', '{"prototype":1}', 'malformed'],
  ['lone-high', 'R-2.4d', 'a lone high surrogate', '{"a":"\\ud800"}', 'malformed'],
  ['lone-low', 'R-2.4d', 'a lone low surrogate', '{"a":"\\udc00x"}', 'malformed'],
  ['lone-swapped', 'R-2.4d', 'a pair in the wrong order', '{"a":"\\udc00\\ud800"}', 'malformed'],
  ['lone-name', 'R-2.4d', 'a lone surrogate in a name', '{"\\ud800":1}', 'malformed'],
  ['nul', 'R-2.4d', 'U+0000', '{"a":"x\\u0000y"}', 'malformed'],
  ['nul-name', 'R-2.4d', 'U+0000 in a name', '{"x\\u0000y":1}', 'malformed'],
  [
    'too-large',
    'R-2.4e',
    '65,537 bytes',
    {
      repeat: [
        ['{"a":"', 1],
        ['x', DOCUMENT_BYTES_MAX - 7],
        ['"}', 1],
      ],
    },
    'too-large',
  ],
  ['minus-zero', 'R-2.8', 'minus zero', '{"a":-0}', 'malformed'],
  ['fraction', 'R-2.8', 'a fraction', '{"a":0.5}', 'malformed'],
  [
    'tiny',
    'R-2.8',
    'a number that rounds to zero is another spelling of it',
    '{"a":1e-999}',
    'not-canonical',
  ],
  ['too-big', 'R-2.8', '2^53', '{"a":9007199254740992}', 'malformed'],
  ['too-big-odd', 'R-2.8', '2^53 + 1', '{"a":9007199254740993}', 'malformed'],
  ['too-small', 'R-2.8', '-2^53', '{"a":-9007199254740992}', 'malformed'],
  ['infinite', 'R-2.8', '1e400', '{"a":1e400}', 'malformed'],
  ['decimal-point', 'R-2.8', '1.0', '{"a":1.0}', 'not-canonical'],
  ['exponent', 'R-2.8', '1E2', '{"a":1E2}', 'not-canonical'],
  [
    'rounded',
    'R-2.8',
    'a fraction that rounds to an integer',
    '{"a":1.00000000000000000001}',
    'not-canonical',
  ],
  ['leading-zero', 'R-2.8', '01', '{"a":01}', 'malformed'],
  ['plus', 'R-2.8', '+1', '{"a":+1}', 'malformed'],
  ['hexadecimal', 'R-2.8', '0x1', '{"a":0x1}', 'malformed'],
  ['nan', 'R-2.8', 'NaN', '{"a":NaN}', 'malformed'],
];

/** Cases of `spec/vectors/02-canonical.json`. All bytes are typed or joined here: nothing is made by the code under test. */
export function canonicalVectors(): VectorFile<CanonicalExpected> {
  return {
    description:
      'Payloads (Spec §2.2). `input` is `text` (UTF-8), `base64` (bytes, padded) or `repeat` (texts, each repeated and ' +
      'joined). Where `valid`, the bytes are one canonical JSON object and `expected.id` is their document id; ' +
      'otherwise they are refused with the problem type `expected.problem`.',
    cases: [...VALID.map(validCase), ...REFUSED.map(refusedCase)],
  };
}

function validCase([id, rule, what, input]: Row): VectorCase<CanonicalExpected> {
  const hash = createHash('sha256')
    .update(inputBytes(inputOf(input)))
    .digest('base64url');
  return { id, rule, what, valid: true, input: inputOf(input), expected: { id: `ni:///sha-256;${hash}` } };
}

function refusedCase([
  id,
  rule,
  what,
  input,
  problem,
]: (typeof REFUSED)[number]): VectorCase<CanonicalExpected> {
  return { id, rule, what, valid: false, input: inputOf(input), expected: { problem } };
}

function inputOf(input: string | VectorInput): VectorInput {
  return typeof input === 'string' ? { text: input } : input;
}

function bytes(hex: string): VectorInput {
  return { base64: Buffer.from(hex, 'hex').toString('base64') };
}

function nested(
  open: string,
  times: number,
  inner: string,
  close: string,
  before = '',
  after = '',
): VectorInput {
  return { text: before + open.repeat(times) + inner + close.repeat(times) + after };
}

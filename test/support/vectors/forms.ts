import type { VectorCase, VectorFile } from './document-case.ts';

/** What the text is: bytes (base64url), milliseconds (time), or of that form at all. */
export interface FormExpected {
  readonly form: 'base64url' | 'document-id' | 'time' | 'subject';
  readonly hex?: string;
  readonly millis?: number;
}

type Valid = readonly [id: string, what: string, text: string, expected?: Omit<FormExpected, 'form'>];
type Refused = readonly [id: string, what: string, text: string];

interface Form {
  readonly form: FormExpected['form'];
  readonly rule: string;
  readonly valid: readonly Valid[];
  readonly refused: readonly Refused[];
}

const HASH = '47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU';

const FORMS: readonly Form[] = [
  {
    form: 'base64url',
    rule: 'R-2.3',
    valid: [
      ['base64url-empty', 'no bytes', '', { hex: '' }],
      ['base64url-1', 'one byte', 'AA', { hex: '00' }],
      ['base64url-2', 'two bytes', '__8', { hex: 'ffff' }],
      ['base64url-3', 'three bytes', '-_-_', { hex: 'fbffbf' }],
    ],
    refused: [
      ['base64url-padding', 'padding', 'AA=='],
      ['base64url-trailing-bits', 'unused bits that are not zero, after one byte', 'AB'],
      ['base64url-trailing-bits-2', 'unused bits that are not zero, after two bytes', '__9'],
      ['base64url-alphabet', 'the letters of plain base64', '+/+/'],
      ['base64url-length', 'a length that no bytes have', 'AAAAA'],
      ['base64url-space', 'a space', 'AA AA'],
      ['base64url-line-feed', 'a line feed at the end', 'AAAA\n'],
      ['base64url-nul', 'a NUL', 'AA\u0000AA'],
      ['base64url-letter', 'a letter of no alphabet', 'AAÄA'],
    ],
  },
  {
    form: 'document-id',
    rule: 'R-2.6',
    valid: [['id', 'the id of no bytes at all', `ni:///sha-256;${HASH}`]],
    refused: [
      ['id-authority', 'an authority', `ni://example.org/sha-256;${HASH}`],
      ['id-capital', 'capitals', `NI:///SHA-256;${HASH}`],
      ['id-other-hash', 'another hash function', `ni:///sha-512;${HASH}`],
      ['id-short', 'a letter too few', `ni:///sha-256;${HASH.slice(1)}`],
      ['id-long', 'a letter too many', `ni:///sha-256;${HASH}A`],
      ['id-trailing-bits', 'unused bits that are not zero', `ni:///sha-256;${HASH.slice(0, -1)}V`],
      ['id-query', 'a query', `ni:///sha-256;${HASH}?ct=text/plain`],
      ['id-padding', 'padding', `ni:///sha-256;${HASH}=`],
      ['id-bare', 'the hash alone', HASH],
      ['id-line-feed', 'a line feed at the end', `ni:///sha-256;${HASH}\n`],
    ],
  },
  {
    form: 'time',
    rule: 'R-2.9',
    valid: [
      ['time', 'whole seconds', '2026-03-04T05:06:07Z', { millis: 1_772_600_767_000 }],
      ['time-decimals', 'three decimals', '2026-03-04T05:06:07.089Z', { millis: 1_772_600_767_089 }],
      ['time-zeros', 'three decimals, all zero', '2026-03-04T05:06:07.000Z', { millis: 1_772_600_767_000 }],
      ['time-epoch', 'the first', '1970-01-01T00:00:00Z', { millis: 0 }],
      ['time-last', 'the last', '9999-12-31T23:59:59.999Z', { millis: 253_402_300_799_999 }],
      ['time-leap-day', '29 February of a leap year', '2028-02-29T00:00:00Z', { millis: 1_835_395_200_000 }],
    ],
    refused: [
      ['time-offset', 'an offset', '2026-03-04T05:06:07+00:00'],
      ['time-small', 'small letters', '2026-03-04t05:06:07z'],
      ['time-space', 'a space instead of T', '2026-03-04 05:06:07Z'],
      ['time-local', 'no zone', '2026-03-04T05:06:07'],
      ['time-minutes', 'no seconds', '2026-03-04T05:06Z'],
      ['time-date', 'a date alone', '2026-03-04'],
      ['time-one-decimal', 'one decimal', '2026-03-04T05:06:07.1Z'],
      ['time-six-decimals', 'six decimals', '2026-03-04T05:06:07.089000Z'],
      ['time-30-february', '30 February', '2026-02-30T00:00:00Z'],
      ['time-no-leap-day', '29 February of another year', '2026-02-29T00:00:00Z'],
      ['time-month', 'month 13', '2026-13-01T00:00:00Z'],
      ['time-24', 'hour 24', '2026-03-04T24:00:00Z'],
      ['time-leap-second', 'a leap second', '2016-12-31T23:59:60Z'],
      ['time-1969', 'before 1970', '1969-12-31T23:59:59Z'],
      ['time-year-0', 'year 0', '0000-01-01T00:00:00Z'],
      ['time-five-digits', 'a year of five digits', '10000-01-01T00:00:00Z'],
      ['time-sign', 'a year with a sign', '+002026-03-04T05:06:07Z'],
      ['time-digits', 'digits of another script', '２026-03-04T05:06:07Z'],
      ['time-line-feed', 'a line feed at the end', '2026-03-04T05:06:07Z\n'],
    ],
  },
  {
    form: 'subject',
    rule: 'R-2.10',
    valid: [
      ['subject', 'a UUIDv7', '01890a5d-ac96-774b-bcce-b302099a8057'],
      ['subject-variant', 'each variant 8 to b', '01890a5d-ac96-7000-8000-000000000000'],
    ],
    refused: [
      ['subject-capital', 'capitals', '01890A5D-AC96-774B-BCCE-B302099A8057'],
      ['subject-v4', 'version 4', '01890a5d-ac96-474b-bcce-b302099a8057'],
      ['subject-wrong-variant', 'variant c', '01890a5d-ac96-774b-ccce-b302099a8057'],
      ['subject-nil', 'the nil UUID', '00000000-0000-0000-0000-000000000000'],
      ['subject-urn', 'a URN', 'urn:uuid:01890a5d-ac96-774b-bcce-b302099a8057'],
      ['subject-braces', 'braces', '{01890a5d-ac96-774b-bcce-b302099a8057}'],
      ['subject-no-hyphens', 'no hyphens', '01890a5dac96774bbcceb302099a8057'],
      ['subject-line-feed', 'a line feed at the end', '01890a5d-ac96-774b-bcce-b302099a8057\n'],
    ],
  },
];

/** Cases of `spec/vectors/02-forms.json`. */
export function formVectors(): VectorFile<FormExpected> {
  return {
    description:
      'Texts inside documents (Spec §2.1, §2.4). `expected.form` says what the text is to be. Where `valid`, it is one; ' +
      '`expected.hex` are the bytes of a base64url text, `expected.millis` the milliseconds of a time since 1970.',
    cases: FORMS.flatMap(casesOf),
  };
}

function casesOf({ form, rule, valid, refused }: Form): VectorCase<FormExpected>[] {
  return [
    ...valid.map(([id, what, text, expected]) => ({
      ...{ id, rule, what, valid: true },
      ...{ input: { text }, expected: { form, ...expected } },
    })),
    ...refused.map(([id, what, text]) => ({
      ...{ id, rule, what, valid: false },
      ...{ input: { text }, expected: { form } },
    })),
  ];
}

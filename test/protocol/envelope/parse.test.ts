import { fc, test as lawTest } from '@fast-check/vitest';
import { describe, expect, test } from 'vitest';
import { utf8 } from '../../../protocol/bytes.ts';
import { ENVELOPE_BYTES_MAX, envelopeOf, parseEnvelope } from '../../../protocol/envelope/parse.ts';
import { envelopeBytes } from '../../../protocol/envelope/sign.ts';
import { verifyEnvelope } from '../../../protocol/envelope/verify.ts';
import { DOCUMENT_BYTES_MAX } from '../../../protocol/limits.ts';
import { ProtocolError } from '../../../protocol/problem.ts';
import { verifyWithNode } from '../../../server/keys/node-verify.ts';
import {
  ANA,
  base64url,
  CONTENT,
  HONEST,
  headerOf,
  json,
  KEY,
  multikeyText,
  OTHER_PUBLIC_KEY,
  OTHER_SEED,
  PAYLOAD,
  payloadOf,
  sealed,
} from '../../support/vectors/envelope-seal.ts';

const BYTES = utf8(json(HONEST));

test('§2.1 [R-2.1] an envelope gives its parts', () => {
  expect(parseEnvelope(BYTES)).toEqual({
    id: expect.stringMatching(/^ni:\/\/\/sha-256;/),
    kid: { author: ANA, key: KEY },
    payload: utf8(PAYLOAD),
    signature: Uint8Array.from(Buffer.from(HONEST.signature, 'base64url')),
    content: CONTENT,
  });
});

test('§2.1 [R-2.2b] a kid whose key is none of Ed25519 is refused for its form', () => {
  const header = headerOf(`${ANA}#z6Mk${'z'.repeat(44)}`);
  expect(problemOf(() => parseEnvelope(utf8(json(sealed(header, PAYLOAD)))))).toBe('malformed');
});

describe('§2.2 [R-2.6a] the id is of the payload alone', () => {
  const other = sealed(headerOf(`${ANA}#${multikeyText(OTHER_PUBLIC_KEY)}`), PAYLOAD, OTHER_SEED);

  test('two envelopes of one payload have one id', () => {
    expect(json(other)).not.toBe(json(HONEST));
    expect(parseEnvelope(utf8(json(other))).id).toBe(parseEnvelope(BYTES).id);
  });

  test('another payload has another id', () => {
    const changed = parseEnvelope(utf8(json(sealed(headerOf(`${ANA}#${KEY}`), payloadOf({ v: 2 })))));
    expect(changed.id).not.toBe(parseEnvelope(BYTES).id);
  });
});

describe('§2.1 [R-2.1a] no envelope is larger than its payload may make it', () => {
  test('the largest payload by the longest author fits', () => {
    const largest = payloadOf({ text: 'x'.repeat(DOCUMENT_BYTES_MAX - payloadOf({ text: '' }).length) });
    const scid = `Qm${'z'.repeat(44)}`;
    const bytes = utf8(json(sealed(headerOf(`${scid}#${KEY}`), largest)));
    expect(parseEnvelope(bytes).payload).toHaveLength(DOCUMENT_BYTES_MAX);
    expect(bytes.length).toBeLessThan(ENVELOPE_BYTES_MAX);
  });

  test('one byte more is not looked at', () => {
    expect(problemOf(() => parseEnvelope(new Uint8Array(ENVELOPE_BYTES_MAX + 1)))).toBe('too-large');
  });
});

describe('§2.1 [R-2.1] parts that were stored apart', () => {
  const { id: _id, content: _content, ...parts } = parseEnvelope(BYTES);

  test('make the envelope again', () => {
    expect(envelopeOf(parts)).toEqual(parseEnvelope(BYTES));
    expect(envelopeBytes(parts)).toEqual(BYTES);
  });

  test.each([
    ['a payload that is not canonical', { payload: utf8('{ }') }, 'not-canonical'],
    ['a payload that is too large', { payload: new Uint8Array(DOCUMENT_BYTES_MAX + 1) }, 'too-large'],
    ['a signature of 63 bytes', { signature: new Uint8Array(63) }, 'malformed'],
  ] as const)('are refused with %s', (_, change, problem) => {
    expect(problemOf(() => envelopeOf({ ...parts, ...change }))).toBe(problem);
  });
});

describe('§2.3 [R-2.5] a changed envelope is refused (G8)', () => {
  test('with any single bit changed', async () => {
    for (let index = 0; index < BYTES.length; index++) {
      for (let bit = 1; bit < 256; bit *= 2) {
        const changed = BYTES.with(index, (BYTES[index] ?? 0) ^ bit);
        expect(await accepted(changed), `byte ${index}, bit ${bit}`).toBe(false);
      }
    }
  });

  lawTest.prop([fc.nat(BYTES.length - 1), fc.integer({ min: 1, max: 255 })], { numRuns: 1000 })(
    'with any single byte changed',
    async (index, flip) => {
      expect(await accepted(BYTES.with(index, (BYTES[index] ?? 0) ^ flip))).toBe(false);
    },
  );

  lawTest.prop([fc.nat(BYTES.length), fc.uint8Array({ minLength: 1, maxLength: 8 })])(
    'with bytes put in',
    async (index, more) => {
      const changed = Uint8Array.from([...BYTES.slice(0, index), ...more, ...BYTES.slice(index)]);
      expect(await accepted(changed)).toBe(false);
    },
  );

  lawTest.prop([fc.nat(BYTES.length - 1), fc.integer({ min: 1, max: 8 })])(
    'with bytes left out',
    async (index, count) => {
      const changed = Uint8Array.from([...BYTES.slice(0, index), ...BYTES.slice(index + count)]);
      expect(await accepted(changed)).toBe(false);
    },
  );

  test('and unchanged it is accepted', async () => {
    expect(await accepted(BYTES)).toBe(true);
  });
});

lawTest.prop([fc.json()])('§2.1 [R-2.1] JSON that is no envelope is refused with a problem', (text) => {
  expect(problemOf(() => parseEnvelope(utf8(text)))).not.toBe('none');
});

lawTest.prop([fc.record({ payload: fc.string(), protected: fc.string(), signature: fc.string() })])(
  '§2.1 [R-2.3] members that hold any text are refused with a problem',
  (members) => {
    expect(problemOf(() => parseEnvelope(utf8(json(members))))).not.toBe('none');
  },
);

lawTest.prop([fc.uint8Array({ maxLength: 300 })])('§2.1 [R-2.2] any header bytes are refused', (header) => {
  const envelope = { ...HONEST, protected: base64url(header) };
  expect(problemOf(() => parseEnvelope(utf8(json(envelope))))).not.toBe('none');
});

async function accepted(bytes: Uint8Array): Promise<boolean> {
  try {
    await verifyEnvelope(parseEnvelope(bytes), verifyWithNode);
    return true;
  } catch (error) {
    if (error instanceof ProtocolError) return false;
    throw error;
  }
}

function problemOf(action: () => unknown): string {
  try {
    action();
    return 'none';
  } catch (error) {
    if (error instanceof ProtocolError) return error.type;
    throw error;
  }
}

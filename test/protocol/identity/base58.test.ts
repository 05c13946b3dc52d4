import { MultibaseEncoding, multibaseEncode } from 'didwebvh-ts';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fromBase58, toBase58 } from '../../../protocol/identity/base58.ts';
import { multikeyOf, publicKeyOf } from '../../../protocol/identity/multikey.ts';
import { multikeySchema } from '../../../protocol/ids.ts';
import { ProtocolError } from '../../../protocol/problem.ts';

const bytes = fc.oneof(
  fc.uint8Array({ maxLength: 70 }),
  fc
    .tuple(fc.nat(5), fc.uint8Array({ maxLength: 64 }))
    .map(([zeros, rest]) => Uint8Array.of(...new Uint8Array(zeros), ...rest)),
);

describe('§1 [R-1.1] base58btc', () => {
  test('comes back as it was', () => {
    fc.assert(
      fc.property(bytes, (value) => {
        expect(fromBase58(toBase58(value), value.length)).toEqual(value);
      }),
    );
  });

  test('is what the DID library writes', () => {
    fc.assert(
      fc.property(bytes, (value) => {
        expect(`z${toBase58(value)}`).toBe(multibaseEncode(value, MultibaseEncoding.BASE58_BTC));
      }),
    );
  });

  test('has one spelling: whatever is read writes back the same', () => {
    const digits = fc.string({ unit: fc.constantFrom(...'12zAbQm'), maxLength: 12 });
    fc.assert(
      fc.property(digits, fc.nat(10), (text, length) => {
        const read = fromBase58(text, length);
        if (read !== null) expect(toBase58(read)).toBe(text);
      }),
    );
  });

  test.each([
    ['one byte too many', 'JxF12TrwUP45BMd', 10],
    ['one byte too few', 'JxF12TrwUP45BMd', 12],
    ['a letter that is no digit', 'JxF12TrwUP45BM0', 11],
    ['a letter beyond ASCII', 'JxF12TrwUP45BMé', 11],
    ['a zero too many', '1JxF12TrwUP45BMd', 11],
  ])('%s is refused', (_what, text, length) => {
    expect(fromBase58('JxF12TrwUP45BMd', 11)).toEqual(new TextEncoder().encode('Hello World'));
    expect(fromBase58(text, length)).toBeNull();
  });
});

describe('§1 [R-1.1] Multikeys', () => {
  test('come back as they were', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 32, maxLength: 32 }), (publicKey) => {
        expect(publicKeyOf(multikeyOf(publicKey))).toEqual(publicKey);
      }),
    );
  });

  test('a key of another length has none', () => {
    expect(() => multikeyOf(new Uint8Array(31))).toThrow(ProtocolError);
    expect(() => multikeyOf(new Uint8Array(33))).toThrow(ProtocolError);
  });

  test('text with the letters of one and another prefix is none', () => {
    expect(publicKeyOf(multikeySchema.parse(`z6Mk${'1'.repeat(44)}`))).toBeNull();
    expect(publicKeyOf(multikeySchema.parse(`z6Mk${'z'.repeat(44)}`))).toBeNull();
  });
});

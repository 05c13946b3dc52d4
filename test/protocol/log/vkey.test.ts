import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { concatBytes, toBase64, utf8 } from '../../../protocol/bytes.ts';
import { sha256 } from '../../../protocol/hash.ts';
import { formatVerifierKey, keyIdOf, parseVerifierKey, verifierKey } from '../../../protocol/log/vkey.ts';
import { C2SP_EXAMPLE, CT_LOG, ENOCH, GO_SUMDB, PETER } from './published-notes.ts';

describe('§3 [R-3.29] verifier keys', () => {
  test.each([
    [C2SP_EXAMPLE.vkey, 'example.com/foo', 'note', 0x530d903a],
    [PETER.vkey, 'PeterNeumann', 'note', 0xc74f20a3],
    [ENOCH.vkey, 'EnochRoot', 'note', 0xaf0cfe78],
    [GO_SUMDB.vkey, 'sum.golang.org', 'note', 0x033de0ae],
    [CT_LOG.witnessVkey, 'remora.n621.de', 'cosignature', 0xda77ade7],
  ] as const)('the published key %s is read and written', (text, name, type, keyId) => {
    const key = parseVerifierKey(text);
    expect(key).toMatchObject({ name, type, keyId });
    expect(key.publicKey).toHaveLength(32);
    expect(keyIdOf(name, type, key.publicKey)).toBe(keyId);
    expect(formatVerifierKey(key)).toBe(text);
  });

  test('one public key has another id for each type and each name', () => {
    const publicKey = new Uint8Array(32).fill(5);
    const ids = [
      keyIdOf('a.example', 'note', publicKey),
      keyIdOf('a.example', 'cosignature', publicKey),
      keyIdOf('b.example', 'note', publicKey),
    ];
    expect(new Set(ids).size).toBe(3);
  });

  test('no part and no neighbour of a key is another key', () => {
    for (let begin = 0; begin <= PETER.vkey.length; begin++) {
      for (let end = begin; end <= PETER.vkey.length; end++) {
        if (end - begin < PETER.vkey.length) expectRefused(PETER.vkey.slice(begin, end));
      }
    }
    for (let at = 0; at < PETER.vkey.length; at++) {
      const next = String.fromCharCode(PETER.vkey.charCodeAt(at) + 1);
      expectRefused(PETER.vkey.slice(0, at) + next + PETER.vkey.slice(at + 1));
    }
  });

  test.each([
    [
      'key of 37 bytes with its right id',
      'PeterNeumann+cc469956+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TWBADKEY==',
    ],
    ['unknown type with its right id', 'PeterNeumann+173116ae+ZRpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW'],
    ['id in capitals', PETER.vkey.replace('c74f20a3', 'C74F20A3')],
    ['id of another key', PETER.vkey.replace('c74f20a3', 'c74f20a4')],
    ['newline after it', `${PETER.vkey}\n`],
    ['space in the name', vkeyOf('Peter Neumann', 1, 32)],
    ['no name', vkeyOf('', 1, 32)],
    ['plus sign in the name', vkeyOf('Peter+Neumann', 1, 32)],
    ['control character in the name', vkeyOf('Peter\u0001', 1, 32)],
    ['lone surrogate in the name', vkeyOf('Peter\ud800', 1, 32)],
    ['key of 31 bytes', vkeyOf('Peter', 1, 31)],
    ['key of 33 bytes', vkeyOf('Peter', 4, 33)],
    ['type for ML-DSA', vkeyOf('Peter', 6, 32)],
    ['type 0', vkeyOf('Peter', 0, 32)],
    ['no key', vkeyOf('Peter', 1, 0)],
  ])('a key with %s is refused', (_, text) => {
    expectRefused(text);
  });

  test('what was written is what is read', () => {
    fc.assert(
      fc.property(
        fc.stringMatching(/^[^\s+\p{C}\p{Z}]{1,20}$/u),
        fc.constantFrom('note' as const, 'cosignature' as const),
        fc.uint8Array({ minLength: 32, maxLength: 32 }),
        (name, type, publicKey) => {
          const key = verifierKey(name, type, publicKey);
          expect(parseVerifierKey(formatVerifierKey(key))).toEqual(key);
        },
      ),
    );
  });

  test('no key is made with a name or a length that it cannot have', () => {
    for (const name of ['', 'a b', 'a+b', 'a\n', '\u3000', 'a\ud800']) {
      expect(() => verifierKey(name, 'note', new Uint8Array(32))).toThrow(
        expect.objectContaining({ type: 'malformed' }),
      );
    }
    expect(() => verifierKey('a', 'note', new Uint8Array(31))).toThrow(
      expect.objectContaining({ type: 'malformed' }),
    );
  });
});

function expectRefused(text: string): void {
  expect(() => parseVerifierKey(text)).toThrow(expect.objectContaining({ type: 'log-invalid' }));
}

/** A vkey whose id is right, whatever else is wrong with it. */
function vkeyOf(name: string, type: number, keyBytes: number): string {
  const key = concatBytes(Uint8Array.of(type), new Uint8Array(keyBytes).fill(9));
  const id = sha256(concatBytes(utf8(`${name}\n`), key)).subarray(0, 4);
  return `${name}+${Buffer.from(id).toString('hex')}+${toBase64(key)}`;
}

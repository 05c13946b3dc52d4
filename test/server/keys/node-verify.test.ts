import { describe, expect, test } from 'vitest';
import { utf8 } from '../../../protocol/bytes.ts';
import { verifyWithJose } from '../../../protocol/identity/jose-verify.ts';
import { generateEd25519, signerOf } from '../../../server/keys/node-sign.ts';
import { verifyWithNode } from '../../../server/keys/node-verify.ts';
import { sharedFolder } from '../../support/vectors/shared-data.ts';

const VERIFIERS = [
  ['node:crypto', verifyWithNode],
  ['WebCrypto', verifyWithJose],
] as const;
const wycheproof = sharedFolder('wycheproof');

interface Group {
  readonly publicKey: { readonly pk: string };
  readonly tests: readonly { tcId: number; comment: string; msg: string; sig: string; result: string }[];
}

describe.each(VERIFIERS)('§2.3 [R-2.5] %s', (_, verify) => {
  const groups: Group[] = wycheproof.present ? wycheproof.json('ed25519_test.json').testGroups : [];
  const tests = groups.flatMap(({ publicKey, tests }) =>
    tests.map((item) => ({ ...item, pk: publicKey.pk })),
  );

  test.skipIf(!wycheproof.present)(`Wycheproof has 151 cases${wycheproof.note}`, () => {
    expect(tests).toHaveLength(151);
  });

  test.each(tests)('Wycheproof $tcId $comment: $result', async ({ pk, msg, sig, result }) => {
    expect(await verify(bytesOfHex(pk), bytesOfHex(msg), bytesOfHex(sig))).toBe(result === 'valid');
  });

  test('judges many at once', async () => {
    const { publicKey, privateKey } = generateEd25519();
    const sign = signerOf(privateKey);
    const messages = Array.from({ length: 100 }, (_, index) => utf8(`message ${index}`));
    const signatures = await Promise.all(messages.map(sign));
    const shifted = [...signatures.slice(1), ...signatures.slice(0, 1)];
    const verdictsOf = (list: readonly Uint8Array[]) =>
      Promise.all(list.map((signature, index) => verify(publicKey, messages[index] ?? utf8(''), signature)));
    expect(new Set(await verdictsOf(signatures))).toEqual(new Set([true]));
    expect(new Set(await verdictsOf(shifted))).toEqual(new Set([false]));
  });

  test('does not mistake one key for another', async () => {
    const pairs = Array.from({ length: 20 }, generateEd25519);
    const message = utf8('one message');
    for (const { publicKey, privateKey } of pairs) {
      const signature = await signerOf(privateKey)(message);
      for (const other of pairs) {
        expect(await verify(other.publicKey, message, signature)).toBe(other.publicKey === publicKey);
      }
    }
  });
});

function bytesOfHex(hex: string): Uint8Array {
  return Uint8Array.from(Buffer.from(hex, 'hex'));
}

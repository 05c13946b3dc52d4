import { describe, expect, test } from 'vitest';
import { fromBase64url, utf8 } from '../../../protocol/bytes.ts';
import { parseEnvelope } from '../../../protocol/envelope/parse.ts';
import { verifyWithJose } from '../../../protocol/identity/jose-verify.ts';
import { ProtocolError } from '../../../protocol/problem.ts';
import { ed25519FromSeed, signerOf } from '../../../server/keys/node-sign.ts';
import { verifyWithNode } from '../../../server/keys/node-verify.ts';
import { sharedFolder } from '../../support/vectors/shared-data.ts';

const wycheproof = sharedFolder('wycheproof');

interface JwsTest {
  readonly tcId: number;
  readonly comment: string;
  readonly jws: string | Readonly<Record<string, unknown>>;
  readonly result: string;
}

describe.skipIf(!wycheproof.present)(`§2.1 [R-2.2] Wycheproof JWS (G5)${wycheproof.note}`, () => {
  const groups: { tests: JwsTest[] }[] = wycheproof.present
    ? wycheproof.json('json_web_signature_test.json').testGroups
    : [];
  const tests = groups.flatMap((group) => group.tests);

  test('there are 401', () => expect(tests).toHaveLength(401));

  test.each(tests)('$tcId $comment is no envelope, though $result elsewhere', ({ jws }) => {
    const text = typeof jws === 'string' ? jws : JSON.stringify(jws);
    expect(problemOf(text)).not.toBe('none');
    expect(problemOf(JSON.stringify(text))).not.toBe('none');
    expect(problemOf(flattened(text))).not.toBe('none');
  });

  // jose takes these six. Four have spaces or unused bits, which refuses by itself.
  test.each([360, 365, 368, 375])('[R-2.3] %d has a part that is no strict base64url', (tcId) => {
    const jws = tests.find((item) => item.tcId === tcId)?.jws;
    if (typeof jws !== 'string') throw new TypeError(`${tcId} is a compact JWS`);
    expect(jws.split('.').map((part) => fromBase64url(part))).toContain(null);
  });

  test.each([367, 370])('[R-2.2] %d is strict base64url and refused for its header', (tcId) => {
    const jws = tests.find((item) => item.tcId === tcId)?.jws;
    if (typeof jws !== 'string') throw new TypeError(`${tcId} is a compact JWS`);
    expect(jws.split('.').map((part) => fromBase64url(part))).not.toContain(null);
    expect(problemOf(flattened(jws))).toBe('not-canonical');
  });
});

const cookbook = sharedFolder('jose-cookbook');

describe.skipIf(!cookbook.present)(`§2.3 [R-2.5] RFC 8037 and RFC 7520${cookbook.note}`, () => {
  const rfc8037 = cookbook.present ? cookbook.json('curve25519/jws.json') : null;

  test('RFC 8037: its signature is ours, and verifies', async () => {
    const bytes = (text: string) => fromBase64url(text) ?? new Uint8Array();
    const message = utf8(rfc8037.signing['sig-input']);
    const publicKey = bytes(rfc8037.input.key.x);
    const pair = ed25519FromSeed(bytes(rfc8037.input.key.d));
    expect(pair.publicKey).toEqual(publicKey);
    expect(await signerOf(pair.privateKey)(message)).toEqual(bytes(rfc8037.signing.sig));
    for (const verify of [verifyWithNode, verifyWithJose]) {
      expect(await verify(publicKey, message, bytes(rfc8037.signing.sig))).toBe(true);
      expect(await verify(publicKey, message.with(0, 0), bytes(rfc8037.signing.sig))).toBe(false);
    }
  });

  const files = ['curve25519/jws.json', ...cookbook.files('jws').map((file) => `jws/${file}`)];

  test.each(files)('%s is no envelope in any of its forms', (file) => {
    for (const form of Object.values(cookbook.json(file).output)) {
      expect(problemOf(typeof form === 'string' ? form : JSON.stringify(form))).not.toBe('none');
    }
  });
});

/** The three parts of a compact JWS under the names of our envelope, in canonical order. */
function flattened(compact: string): string {
  const [header = '', payload = '', signature = ''] = compact.split('.');
  return JSON.stringify({ payload, protected: header, signature });
}

function problemOf(text: string): string {
  try {
    parseEnvelope(utf8(text));
    return 'none';
  } catch (error) {
    if (error instanceof ProtocolError) return error.type;
    throw error;
  }
}

import { createPrivateKey, createPublicKey, sign, verify } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { type InnerList, isInnerList, parseDictionary } from 'structured-headers';
import { describe, expect, test } from 'vitest';
import { ProtocolError } from '../../../protocol/problem.ts';
import { checkContentDigest, contentDigest } from '../../../server/request-signature/content-digest.ts';
import { authorityOf } from '../../../server/request-signature/request-target.ts';
import { type CoverableRequest, signatureBase } from '../../../server/request-signature/signature-base.ts';

/** RFC 9421 §B.2 test-request, §B.1.4 test-key-ed25519 and §B.2.6, as printed there. */
const B26 = {
  publicKeySpkiB64: 'MCowBQYDK2VwAyEAJrQLj5P/89iXES9+vFgrIy29clF9CC/oPPsw3c5D0bs=',
  privateKeyPkcs8B64: 'MC4CAQAwBQYDK2VwBCIEIJ+DYvh6SEqVTm50DFtMDoQikTmiCqirVv9mWG9qfSnF',
  request: {
    method: 'POST',
    url: 'https://example.com/foo?param=Value&Pet=dog',
    headers: {
      host: 'example.com',
      date: 'Tue, 20 Apr 2021 02:07:55 GMT',
      'content-type': 'application/json',
      'content-digest':
        'sha-512=:WZDPaVn/7XgHaAy8pmojAkGWoRx2UFChF41A2svX+TaPm+AbwAgBWnrIiYllu7BNNyealdVLvRwEmTHWXvJwew==:',
      'content-length': '18',
    },
  },
  signatureInput:
    'sig-b26=("date" "@method" "@path" "@authority" "content-type" "content-length");created=1618884473;keyid="test-key-ed25519"',
  signatureBase: [
    '"date": Tue, 20 Apr 2021 02:07:55 GMT',
    '"@method": POST',
    '"@path": /foo',
    '"@authority": example.com',
    '"content-type": application/json',
    '"content-length": 18',
    '"@signature-params": ("date" "@method" "@path" "@authority" "content-type" "content-length");created=1618884473;keyid="test-key-ed25519"',
  ].join('\n'),
  signature: 'wqcAqbmYJ2ji2glfAMaRy4gruYYnx2nEFN2HN6jrnDnQCK1u02Gb04v9EDgwUPiu4A0w6vuQv5lIp5WPpBKRCw==',
};
const SHARED = new URL('../../../../shared/data/vectors/rfc9421/ed25519-b26.json', import.meta.url);

describe('§10.5 [R-10.12] RFC 9421 B.2.6', () => {
  test('the typed-in example is reproduced to the byte', () => expectReproduced(B26));

  const shared = existsSync(SHARED);
  test.skipIf(!shared)(
    shared ? 'the shared example too' : 'SKIPPED: shared/data/vectors/rfc9421/ed25519-b26.json is missing',
    () => expectReproduced(JSON.parse(readFileSync(SHARED, 'utf8'))),
  );

  test.each([
    ['path', { path: '/foo/' }],
    ['method', { method: 'PUT' }],
    ['authority', { authority: 'example.org' }],
  ])('another %s gives another base', (_, change) => {
    const { request, input } = partsOf(B26);
    expect(signatureBase({ ...request, ...change }, input)).not.toBe(B26.signatureBase);
  });
});

describe('§10.5 [R-10.12] a signature base MUST NOT be made of', () => {
  const { request } = partsOf(B26);
  test.each([
    ['a field that is absent', '("x-absent")', {}],
    ['an unknown derived component', '("@status")', {}],
    ['a component with a parameter', '("date";bs)', {}],
    ['a component that is no string', '(date)', {}],
    ['a component twice', '("date" "@path" "date")', {}],
    ['a value with a line break', '("@method")', { method: 'POST\n"@path": /other' }],
    ['a value beyond ASCII', '("@path")', { path: '/café' }],
  ])('%s', (_, input, change) => {
    expect(() => signatureBase({ ...request, ...change }, innerListOf(`a=${input}`, 'a'))).toThrow(
      ProtocolError,
    );
  });
});

describe('§10.4 [R-10.11] Content-Digest', () => {
  test.each([
    ['RFC 9530 B.1', '{"hello": "world"}\n', 'RK/0qy18MlBSVnWgjwz6lZEWjP/lF5HF9bvEF8FabDg='],
    ['RFC 9421 7.2.8', '{"hello": "world"}', 'X48E9qOokqqrvdts8nOJRJN3OWDUoyWxBf7kbu9DBPE='],
    ['no content', '', '47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='],
  ])('%s', (_, content, digest) => {
    expect(contentDigest(Buffer.from(content))).toBe(`sha-256=:${digest}:`);
    expect(() => checkContentDigest(`sha-256=:${digest}:`, Buffer.from(content))).not.toThrow();
    expect(() => checkContentDigest(`sha-256=:${digest}:`, Buffer.from(`${content} `))).toThrow(
      ProtocolError,
    );
  });
});

type Example = typeof B26;

function expectReproduced(example: Example): void {
  const { request, input } = partsOf(example);
  const base = signatureBase(request, input);
  expect(base).toBe(example.signatureBase);

  const publicKey = createPublicKey({
    key: Buffer.from(example.publicKeySpkiB64, 'base64'),
    format: 'der',
    type: 'spki',
  });
  const privateKey = createPrivateKey({
    key: Buffer.from(example.privateKeyPkcs8B64, 'base64'),
    format: 'der',
    type: 'pkcs8',
  });
  expect(verify(null, Buffer.from(base), publicKey, Buffer.from(example.signature, 'base64'))).toBe(true);
  expect(sign(null, Buffer.from(base), privateKey).toString('base64')).toBe(example.signature);
}

function partsOf({ request, signatureInput }: Example): { request: CoverableRequest; input: InnerList } {
  const url = new URL(request.url);
  return {
    request: {
      method: request.method,
      authority: authorityOf(url.origin),
      path: url.pathname,
      query: url.search,
      fields: new Map(Object.entries(request.headers)),
    },
    input: innerListOf(signatureInput, 'sig-b26'),
  };
}

function innerListOf(field: string, label: string): InnerList {
  const member = parseDictionary(field).get(label);
  if (member === undefined || !isInnerList(member)) throw new Error(`no inner list ${label}`);
  return member;
}

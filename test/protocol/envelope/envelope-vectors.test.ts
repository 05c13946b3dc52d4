import { readFileSync } from 'node:fs';
import { flattenedVerify, importJWK } from 'jose';
import { describe, expect, test } from 'vitest';
import { parseEnvelope } from '../../../protocol/envelope/parse.ts';
import { envelopeBytes } from '../../../protocol/envelope/sign.ts';
import { verifyEnvelope } from '../../../protocol/envelope/verify.ts';
import { verifyWithJose } from '../../../protocol/identity/jose-verify.ts';
import { ProtocolError } from '../../../protocol/problem.ts';
import { verifyWithNode } from '../../../server/keys/node-verify.ts';
import { inputBytes, type VectorFile } from '../../support/vectors/document-case.ts';
import { type EnvelopeExpected, envelopeVectors } from '../../support/vectors/envelope.ts';
import { base64url, PUBLIC_KEY } from '../../support/vectors/envelope-seal.ts';

const file: VectorFile<EnvelopeExpected> = JSON.parse(
  readFileSync(new URL('../../../spec/vectors/02-envelope.json', import.meta.url), 'utf8'),
);
const RULES = [
  'R-2.1',
  'R-2.1a',
  'R-2.2',
  'R-2.2b',
  'R-2.3',
  'R-2.5a',
  'R-2.5b',
  'R-2.5c',
  'R-2.5d',
  'R-2.5e',
] as const;
const VERIFIERS = [
  ['node:crypto', verifyWithNode],
  ['WebCrypto', verifyWithJose],
] as const;

test('§2.1 the vector file is what its generator writes', () => {
  expect(file).toEqual(JSON.parse(JSON.stringify(envelopeVectors())));
});

test.each(RULES)('§2.1 [%s] has vectors to accept and to refuse', (rule) => {
  const verdicts = file.cases.filter((item) => item.rule === rule).map((item) => item.valid);
  expect(new Set(verdicts)).toEqual(new Set([true, false]));
});

test('§2.1 every vector has an id of its own', () => {
  expect(new Set(file.cases.map(({ id, valid }) => `${id} ${valid}`)).size).toBe(file.cases.length);
});

describe.each(VERIFIERS)('§2.1 vectors with %s', (_, verify) => {
  test.each(file.cases.filter((item) => item.valid))('[$rule] $id: $what', async ({ input, expected }) => {
    const { id, kid, content } = await verifyEnvelope(parseEnvelope(inputBytes(input)), verify);
    expect({ id, ...kid, type: content.type }).toEqual(expected);
  });

  test.each(file.cases.filter((item) => !item.valid))('[$rule] $id: $what', async ({ input, expected }) => {
    expect({ problem: await problemOf(inputBytes(input), verify) }).toEqual(expected);
  });
});

describe('§2.1 [R-2.1] an envelope that verifies', () => {
  const valid = file.cases.filter((item) => item.valid);

  test.each(valid)('$id is written again to the byte', ({ input }) => {
    expect(envelopeBytes(parseEnvelope(inputBytes(input)))).toEqual(inputBytes(input));
  });

  test.each(valid)('$id is a JWS to any library', async ({ input }) => {
    const key = await importJWK({ kty: 'OKP', crv: 'Ed25519', x: base64url(PUBLIC_KEY) }, 'Ed25519');
    const jws = JSON.parse(new TextDecoder().decode(inputBytes(input)));
    const { payload } = await flattenedVerify(jws, key, { algorithms: ['Ed25519'] });
    expect(payload).toEqual(parseEnvelope(inputBytes(input)).payload);
  });
});

async function problemOf(bytes: Uint8Array, verify: typeof verifyWithNode): Promise<string> {
  try {
    await verifyEnvelope(parseEnvelope(bytes), verify);
    return 'none: it was accepted';
  } catch (error) {
    if (error instanceof ProtocolError) return error.type;
    throw error;
  }
}

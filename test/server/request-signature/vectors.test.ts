import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { scidSchema } from '../../../protocol/ids.ts';
import { verifyRequest } from '../../../server/request-signature/verify-request.ts';
import {
  requestSignatureVectors,
  VECTOR_FILE,
  type VectorFile,
} from '../../support/vectors/request-signature.ts';
import type { VectorCase } from '../../support/vectors/request-signature-case.ts';
import { reasonOf, riverReceiver, verifyEd25519, type WatchedReceiver } from './support.ts';

const file: VectorFile = JSON.parse(readFileSync(VECTOR_FILE, 'utf8'));
const RULES = Array.from({ length: 14 }, (_, index) => `R-10.${index + 1}`);
const KEY_STEPS: ReadonlySet<string | undefined> = new Set([
  'key-unknown',
  'signature-invalid',
  'nonce-used',
]);
const textDecoder = new TextDecoder();

test('§10 the vector file is what its generator writes', () => {
  expect(file).toEqual(JSON.parse(JSON.stringify(requestSignatureVectors())));
});

test.each(RULES)('§10 [%s] has vectors to accept and to refuse', (rule) => {
  const verdicts = file.cases.filter((item) => item.rule === rule).map((item) => item.valid);
  expect(new Set(verdicts)).toEqual(new Set([true, false]));
});

test('§10 every vector has an id of its own', () => {
  expect(new Set(file.cases.map((item) => item.id)).size).toBe(file.cases.length);
});

describe('§10 vectors', () => {
  test.each(file.cases.filter((item) => item.valid))('[$rule] $id: $what', async (item) => {
    const bases: string[] = [];
    const receiver = receiverOf(item, bases);

    const sender = await verifyRequest(requestOf(item), receiver);

    expect(sender).toEqual(item.sender);
    expect(bases).toEqual([item.signatureBase]);
    expect(receiver.asked).toEqual({ keys: 1, nonces: 1 });
  });

  test.each(file.cases.filter((item) => !item.valid))('[$rule] $id: $what', async (item) => {
    const receiver = receiverOf(item, []);

    expect(await reasonOf(verifyRequest(requestOf(item), receiver))).toBe(item.reason);

    // Keys are looked up in step 6, nonces in step 8: what fails before asks for neither.
    expect(receiver.asked).toEqual({
      keys: KEY_STEPS.has(item.reason) ? 1 : 0,
      nonces: item.reason === 'nonce-used' ? 1 : 0,
    });
  });
});

function requestOf({ request }: VectorCase) {
  return { ...request, body: Uint8Array.from(Buffer.from(request.body, 'base64url')) };
}

function receiverOf({ receiver }: VectorCase, bases: string[]): WatchedReceiver {
  const used = new Set(receiver.usedNonces.map(([keyid, nonce]) => `${keyid} ${nonce}`));
  return riverReceiver({
    origin: receiver.origin,
    commons: scidSchema.parse(receiver.commons),
    nowSeconds: receiver.now,
    isInForce: async (author, key) => receiver.keysInForce.includes(`${author}#${key}`),
    seenNonce: async (_author, keyid, nonce) => used.has(`${keyid} ${nonce}`),
    verify: (publicKey, message, signature) => {
      bases.push(textDecoder.decode(message));
      return verifyEd25519(publicKey, message, signature);
    },
  });
}

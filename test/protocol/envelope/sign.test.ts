import { fc, test as lawTest } from '@fast-check/vitest';
import { describe, expect, test, vi } from 'vitest';
import { textOf, utf8 } from '../../../protocol/bytes.ts';
import { canonicalBytes } from '../../../protocol/canonical.ts';
import { protectedHeaderOf } from '../../../protocol/envelope/header.ts';
import { parseEnvelope } from '../../../protocol/envelope/parse.ts';
import { signEnvelope } from '../../../protocol/envelope/sign.ts';
import { verifyEnvelope } from '../../../protocol/envelope/verify.ts';
import { multikeyOf } from '../../../protocol/identity/multikey.ts';
import type { SignBytes } from '../../../protocol/identity/signature.ts';
import { scidSchema, subjectSchema } from '../../../protocol/ids.ts';
import { ed25519FromSeed, signerOf } from '../../../server/keys/node-sign.ts';
import { verifyWithNode } from '../../../server/keys/node-verify.ts';
import {
  ANA,
  base64url,
  COMMONS,
  HEADER,
  HONEST,
  json,
  PAYLOAD,
  payloadOf,
  SEED,
} from '../../support/vectors/envelope-seal.ts';

const pair = ed25519FromSeed(SEED);
const key = multikeyOf(pair.publicKey);
const author = subjectSchema.parse(ANA);
const sign = signerOf(pair.privateKey);

test('§2.1 [R-2.1] what is signed is the one text', async () => {
  const text = textOf(await signEnvelope({ payload: utf8(PAYLOAD), author, key, sign }));
  expect(text).toBe(json(HONEST));
});

test('§2.1 [R-2.2] the header is a function of the kid', () => {
  expect(protectedHeaderOf({ author, key })).toBe(base64url(HEADER));
});

lawTest.prop([fc.dictionary(fc.stringMatching(/^[a-z]{2,8}$/), fc.string()), fc.boolean()])(
  '§2.3 [R-2.5] what was signed verifies, by participants and by commons',
  async (fields, byCommons) => {
    const signer = byCommons ? scidSchema.parse(COMMONS) : author;
    const text = Object.fromEntries(Object.entries(fields).filter(([, value]) => !value.includes('\0')));
    const payload = canonicalBytes({ text, author: signer, type: 'advice' });
    const envelope = parseEnvelope(await signEnvelope({ payload, author: signer, key, sign }));
    const verified = await verifyEnvelope(envelope, verifyWithNode);
    expect(verified.payload).toEqual(payload);
    expect(verified.kid).toEqual({ author: signer, key });
  },
);

describe('§2.3 [R-2.5] nothing is signed (S6)', () => {
  test.each([
    ['that names another author', payloadOf({ author: COMMONS }), 'forbidden'],
    ['without an author', '{"type":"advice"}', 'forbidden'],
    ['without a type', json({ author: ANA }), 'forbidden'],
    ['that is not canonical', `${PAYLOAD} `, 'not-canonical'],
    ['that is no object', '[]', 'malformed'],
    ['that is too large', 'x'.repeat(70_000), 'too-large'],
  ])('%s', async (_, payload, type) => {
    const watched = vi.fn<SignBytes>(sign);
    const signing = signEnvelope({ payload: utf8(payload), author, key, sign: watched });
    await expect(signing).rejects.toMatchObject({ name: 'ProtocolError', type });
    expect(watched).not.toHaveBeenCalled();
  });

  test('with a signer that gives something else than a signature', async () => {
    const signing = signEnvelope({
      payload: utf8(PAYLOAD),
      author,
      key,
      sign: async () => new Uint8Array(63),
    });
    await expect(signing).rejects.toThrow(TypeError);
  });
});

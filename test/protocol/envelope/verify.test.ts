import { describe, expect, test, vi } from 'vitest';
import { toBase64url, utf8 } from '../../../protocol/bytes.ts';
import { parseEnvelope } from '../../../protocol/envelope/parse.ts';
import { verifyEnvelope } from '../../../protocol/envelope/verify.ts';
import type { VerifySignature } from '../../../protocol/identity/signature.ts';
import { ProtocolError } from '../../../protocol/problem.ts';
import { verifyWithNode } from '../../../server/keys/node-verify.ts';
import { verifyLeniently } from '../../support/vectors/ed25519-forge.ts';
import { envelopeVectors } from '../../support/vectors/envelope.ts';
import {
  ANA,
  COMMONS,
  HONEST,
  headerOf,
  json,
  KEY,
  multikeyText,
  OTHER_PUBLIC_KEY,
  OTHER_SEED,
  PUBLIC_KEY,
  payloadOf,
  SEED,
  sealed,
} from '../../support/vectors/envelope-seal.ts';

const BEN = '01890a5d-ac96-774b-bcce-b302099a8058';
const AUTHORS = [ANA, BEN, COMMONS];
const KEYS = [
  { key: KEY, seed: SEED },
  { key: multikeyText(OTHER_PUBLIC_KEY), seed: OTHER_SEED },
];

test('§2.3 [R-2.5a] the verifier is asked once, for the key, the signing input and the signature', async () => {
  const verify = vi.fn<VerifySignature>(async () => true);
  const envelope = parseEnvelope(utf8(json(HONEST)));

  expect(await verifyEnvelope(envelope, verify)).toBe(envelope);

  const input = utf8(`${HONEST.protected}.${HONEST.payload}`);
  expect(verify.mock.calls).toEqual([[PUBLIC_KEY, input, envelope.signature]]);
  expect(toBase64url(envelope.signature)).toBe(HONEST.signature);
});

describe('§2.3 [R-2.5b] signer, owner of the kid and author (G1)', () => {
  const rows = AUTHORS.flatMap((kidAuthor) =>
    AUTHORS.flatMap((author) =>
      KEYS.flatMap(({ key }) =>
        KEYS.map(({ seed, key: signer }) => ({ kidAuthor, author, key, seed, signer })),
      ),
    ),
  );

  test.each(rows)('kid of $kidAuthor with $key, author $author, signed by $signer', async (row) => {
    const envelope = sealed(
      headerOf(`${row.kidAuthor}#${row.key}`),
      payloadOf({ author: row.author }),
      row.seed,
    );
    const allEqual = row.kidAuthor === row.author && row.key === row.signer;
    expect(await outcomeOf(json(envelope), verifyWithNode)).toBe(allEqual ? 'verified' : 'signature-invalid');
  });
});

describe('§2.3 what the form shows to be false is false for any verifier', () => {
  const OURS = ['R-2.5b', 'R-2.5c', 'R-2.5d', 'R-2.5e'];
  const cases = envelopeVectors().cases.filter((item) => !item.valid && OURS.includes(item.rule));

  test.each(cases)('[$rule] $id', async ({ input, expected }) => {
    const verify = vi.fn<VerifySignature>(async () => true);
    if (!('text' in input)) throw new TypeError('envelopes are text');
    expect({ problem: await outcomeOf(input.text, verify) }).toEqual(expected);
    expect(verify).not.toHaveBeenCalled();
  });

  test('[R-2.5c] the universal signature would verify under a key of low order', async () => {
    const item = cases.find(({ id }) => id === 'key-low-order-0');
    if (item === undefined || !('text' in item.input)) throw new TypeError('there is such a case');
    const { kid, payload, signature } = parseEnvelope(utf8(item.input.text));
    expect(kid.author).toBe(ANA);
    const identity = Uint8Array.of(1, ...new Uint8Array(31));
    expect(await verifyLeniently(identity, payload, signature)).toBe(true);
  });
});

test('§2.3 [R-2.5] a verifier that says no is believed', async () => {
  expect(await outcomeOf(json(HONEST), async () => false)).toBe('signature-invalid');
});

test('§2.3 [R-2.5] a verifier that fails makes nothing verified', async () => {
  const envelope = parseEnvelope(utf8(json(HONEST)));
  const failing = () => verifyEnvelope(envelope, () => Promise.reject(new Error('no such algorithm')));
  await expect(failing()).rejects.toThrow('no such algorithm');
});

async function outcomeOf(text: string, verify: VerifySignature): Promise<string> {
  try {
    await verifyEnvelope(parseEnvelope(utf8(text)), verify);
    return 'verified';
  } catch (error) {
    if (error instanceof ProtocolError) return error.type;
    throw error;
  }
}

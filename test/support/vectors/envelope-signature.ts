import { createHash } from 'node:crypto';
import {
  lowOrderEncodings,
  mixedOrderKey,
  nonCanonicalOfLargeOrder,
  signatureForMixedKey,
  signatureWithR,
  signatureWithTorsion,
  universalSignature,
  withOrderAdded,
} from './ed25519-forge.ts';
import {
  ANA,
  base64url,
  COMMONS,
  CONTENT,
  type EnvelopeRow,
  type EnvelopeText,
  HEADER,
  HONEST,
  headerOf,
  json,
  KEY,
  KID,
  multikeyText,
  OTHER_PUBLIC_KEY,
  OTHER_SEED,
  PAYLOAD,
  PUBLIC_KEY,
  payloadOf,
  SEED,
  sealed,
  signRaw,
} from './envelope-seal.ts';

/** signatures, and the keys that they are verified with. */
export function signatureRows(): EnvelopeRow[] {
  const input = Buffer.from(`${HONEST.protected}.${HONEST.payload}`);
  const honest = Buffer.from(HONEST.signature, 'base64url');
  const signed = (signature: Uint8Array) => ({ ...HONEST, signature: base64url(signature) });
  const wrong = 'signature-invalid';
  return [
    ['signature-short', 'R-2.1', 'a signature of 63 bytes', signed(honest.subarray(1))],
    ['signature-long', 'R-2.1', 'a signature of 65 bytes', signed(Buffer.concat([honest, Buffer.alloc(1)]))],
    [
      'signature-twice',
      'R-2.1',
      'two signatures one after the other',
      signed(Buffer.concat([honest, honest])),
    ],
    [
      'signature-der',
      'R-2.1',
      'a signature in DER',
      signed(Buffer.concat([Buffer.from('3044', 'hex'), honest])),
    ],
    ['other-key', 'R-2.5', 'signed with another key', sealed(HEADER, PAYLOAD, OTHER_SEED), wrong],
    [
      'other-kid',
      'R-2.5',
      'kid names another key',
      { ...HONEST, protected: base64url(headerOf(`${ANA}#${multikeyText(OTHER_PUBLIC_KEY)}`)) },
      wrong,
    ],
    [
      'other-payload',
      'R-2.5',
      'another payload',
      { ...HONEST, payload: base64url(payloadOf({ v: 2 })) },
      wrong,
    ],
    [
      'payload-alone',
      'R-2.5a',
      'signed over the payload alone',
      signed(signRaw(SEED, Buffer.from(PAYLOAD))),
      wrong,
    ],
    [
      'payload-base64url-alone',
      'R-2.5a',
      'signed over the payload in base64url alone',
      signed(signRaw(SEED, Buffer.from(HONEST.payload))),
      wrong,
    ],
    [
      'payload-raw',
      'R-2.5a',
      'signed over header, full stop and raw payload',
      signed(signRaw(SEED, Buffer.from(`${HONEST.protected}.${PAYLOAD}`))),
      wrong,
    ],
    [
      'hash',
      'R-2.5a',
      'signed over the hash of the signing input',
      signed(signRaw(SEED, createHash('sha512').update(input).digest())),
      wrong,
    ],
    [
      'author-other',
      'R-2.5b',
      'the payload names another author',
      sealed(HEADER, payloadOf({ author: '01890a5d-ac96-774b-bcce-b302099a8058' })),
      wrong,
    ],
    [
      'author-commons',
      'R-2.5b',
      'kid names the commons, the payload a participant',
      sealed(headerOf(`${COMMONS}#${KEY}`), PAYLOAD),
      wrong,
    ],
    ['author-missing', 'R-2.5b', 'no author', sealed(HEADER, json({ type: 'advice' })), wrong],
    ['author-array', 'R-2.5b', 'a list of authors', sealed(HEADER, payloadOf({ author: [ANA] })), wrong],
    [
      'author-kid',
      'R-2.5b',
      'the author is the whole kid',
      sealed(HEADER, payloadOf({ author: KID })),
      wrong,
    ],
    ['author-wrapped', 'R-2.5b', 'a signed envelope as payload', sealed(HEADER, json(HONEST)), 'malformed'],
    [
      'author-nested',
      'R-2.5b',
      'a signed payload inside a payload',
      sealed(HEADER, json({ payload: CONTENT, type: 'advice' })),
      wrong,
    ],
    ['type-missing', 'R-2.5e', 'no type', sealed(HEADER, json({ author: ANA })), 'malformed'],
    ['type-number', 'R-2.5e', 'a type that is a number', sealed(HEADER, payloadOf({ type: 1 })), 'malformed'],
    ['type-null', 'R-2.5e', 'a type that is null', sealed(HEADER, payloadOf({ type: null })), 'malformed'],
    ...lowOrderEncodings().map(
      ({ name, bytes }, index): EnvelopeRow => [
        `key-low-order-${index}`,
        ...(['R-2.5c', `the key is of low order (${name}), with the universal signature`] as const),
        {
          ...sealed(headerOf(`${ANA}#${multikeyText(bytes)}`), PAYLOAD),
          signature: base64url(universalSignature()),
        },
        'key-unsound',
      ],
    ),
    [
      'key-not-canonical',
      'R-2.5c',
      'the key is y = p + 3',
      sealed(headerOf(`${ANA}#${multikeyText(nonCanonicalOfLargeOrder())}`), PAYLOAD),
      'key-unsound',
    ],
    [
      'key-no-point',
      'R-2.5c',
      'the key is no point',
      sealed(headerOf(`${ANA}#${multikeyText(Buffer.alloc(32, 2))}`), PAYLOAD),
      'key-unsound',
    ],
    [
      'key-mixed-order',
      'R-2.5c',
      'the key has torsion; without vetting this verifies',
      mixedOrderSealed(),
      'key-unsound',
    ],
    ['signature-malleated', 'R-2.5d', 'S + L', signed(withOrderAdded(honest)), wrong],
    [
      'signature-s-largest',
      'R-2.5d',
      'S of all ones',
      signed(Buffer.concat([honest.subarray(0, 32), Buffer.alloc(32, 255)])),
      wrong,
    ],
    ['signature-zero', 'R-2.5d', 'all zero', signed(Buffer.alloc(64)), wrong],
    ...lowOrderEncodings().map(
      ({ name, bytes }, index): EnvelopeRow => [
        `signature-r-low-order-${index}`,
        'R-2.5d',
        `R is of low order (${name}); made by the owner of the key, some libraries take some of these`,
        signed(signatureWithR(SEED, bytes, input)),
        wrong,
      ],
    ),
    [
      'signature-r-not-canonical',
      'R-2.5d',
      'R is y = p + 3',
      signed(signatureWithR(SEED, nonCanonicalOfLargeOrder(), input)),
      wrong,
    ],
    [
      'signature-r-torsion',
      'R-2.5',
      'R has torsion: true for cofactored verifiers alone',
      signed(signatureWithTorsion(SEED, input)),
      wrong,
    ],
  ];
}

/** Tries payloads until the honest secret signs for the moved key. */
function mixedOrderSealed(): EnvelopeText {
  const mixed = mixedOrderKey(PUBLIC_KEY);
  const header = base64url(headerOf(`${ANA}#${multikeyText(mixed)}`));
  for (let n = 0; ; n++) {
    const payload = base64url(payloadOf({ n }));
    const input = Buffer.from(`${header}.${payload}`);
    const signature = signatureForMixedKey(SEED, mixed, input);
    if (signature !== null) return { payload, protected: header, signature: base64url(signature) };
  }
}

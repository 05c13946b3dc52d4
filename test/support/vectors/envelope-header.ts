import { createHmac } from 'node:crypto';
import {
  ANA,
  base64url,
  COMMONS,
  type EnvelopeRow,
  type EnvelopeText,
  HEADER,
  headerOf,
  json,
  KEY,
  KID,
  OTHER_PUBLIC_KEY,
  PAYLOAD,
  PUBLIC_KEY,
  sealed,
} from './envelope-seal.ts';

/** the protected header. */
export function headerRows(): EnvelopeRow[] {
  const more = (name: string, value: unknown): EnvelopeRow => [
    ...([`header-${name}`, 'R-2.2', `${name} in the header`] as const),
    sealed(json({ ...JSON.parse(HEADER), [name]: value }), PAYLOAD),
  ];
  const algs = [
    'none',
    'None',
    'NONE',
    '',
    'HS256',
    'HS512',
    'RS256',
    'ES256',
    'EdDSA',
    'ed25519',
    'Ed448',
    'Ed25519ph',
  ];
  const jwk = { kty: 'OKP', crv: 'Ed25519', x: base64url(OTHER_PUBLIC_KEY) };
  return [
    ...algs.map(
      (alg): EnvelopeRow => [
        `alg-${alg || 'empty'}`,
        'R-2.2',
        `alg ${alg || 'of no letters'}`,
        sealed(headerOf(KID, alg), PAYLOAD),
      ],
    ),
    [
      'alg-none-unsigned',
      'R-2.2',
      'alg none and no signature',
      { ...sealed(headerOf(KID, 'none'), PAYLOAD), signature: '' },
    ],
    ['alg-hmac', 'R-2.2', 'alg HS256, signed with the public key as secret', hmacSealed()],
    [
      'alg-array',
      'R-2.2',
      'a list of algs',
      sealed(json({ alg: ['Ed25519'], kid: KID, typ: 'folkmoot+jws' }), PAYLOAD),
    ],
    ['alg-missing', 'R-2.2', 'no alg', sealed(json({ kid: KID, typ: 'folkmoot+jws' }), PAYLOAD)],
    ['typ-missing', 'R-2.2', 'no typ', sealed(json({ alg: 'Ed25519', kid: KID }), PAYLOAD)],
    ['kid-missing', 'R-2.2', 'no kid', sealed(json({ alg: 'Ed25519', typ: 'folkmoot+jws' }), PAYLOAD)],
    ['typ-jwt', 'R-2.2', 'typ of something else', sealed(headerOf(KID, 'Ed25519', 'JWT'), PAYLOAD)],
    [
      'typ-media-type',
      'R-2.2',
      'typ with application/',
      sealed(headerOf(KID, 'Ed25519', 'application/folkmoot+jws'), PAYLOAD),
    ],
    ['typ-capital', 'R-2.2', 'typ in capitals', sealed(headerOf(KID, 'Ed25519', 'FOLKMOOT+JWS'), PAYLOAD)],
    more('jwk', jwk),
    more('jku', 'https://evil.example/keys'),
    more('x5u', 'https://evil.example/chain'),
    more('x5c', ['AAAA']),
    more('x5t', 'AAAA'),
    more('crit', ['exp']),
    more('crit-empty', []),
    more('b64', false),
    more('cty', 'json'),
    more('zip', 'DEF'),
    more('nonce', 'AAAA'),
    [
      'header-b64-crit',
      'R-2.2',
      'an unencoded payload (RFC 7797)',
      sealed(json({ ...JSON.parse(HEADER), b64: false, crit: ['b64'] }), PAYLOAD),
    ],
    [
      'header-order',
      'R-2.2',
      'header members not sorted',
      sealed(JSON.stringify({ typ: 'folkmoot+jws', kid: KID, alg: 'Ed25519' }), PAYLOAD),
      'not-canonical',
    ],
    [
      'header-space',
      'R-2.2',
      'a space in the header',
      sealed(HEADER.replace(',', ', '), PAYLOAD),
      'not-canonical',
    ],
    [
      'header-twice',
      'R-2.2',
      'alg twice',
      sealed(HEADER.replace('{', '{"alg":"none",'), PAYLOAD),
      'not-canonical',
    ],
    [
      'header-twice-escaped',
      'R-2.2',
      'alg twice, once escaped',
      sealed(HEADER.replace('{', '{"\\u0061lg":"none",'), PAYLOAD),
      'not-canonical',
    ],
    [
      'header-escaped',
      'R-2.2',
      'an escaped letter in the header',
      sealed(HEADER.replace('Ed25519', '\\u0045d25519'), PAYLOAD),
      'not-canonical',
    ],
    ['header-array', 'R-2.2', 'an array as header', sealed('["Ed25519"]', PAYLOAD)],
    ['header-empty', 'R-2.2', 'an empty header', sealed('', PAYLOAD)],
    ['header-bom', 'R-2.2', 'a byte order mark before the header', sealed(`\ufeff${HEADER}`, PAYLOAD)],
    [
      'header-proto',
      'R-2.2',
      '__proto__ in the header',
      sealed(HEADER.replace('{', '{"__proto__":{},'), PAYLOAD),
    ],
  ];
}

/** [R-2.2b]: who signs. */
export function kidRows(): EnvelopeRow[] {
  const kids: readonly (readonly [id: string, what: string, kid: unknown])[] = [
    ['bare', 'the key alone', KEY],
    ['author-only', 'the author alone', ANA],
    ['did-key', 'a did:key', `did:key:${KEY}#${KEY}`],
    ['did-webvh', 'a DID with its host', `did:webvh:${COMMONS}:example.org#${KEY}`],
    ['two-hashes', 'two number signs', `${KID}#`],
    ['no-key', 'no key', `${ANA}#`],
    ['no-author', 'no author', `#${KEY}`],
    ['capital', 'the subject in capitals', `${ANA.toUpperCase()}#${KEY}`],
    ['uuid-v4', 'a UUIDv4', `01890a5d-ac96-474b-bcce-b302099a8057#${KEY}`],
    ['scid-short', 'an SCID too short', `${COMMONS.slice(1)}#${KEY}`],
    ['scid-letter', 'a letter that base 58 has not', `Qm${'0'.repeat(44)}#${KEY}`],
    ['key-letter', 'a key with a letter that base 58 has not', `${ANA}#${KEY.slice(0, -1)}0`],
    ['key-base64url', 'a key in base64url', `${ANA}#u${base64url(PUBLIC_KEY)}`],
    ['key-short', 'a key of a letter less', `${ANA}#${KEY.slice(0, -1)}`],
    ['key-x25519', 'a key for agreement (X25519)', `${ANA}#z6LSbysY2xFMRpGMhb7tFTLMpeuPRaqaWM1yECx2AtzE3KCc`],
    ['key-other-prefix', 'a key with the letters of one and another prefix', `${ANA}#z6Mk${'z'.repeat(44)}`],
    ['fragment-space', 'a space', `${ANA}# ${KEY}`],
    ['line-feed', 'a line feed', `${KID}\n`],
    ['path', 'a path', '../../../../etc/passwd'],
    ['sql', 'a piece of SQL', `' OR '1'='1' --#${KEY}`],
    ['url', 'a URL', `https://evil.example/#${KEY}`],
    ['object', 'an object', { author: ANA, key: KEY }],
    ['array', 'an array', [KID]],
    ['number', 'a number', 1],
    ['null', 'null', null],
    ['empty', 'no letters', ''],
  ];
  return [
    ...kids.map(
      ([id, what, kid]): EnvelopeRow => [
        `kid-${id}`,
        'R-2.2b',
        `kid is ${what}`,
        sealed(headerOf(kid), PAYLOAD),
      ],
    ),
    [
      'kid-10kB',
      'R-2.2b',
      'kid of 10,000 letters',
      sealed(headerOf(`${'a'.repeat(10_000)}#${KEY}`), PAYLOAD),
      'too-large',
    ],
  ];
}

function hmacSealed(): EnvelopeText {
  const parts = sealed(headerOf(KID, 'HS256'), PAYLOAD);
  const mac = createHmac('sha256', PUBLIC_KEY).update(`${parts.protected}.${parts.payload}`).digest();
  return { ...parts, signature: base64url(Buffer.concat([mac, mac])) };
}

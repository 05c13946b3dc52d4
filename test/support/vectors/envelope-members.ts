import { CONTENT, type EnvelopeRow, HEADER, HONEST, json, KID, PAYLOAD, sealed } from './envelope-seal.ts';

/** the members of the envelope and of its payload. */
export function memberRows(): EnvelopeRow[] {
  const { payload, protected: header, signature } = HONEST;
  const text = json(HONEST);
  return [
    ['unprotected', 'R-2.1', 'an unprotected header', json({ header: {}, ...HONEST })],
    ['unprotected-kid', 'R-2.1', 'kid in an unprotected header', json({ header: { kid: KID }, ...HONEST })],
    [
      'general',
      'R-2.1',
      'JWS in general JSON',
      json({ payload, signatures: [{ protected: header, signature }] }),
    ],
    ['compact', 'R-2.1', 'JWS in compact form', `${header}.${payload}.${signature}`],
    ['compact-string', 'R-2.1', 'JWS in compact form as JSON', json(`${header}.${payload}.${signature}`)],
    ['array', 'R-2.1', 'an array of one envelope', json([HONEST])],
    ['no-payload', 'R-2.1', 'no payload (detached)', json({ protected: header, signature })],
    ['no-signature', 'R-2.1', 'no signature', json({ payload, protected: header })],
    ['no-header', 'R-2.1', 'no header', json({ payload, signature })],
    ['member-more', 'R-2.1', 'a member more', json({ ...HONEST, x: 1 })],
    ['payload-object', 'R-2.1', 'the payload as JSON', json({ ...HONEST, payload: CONTENT })],
    ['signature-array', 'R-2.1', 'an array of signatures', json({ ...HONEST, signature: [signature] })],
    ['header-object', 'R-2.1', 'the header as JSON', json({ ...HONEST, protected: JSON.parse(HEADER) })],
    ['null', 'R-2.1', 'null for a signature', json({ ...HONEST, signature: null })],
    [
      'order',
      'R-2.1',
      'members not sorted',
      JSON.stringify({ signature, payload, protected: header }),
      'not-canonical',
    ],
    ['space', 'R-2.1', 'a space', text.replace(',', ', '), 'not-canonical'],
    ['line-feed', 'R-2.1', 'a line feed at the end', `${text}\n`, 'not-canonical'],
    ['escaped', 'R-2.1', 'an escaped letter', text.replace('"payload"', '"\\u0070ayload"'), 'not-canonical'],
    ['twice', 'R-2.1', 'payload twice', text.replace('{', `{"payload":"${payload}",`), 'not-canonical'],
    [
      'twice-escaped',
      'R-2.1',
      'payload twice, once escaped',
      text.replace('{', '{"\\u0070ayload":"e30",'),
      'not-canonical',
    ],
    ['wrapped', 'R-2.1', 'an envelope inside one, by its name', json({ envelope: HONEST })],
    [
      'too-large',
      'R-2.1a',
      'more text than any payload needs',
      json(sealed(HEADER, 'x'.repeat(70_000))),
      'too-large',
    ],
    [
      'payload-too-large',
      'R-2.1a',
      'a payload of 65,537 bytes',
      json(sealed(HEADER, 'x'.repeat(65_537))),
      'too-large',
    ],
    [
      'payload-not-canonical',
      'R-2.4',
      'a payload in another spelling',
      sealed(HEADER, JSON.stringify(CONTENT, null, 1)),
      'not-canonical',
    ],
    [
      'payload-twice',
      'R-2.4',
      'author twice',
      sealed(HEADER, PAYLOAD.replace('{', `{"author":"${'01890a5d-ac96-774b-bcce-b302099a8058'}",`)),
      'not-canonical',
    ],
    [
      'payload-compact',
      'R-2.4',
      'an envelope in compact form as payload',
      sealed(HEADER, `${header}.${payload}.${signature}`),
    ],
    [
      'payload-proto',
      'R-2.4c',
      '__proto__ in the payload',
      sealed(HEADER, PAYLOAD.replace('{', '{"__proto__":{},')),
    ],
  ];
}

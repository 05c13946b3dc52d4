import {
  changeField,
  FOREST,
  FOREST_KEYID,
  NONCE,
  NOW,
  OTHER_KEY,
  type Plan,
  RIVER,
  setBody,
  setTimes,
} from './request-signature-case.ts';
import { accept, origin, refuse, target, usedNonce } from './request-signature-plan.ts';

const EMPTY = new Uint8Array();

/** Target, content, signature and replay: §10.3 to §10.6. */
export const MESSAGE_PLANS: readonly Plan[] = [
  // §10.3 method and target
  accept('10.8', 'query', 'a query', target('/entries?from=10&limit=50')),
  accept(
    '10.8',
    'escaped',
    'escaped characters stay as they are',
    target('/caf%C3%A9%2f%7e/a+b?q=%20%3F&&=?/?'),
  ),
  accept('10.8', 'slashes', 'empty segments stay as they are', target('//other.example//inbox/')),
  ...['/a/../inbox', '/./inbox', '/%2e%2e/inbox', '/inbox?', '/inbox#a', '/in box', '/café', '/in\\box'].map(
    (spelling, index) =>
      refuse('10.8', `spelling-${index}`, `the target is ${spelling}`, 'target', target(spelling)),
  ),
  refuse('10.8', 'absolute', 'a target in absolute-form', 'target', target('https://river.example/inbox')),
  refuse('10.8', 'other-host', 'a target that names another host', 'target', target('@other.example/inbox')),
  refuse('10.8', 'port', 'a target that names a port', 'target', target(':444/inbox')),
  refuse('10.8', 'asterisk', 'a target in asterisk-form', 'target', target('*')),
  refuse('10.8', 'long', 'a target of 8001 characters', 'target', target(`/${'a'.repeat(8000)}`)),
  refuse('10.8', 'method-case', 'a method in small letters', 'method', (draft) => {
    draft.method = 'post';
  }),
  refuse('10.8', 'method-line', 'a method with a line break', 'method', (draft) => {
    draft.method = 'POST\n"@path": /other';
  }),
  refuse('10.8', 'other-method', 'another method than was signed', 'signature-invalid', (draft) => {
    draft.sent.method = 'PUT';
  }),
  refuse('10.8', 'other-path', 'another path than was signed', 'signature-invalid', (draft) => {
    draft.sent.target = '/outbox';
  }),
  refuse('10.8', 'other-query', 'another query than was signed', 'signature-invalid', (draft) => {
    draft.sent.target = '/inbox?all';
  }),
  refuse('10.8', 'moved-query', 'the query became path', 'signature-invalid', (draft) => {
    draft.target = '/inbox?a';
    draft.sent.target = '/inbox/a';
  }),
  // §10.3 authority
  accept(
    '10.9',
    'default-port',
    'an origin in capitals with the default port',
    origin('HTTPS://River.EXAMPLE:443'),
  ),
  accept('10.9', 'port', 'a port that is not the default', (draft) => {
    origin('http://a.localhost:7001')(draft);
    draft.authority = 'a.localhost:7001';
  }),
  accept('10.9', 'port-of-other-scheme', 'port 443 without TLS is no default', (draft) => {
    origin('http://river.example:443')(draft);
    draft.authority = 'river.example:443';
  }),
  ...['forest.example', 'River.example', 'river.example:443', 'river.example.', 'river.example:8443'].map(
    (authority, index) =>
      refuse(
        '10.9',
        `other-${index}`,
        `signed for the authority ${authority}`,
        'signature-invalid',
        (draft) => {
          draft.authority = authority;
          draft.sent.headers = (headers) => [['Host', authority], ...headers];
        },
      ),
  ),
  // §10.3 destination
  accept('10.10', 'moved', 'the same commons at a new host', (draft) => {
    origin('https://moved.example')(draft);
    draft.authority = 'moved.example';
  }),
  refuse('10.10', 'other', 'a request for another commons at the same host', 'destination', (draft) => {
    draft.destination = FOREST;
  }),
  refuse('10.10', 'both', 'two destinations', 'destination', (draft) => {
    draft.destination = `${RIVER}, ${FOREST}`;
  }),
  refuse('10.10', 'did', 'a DID in the place of the SCID', 'destination', (draft) => {
    draft.destination = `did:webvh:${RIVER}:river.example`;
  }),
  refuse('10.10', 'redirected', 'the destination was changed after signing', 'signature-invalid', (draft) => {
    draft.destination = FOREST;
    changeField(draft, 'Folkmoot-Destination', () => RIVER);
  }),
  // §10.4 digest
  accept('10.11', 'bytes', 'content of any bytes', (draft) =>
    setBody(draft, Uint8Array.of(0, 255, 10, 13, 128)),
  ),
  refuse('10.11', 'other-content', 'another content', 'digest-mismatch', (draft) => {
    draft.sent.body = Buffer.from('{"documents":[1]}');
  }),
  refuse('10.11', 'no-content', 'the content was dropped', 'digest-mismatch', (draft) => {
    draft.sent.body = EMPTY;
  }),
  refuse('10.11', 'added-content', 'content was added to a request without', 'digest-mismatch', (draft) => {
    draft.method = 'GET';
    setBody(draft, EMPTY);
    draft.sent.body = Buffer.from('{}');
  }),
  ...[
    (digest: string) => `${digest}, ${digest}`,
    (digest: string) => `${digest}, sha-512=:${'A'.repeat(86)}==:`,
    () => `sha-512=:${'A'.repeat(86)}==:`,
    () => 'md5=:1B2M2Y8AsgTpgAmY7PhCfg==:',
    (digest: string) => `${digest};a`,
    (digest: string) => digest.toUpperCase(),
    (digest: string) => digest.replace('=:', '="').replace(/:$/, '"'),
    (digest: string) => digest.replace('=:', '').replace(/=:$/, ''),
    () => '',
  ].map((change, index) =>
    refuse(
      '10.11',
      `form-${index}`,
      'Content-Digest is not one sha-256 digest',
      'digest-malformed',
      (draft) => {
        draft.digest = change(draft.digest);
      },
    ),
  ),
  // §10.5 signature base
  accept('10.12', 'base', 'the signature base to the byte', target('/inbox?since=1')),
  refuse(
    '10.12',
    'other-key',
    'signed with another key than the keyid names',
    'signature-invalid',
    (draft) => {
      draft.signer = OTHER_KEY;
    },
  ),
  refuse('10.12', 'zero', 'a signature of zero bytes', 'signature-invalid', (draft) => {
    changeField(draft, 'Signature', () => `folkmoot=:${'A'.repeat(86)}==:`);
  }),
  ...[
    ['created', String(NOW), String(NOW + 1)],
    ['expires', String(NOW + 300), String(NOW + 299)],
    ['nonce', NONCE, 'DwEPAQ8BDwEPAQ8BDwEPAQ'],
    ['the order', '"@method" "@authority"', '"@authority" "@method"'],
  ].map(([what = '', from = '', to = ''], index) =>
    refuse('10.12', `changed-${index}`, `${what} was changed after signing`, 'signature-invalid', (draft) => {
      changeField(draft, 'Signature-Input', (value) => value.replace(from, to));
    }),
  ),
  // §10.5 replay
  accept(
    '10.13',
    'other-key',
    'a nonce that another key has used',
    usedNonce(`${FOREST}#${OTHER_KEY.key}`, NONCE),
  ),
  accept(
    '10.13',
    'other-nonce',
    'the key has used another nonce',
    usedNonce(FOREST_KEYID, 'DwEPAQ8BDwEPAQ8BDwEPAQ'),
  ),
  refuse('10.13', 'used', 'the key has used this nonce', 'nonce-used', usedNonce(FOREST_KEYID, NONCE)),
  // §10.6 the first step that fails gives the code
  accept('10.14', 'all', 'all steps pass', () => {}),
  refuse('10.14', 'first', 'expired, for another commons, by an unknown key', 'expired', (draft) => {
    setTimes(draft, NOW - 400, NOW - 100);
    draft.destination = FOREST;
    draft.receiver = { ...draft.receiver, keysInForce: [] };
  }),
  refuse('10.14', 'nonce-last', 'a used nonce under a bad signature', 'signature-invalid', (draft) => {
    draft.signer = OTHER_KEY;
    usedNonce(FOREST_KEYID, NONCE)(draft);
  }),
];

import {
  FOREST,
  FOREST_KEY,
  FOREST_KEYID,
  NONCE,
  NOW,
  OTHER_KEY,
  PARTICIPANT_KEY,
  type Plan,
  RIVER,
  setParameter,
} from './request-signature-case.ts';
import { accept, parameter, refuse, times } from './request-signature-plan.ts';

const PARTICIPANT = '01890a5d-ac96-774b-bcce-b302099a8057';

/** What is covered, and the parameters: §10.2. */
export const INPUT_PLANS: readonly Plan[] = [
  // §10.2 covered components
  accept('10.3', 'order', 'the components in another order', (draft) => {
    draft.components.reverse();
  }),
  ...[0, 1, 2, 3, 4, 5].map((index) =>
    refuse('10.3', `without-${index}`, `component ${index} is not covered`, 'components', (draft) => {
      draft.components.splice(index, 1);
    }),
  ),
  refuse('10.3', 'none', 'nothing is covered', 'components', (draft) => {
    draft.components = [];
  }),
  refuse('10.3', 'further', 'a further field is covered', 'components', (draft) => {
    draft.components.push('"date"');
  }),
  refuse('10.3', 'twice', 'a component twice in the place of another', 'components', (draft) => {
    draft.components[3] = '"@path"';
  }),
  refuse('10.3', 'parameter', 'a component with a parameter', 'components', (draft) => {
    draft.components[4] = '"content-digest";bs';
  }),
  refuse('10.3', 'capitals', 'a component in capitals', 'components', (draft) => {
    draft.components[4] = '"Content-Digest"';
  }),
  refuse('10.3', 'token', 'a component that is a token and no string', 'components', (draft) => {
    draft.components[4] = 'content-digest';
  }),
  // §10.2 parameters
  accept('10.4', 'order', 'the parameters in another order', (draft) => {
    draft.parameters.reverse();
  }),
  ...['created', 'expires', 'nonce', 'keyid', 'alg', 'tag'].map((parameter) =>
    refuse('10.4', `no-${parameter}`, `${parameter} is missing`, 'parameters', (draft) => {
      draft.parameters = draft.parameters.filter(([name]) => name !== parameter);
    }),
  ),
  refuse('10.4', 'further', 'a parameter that the protocol does not know', 'parameters', (draft) => {
    draft.parameters.push(['version', '1']);
  }),
  refuse('10.4', 'created-text', 'created is a string', 'parameters', parameter('created', `"${NOW}"`)),
  refuse('10.4', 'created-decimal', 'created is a decimal', 'parameters', parameter('created', `${NOW}.5`)),
  refuse('10.4', 'created-negative', 'created is negative', 'parameters', parameter('created', '-1')),
  refuse(
    '10.4',
    'nonce-bytes',
    'the nonce is a byte sequence',
    'parameters',
    parameter('nonce', `:${NONCE}==:`),
  ),
  refuse('10.4', 'keyid-token', 'the keyid is a token', 'parameters', parameter('keyid', FOREST)),
  ...['"hmac-sha256"', '"rsa-v1_5-sha256"', '"Ed25519"', '"none"', '""'].map((algorithm, index) =>
    refuse('10.4', `alg-${index}`, `alg is ${algorithm}`, 'algorithm', parameter('alg', algorithm)),
  ),
  refuse('10.4', 'tag', 'a signature made for another use', 'tag', parameter('tag', '"web-bot-auth"')),
  // §10.2 times
  accept('10.5', 'ahead', "the sender's clock is 300 s ahead", times(NOW + 300, NOW + 600)),
  accept('10.5', 'behind', "the sender's clock is 300 s behind", times(NOW - 300, NOW)),
  accept('10.5', 'one-second', 'a life of one second, in its last', times(NOW - 1, NOW)),
  refuse(
    '10.5',
    'ahead-301',
    "the sender's clock is 301 s ahead",
    'created-in-future',
    times(NOW + 301, NOW + 601),
  ),
  refuse('10.5', 'behind-301', "the sender's clock is 301 s behind", 'expired', times(NOW - 301, NOW - 1)),
  refuse('10.5', 'month', 'a request of a month ago', 'expired', times(NOW - 2_592_000, NOW - 2_591_700)),
  refuse('10.5', 'epoch', 'created in 1970', 'expired', times(0, 300)),
  refuse(
    '10.5',
    'year-9999',
    'created in 9999',
    'created-in-future',
    times(253_402_300_500, 253_402_300_799),
  ),
  refuse('10.5', 'life-301', 'a life of 301 s', 'lifetime', times(NOW, NOW + 301)),
  refuse('10.5', 'life-0', 'no life at all', 'lifetime', times(NOW, NOW)),
  refuse('10.5', 'life-negative', 'it expires before it is made', 'lifetime', times(NOW, NOW - 1)),
  // §10.2 nonce
  accept('10.6', 'letters', 'a nonce with - and _', parameter('nonce', '"-_-_-_-_-_-_-_-_-_-_-Q"')),
  refuse(
    '10.6',
    'short',
    'a nonce of 15 bytes',
    'nonce-malformed',
    parameter('nonce', '"AAECAwQFBgcICQoLDA0O"'),
  ),
  refuse(
    '10.6',
    'long',
    'a nonce of 17 bytes',
    'nonce-malformed',
    parameter('nonce', '"AAECAwQFBgcICQoLDA0ODxA"'),
  ),
  refuse('10.6', 'empty', 'an empty nonce', 'nonce-malformed', parameter('nonce', '""')),
  refuse('10.6', 'padded', 'a nonce with padding', 'nonce-malformed', parameter('nonce', `"${NONCE}=="`)),
  refuse('10.6', 'unused-bits', 'a nonce whose unused bits are set', 'nonce-malformed', (draft) => {
    setParameter(draft, 'nonce', '"AAECAwQFBgcICQoLDA0ODx"');
  }),
  // §10.2 keyid
  accept('10.7', 'participant', 'a participant as sender', (draft) => {
    const keyid = `${PARTICIPANT}#${PARTICIPANT_KEY.key}`;
    setParameter(draft, 'keyid', `"${keyid}"`);
    draft.signer = PARTICIPANT_KEY;
    draft.receiver = { ...draft.receiver, keysInForce: [keyid] };
  }),
  ...[
    FOREST,
    FOREST_KEY.key,
    `#${FOREST_KEY.key}`,
    `${FOREST}#`,
    `${FOREST_KEYID}#`,
    `did:webvh:${FOREST}:forest.example#${FOREST_KEY.key}`,
    `https://forest.example/keys#${FOREST_KEY.key}`,
    `${FOREST}#../../keys`,
    `${FOREST}#z6Mk${'z'.repeat(44)}`,
  ].map((keyid, index) =>
    refuse(
      '10.7',
      `form-${index}`,
      `the keyid is ${keyid}`,
      'keyid-malformed',
      parameter('keyid', `"${keyid}"`),
    ),
  ),
  refuse('10.7', 'unknown', 'a key that is not in force', 'key-unknown', (draft) => {
    draft.receiver = { ...draft.receiver, keysInForce: [] };
  }),
  refuse('10.7', 'own-key', "a sound key under another's name", 'key-unknown', (draft) => {
    setParameter(draft, 'keyid', `"${FOREST}#${OTHER_KEY.key}"`);
    draft.signer = OTHER_KEY;
  }),
  refuse('10.7', 'other-owner', 'a key in force for another author', 'key-unknown', (draft) => {
    setParameter(draft, 'keyid', `"${RIVER}#${FOREST_KEY.key}"`);
  }),
];

import { changeField, NOW, type Pair, type Plan, setBody, setParameter } from './request-signature-case.ts';
import { accept, refuse } from './request-signature-plan.ts';

const EMPTY = new Uint8Array();

/** The four fields and their form: §10.1. */
export const FIELD_PLANS: readonly Plan[] = [
  // §10.1 the four fields
  accept('10.1', 'post', 'POST with content', () => {}),
  accept('10.1', 'get', 'GET without content, with the digest of the empty string', (draft) => {
    draft.method = 'GET';
    draft.target = '/entries';
    setBody(draft, EMPTY);
  }),
  accept(
    '10.1',
    'names',
    'field names in capitals, other fields among them, a Host that a proxy wrote',
    (draft) => {
      draft.sent.headers = (headers) => [
        ['Host', 'backend.internal:8080'],
        ...headers.map(([name, value]): Pair => [name.toUpperCase(), value]),
        ['X-Forwarded-Host', 'other.example'],
      ];
    },
  ),
  ...['Content-Digest', 'Folkmoot-Destination', 'Signature-Input', 'Signature'].flatMap((field) => [
    refuse('10.1', `no-${field.toLowerCase()}`, `${field} is missing`, 'field-missing', (draft) => {
      draft.sent.headers = (headers) => headers.filter(([name]) => name !== field);
    }),
    refuse(
      '10.1',
      `two-${field.toLowerCase()}`,
      `${field} occurs twice, equal`,
      'field-repeated',
      (draft) => {
        draft.sent.headers = (headers) => [...headers, ...headers.filter(([name]) => name === field)];
      },
    ),
    refuse(
      '10.1',
      `long-${field.toLowerCase()}`,
      `${field} has 513 characters`,
      'field-too-long',
      (draft) => {
        changeField(draft, field, (value) => value.padEnd(513, 'A'));
      },
    ),
  ]),
  refuse(
    '10.1',
    'get-no-digest',
    'GET without content and without Content-Digest',
    'field-missing',
    (draft) => {
      draft.method = 'GET';
      setBody(draft, EMPTY);
      draft.sent.headers = (headers) => headers.filter(([name]) => name !== 'Content-Digest');
    },
  ),
  // §10.1 one member, one spelling
  accept('10.2', 'one', 'exactly one member, in canonical form', () => {}),
  refuse('10.2', 'label', 'the member has another name', 'label', (draft) => {
    draft.label = 'sig1';
  }),
  refuse('10.2', 'further-member', 'a second signature beside ours', 'label', (draft) => {
    changeField(draft, 'Signature-Input', (value) => `${value}, sig1=("@method")`);
  }),
  refuse('10.2', 'same-member', 'the same member twice', 'input-malformed', (draft) => {
    changeField(draft, 'Signature-Input', () => 'folkmoot=("@method"), folkmoot=("@method")');
  }),
  refuse('10.2', 'empty', 'an empty Signature-Input', 'label', (draft) => {
    changeField(draft, 'Signature-Input', () => '');
  }),
  refuse('10.2', 'no-dictionary', 'no dictionary', 'input-malformed', (draft) => {
    changeField(draft, 'Signature-Input', (value) => value.slice(0, -1));
  }),
  refuse('10.2', 'no-list', 'the member is no inner list', 'input-malformed', (draft) => {
    changeField(draft, 'Signature-Input', () => 'folkmoot="@method"');
  }),
  refuse('10.2', 'spaces', 'two spaces between components', 'input-malformed', (draft) => {
    changeField(draft, 'Signature-Input', (value) => value.replace(' ', '  '));
  }),
  refuse('10.2', 'number', 'created with a leading zero', 'input-malformed', (draft) => {
    setParameter(draft, 'created', `0${NOW}`);
  }),
  refuse('10.2', 'repeated-parameter', 'a parameter twice', 'input-malformed', (draft) => {
    draft.parameters.push(['created', String(NOW)]);
  }),
  ...malformedSignatures(),
];

function malformedSignatures(): Plan[] {
  const changes: readonly (readonly [what: string, change: (signature: string) => string])[] = [
    ['a second member', (signature) => `${signature}, sig1=:AAAA:`],
    ['the member twice', (signature) => `${signature}, ${signature}`],
    ['another label', (signature) => signature.replace('folkmoot', 'sig1')],
    ['no padding', (signature) => signature.replace('==', '')],
    ['unused bits set', (signature) => signature.replace(/[AQgw]==:$/, 'B==:')],
    ['base64url letters', () => `folkmoot=:${'-_'.repeat(43)}==:`],
    ['63 bytes', () => `folkmoot=:${'A'.repeat(84)}:`],
    ['65 bytes', () => `folkmoot=:${'A'.repeat(87)}=:`],
    ['a string', (signature) => signature.replace('=:', '="').replace(/:$/, '"')],
    ['a parameter', (signature) => `${signature};a`],
    ['nothing', () => ''],
  ];
  return changes.map(([what, change], index) =>
    refuse('10.2', `signature-${index}`, `Signature with ${what}`, 'signature-malformed', (draft) => {
      changeField(draft, 'Signature', change);
    }),
  );
}

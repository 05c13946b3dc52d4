import { createHash } from 'node:crypto';
import type { Refused, VectorCase, VectorFile } from './document-case.ts';
import { headerRows, kidRows } from './envelope-header.ts';
import { memberRows } from './envelope-members.ts';
import {
  COMMONS,
  type EnvelopeRow,
  HEADER,
  HONEST,
  headerOf,
  json,
  KEY,
  payloadOf,
  sealed,
} from './envelope-seal.ts';
import { signatureRows } from './envelope-signature.ts';
import { base64urlRows } from './envelope-spelling.ts';

/** What an envelope says, where it verifies. */
export type EnvelopeExpected =
  | { readonly id: string; readonly author: string; readonly key: string; readonly type: string }
  | Refused;

/** Cases of `spec/vectors/02-envelope.json`. */
export function envelopeVectors(): VectorFile<EnvelopeExpected> {
  const refused = [...memberRows(), ...headerRows(), ...kidRows(), ...base64urlRows(), ...signatureRows()];
  return {
    description:
      'Envelopes (Spec §2.1, §2.3). `input.text` is the whole envelope. Where `valid`, it parses and verifies and says what ' +
      '`expected` holds; otherwise parsing or verifying refuses it with the problem type `expected.problem`. Keys are made ' +
      'from the seeds SHA-256("folkmoot vectors: ana") and SHA-256("folkmoot vectors: other").',
    cases: [...validRows().map(validCase), ...refused.map(refusedCase)],
  };
}

function validCase([id, rule, what, envelope]: EnvelopeRow): VectorCase<EnvelopeExpected> {
  if (typeof envelope === 'string') throw new TypeError('a valid case is given by its parts');
  const payload = Buffer.from(envelope.payload, 'base64url');
  const [author, key] = JSON.parse(Buffer.from(envelope.protected, 'base64url').toString()).kid.split('#');
  const hash = createHash('sha256').update(payload).digest('base64url');
  const expected = { id: `ni:///sha-256;${hash}`, author, key, type: JSON.parse(payload.toString()).type };
  return { id, rule, what, valid: true, input: { text: json(envelope) }, expected };
}

function refusedCase([
  id,
  rule,
  what,
  envelope,
  problem = 'malformed',
]: EnvelopeRow): VectorCase<EnvelopeExpected> {
  const text = typeof envelope === 'string' ? envelope : json(envelope);
  return { id, rule, what, valid: false, input: { text }, expected: { problem } };
}

function validRows(): EnvelopeRow[] {
  const commonsHeader = headerOf(`${COMMONS}#${KEY}`);
  const large = payloadOf({ text: 'x'.repeat(65_536 - payloadOf({ text: '' }).length) });
  return [
    ['participant', 'R-2.1', 'an envelope by a participant', HONEST],
    ['header', 'R-2.2', 'the header has exactly alg, kid and typ', sealed(HEADER, payloadOf({ n: 1 }))],
    ['commons', 'R-2.2b', 'an envelope by a commons', sealed(commonsHeader, payloadOf({ author: COMMONS }))],
    ['base64url', 'R-2.3', 'payloads of each length modulo three', sealed(HEADER, payloadOf({ x: 'ab' }))],
    ['base64url-1', 'R-2.3', 'payloads of each length modulo three', sealed(HEADER, payloadOf({ x: 'abc' }))],
    [
      'base64url-2',
      'R-2.3',
      'payloads of each length modulo three',
      sealed(HEADER, payloadOf({ x: 'abcd' })),
    ],
    ['largest', 'R-2.1a', 'a payload of 65,536 bytes', sealed(HEADER, large)],
    ['signature', 'R-2.5a', 'signed over header, full stop and payload', sealed(HEADER, payloadOf({ n: 2 }))],
    ['author', 'R-2.5b', 'kid and payload name one author', sealed(HEADER, payloadOf({ n: 3 }))],
    ['key-sound', 'R-2.5c', 'a key as key generation gives it', sealed(HEADER, payloadOf({ n: 4 }))],
    ['signature-sound', 'R-2.5d', 'a signature as signing gives it', sealed(HEADER, payloadOf({ n: 5 }))],
    ['type', 'R-2.5e', 'a type that this receiver does not know', sealed(HEADER, payloadOf({ type: 'x' }))],
  ];
}

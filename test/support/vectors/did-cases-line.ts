import type { DidVersion } from '../../../protocol/identity/did-version.ts';
import { type DidCase, type Forgery, forgedCase, invalidCase } from './did-case.ts';
import { namedMultikey } from './did-commons.ts';
import type { RawEntry } from './did-forge.ts';

/** Lines that are no entry: JSON, members, proof. */
export async function lineCases(life: readonly DidVersion[]): Promise<DidCase[]> {
  const line = life[0]?.line ?? '';
  const form = (id: string, what: string, broken: string) =>
    invalidCase(id, 'R-1.20', what, 'form', [broken]);
  return [
    form('not-json', 'no JSON', line.slice(0, -1)),
    form('space', 'a space between members', line.replace('{', '{ ')),
    form('newline', 'two lines in one', `${line}\n`),
    form('duplicate', 'a member comes twice', line.replace('{', '{"versionTime":"2026-01-01T00:00:00Z",')),
    form('escaped', 'another spelling of a string', line.replace('"versionTime"', '"version\\u0054ime"')),
    form(
      'float',
      'a number that is no integer',
      line.replace('"portable":true', '"portable":true,"ttl":1.5'),
    ),
    ...(await Promise.all(FORGERIES.map((forgery) => forgedCase(life.slice(0, 2), forgery)))),
  ];
}

const FORGERIES: readonly Forgery[] = [
  {
    id: 'placeholder',
    rule: 'R-1.20',
    what: 'the placeholder {SCID} in a published line',
    fault: 'form',
    change: ({ state }) => Object.assign(state, { note: '{SCID}' }),
  },
  {
    id: 'prototype',
    rule: 'R-1.20',
    what: 'a member named __proto__',
    fault: 'form',
    change: ({ state }) => Object.assign(state, { note: JSON.parse('{"__proto__":1}') }),
  },
  {
    id: 'deep',
    rule: 'R-1.20',
    what: 'nested 33 deep',
    fault: 'form',
    change: ({ state }) => Object.assign(state, { note: JSON.parse('['.repeat(31) + ']'.repeat(31)) }),
  },
  {
    id: 'too-large',
    rule: 'R-1.20',
    what: 'a line of more than 16384 bytes',
    fault: ':too-large',
    change: ({ state }) => Object.assign(state, { note: 'x'.repeat(16_384) }),
  },
  {
    id: 'unknown-member',
    rule: 'R-1.21',
    what: 'a member that the method does not know',
    fault: 'form',
    change: (entry) => Object.assign(entry, { note: 'x' }),
  },
  {
    id: 'unknown-parameter',
    rule: 'R-1.21',
    what: 'a parameter that the method does not know',
    fault: 'form',
    change: ({ parameters }) => Object.assign(parameters, { prerotation: true }),
  },
  {
    id: 'witnesses',
    rule: 'R-1.21',
    what: "the method's own witnesses",
    fault: 'form',
    change: ({ parameters }) => Object.assign(parameters, { witness: { threshold: 1, witnesses: [] } }),
  },
  {
    id: 'no-proof',
    rule: 'R-1.26',
    what: 'no proof',
    fault: 'form',
    spoil: (entry) => Reflect.deleteProperty(entry, 'proof'),
  },
  {
    id: 'empty-proof',
    rule: 'R-1.26',
    what: 'an empty list of proofs, which proves nothing',
    fault: 'form',
    spoil: (entry) => Object.assign(entry, { proof: [] }),
  },
  {
    id: 'two-proofs',
    rule: 'R-1.26',
    what: 'a second proof, which anybody could strip',
    fault: 'form',
    spoil: (entry) => Object.assign(entry, { proof: [...entry.proof, ...entry.proof] }),
  },
  {
    id: 'cryptosuite',
    rule: 'R-1.26',
    what: 'another cryptosuite',
    fault: 'form',
    change: (entry) => setProof(entry, { cryptosuite: 'eddsa-rdfc-2022' }),
  },
  {
    id: 'purpose',
    rule: 'R-1.26',
    what: 'another proof purpose',
    fault: 'form',
    change: (entry) => setProof(entry, { proofPurpose: 'authentication' }),
  },
  {
    id: 'fragment',
    rule: 'R-1.26',
    what: 'a verification method of two different keys',
    fault: 'proof',
    spoil: (entry) => setProof(entry, { verificationMethod: twoKeys(entry) }),
  },
  {
    id: 'stranger',
    rule: 'R-1.26',
    what: 'a proof by a key that is no update key',
    fault: 'proof',
    by: 'document-1',
    change: ({ parameters }) => Object.assign(parameters, { updateKeys: [namedMultikey('update-2')] }),
  },
  {
    id: 'signature-form',
    rule: 'R-1.26',
    what: 'a signature of 63 bytes',
    fault: 'proof',
    spoil: (entry) => setProof(entry, { proofValue: `z${'1'.repeat(63)}` }),
  },
  {
    id: 'signature-wrong',
    rule: 'R-1.26',
    what: 'a signature of something else',
    fault: 'proof',
    spoil: (entry) => setProof(entry, { created: '2026-01-01T00:00:01Z' }),
  },
  {
    id: 'tampered',
    rule: 'R-1.24',
    what: 'content changed without hashing it anew',
    fault: 'hash',
    spoil: (entry) => Object.assign(entry.state, { note: 'x' }),
  },
];

function setProof(entry: RawEntry, members: Record<string, unknown>): void {
  Object.assign(entry.proof[0] ?? {}, members);
}

function twoKeys(entry: RawEntry): string {
  const named = String(entry.proof[0]?.verificationMethod);
  return `${named.slice(0, named.indexOf('#'))}#${namedMultikey('update-3')}`;
}

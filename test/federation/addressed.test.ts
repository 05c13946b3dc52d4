import { beforeAll, describe, expect, test } from 'vitest';
import { isAddressedTo, negotiationOf, termsBefore } from '../../federation/peers/addressed.ts';
import type { FolkmootDocument } from '../../protocol/documents/document.ts';
import type { Scid } from '../../protocol/ids.ts';
import { buildExampleLogs } from '../support/example-logs.ts';
import { createCommons } from '../support/found-commons.ts';

type Example = Awaited<ReturnType<typeof buildExampleLogs>>;
let example: Example;
let stranger: Scid;
beforeAll(async () => {
  example = await buildExampleLogs();
  stranger = (await createCommons('stranger', '2026-01-05T09:00:00Z')).log.commons;
});

const documents = () => example.a.log.entries.map(({ entry }) => entry.document);
const ofType = (type: FolkmootDocument['type']) => documents().filter((document) => document.type === type);
const knowing = () => true;
const knowingNothing = () => false;

describe('§10 [R-10.22] what is addressed to us', () => {
  test('terms: where we are a party or the registrar', () => {
    const [terms] = ofType('terms');
    if (terms?.type !== 'terms') throw new TypeError('the log has terms');
    for (const party of terms.fields.parties) expect(isAddressedTo(terms, party, knowingNothing)).toBe(true);
    expect(isAddressedTo(terms, stranger, knowing)).toBe(false);
    const registered = { ...terms, fields: { ...terms.fields, registrar: stranger } };
    expect(isAddressedTo(registered, stranger, knowingNothing)).toBe(true);
  });

  test.each(['acceptance', 'seal'] as const)('%s: of a negotiation that we know', (type) => {
    const [document] = ofType(type);
    if (document === undefined) throw new TypeError(`the log has a ${type}`);
    expect(isAddressedTo(document, stranger, knowing)).toBe(true);
    expect(isAddressedTo(document, stranger, knowingNothing)).toBe(false);
  });

  test('a lapse: not what a commons says of its own account', () => {
    const [seal] = ofType('seal');
    if (seal?.type !== 'seal') throw new TypeError('the log has a seal');
    const { acceptances: _, ...said } = seal;
    const lapse = { ...said, type: 'lapse' } as const;
    for (const cause of ['deadline', 'rejected'] as const)
      expect(isAddressedTo({ ...lapse, cause }, stranger, knowing)).toBe(true);
    for (const cause of ['released', 'terminated'] as const)
      expect(isAddressedTo({ ...lapse, cause }, stranger, knowing)).toBe(false);
  });

  test('withdrawals: a commons’, never a person’s', () => {
    const [withdrawal] = ofType('withdrawal');
    if (withdrawal?.type !== 'withdrawal') throw new TypeError('the log has a withdrawal');
    expect(isAddressedTo(withdrawal, stranger, knowing)).toBe(false);
    const own = { ...withdrawal, author: withdrawal.commons };
    expect(isAddressedTo(own, stranger, knowing)).toBe(true);
    expect(isAddressedTo(own, stranger, knowingNothing)).toBe(false);
  });

  test('nothing else travels', () => {
    const travels = new Set([
      'terms',
      'acceptance',
      'rejection',
      'withdrawal',
      'seal',
      'lapse',
      'event',
      'termination',
      'question',
      'answer',
    ]);
    const others = documents().filter(({ type }) => !travels.has(type));
    expect(others.length).toBeGreaterThan(15);
    expect(others.filter((document) => isAddressedTo(document, stranger, knowing))).toEqual([]);
    expect(others.filter((document) => negotiationOf(document) !== null)).toEqual([]);
  });
});

describe('§10 [R-10.25] what a document comes after', () => {
  test('the terms that it speaks of', () => {
    const [first, second] = ofType('terms');
    if (first === undefined || second?.type !== 'terms') throw new TypeError('the log has two terms');
    expect(termsBefore(first)).toBeNull();
    expect(termsBefore(second)).toBe(second.supersedes);
    for (const document of [...ofType('acceptance'), ...ofType('seal')]) {
      if (!('terms' in document)) throw new TypeError('it speaks of terms');
      expect(termsBefore(document)).toBe(document.terms);
    }
    expect(ofType('decision').map(termsBefore)).toEqual([null, null, null]);
  });
});

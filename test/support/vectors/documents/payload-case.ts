import {
  canonicalBytes,
  type JsonObject,
  type JsonValue,
  parseCanonical,
} from '../../../../protocol/canonical.ts';
import { DOCUMENT_TYPES, type DocumentTypeName } from '../../../../protocol/documents/document.ts';
import { attachmentsOf, parseDocument, refsOf } from '../../../../protocol/documents/parse-document.ts';
import { touchedThreads } from '../../../../protocol/documents/touched-threads.ts';
import { documentIdOf, isScid, type Scid } from '../../../../protocol/ids.ts';
import { DOCUMENT_BYTES_MAX } from '../../../../protocol/limits.ts';
import { ProtocolError } from '../../../../protocol/problem.ts';
import { saltOf, subjectOf } from '../../people.ts';
import type { Refused, VectorCase } from '../document-case.ts';
import { ANA, HOME, SAMPLES } from './samples.ts';

/** What a payload is, in the log of `log`. */
export interface PayloadFacts {
  readonly id: string;
  readonly type: string;
  readonly signer: 'participant' | 'commons';
  readonly attachments: readonly string[];
  readonly log: string;
  readonly changes: readonly string[];
  /** Its author's own thread included. */
  readonly reads: readonly string[];
}

export type PayloadExpected = PayloadFacts | (Refused & { readonly log: string });
export type PayloadCase = VectorCase<PayloadExpected>;

/** Another payload: members put in, and those that are `undefined` taken out. */
export type Change = Readonly<Record<string, JsonValue | undefined>>;

/** The whole payload of a sample, with what a case wants to be otherwise; `refs` follow, unless the case has its own. */
export function payloadOf(type: DocumentTypeName, change: Change = {}): JsonObject {
  const { by, least, subject = type } = SAMPLES[type];
  const content = without({
    type,
    v: 1,
    commons: HOME,
    subject: subjectOf(subject),
    author: by === 'commons' ? HOME : ANA,
    issuedAt: '2026-01-10T12:00:00Z',
    audience: 'public',
    salt: saltOf(type),
    ...least,
    ...change,
  });
  return 'refs' in change ? content : { ...content, refs: refsOf(content) };
}

/** A payload that is to be taken. A payload that is not is an error. */
export function taken(
  rule: string,
  id: string,
  what: string,
  content: JsonObject,
  log: Scid = HOME,
): PayloadCase {
  const input = { text: textOf(content) };
  const expected = factsOf(input.text, log);
  return { id, rule, what, valid: true, input, expected };
}

/** A payload that is to be refused, with this problem. A payload that is not is an error. */
export function refused(
  rule: string,
  id: string,
  what: string,
  content: JsonObject,
  problem = 'malformed',
  log: Scid = HOME,
): PayloadCase {
  const input = { text: textOf(content) };
  const found = problemOf(input.text, log);
  if (found !== problem) throw new TypeError(`${id}: expected ${problem}, found ${found}`);
  return { id, rule, what, valid: false, input, expected: { problem, log } };
}

/**
 * Everything that the form of a payload decides.
 *
 * @throws {ProtocolError} where it is none, or does not enter this log.
 */
export function factsOf(text: string, log: string): PayloadFacts {
  const bytes = new TextEncoder().encode(text);
  const document = parseDocument(parseCanonical(bytes, { bytesMax: DOCUMENT_BYTES_MAX }));
  const { changed, read } = touchedThreads(document, log as Scid); // vectors name commons
  return {
    id: documentIdOf(bytes),
    type: document.type,
    signer: isScid(document.author) ? 'commons' : 'participant',
    attachments: attachmentsOf(document),
    log,
    changes: changed,
    reads: read,
  };
}

/** @returns the problem type, or `none`. */
export function problemOf(text: string, log: string): string {
  try {
    factsOf(text, log);
    return 'none';
  } catch (error) {
    if (error instanceof ProtocolError) return error.type;
    throw error;
  }
}

/** Required members of a type, without the common ones. */
export function ownMembers(type: DocumentTypeName): readonly string[] {
  return Object.keys(DOCUMENT_TYPES[type].schema.shape).filter((name) => !COMMON.has(name));
}

const COMMON = new Set([
  'type',
  'v',
  'commons',
  'subject',
  'author',
  'issuedAt',
  'audience',
  'salt',
  'supersedes',
  'refs',
]);

function textOf(content: JsonObject): string {
  return new TextDecoder().decode(canonicalBytes(content));
}

function without(content: Change): JsonObject {
  return Object.fromEntries(
    Object.entries(content).flatMap(([name, value]) => (value === undefined ? [] : [[name, value] as const])),
  );
}

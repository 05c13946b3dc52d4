import canonicalize from 'canonicalize';
import { textOf, utf8 } from './bytes.ts';
import { JSON_DEPTH_MAX } from './limits.ts';
import { ProtocolError } from './problem.ts';

export type JsonValue = string | number | boolean | null | JsonArray | JsonObject;
type JsonArray = readonly JsonValue[];
export type JsonObject = { readonly [name: string]: JsonValue };

/** Member names that code written in JavaScript may take for something else than a member. */
const NAMES_REFUSED: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype']);
/** A path in an error helps a reader; it must not carry the input back whole. */
const PATH_CHARACTERS_MAX = 200;

/** What a body or a payload must be, for programs. */
const FORM = {
  encoding: 'UTF-8',
  syntax: 'RFC 8259',
  value: 'object',
  canonicalization: 'RFC 8785',
  numbers: 'integers up to 2^53 - 1',
  depthMax: JSON_DEPTH_MAX,
};

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const BRACKET_OPEN = 0x5b;
const BRACKET_CLOSE = 0x5d;
const BRACE_OPEN = 0x7b;
const BRACE_CLOSE = 0x7d;

/**
 * The one JSON object whose canonical form (RFC 8785) the bytes are. Spec §2.
 *
 * A form check, never the input of a verification: signatures and ids are of the bytes as they came.
 *
 * @throws {ProtocolError} `too-large`, `too-deep`, `malformed` (no such object), `not-canonical` (another spelling of one).
 */
export function parseCanonical(bytes: Uint8Array, limits: { readonly bytesMax: number }): JsonObject {
  if (bytes.length > limits.bytesMax) {
    throw new ProtocolError(
      'too-large',
      `At most ${limits.bytesMax} bytes are allowed, not ${bytes.length}.`,
      {
        bytesMax: limits.bytesMax,
      },
    );
  }
  const text = textOf(bytes);
  if (text === null) throw new ProtocolError('malformed', 'The bytes must be UTF-8.', { expected: FORM });
  if (text.startsWith('\ufeff'))
    throw new ProtocolError('malformed', 'There must be no byte order mark.', { expected: FORM });
  assertShallow(bytes);
  const value = parseJson(text);
  assertJsonValue(value, []);
  if (!isPlainObject(value))
    throw new ProtocolError('malformed', 'One JSON object is expected.', { expected: FORM });
  const canonical = canonicalText(value);
  if (canonical !== text) throw notCanonical(text, canonical);
  return value;
}

/**
 * Canonical form of a JSON value (RFC 8785). Spec §2.
 *
 * What `parseCanonical` would refuse in an object is refused here too, so that everything we write can be read.
 *
 * @throws {ProtocolError} `malformed` or `too-deep` where the value is no JSON value in our narrow sense.
 */
export function canonicalBytes(value: JsonValue): Uint8Array<ArrayBuffer> {
  assertJsonValue(value, []);
  return utf8(canonicalText(value));
}

/** Counts brackets outside strings before anything recursive sees the text. In text that is no JSON it may err. */
function assertShallow(bytes: Uint8Array): void {
  let depth = 0;
  let inString = false;
  for (let index = 0; index < bytes.length; index++) {
    const byte = bytes[index] ?? 0;
    if (inString) {
      if (byte === BACKSLASH) index++;
      else if (byte === QUOTE) inString = false;
    } else if (byte === QUOTE) inString = true;
    else if (byte === BRACKET_CLOSE || byte === BRACE_CLOSE) depth--;
    else if ((byte === BRACKET_OPEN || byte === BRACE_OPEN) && ++depth > JSON_DEPTH_MAX) {
      throw new ProtocolError(
        'too-deep',
        `JSON may nest ${JSON_DEPTH_MAX} deep; byte ${index} opens one more.`,
        {
          position: index,
          depthMax: JSON_DEPTH_MAX,
        },
      );
    }
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new ProtocolError('malformed', 'The text must be JSON (RFC 8259).', { expected: FORM }, { cause });
  }
}

/** @param path where the value stands; longer by one inside each container. */
function assertJsonValue(value: unknown, path: (string | number)[]): asserts value is JsonValue {
  if (typeof value === 'string') assertText(value, 'A string', path);
  else if (typeof value === 'number') assertInteger(value, path);
  else if (Array.isArray(value)) assertArray(value, path);
  else if (isPlainObject(value)) assertMembers(value, path);
  else if (value !== null && typeof value !== 'boolean') throw refusal('A JSON value is expected', path);
}

/** RFC 8785 cannot write lone surrogates, and databases cannot keep U+0000 in text. */
function assertText(text: string, what: string, path: readonly (string | number)[]): void {
  if (!text.isWellFormed()) throw refusal(`${what} must hold no lone surrogate`, path);
  if (text.includes('\0')) throw refusal(`${what} must not hold U+0000`, path);
}

/** Spec §2: beyond the safe integers two readers may see two numbers. */
function assertInteger(value: number, path: readonly (string | number)[]): void {
  if (!Number.isSafeInteger(value)) throw refusal('A number must be an integer of at most 2^53 - 1', path);
  if (Object.is(value, -0)) throw refusal('Zero must have no sign', path);
}

function assertArray(items: readonly unknown[], path: (string | number)[]): void {
  assertDepth(path);
  for (let index = 0; index < items.length; index++) {
    path.push(index);
    assertJsonValue(items[index], path);
    path.pop();
  }
}

function assertMembers(members: Readonly<Record<string, unknown>>, path: (string | number)[]): void {
  assertDepth(path);
  for (const name of Object.keys(members)) {
    path.push(name);
    if (NAMES_REFUSED.has(name)) throw refusal('This member name is refused', path);
    assertText(name, 'A member name', path);
    assertJsonValue(members[name], path);
    path.pop();
  }
}

function assertDepth(path: readonly (string | number)[]): void {
  if (path.length < JSON_DEPTH_MAX) return;
  throw new ProtocolError('too-deep', `JSON may nest ${JSON_DEPTH_MAX} deep.`, { depthMax: JSON_DEPTH_MAX });
}

/** A plain object: what `JSON.parse` makes, and no Map, Date or other class that would be written as something else. */
function isPlainObject(value: unknown): value is Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

/**
 * Where members stand sorted already, `JSON.stringify` gives the canonical form, since RFC 8785 takes strings and numbers
 * from ECMAScript; it does so in a third of the time. What is parsed is nearly always sorted.
 */
function canonicalText(value: JsonValue): string {
  const text = isSorted(value) ? JSON.stringify(value) : canonicalize(value);
  if (text === undefined) throw new TypeError('canonicalize gave nothing for a JSON value');
  return text;
}

/** Every object lists its members by UTF-16 code unit, which is also how strings compare (RFC 8785 §3.2.3). */
function isSorted(value: JsonValue): boolean {
  if (typeof value !== 'object' || value === null) return true;
  if (isArray(value)) return value.every(isSorted);
  const names = Object.keys(value);
  return names.every((name, index) => {
    const next = names[index + 1];
    return (next === undefined || name < next) && isSorted(value[name] ?? null);
  });
}

/** `Array.isArray`, which does not narrow read-only arrays. */
function isArray(value: JsonArray | JsonObject): value is JsonArray {
  return Array.isArray(value);
}

function refusal(expected: string, path: readonly (string | number)[]): ProtocolError {
  const pointer = pointerOf(path);
  return new ProtocolError('malformed', `${expected}, at ${pointer === '' ? 'the top' : pointer}.`, {
    path: pointer,
    expected: FORM,
  });
}

/** JSON Pointer (RFC 6901), cut to a length, and itself well-formed whatever the names were. */
function pointerOf(path: readonly (string | number)[]): string {
  const pointer = path.map((step) => `/${String(step).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
  const short = pointer.length > PATH_CHARACTERS_MAX ? `${pointer.slice(0, PATH_CHARACTERS_MAX)}…` : pointer;
  return short.replaceAll('\0', '\ufffd').toWellFormed();
}

function notCanonical(text: string, canonical: string): ProtocolError {
  let same = 0;
  while (same < text.length && text[same] === canonical[same]) same++;
  const position = utf8(text.slice(0, same)).length;
  return new ProtocolError(
    'not-canonical',
    'The bytes must be their own canonical form (RFC 8785): members sorted and none twice, no spaces, one spelling ' +
      `of each string and number; they leave it at byte ${position}.`,
    { position },
  );
}

import { RE2JS } from 're2js';
import { ProtocolError } from '../../problem.ts';

/**
 * Weight of one regular expression: the work for each character of a path, counted from the text alone so that every
 * implementation refuses the same ones. The heaviest of the kernel's 105 weighs 29.
 */
export const REGEX_WEIGHT_MAX = 200;

/** Where the parser stands. Characters are code points. */
interface Cursor {
  readonly characters: readonly string[];
  at: number;
  foldsCase: boolean;
}

const INSENSITIVE = '(?i)';
const ESCAPED_CLASS = new Set('dDsSwW');
const ESCAPED_ASSERTION = new Set('bBAz');
/** ASCII punctuation and the space. Not "_": one RE2 takes it for a letter. */
const ESCAPED_LITERAL = new Set(' !"#$%&\'()*+,-./:;<=>?@[\\]^`{|}~');
const COUNT = /^(0|[1-9]\d{0,2})$/;

/**
 * Weight of a regular expression in the part of RE2's syntax that every RE2 reads alike. Spec §5 [R-5.26] [R-5.27].
 *
 * Left out of RE2 are what depends on a version of Unicode (`\p`) and what RE2s read differently (unescaped braces).
 *
 * @throws {ProtocolError} `malformed` with the reason, or `too-large` where it is heavier than allowed.
 */
export function regexWeight(source: string): number {
  const foldsCase = source.startsWith(INSENSITIVE);
  const cursor: Cursor = {
    characters: Array.from(source),
    at: foldsCase ? INSENSITIVE.length : 0,
    foldsCase,
  };
  if (cursor.at === cursor.characters.length) refuse('is empty');
  const weight = readAlternatives(cursor);
  if (cursor.at < cursor.characters.length) refuse('closes a group that is not open');
  // Folding of further letters depends on a version of Unicode.
  if (cursor.foldsCase && cursor.characters.some((character) => character > '\x7f'))
    refuse('is case-insensitive beyond ASCII');
  if (weight > REGEX_WEIGHT_MAX) {
    throw new ProtocolError('too-large', `The regular expression weighs more than ${REGEX_WEIGHT_MAX}.`);
  }
  compileRegex(source);
  return weight;
}

/** @throws {ProtocolError} `malformed` where RE2 does not accept it. */
export function compileRegex(source: string): RE2JS {
  try {
    return RE2JS.compile(source);
  } catch (error) {
    throw new ProtocolError(
      'malformed',
      'The regular expression is none that RE2 accepts.',
      {},
      { cause: error },
    );
  }
}

function readAlternatives(cursor: Cursor): number {
  let weight = readSequence(cursor);
  while (take(cursor, '|')) weight += 1 + readSequence(cursor);
  return weight;
}

function readSequence(cursor: Cursor): number {
  let weight = 0;
  for (let next = peek(cursor); next !== undefined && next !== '|' && next !== ')'; next = peek(cursor)) {
    weight += readPiece(cursor, next);
  }
  return weight;
}

function readPiece(cursor: Cursor, first: string): number {
  cursor.at += 1;
  if (first === '^' || first === '$') return 1;
  if (first === '\\') {
    const escaped = readEscaped(cursor);
    return ESCAPED_ASSERTION.has(escaped) ? 1 : readRepetition(cursor, 1);
  }
  if (first === '(') return readRepetition(cursor, readGroup(cursor));
  if (first === '[') {
    readClass(cursor);
    return readRepetition(cursor, 1);
  }
  // Behind an assertion or a repetition too: neither takes a repetition along.
  if ('*+?'.includes(first)) refuse(`has a "${first}" behind nothing that can be repeated`);
  if ('{}]'.includes(first)) refuse(`has a "${first}" that is neither escaped nor in its place`);
  return readRepetition(cursor, 1);
}

/** Behind "(". */
function readGroup(cursor: Cursor): number {
  if (take(cursor, '?')) {
    if (take(cursor, 'i')) cursor.foldsCase = true;
    if (!take(cursor, ':'))
      refuse('has a group other than (…), (?:…) and (?i:…), or flags other than a first (?i)');
  }
  const weight = 1 + readAlternatives(cursor);
  if (!take(cursor, ')')) refuse('does not close a group');
  return weight;
}

/** Behind "[". A "-" stands first, last, or between two single characters. */
function readClass(cursor: Cursor): void {
  take(cursor, '^');
  if (peek(cursor) === ']') refuse('has an empty class, or a "]" in a class that is not escaped');
  for (let isFirst = true; !take(cursor, ']'); isFirst = false) {
    const from = readClassItem(cursor);
    if (from === 'hyphen' && !isFirst && peek(cursor) !== ']')
      refuse('has a "-" in a class that is no range');
    if (peek(cursor) !== '-' || cursor.characters[cursor.at + 1] === ']') continue;
    cursor.at += 1;
    const to = readClassItem(cursor);
    if (typeof from === 'string' || typeof to === 'string') refuse('has a range in a class without two ends');
    else if (to < from) refuse('has a range in a class that runs backwards');
  }
}

/** @returns a single character's code point, or what stands in its place. */
function readClassItem(cursor: Cursor): number | 'hyphen' | 'class' {
  const character = peek(cursor);
  if (character === undefined) return refuse('does not close a class');
  cursor.at += 1;
  if (character === '[') refuse('has a "[" in a class that is not escaped');
  if (character === '-') return 'hyphen';
  const single = character === '\\' ? readEscaped(cursor) : character;
  if (character === '\\' && ESCAPED_ASSERTION.has(single)) refuse('has an assertion in a class');
  if (character === '\\' && ESCAPED_CLASS.has(single)) return 'class';
  return single.codePointAt(0) ?? 0;
}

/** Behind "\". @returns the letter or the character that it stands for. */
function readEscaped(cursor: Cursor): string {
  const escaped = peek(cursor);
  if (escaped === undefined) return refuse('ends in "\\"');
  if (!ESCAPED_CLASS.has(escaped) && !ESCAPED_ASSERTION.has(escaped) && !ESCAPED_LITERAL.has(escaped)) {
    refuse(`has "\\${escaped}", which is not among the escapes allowed`);
  }
  cursor.at += 1;
  return escaped;
}

/** What may follow a repeatable piece. @returns its weight, repetition included. */
function readRepetition(cursor: Cursor, weight: number): number {
  const operator = peek(cursor);
  if (operator === undefined || !'*+?{'.includes(operator)) return weight;
  cursor.at += 1;
  const repeated = operator === '{' ? readCount(cursor) * weight : weight + 1;
  take(cursor, '?');
  return repeated;
}

/** Behind "{": `n}`, `n,}` or `n,m}`. @returns how many copies the program holds, at least one. */
function readCount(cursor: Cursor): number {
  const end = cursor.characters.indexOf('}', cursor.at);
  const bounds = cursor.characters.slice(cursor.at, Math.max(end, cursor.at)).join('').split(',');
  const [min = '', max] = bounds;
  const isOpen = max === '';
  if (bounds.length > 2 || !COUNT.test(min) || (max !== undefined && !isOpen && !COUNT.test(max))) {
    refuse('has a "{" that is neither escaped nor a count');
  }
  if (max !== undefined && !isOpen && Number(max) < Number(min)) refuse('has a count that runs backwards');
  cursor.at = end + 1;
  return Math.max(1, isOpen ? Number(min) + 1 : Number(max ?? min));
}

function peek(cursor: Cursor): string | undefined {
  return cursor.characters[cursor.at];
}

function take(cursor: Cursor, character: string): boolean {
  if (peek(cursor) !== character) return false;
  cursor.at += 1;
  return true;
}

function refuse(what: string): never {
  throw new ProtocolError('malformed', `The regular expression ${what}.`);
}

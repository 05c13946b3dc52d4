import { ProtocolError } from '../../problem.ts';

/** What one place of a segment accepts: one code point, any one, any number of any, or one of a class. */
type Token = number | 'any' | 'star' | CharacterClass;

interface CharacterClass {
  readonly negated: boolean;
  /** Code points from – to, both included. */
  readonly ranges: readonly (readonly [from: number, to: number])[];
}

/** A segment with wildcards; `head` is the literal text before the first, for a quick no. */
export interface WildSegment {
  readonly head: string;
  readonly tokens: readonly Token[];
}

const WILDCARD = /[*?[]/;

/**
 * One segment of a glob: its literal text, or its wildcards. Spec §5.
 *
 * @throws {ProtocolError} `malformed` where the segment has no meaning or two.
 */
export function parseSegment(text: string): string | WildSegment {
  if (text.includes('\\'))
    throw new ProtocolError('malformed', 'A glob has no escape character: "\\" is refused.');
  if (text.includes('**')) {
    throw new ProtocolError('malformed', '"**" is refused: a trailing "/" means the whole subtree.');
  }
  const firstWildcard = text.search(WILDCARD);
  if (firstWildcard < 0) return text;
  const characters = Array.from(text);
  const tokens: Token[] = [];
  for (let at = 0; at < characters.length; ) {
    const character = characters[at];
    if (character === '[') {
      const [token, next] = parseClass(characters, at + 1);
      tokens.push(token);
      at = next;
    } else {
      tokens.push(character === '*' ? 'star' : character === '?' ? 'any' : codePoint(character));
      at += 1;
    }
  }
  return { head: text.slice(0, firstWildcard), tokens };
}

/**
 * Whether the wildcards accept the whole segment. Spec §5.
 *
 * On a mismatch only the last star takes one more, so the work is at most tokens × code points.
 */
export function matchesSegment(wild: WildSegment, segment: string): boolean {
  if (!segment.startsWith(wild.head)) return false;
  const { tokens } = wild;
  const points = Array.from(segment, codePoint);
  let token = 0;
  let point = 0;
  let starToken = -1;
  let starPoint = 0;
  while (point < points.length) {
    if (tokens[token] === 'star') {
      starToken = token++;
      starPoint = point;
    } else if (accepts(tokens[token], points[point])) {
      token += 1;
      point += 1;
    } else if (starToken >= 0) {
      token = starToken + 1;
      point = ++starPoint;
    } else {
      return false;
    }
  }
  while (tokens[token] === 'star') token += 1;
  return token === tokens.length;
}

/** @param at behind the "[". @returns the class and the place behind its "]". */
function parseClass(characters: readonly string[], at: number): [CharacterClass, number] {
  const negated = characters[at] === '^';
  if (characters[at] === '!') {
    throw new ProtocolError('malformed', '"[!" means different things in different tools: "[^" negates.');
  }
  const start = negated ? at + 1 : at;
  // A "]" in the first place is meant literally, as in POSIX.
  const end = characters.indexOf(']', start + 1);
  if (end < 0) throw new ProtocolError('malformed', 'A class "[…]" is not closed within its segment.');
  return [{ negated, ranges: parseRanges(characters.slice(start, end)) }, end + 1];
}

function parseRanges(items: readonly string[]): CharacterClass['ranges'] {
  const ranges: [number, number][] = [];
  for (let at = 0; at < items.length; ) {
    const next = items[at + 1];
    if (items[at] === '[' && (next === ':' || next === '=' || next === '.')) {
      throw new ProtocolError('malformed', `"[${next}" in a class is refused.`);
    }
    const from = codePoint(items[at]);
    const isRange = next === '-' && at + 2 < items.length;
    const to = isRange ? codePoint(items[at + 2]) : from;
    if (to < from) throw new ProtocolError('malformed', 'A range in a class runs backwards.');
    ranges.push([from, to]);
    at += isRange ? 3 : 1;
  }
  return ranges;
}

function accepts(token: Token | undefined, point: number | undefined): boolean {
  if (token === undefined || point === undefined) return false;
  if (typeof token === 'number') return token === point;
  if (typeof token === 'string') return token === 'any';
  return token.ranges.some(([from, to]) => from <= point && point <= to) !== token.negated;
}

/** @param character one code point; nothing counts as NUL, which no path holds. */
function codePoint(character: string | undefined): number {
  return character?.codePointAt(0) ?? 0;
}

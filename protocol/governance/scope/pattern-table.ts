import { RE2Set } from 're2js';
import { utf8 } from '../../bytes.ts';
import { ProtocolError } from '../../problem.ts';
import { type Glob, matchesGlob } from './glob.ts';
import { compilePattern, type PathPattern } from './path-pattern.ts';
import { regexWeight } from './path-regex.ts';

/** Patterns of one table: ten times the kernel's 9,284. */
export const TABLE_PATTERNS_MAX = 100_000;
/**
 * Bytes of all globs with a wildcard together: four times the kernel's 43,829. They are compared one by one, each byte
 * at the worst with each byte of the path.
 */
export const TABLE_WILDCARD_BYTES_MAX = 200_000;
/** Weight of all regular expressions together: five times the kernel's 741. So much may each byte of a path cost. */
export const TABLE_REGEX_WEIGHT_MAX = 4_000;

/**
 * Regular expressions run together as one automaton until they weigh so much: one for all would be slow on the first
 * paths, one for each slow on all, and the memory of an automaton is bounded.
 */
const GROUP_WEIGHT = 64;
const GROUP_BYTES_MAX = 1024 * 1024;

/** A pattern and what it stands for. */
export interface TableEntry<T> {
  readonly pattern: PathPattern;
  readonly value: T;
}

/** Values found by the patterns that cover a path, without looking at all patterns. */
export interface PatternTable<T> {
  /** By the segments before the first wildcard, joined with "/"; "" where there are none. */
  readonly buckets: ReadonlyMap<string, Bucket<T>>;
  readonly regexGroups: readonly RegexGroup<T>[];
}

/** Regular expressions as one automaton; `values` by the number that it gives each. */
interface RegexGroup<T> {
  readonly set: RE2Set;
  readonly values: (readonly T[])[];
}

interface Bucket<T> {
  readonly self: T[];
  readonly below: T[];
  readonly wild: { readonly glob: Glob; readonly value: T }[];
}

/**
 * Puts patterns into a table. Spec §5.
 *
 * @throws {ProtocolError} `too-large` where the patterns together exceed a limit.
 */
export function buildPatternTable<T>(entries: Iterable<TableEntry<T>>): PatternTable<T> {
  const buckets = new Map<string, Bucket<T>>();
  const regexes = new Map<string, T[]>();
  let count = 0;
  let wildcardBytes = 0;
  for (const { pattern, value } of entries) {
    refuseAbove(++count, TABLE_PATTERNS_MAX, 'patterns');
    const compiled = compilePattern(pattern);
    if (compiled.kind === 'regex') {
      append(regexes, compiled.source, value);
      continue;
    }
    const isWild = addGlob(buckets, compiled.glob, value);
    if (isWild) wildcardBytes += utf8(pattern).length;
    refuseAbove(wildcardBytes, TABLE_WILDCARD_BYTES_MAX, 'bytes in patterns with wildcards');
  }
  return { buckets, regexGroups: buildRegexGroups(regexes) };
}

/**
 * Values of all patterns that cover the path, each as often as patterns say so, in no order.
 *
 * @param segments those of `path`.
 */
export function valuesAt<T>(table: PatternTable<T>, path: string, segments: readonly string[]): T[] {
  const found: T[] = [];
  let prefix = '';
  for (let depth = 0; depth <= segments.length; depth++) {
    const bucket = table.buckets.get(prefix);
    if (bucket !== undefined) {
      for (const value of depth === segments.length ? bucket.self : bucket.below) found.push(value);
      for (const { glob, value } of bucket.wild) if (matchesGlob(glob, segments, depth)) found.push(value);
    }
    prefix = depth === 0 ? (segments[0] ?? '') : `${prefix}/${segments[depth]}`;
  }
  for (const { set, values } of table.regexGroups) {
    for (const number of set.match(path)) for (const value of values[number] ?? []) found.push(value);
  }
  return found;
}

/** @returns whether the glob has wildcards, so that it is compared one by one. */
function addGlob<T>(buckets: Map<string, Bucket<T>>, glob: Glob, value: T): boolean {
  const prefix = glob.segments.slice(0, glob.literalCount).join('/');
  let bucket = buckets.get(prefix);
  if (bucket === undefined) {
    bucket = { self: [], below: [], wild: [] };
    buckets.set(prefix, bucket);
  }
  if (glob.literalCount < glob.segments.length) {
    bucket.wild.push({ glob, value });
    return true;
  }
  if (glob.reach !== 'below') bucket.self.push(value);
  if (glob.reach !== 'self') bucket.below.push(value);
  return false;
}

function append<T>(lists: Map<string, T[]>, key: string, value: T): void {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [value]);
  else list.push(value);
}

/** @param regexes values by the text of each, so that each text runs once. */
function buildRegexGroups<T>(regexes: ReadonlyMap<string, readonly T[]>): RegexGroup<T>[] {
  const groups: RegexGroup<T>[] = [];
  let total = 0;
  let room = 0;
  for (const [source, values] of regexes) {
    const weight = regexWeight(source);
    total += weight;
    refuseAbove(total, TABLE_REGEX_WEIGHT_MAX, 'units of weight in regular expressions');
    if (weight > room) {
      groups.push({ set: new RE2Set(RE2Set.UNANCHORED, 0, GROUP_BYTES_MAX), values: [] });
      room = GROUP_WEIGHT;
    }
    room -= weight;
    const group = groups.at(-1);
    group?.set.add(source);
    group?.values.push(values);
  }
  for (const { set } of groups) set.compile();
  return groups;
}

function refuseAbove(value: number, max: number, what: string): void {
  if (value > max)
    throw new ProtocolError('too-large', `The patterns together have more than ${max} ${what}.`);
}

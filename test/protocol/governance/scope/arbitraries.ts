import fc from 'fast-check';
import { type PathPattern, parsePathPattern } from '../../../../protocol/governance/scope/path-pattern.ts';

/** The text as a pattern; a test that means a bad one asks `parsePathPattern` itself. */
export function patternOf(text: string): PathPattern {
  const parsed = parsePathPattern(text);
  if (typeof parsed !== 'string') throw new Error(`"${text}" is no pattern: ${parsed.reason}`);
  return parsed;
}

/** Few letters, so that patterns and paths often meet. */
const character = fc.constantFrom('a', 'a', 'b', 'b', 'c', '.', '-', '1', '😀');

const segment = fc
  .string({ unit: character, minLength: 1, maxLength: 4 })
  .filter((text) => text !== '.' && text !== '..');

/** Paths of one to four segments. */
export const paths: fc.Arbitrary<string> = fc
  .array(segment, { minLength: 1, maxLength: 4 })
  .map((segments) => segments.join('/'));

const wildSegment = fc
  .array(
    fc.oneof(
      { weight: 3, arbitrary: character },
      fc.constantFrom('*', '?', '[ab]', '[^a]', '[a-c]', '[😀1-]'),
    ),
    {
      minLength: 1,
      maxLength: 5,
    },
  )
  .map((parts) => parts.join('').replace(/\*+/g, '*'))
  .filter((text) => text !== '.' && text !== '..');

/** Globs of one to four segments, with and without wildcards and slash at the end. */
export const globs: fc.Arbitrary<string> = fc
  .tuple(
    fc.array(fc.oneof(segment, wildSegment, fc.constant('*')), { minLength: 1, maxLength: 4 }),
    fc.constantFrom('', '', '/'),
  )
  .map(([segments, end]) => segments.join('/') + end);

const atom = fc.constantFrom(
  'a',
  'b',
  'c',
  '1',
  '/',
  '.',
  '\\.',
  '-',
  '\\d',
  '\\w',
  '[ab]',
  '[^a/]',
  '[a-c1-]',
  '\\W',
  '😀',
);
const assertion = fc.constantFrom('^', '$', '\\b', '\\B', '\\A', '\\z');
const repetition = fc.constantFrom('', '', '', '*', '+', '?', '{2}', '{0,2}', '{1,}', '*?', '{0}');

const { alternatives } = fc.letrec<{ alternatives: string; sequence: string; piece: string; group: string }>(
  (tie) => ({
    alternatives: fc.array(tie('sequence'), { minLength: 1, maxLength: 2 }).map((parts) => parts.join('|')),
    sequence: fc.array(tie('piece'), { minLength: 1, maxLength: 3 }).map((parts) => parts.join('')),
    piece: fc.oneof(
      { maxDepth: 2, withCrossShrink: true },
      fc.tuple(atom, repetition).map((parts) => parts.join('')),
      assertion,
      fc.tuple(tie('group'), repetition).map((parts) => parts.join('')),
    ),
    group: fc
      .tuple(fc.constantFrom('(', '(?:'), tie('alternatives'))
      .map(([open, inner]) => `${open}${inner})`),
  }),
);

/** Regular expressions of the grammar of spec §5, light enough to be allowed, without what JavaScript reads otherwise. */
export const regexes: fc.Arbitrary<string> = alternatives.filter((source) => source.length < 60);

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { PATH_BYTES_MAX, parsePath } from '../../../../protocol/governance/scope/path.ts';
import {
  matchesPath,
  PATTERN_BYTES_MAX,
  type PathPattern,
  parsePathPattern,
  pathPatternSchema,
  specificityOf,
} from '../../../../protocol/governance/scope/path-pattern.ts';
import { REGEX_WEIGHT_MAX, regexWeight } from '../../../../protocol/governance/scope/path-regex.ts';
import {
  TABLE_PATTERNS_MAX,
  TABLE_REGEX_WEIGHT_MAX,
  TABLE_WILDCARD_BYTES_MAX,
} from '../../../../protocol/governance/scope/pattern-table.ts';
import { globs, paths, patternOf, regexes } from './arbitraries.ts';

describe('§5 [R-5.20] paths', () => {
  test.each(['a', 'a/b', '.a/..b/c d', 'ä/😀'])('%j is one', (path) => {
    expect(parsePath(path)).toEqual(path.split('/'));
  });

  test.each(['', '/', '/a', 'a/', 'a//b', '.', 'a/.', '../a', 'a\0', '\ud800', 'a/\udc00b'])(
    '%j is malformed',
    (path) => {
      expect(() => parsePath(path)).toThrow(expect.objectContaining({ type: 'malformed' }));
    },
  );

  test('one byte too many is too large, whatever the characters', () => {
    expect(() => parsePath('é'.repeat(PATH_BYTES_MAX / 2))).not.toThrow();
    for (const path of ['a'.repeat(PATH_BYTES_MAX + 1), `${'é'.repeat(PATH_BYTES_MAX / 2)}a`]) {
      expect(() => parsePath(path)).toThrow(expect.objectContaining({ type: 'too-large' }));
    }
  });
});

test('§5 [R-5.20] [R-5.21] [R-5.27] [R-5.32] the limits are those of the spec', () => {
  expect({ PATH_BYTES_MAX, PATTERN_BYTES_MAX, REGEX_WEIGHT_MAX }).toEqual({
    PATH_BYTES_MAX: 1_024,
    PATTERN_BYTES_MAX: 256,
    REGEX_WEIGHT_MAX: 200,
  });
  expect([TABLE_PATTERNS_MAX, TABLE_WILDCARD_BYTES_MAX, TABLE_REGEX_WEIGHT_MAX]).toEqual([
    100_000, 200_000, 4_000,
  ]);
});

describe('§5 [R-5.21] patterns', () => {
  test('the schema takes what the parser takes, and says why not', () => {
    expect(pathPatternSchema.parse('tools/')).toBe('tools/');
    const refused = pathPatternSchema.safeParse('tools//x');
    expect(refused.error?.issues[0]?.message).toMatch(/empty segment/);
  });

  test.each(['\ud800', 'regex:\udc00'])('%j has no form in UTF-8', (text) => {
    expect(parsePathPattern(text)).toEqual({ reason: expect.stringMatching(/UTF-8/) });
  });

  test('no text throws: it is a pattern that works, or refused with a sentence', () => {
    const prefixes = fc.constantFrom('', 'regex:', 'regex:(?i)');
    const texts = fc.string({ unit: fc.constantFrom(...'aB/*?[]^-!{}()|\\+.,19:=😀ä\0 ') });
    fc.assert(
      fc.property(prefixes, fc.oneof(texts, fc.string({ unit: 'binary' })), paths, (prefix, text, path) => {
        const parsed = parsePathPattern(prefix + text);
        if (typeof parsed === 'string') matchesPath(parsed, path);
        else expect(parsed.reason).toMatch(/\.$/);
      }),
      { numRuns: 3_000 },
    );
  });
});

describe('§5 [R-5.23] globs', () => {
  test('a path that is none is refused, not left', () => {
    expect(() => matchesPath(patternOf('a/'), 'a/../b')).toThrow(
      expect.objectContaining({ type: 'malformed' }),
    );
  });

  test('a glob covers what the equal JavaScript expression matches', () => {
    fc.assert(
      fc.property(globs, paths, (glob, path) => {
        expect(matchesPath(patternOf(glob), path)).toBe(referenceOf(glob).test(path));
      }),
      { numRuns: 5_000 },
    );
  });

  test('§5 [R-5.25] a literal covers what it covers with a slash, and itself', () => {
    fc.assert(
      fc.property(paths, paths, (literal, path) => {
        const below = matchesPath(patternOf(`${literal}/`), path);
        expect(matchesPath(patternOf(literal), path)).toBe(below || literal === path);
      }),
    );
  });
});

describe('§5 [R-5.26] regular expressions', () => {
  test('every expression of the grammar is accepted, runs, and matches as in JavaScript', () => {
    let matched = 0;
    fc.assert(
      fc.property(regexes, paths, (source, path) => {
        const pattern = patternOf(`regex:${source}`);
        const expected = new RegExp(source.replaceAll('\\A', '^').replaceAll('\\z', '$'), 'u').test(path);
        matched += expected ? 1 : 0;
        expect(matchesPath(pattern, path)).toBe(expected);
      }),
      { numRuns: 5_000, seed: 526 },
    );
    expect(matched).toBeGreaterThan(100);
  });

  test('§5 [R-5.27] the weight grows with what is added', () => {
    fc.assert(
      fc.property(regexes, regexes, (a, b) => {
        expect(regexWeight(`(?:${a})|${b}`)).toBe(2 + regexWeight(a) + regexWeight(b));
      }),
    );
  });
});

describe('§5 [R-5.29] specificity', () => {
  test.each([
    ['*', -1],
    ['*/', -1],
    ['regex:a/b/c', 0],
    ['a', 1],
    ['a/', 1],
    ['a/b', 2],
    ['a/*/', 2],
    ['?/*', 2],
  ])('%s has %i', (text, specificity) => {
    expect(specificityOf(patternOf(text))).toBe(specificity);
  });

  test('a slash at the end changes nothing', () => {
    fc.assert(
      fc.property(paths, (path) => {
        const deeper = (other: PathPattern) => specificityOf(other);
        expect(deeper(patternOf(`${path}/`))).toBe(deeper(patternOf(path)));
        expect(deeper(patternOf(`${path}/x`))).toBe(deeper(patternOf(path)) + 1);
      }),
    );
  });
});

/** The glob as a JavaScript expression, written out anew. */
function referenceOf(glob: string): RegExp {
  const isSubtree = glob.endsWith('/');
  const source = glob
    .replace(/[.+(){}|$]/g, '\\$&')
    .replaceAll('[^', '[^/')
    .replaceAll('*', '[^/]*')
    .replaceAll('?', '[^/]');
  const end = isSubtree ? '.+' : /[*?[]/.test(glob) ? '' : '(?:/.+)?';
  return new RegExp(`^${source}${end}$`, 'su');
}

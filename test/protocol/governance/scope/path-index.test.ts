import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  buildPathIndex,
  type DomainPaths,
  lookupPath,
  type PathMatch,
} from '../../../../protocol/governance/scope/path-index.ts';
import { matchesPath, specificityOf } from '../../../../protocol/governance/scope/path-pattern.ts';
import { globs, paths, patternOf, regexes } from './arbitraries.ts';

const patterns = fc
  .oneof(
    { weight: 4, arbitrary: globs },
    { weight: 1, arbitrary: regexes.map((source) => `regex:${source}`) },
  )
  .map(patternOf);

const registers: fc.Arbitrary<DomainPaths[]> = fc
  .array(
    fc.record({
      paths: fc.array(patterns, { maxLength: 6 }),
      excludes: fc.oneof(fc.constant([]), fc.array(patterns, { maxLength: 2 })),
    }),
    { maxLength: 12 },
  )
  .map((domains) => domains.map((domain, number) => ({ key: `d${number}`, ...domain })));

describe('§5 the index', () => {
  test('[R-5.30] [R-5.31] finds what looking at every pattern finds, in the same order', () => {
    let found = 0;
    fc.assert(
      fc.property(registers, fc.array(paths, { minLength: 1, maxLength: 5 }), (domains, asked) => {
        const index = buildPathIndex(domains);
        for (const path of asked) {
          const owners = scan(domains, path);
          found += owners.length;
          expect(lookupPath(index, path)).toEqual(owners);
        }
      }),
      { numRuns: 1_500, seed: 530 },
    );
    expect(found).toBeGreaterThan(2_000);
  });

  test('[R-5.31] takes domains from any iterable, once', () => {
    function* domains() {
      yield { key: 'a', paths: [patternOf('x/')], excludes: [] };
      yield { key: 'b', paths: [patternOf('x/y')], excludes: [] };
    }
    expect(lookupPath(buildPathIndex(domains()), 'x/y').map(({ key }) => key)).toEqual(['b', 'a']);
  });

  test('[R-5.31] many regular expressions are told apart', () => {
    const domains = Array.from({ length: 60 }, (_, number) => ({
      key: `d${number}`,
      paths: [patternOf(`regex:-${number}-[a-z]{${number}}$`)],
      excludes: [],
    }));
    const index = buildPathIndex(domains);
    for (const number of [0, 1, 17, 59]) {
      const owners = lookupPath(index, `x/-${number}-${'q'.repeat(number)}`);
      expect(owners.map(({ key }) => key)).toEqual([`d${number}`]);
    }
  });

  test('two domains of one key are refused', () => {
    const domain = { key: 'a', paths: [], excludes: [] };
    expect(() => buildPathIndex([domain, domain])).toThrow(expect.objectContaining({ type: 'malformed' }));
  });

  test('[R-5.20] a text that is no path is refused, not unowned', () => {
    const index = buildPathIndex([{ key: 'rest', paths: [patternOf('*/')], excludes: [] }]);
    expect(lookupPath(index, 'a/b')).toHaveLength(1);
    expect(() => lookupPath(index, 'a/../b')).toThrow(expect.objectContaining({ type: 'malformed' }));
    expect(() => lookupPath(index, 'a'.repeat(2_000))).toThrow(
      expect.objectContaining({ type: 'too-large' }),
    );
  });

  test('names of Object.prototype are paths like others', () => {
    const index = buildPathIndex([{ key: '__proto__', paths: [patternOf('constructor/')], excludes: [] }]);
    expect(lookupPath(index, 'constructor/__proto__').map(({ key }) => key)).toEqual(['__proto__']);
    expect(lookupPath(index, 'toString')).toEqual([]);
  });
});

/** The law, as it stands in the spec. */
function scan(domains: readonly DomainPaths[], path: string): PathMatch[] {
  return domains
    .filter(({ excludes }) => !excludes.some((pattern) => matchesPath(pattern, path)))
    .flatMap(({ key, paths: claims }) =>
      claims
        .filter((pattern) => matchesPath(pattern, path))
        .map((pattern) => ({ key, specificity: specificityOf(pattern), pattern }))
        .sort((a, b) => b.specificity - a.specificity)
        .slice(0, 1),
    )
    .sort((a, b) => b.specificity - a.specificity);
}

import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import * as z from 'zod';
import { parsePath } from '../../../../protocol/governance/scope/path.ts';
import { buildPathIndex, lookupPath } from '../../../../protocol/governance/scope/path-index.ts';
import {
  matchesPath,
  type PathPattern,
  parsePathPattern,
  specificityOf,
} from '../../../../protocol/governance/scope/path-pattern.ts';
import { ProtocolError } from '../../../../protocol/problem.ts';

const FILE = new URL('../../../../spec/vectors/05-path-patterns.json', import.meta.url);
const RULES = Array.from({ length: 13 }, (_, index) => `R-5.${20 + index}`);

const caseSchema = z.strictObject({
  id: z.string(),
  rule: z.string(),
  what: z.string(),
  valid: z.boolean(),
  path: z.string().optional(),
  pattern: z.string().optional(),
  covers: z.array(z.string()).optional(),
  leaves: z.array(z.string()).optional(),
  specificity: z.int().optional(),
  register: z
    .array(
      z.strictObject({
        key: z.string(),
        paths: z.array(z.string()),
        excludes: z.array(z.string()),
        times: z.int().optional(),
      }),
    )
    .optional(),
  lookups: z
    .array(
      z.strictObject({
        path: z.string(),
        owners: z.array(z.strictObject({ key: z.string(), specificity: z.int(), pattern: z.string() })),
      }),
    )
    .optional(),
});
type Case = z.infer<typeof caseSchema>;

const { cases } = z
  .strictObject({ description: z.string(), cases: z.array(caseSchema) })
  .parse(JSON.parse(readFileSync(FILE, 'utf8')));

describe('§5 path patterns: vectors', () => {
  test.each(cases)('§5 [$rule] $id $what: $valid', (vector) => {
    const ran = [runPath(vector), runPattern(vector), runRegister(vector)];
    expect(ran.filter(Boolean), 'a case has exactly one subject').toHaveLength(1);
  });

  test('every rule has cases; every rule that can refuse has both kinds', () => {
    for (const rule of RULES) {
      const kinds = new Set(cases.filter((one) => one.rule === rule).map((one) => one.valid));
      expect(kinds.has(true), rule).toBe(true);
    }
    const refusing = ['R-5.20', 'R-5.21', 'R-5.22', 'R-5.26', 'R-5.27', 'R-5.32'];
    for (const rule of refusing) {
      expect(
        cases.some((one) => one.rule === rule && !one.valid),
        rule,
      ).toBe(true);
    }
    // Of the rules on matching, the negative case is a path that is left.
    for (const rule of ['R-5.23', 'R-5.24', 'R-5.25', 'R-5.28']) {
      expect(
        cases.some((one) => one.rule === rule && (one.leaves ?? []).length > 0),
        rule,
      ).toBe(true);
    }
  });

  test('ids are unique and name their rule', () => {
    expect(new Set(cases.map(({ id }) => id)).size).toBe(cases.length);
    expect(cases.filter(({ id, rule }) => !id.startsWith(`${rule}-`))).toEqual([]);
    expect(cases.filter(({ rule }) => !RULES.includes(rule))).toEqual([]);
  });
});

function runPath({ path, valid }: Case): boolean {
  if (path === undefined) return false;
  if (valid) expect(parsePath(path).join('/')).toBe(path);
  else expect(() => parsePath(path)).toThrow(ProtocolError);
  return true;
}

function runPattern({ pattern, valid, covers, leaves, specificity }: Case): boolean {
  if (pattern === undefined) return false;
  const parsed = parsePathPattern(pattern);
  expect(typeof parsed === 'string', JSON.stringify(parsed)).toBe(valid);
  if (typeof parsed !== 'string') return true;
  expect(parsed).toBe(pattern);
  for (const path of covers ?? []) expectCovered(parsed, path, true);
  for (const path of leaves ?? []) expectCovered(parsed, path, false);
  if (specificity !== undefined) expect(specificityOf(parsed)).toBe(specificity);
  return true;
}

function expectCovered(pattern: PathPattern, path: string, expected: boolean): void {
  expect(matchesPath(pattern, path), `${pattern} covers ${path}`).toBe(expected);
  const index = buildPathIndex([{ key: 'k', paths: [pattern], excludes: [] }]);
  expect(lookupPath(index, path).length === 1, `${pattern} owns ${path}`).toBe(expected);
}

function runRegister({ register, valid, lookups }: Case): boolean {
  if (register === undefined) return false;
  const domains = register.map(({ key, paths, excludes, times = 1 }) => ({
    key,
    paths: repeated(paths, times),
    excludes: repeated(excludes, times),
  }));
  if (!valid) {
    expect(() => buildPathIndex(domains)).toThrow(expect.objectContaining({ type: 'too-large' }));
    return true;
  }
  const index = buildPathIndex(domains);
  for (const { path, owners } of lookups ?? []) expect(lookupPath(index, path), path).toEqual(owners);
  return true;
}

function repeated(texts: readonly string[], times: number): PathPattern[] {
  const patterns = texts.map((text) => {
    const parsed = parsePathPattern(text);
    if (typeof parsed !== 'string') throw new Error(`${text}: ${parsed.reason}`);
    return parsed;
  });
  return Array.from({ length: times }, () => patterns).flat();
}

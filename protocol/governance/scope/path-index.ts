import { ProtocolError } from '../../problem.ts';
import { parsePath } from './path.ts';
import { type PathPattern, specificityOf } from './path-pattern.ts';
import { buildPatternTable, type PatternTable, type TableEntry, valuesAt } from './pattern-table.ts';

/** What of a domain's scope speaks of paths. */
export interface DomainPaths {
  /** Names the domain, once in an index. */
  readonly key: string;
  readonly paths: readonly PathPattern[];
  readonly excludes: readonly PathPattern[];
}

/** A domain that owns a path, and the most specific of its patterns that says so. */
export interface PathMatch {
  readonly key: string;
  readonly specificity: number;
  readonly pattern: PathPattern;
}

/** Answers which domains own a path. */
export interface PathIndex {
  /** Keys in order of insertion; entries name domains by their place here. */
  readonly keys: readonly string[];
  readonly claims: PatternTable<Claim>;
  readonly exclusions: PatternTable<number>;
}

interface Claim {
  readonly domain: number;
  /** Place in the domain's list: the first of equals is shown. */
  readonly place: number;
  readonly specificity: number;
  readonly pattern: PathPattern;
}

/**
 * Index of the domains' path patterns. Spec §5 [R-5.30] [R-5.31] [R-5.32].
 *
 * @throws {ProtocolError} `malformed` where two domains have one key, `too-large` where the patterns exceed a limit.
 */
export function buildPathIndex(domains: Iterable<DomainPaths>): PathIndex {
  const numbers = new Map<string, number>();
  const claims: TableEntry<Claim>[] = [];
  const exclusions: TableEntry<number>[] = [];
  for (const { key, paths, excludes } of domains) {
    if (numbers.has(key)) throw new ProtocolError('malformed', `Two domains have the key "${key}".`, { key });
    const domain = numbers.size;
    numbers.set(key, domain);
    for (const [place, pattern] of paths.entries()) {
      claims.push({ pattern, value: { domain, place, specificity: specificityOf(pattern), pattern } });
    }
    for (const pattern of excludes) exclusions.push({ pattern, value: domain });
  }
  return {
    keys: [...numbers.keys()],
    claims: buildPatternTable(claims),
    exclusions: buildPatternTable(exclusions),
  };
}

/**
 * Domains that own the path, the most specific first. Spec §5.
 *
 * A domain appears at most once, by the most specific of its patterns (of equals the first in its list). Domains of
 * equal specificity stand in order of insertion; none of them goes before another by right, which is the caller's to
 * settle (governance: the parent decides). A domain with an exclude that covers the path does not appear at all.
 *
 * @throws {ProtocolError} `malformed` or `too-large` where `path` is none.
 */
export function lookupPath(index: PathIndex, path: string): PathMatch[] {
  const segments = parsePath(path);
  const excluded = new Set(valuesAt(index.exclusions, path, segments));
  const best = new Map<number, Claim>();
  for (const claim of valuesAt(index.claims, path, segments)) {
    if (excluded.has(claim.domain)) continue;
    const held = best.get(claim.domain);
    if (held === undefined || goesBefore(claim, held)) best.set(claim.domain, claim);
  }
  return [...best.values()]
    .sort((a, b) => b.specificity - a.specificity || a.domain - b.domain)
    .map(({ domain, specificity, pattern }) => ({ key: index.keys[domain] ?? '', specificity, pattern }));
}

/**
 * Keys of the domains with an exclude that covers the path, whatever they claim. Spec §5.
 *
 * @throws {ProtocolError} `malformed` or `too-large` where `path` is none.
 */
export function excludedAt(index: PathIndex, path: string): ReadonlySet<string> {
  const domains = valuesAt(index.exclusions, path, parsePath(path));
  return new Set(domains.map((domain) => index.keys[domain] ?? ''));
}

function goesBefore(a: Claim, b: Claim): boolean {
  return a.specificity > b.specificity || (a.specificity === b.specificity && a.place < b.place);
}

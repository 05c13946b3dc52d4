import type { DomainBody } from '../../documents/domain-fields.ts';
import { type EffectKind, type EffectPattern, effectSpecificity } from '../../documents/effect-kind.ts';
import type { DomainItem } from '../../documents/set.ts';
import type { DocumentId, Subject } from '../../ids.ts';
import { ProtocolError } from '../../problem.ts';
import type { Effect } from '../effects.ts';
import type { RegisteredSet, RegisterState } from '../state.ts';
import { buildPathIndex, excludedAt, lookupPath, type PathIndex } from './path-index.ts';

/** A domain in force, with where it comes from: a document of its own, or an item of a set. */
export interface RegisteredDomain {
  readonly subject: Subject;
  readonly body: DomainBody;
  readonly source:
    | { readonly kind: 'document'; readonly id: DocumentId }
    | { readonly kind: 'set'; readonly set: Subject };
}

/** A domain that matches an effect, with how exactly. Spec §5. */
export interface ScopeMatch {
  readonly domain: RegisteredDomain;
  /** Path, resource, effect kind: compared in this order, larger is more specific. Spec §5. */
  readonly specificity: readonly [path: number, resource: number, kind: number];
}

/** Who owns an effect: one domain, nobody, or several equally. Spec §5. */
export type Owner =
  | { readonly kind: 'one'; readonly domain: RegisteredDomain }
  | { readonly kind: 'none' }
  | { readonly kind: 'several'; readonly domains: readonly RegisteredDomain[] };

/** The register in force, ready for questions. Parts are built when first needed, so that sets out of question need no pages. */
export interface RegisterIndex {
  readonly matches: (effect: Effect) => readonly ScopeMatch[];
  readonly owner: (effect: Effect) => Owner;
  /** A domain in force by its subject; all of the register is looked at. */
  readonly bySubject: (subject: Subject) => RegisteredDomain | null;
  /** Every domain in force, single ones first. */
  readonly all: () => readonly RegisteredDomain[];
}

/** Where the index gets contents: both throw `MissingEvidence` where the record at hand has a hole. */
export interface RegisterSource {
  readonly domain: (id: DocumentId) => DomainBody | null;
  readonly items: (set: RegisteredSet) => readonly DomainItem[];
}

/** No path pattern bounds the domain: less specific than any pattern that does. */
const UNBOUNDED = -2;

/** Domains that own one kind of effect, with an index over their paths once a path was asked for. */
interface RegisterPart {
  readonly domains: readonly RegisteredDomain[];
  /** Those that no path pattern bounds. */
  readonly unbounded: readonly RegisteredDomain[];
  paths?: PathPart | 'too-large';
}

interface PathPart {
  readonly index: PathIndex;
  readonly byKey: ReadonlyMap<string, RegisteredDomain>;
}

/** Parts that were built for one state of the register: they hold no source and may be kept. */
export type RegisterParts = Map<EffectKind, RegisterPart>;

export function createRegisterIndex(
  register: RegisterState,
  source: RegisterSource,
  parts: RegisterParts = new Map(),
): RegisterIndex {
  function part(kind: EffectKind): RegisterPart {
    const known = parts.get(kind);
    if (known !== undefined) return known;
    const domains = domainsOwning(kind, register, source);
    const built = { domains, unbounded: domains.filter(({ body }) => body.scope.paths === undefined) };
    parts.set(kind, built);
    return built;
  }

  function matches(effect: Effect): readonly ScopeMatch[] {
    return candidates(part(effect.kind), effect.path)
      .flatMap(({ domain, path }): ScopeMatch[] => {
        const kind = kindSpecificity(domain.body, effect);
        const resource = resourceSpecificity(domain.body, effect);
        if (kind === null || resource === null) return [];
        return [{ domain, specificity: [path, resource, kind] }];
      })
      .sort((a, b) => compareSpecificity(b.specificity, a.specificity));
  }

  const all = () => domainsIn(register, source, () => true);

  return {
    matches,
    all,
    bySubject: (subject) => all().find((domain) => domain.subject === subject) ?? null,
    owner: (effect) => {
      const found = matches(effect);
      const best = found[0];
      if (best === undefined) return { kind: 'none' };
      const equals = found.filter((match) => compareSpecificity(match.specificity, best.specificity) === 0);
      return equals.length === 1
        ? { kind: 'one', domain: best.domain }
        : { kind: 'several', domains: equals.map((match) => match.domain) };
    },
  };
}

/** A domain that may own an effect, as far as paths go, and how exactly it names the path. */
interface Candidate {
  readonly domain: RegisteredDomain;
  readonly path: number;
}

/**
 * Of thousands of domains paths leave a handful: those that are bounded by paths and own this one, most specific first,
 * then those that nothing bounds and that do not leave it out. Spec §5.
 *
 * @returns none where the patterns together exceed a limit: then nobody owns any path. Spec §5.
 */
function candidates(part: RegisterPart, path: string | undefined): readonly Candidate[] {
  const unbounded = part.unbounded.map((domain) => ({ domain, path: UNBOUNDED }));
  if (path === undefined) return unbounded;
  part.paths ??= indexPaths(part.domains);
  if (part.paths === 'too-large') return [];
  const { index, byKey } = part.paths;
  const owners = lookupPath(index, path).flatMap(({ key, specificity }): Candidate[] => {
    const domain = byKey.get(key);
    return domain === undefined ? [] : [{ domain, path: specificity }];
  });
  const excluded = excludedAt(index, path);
  return [...owners, ...unbounded.filter(({ domain }) => !excluded.has(keyOf(domain)))];
}

function indexPaths(domains: readonly RegisteredDomain[]): PathPart | 'too-large' {
  try {
    const index = buildPathIndex(
      domains.map((domain) => {
        const { scope, excludes } = domain.body;
        return { key: keyOf(domain), paths: scope.paths ?? [], excludes: excludes?.paths ?? [] };
      }),
    );
    return { index, byKey: new Map(domains.map((domain) => [keyOf(domain), domain])) };
  } catch (error) {
    if (error instanceof ProtocolError && error.type === 'too-large') return 'too-large';
    throw error;
  }
}

/** Two sets may hold items with one subject: they are two domains, and where both own something nobody does. */
function keyOf({ source, subject }: RegisteredDomain): string {
  return source.kind === 'set' ? `${source.set} ${subject}` : subject;
}

/** Every domain in force whose scope names the kind; those of sets only where the set's bound allows it. Spec §5. */
function domainsOwning(
  kind: EffectKind,
  register: RegisterState,
  source: RegisterSource,
): readonly RegisteredDomain[] {
  const names = (patterns: readonly EffectPattern[]) =>
    patterns.some((pattern) => effectSpecificity(pattern, kind) !== null);
  return domainsIn(register, source, (set) => names(set.effects)).filter(({ body }) =>
    names(body.scope.effects),
  );
}

/** Domains in force; a single one takes the place of an item with its subject, and so does its end. Spec §5. */
function domainsIn(
  register: RegisterState,
  source: RegisterSource,
  takes: (set: RegisteredSet) => boolean,
): readonly RegisteredDomain[] {
  const single = register.domains.flatMap(({ subject, id }): RegisteredDomain[] => {
    const body = source.domain(id);
    return body === null ? [] : [{ subject, body, source: { kind: 'document', id } }];
  });
  const replaced = new Set<Subject>([...register.domains.map(({ subject }) => subject), ...register.ended]);
  const fromSets = register.sets.filter(takes).flatMap((set) =>
    source
      .items(set)
      .filter((item) => !replaced.has(item.subject))
      .map(
        (item): RegisteredDomain => ({
          subject: item.subject,
          body: item,
          source: { kind: 'set', set: set.subject },
        }),
      ),
  );
  return [...single, ...fromSets];
}

function kindSpecificity(body: DomainBody, effect: Effect): number | null {
  const found = body.scope.effects.flatMap((pattern) => effectSpecificity(pattern, effect.kind) ?? []);
  return found.length === 0 ? null : Math.max(...found);
}

function resourceSpecificity(body: DomainBody, effect: Effect): number | null {
  if (effect.resource !== undefined && body.excludes?.resources?.includes(effect.resource)) return null;
  if (body.scope.resources === undefined) return 0;
  return effect.resource !== undefined && body.scope.resources.includes(effect.resource) ? 1 : null;
}

function compareSpecificity(a: ScopeMatch['specificity'], b: ScopeMatch['specificity']): number {
  return a[0] - b[0] || a[1] - b[1] || a[2] - b[2];
}

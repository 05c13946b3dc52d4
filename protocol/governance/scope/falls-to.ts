import type { Ref, Subject } from '../../ids.ts';
import type { Millis } from '../../time.ts';
import type { Effect } from '../effects.ts';
import { inForce } from '../in-force.ts';
import { contentOf, type RuleView, stateOf } from '../view.ts';
import type { RegisteredDomain } from './register-index.ts';
import { isRetired } from './retired.ts';

/** A circle has a circle above it, and that one too; beyond so many nobody looks. */
const CLIMB_MAX = 6;

/** Whose matter some effects are. Spec §5, [R-5.50]. */
export type Falls =
  | { readonly kind: 'owned'; readonly domain: RegisteredDomain }
  /** Nobody is there to whom it could fall. */
  | { readonly kind: 'nobody' }
  /** Domains that can only be asked one by one: another circle may return what is decided there, or people are kept out. */
  | { readonly kind: 'apart'; readonly domains: readonly RegisteredDomain[] }
  | Fallen;

/** No single domain owns them: the circle above decides. */
export interface Fallen {
  readonly kind: 'falls';
  readonly circle: Ref;
  /** Other circles and roles that had to be looked at to find it, in that order. */
  readonly through: readonly Subject[];
  /** Domains that own some of it. */
  readonly concerned: readonly RegisteredDomain[];
}

/**
 * Who decides about some effects: the domain that owns them all; else the lowest circle above all domains that own some;
 * what none owns falls to the circle above all others. Spec §5, [R-5.51].
 *
 * @param retiredBy passes over circles that have retired by then; null passes over none. Spec §5.
 */
export function fallsTo(view: RuleView, effects: readonly Effect[], retiredBy: Millis | null = null): Falls {
  const looked: Looked = { subjects: new Set(), retiredBy };
  const register = view.register();
  const owners = effects.map((effect) => register.owner(effect));
  const concerned = unique(
    owners.flatMap((owner) =>
      owner.kind === 'one' ? [owner.domain] : owner.kind === 'several' ? owner.domains : [],
    ),
  );
  const gap = effects.length === 0 || owners.some(({ kind }) => kind === 'none');
  const tie = owners.some(({ kind }) => kind === 'several');
  const [only] = concerned;
  if (!gap && !tie && concerned.length === 1 && only !== undefined && !hasRetired(view, only, retiredBy))
    return { kind: 'owned', domain: only };
  if (!gap && !tie && concerned.some(isGuarded)) return { kind: 'apart', domains: concerned };

  const circle =
    (gap ? null : common(concerned.map((domain) => above(view, domain, looked)))) ?? top(view, looked);
  if (circle === null) return { kind: 'nobody' };
  return {
    kind: 'falls',
    circle,
    through: [...looked.subjects].filter((subject) => subject !== circle.subject),
    concerned,
  };
}

/** What was looked at to find a circle; and by when a circle has to have retired to be passed over, if at all. */
interface Looked {
  readonly subjects: Set<Subject>;
  readonly retiredBy: Millis | null;
}

/** Whether the circle that owns a domain has retired: what it would decide falls to the one above. Spec §5. */
export function hasRetired(
  view: RuleView,
  { body: { owner } }: Pick<RegisteredDomain, 'body'>,
  by: Millis | null,
): boolean {
  return by !== null && owner.kind === 'circle' && isRetired(view, owner.subject, by);
}

function isGuarded({ body }: RegisteredDomain): boolean {
  return body.veto !== undefined || (body.conflicts ?? []).length > 0;
}

function unique(domains: readonly RegisteredDomain[]): readonly RegisteredDomain[] {
  const key = ({ subject, source }: RegisteredDomain) =>
    source.kind === 'set' ? `${source.set} ${subject}` : subject;
  return [...new Map(domains.map((domain) => [key(domain), domain])).values()];
}

/** The circle that owns a domain, or that of the role which does; then those above it, the nearest first. */
function above(view: RuleView, { body: { owner } }: RegisteredDomain, looked: Looked): readonly Ref[] {
  if (owner.kind === 'circle') return climb(view, owner.subject, looked);
  if (owner.kind !== 'role') return [];
  const role = look(view, owner.subject, looked);
  const circle = role === null ? undefined : contentOf(view, role.id, 'role')?.circle.subject;
  return circle === undefined ? [] : climb(view, circle, looked);
}

function climb(view: RuleView, first: Subject, looked: Looked): readonly Ref[] {
  const chain: Ref[] = [];
  const passed = new Set<Subject>();
  let next: Subject | undefined = first;
  while (next !== undefined && passed.size < CLIMB_MAX) {
    const ref = look(view, next, looked);
    const circle = ref === null ? null : contentOf(view, ref.id, 'circle');
    if (ref === null || circle === null) break;
    passed.add(ref.subject);
    if (looked.retiredBy === null || !isRetired(view, ref.subject, looked.retiredBy)) chain.push(ref);
    const parent: Subject | undefined = circle.parent?.subject;
    next = parent !== undefined && passed.has(parent) ? undefined : parent;
  }
  return chain;
}

function look(view: RuleView, subject: Subject, looked: Looked): Ref | null {
  looked.subjects.add(subject);
  const current = inForce(view, subject);
  return current === null ? null : { subject, id: current.id };
}

/** The lowest circle that is above all. */
function common(chains: readonly (readonly Ref[])[]): Ref | null {
  const [first = [], ...others] = chains;
  const shared = first.find(({ subject }) =>
    others.every((chain) => chain.some((ref) => ref.subject === subject)),
  );
  return shared ?? null;
}

/** The first circle of the founding act that is still there, or the uppermost one above it. */
function top(view: RuleView, looked: Looked): Ref | null {
  const charter = stateOf(view, 'charter', 'charter');
  const adopts = charter === null ? [] : (contentOf(view, charter.founding, 'charter')?.adopts ?? []);
  for (const { type, subject } of adopts) {
    if (type !== 'circle') continue;
    const uppermost = climb(view, subject, looked).at(-1);
    if (uppermost !== undefined) return uppermost;
  }
  return null;
}

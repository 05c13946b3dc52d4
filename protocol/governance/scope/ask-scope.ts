import type { DomainRef } from '../../documents/common.ts';
import type { DocumentId, Subject } from '../../ids.ts';
import type { Millis } from '../../time.ts';
import { sameJson } from '../binding.ts';
import type { Effect } from '../effects.ts';
import { type Refusal, refuse } from '../verdict.ts';
import type { RuleView } from '../view.ts';
import { fallsTo } from './falls-to.ts';
import type { RegisteredDomain } from './register-index.ts';

/** Every effect belongs to the named domain, or falls to the named circle; doubt fails closed. Spec §5, [R-5.50]. */
export function askScope(
  view: RuleView,
  domain: DomainRef,
  effects: readonly Effect[],
  at: Millis,
): readonly DocumentId[] | Refusal {
  if (domain.through !== undefined) return askFallen(view, domain, domain.through, effects, at);
  if (domain.retired !== undefined) return refuse('contradictory', { retired: domain.subject });
  if (effects.length === 0) return []; // a text without effects needs nobody's register
  const register = view.register();
  for (const effect of effects) {
    const owner = register.owner(effect);
    if (owner.kind === 'none') return refuse('no-domain', { effect });
    if (owner.kind === 'several') {
      return refuse('ambiguous-domain', { effect, domains: owner.domains.map(({ subject }) => subject) });
    }
    if (!isNamed(owner.domain, domain))
      return refuse('out-of-scope', { effect, domain: owner.domain.subject });
  }
  return [];
}

/** No single domain owns them, and this is the circle above, found in this way. Spec §5. */
function askFallen(
  view: RuleView,
  { subject, id, retired }: DomainRef,
  through: readonly Subject[],
  effects: readonly Effect[],
  at: Millis,
): readonly DocumentId[] | Refusal {
  const falls = fallsTo(view, effects, retired === undefined ? null : at);
  switch (falls.kind) {
    case 'nobody':
      return refuse('no-domain', { effect: effects[0] ?? null });
    case 'owned':
      return refuse('out-of-scope', { domain: falls.domain.subject });
    case 'apart':
      return refuse('out-of-scope', { domains: falls.domains.map((domain) => domain.subject) });
    case 'falls':
      if (falls.circle.subject !== subject) return refuse('out-of-scope', { circle: falls.circle.subject });
      if (falls.circle.id !== id) return refuse('stale-version', { inForce: falls.circle.id });
      return sameJson([...falls.through], [...through])
        ? [id]
        : refuse('rules-disagree', { what: 'through', through: falls.through });
  }
}

/** The same subject, from the same place: two sets may hold items with one subject. */
function isNamed({ subject, source }: RegisteredDomain, named: DomainRef): boolean {
  const set = source.kind === 'set' ? source.set : undefined;
  return subject === named.subject && set === named.set;
}

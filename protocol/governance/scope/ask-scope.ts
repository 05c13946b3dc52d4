import type { DomainRef } from '../../documents/common.ts';
import type { DocumentId } from '../../ids.ts';
import type { Effect } from '../effects.ts';
import { type Refusal, refuse } from '../verdict.ts';
import type { RuleView } from '../view.ts';
import type { RegisteredDomain } from './register-index.ts';

/** Every effect belongs to the named domain and to no other one; doubt fails closed. Spec §5. */
export function askScope(
  view: RuleView,
  domain: DomainRef,
  effects: readonly Effect[],
): readonly DocumentId[] | Refusal {
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

/** The same subject, from the same place: two sets may hold items with one subject. */
function isNamed({ subject, source }: RegisteredDomain, named: DomainRef): boolean {
  const set = source.kind === 'set' ? source.set : undefined;
  return subject === named.subject && set === named.set;
}

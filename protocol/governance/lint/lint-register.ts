import { EFFECT_KINDS, effectSpecificity } from '../../documents/effect-kind.ts';
import type { Subject } from '../../ids.ts';
import { formatMillis, type Millis } from '../../time.ts';
import { constraintsInForce } from '../constraints/in-force.ts';
import { ratifyUntil } from '../provisional.ts';
import { fallsTo } from '../scope/falls-to.ts';
import type { RegisteredDomain, RegisterIndex } from '../scope/register-index.ts';
import { contentOf, type RuleView } from '../view.ts';
import type { Finding } from './findings.ts';
import { lintDomain } from './lint-domain.ts';

/**
 * What is wrong with the register in force, before anybody stumbles over it. Spec §5.
 *
 * @param view may look at every thread.
 */
export function lintRegister(view: RuleView, now: Millis): readonly Finding[] {
  const register = view.register();
  const domains = register.all();
  const held = constraintsInForce(view, now).flatMap((id) => {
    const constraint = contentOf(view, id, 'constraint');
    return constraint === null ? [] : [{ id, constraint }];
  });
  return [
    ...gaps(view, register),
    ...unratified(view, now),
    ...overlaps(register, domains),
    ...domains.flatMap((domain) => lintDomain(view, domain, now, held)),
  ];
}

/** Kinds of effect that nobody owns. Where a change happens is said by its path, so a change is not asked about. */
function gaps(view: RuleView, register: RegisterIndex): readonly Finding[] {
  return EFFECT_KINDS.filter((kind) => kind !== 'change')
    .filter((kind) => register.owner({ kind, amount: 0 }).kind === 'none')
    .map((kind) => {
      const falls = fallsTo(view, [{ kind, amount: 0 }]);
      return falls.kind === 'falls'
        ? { code: 'gap', domain: null, detail: { effect: kind, circle: falls.circle.subject } }
        : { code: 'no-circle-above', domain: null, detail: { effect: kind } };
    });
}

/** A new commons has its time; only what is left undone then is wrong. */
function unratified(view: RuleView, now: Millis): readonly Finding[] {
  const until = ratifyUntil(view);
  if (until === null || now < until) return [];
  return [{ code: 'not-ratified', domain: null, detail: { until: formatMillis(until) } }];
}

/** Effects that several domains own equally, each told once. Domains that paths bound are asked path by path only. */
function overlaps(register: RegisterIndex, domains: readonly RegisteredDomain[]): readonly Finding[] {
  const told = new Map<string, Finding>();
  for (const { body } of domains) {
    if (body.scope.paths !== undefined) continue;
    for (const kind of EFFECT_KINDS) {
      if (!body.scope.effects.some((pattern) => effectSpecificity(pattern, kind) !== null)) continue;
      const resources: readonly (Subject | undefined)[] = body.scope.resources ?? [undefined];
      for (const resource of resources) {
        const effect = { kind, amount: 0, ...(resource === undefined ? {} : { resource }) };
        const owner = register.owner(effect);
        if (owner.kind !== 'several') continue;
        const subjects = owner.domains.map(({ subject }) => subject);
        const detail = { effect: kind, ...(resource === undefined ? {} : { resource }), domains: subjects };
        told.set(`${kind} ${resource} ${subjects.join(' ')}`, {
          code: 'ambiguous-domain',
          domain: null,
          detail,
        });
      }
    }
  }
  return [...told.values()];
}

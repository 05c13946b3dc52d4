import type { Constraint } from '../../documents/constraint.ts';
import type { DomainBody } from '../../documents/domain-fields.ts';
import { EFFECT_KINDS, effectSpecificity } from '../../documents/effect-kind.ts';
import type { DocumentId } from '../../ids.ts';
import { concerns } from '../effects.ts';
import { asksAsMuch, rungAbove } from '../ladder/rank.ts';
import { ladderOf } from '../right.ts';
import type { RuleView } from '../view.ts';
import type { Finding } from './findings.ts';
import type { Found } from './lint-domain.ts';

/** A constraint that holds, by its version. */
export interface Held {
  readonly id: DocumentId;
  readonly constraint: Constraint;
}

/** What constraints make of one domain: it can never keep one, or has no way to depart from one. Spec §5. */
export function lintConstraints(
  view: RuleView,
  body: DomainBody,
  held: readonly Held[],
  found: Found,
): readonly Finding[] {
  const about = held.filter(({ constraint }) => isAbout(constraint, body));
  const barred = about.filter(({ constraint }) => constraint.hard && neverKeeps(constraint, body));
  const above = rungAbove(body.rung);
  const stuck =
    above === body.rung || ladderOf(view, body)[above] !== undefined
      ? []
      : about.filter(({ constraint }) => !constraint.hard);
  return [
    ...barred.map(({ id, constraint }) => found('barred', { constraint: id, kind: constraint.rule.kind })),
    ...stuck.map(({ id }) => found('no-way-up', { constraint: id, rung: above })),
  ];
}

/** Whether something that the domain owns is what the constraint is about; one on a resource, if it lists that. */
function isAbout({ rule }: Constraint, { scope }: DomainBody): boolean {
  const resources =
    scope.resources ?? ('resource' in rule && rule.resource !== undefined ? [rule.resource] : [undefined]);
  const effects = EFFECT_KINDS.filter((kind) =>
    scope.effects.some((pattern) => effectSpecificity(pattern, kind) !== null),
  ).flatMap((kind) =>
    resources.map((resource) => ({ kind, amount: 0, ...(resource === undefined ? {} : { resource }) })),
  );
  const named = 'effects' in rule ? rule.effects : (['transfer', 'agreement'] as const);
  const resource = rule.resource === undefined ? {} : { resource: rule.resource };
  return effects.some((effect) => concerns({ effects: named, ...resource }, effect));
}

function neverKeeps({ rule }: Constraint, { rung, owner }: DomainBody): boolean {
  if (rule.kind === 'requireRung') return !asksAsMuch(rung, rule.least);
  if (rule.kind !== 'requireConsulted' || rung !== 'delegation') return false;
  return rule.who.some((subject) => !('subject' in owner) || owner.subject !== subject);
}

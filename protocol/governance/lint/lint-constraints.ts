import type { Constraint } from '../../documents/constraint.ts';
import type { DomainBody } from '../../documents/domain-fields.ts';
import { EFFECT_KINDS, effectSpecificity } from '../../documents/effect-kind.ts';
import { isCircleRung } from '../../documents/response.ts';
import type { DocumentId, Subject } from '../../ids.ts';
import type { Millis } from '../../time.ts';
import { concerns } from '../effects.ts';
import { inForce } from '../in-force.ts';
import { asksAsMuch, rungAbove } from '../ladder/rank.ts';
import { canBeAsked, voicesFor } from '../ladder/roster.ts';
import { ladderOf } from '../right.ts';
import { contentOf, type RuleView } from '../view.ts';
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
  now: Millis,
  found: Found,
): readonly Finding[] {
  const about = held.filter(({ constraint }) => isAbout(constraint, body));
  const barred = about.filter(({ constraint }) => constraint.hard && neverKeeps(view, constraint, body));
  const above = rungAbove(body.rung);
  const stuck =
    above === body.rung || ladderOf(view, body)[above] !== undefined
      ? []
      : about.filter(({ constraint }) => !constraint.hard);
  return [
    ...barred.map(({ id, constraint }) => found('barred', { constraint: id, kind: constraint.rule.kind })),
    ...about.flatMap(({ id, constraint }) =>
      unheard(view, constraint, body, now).map((subject) =>
        found('consults-nobody', { constraint: id, ...namedAs(view, subject) }),
      ),
    ),
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

function neverKeeps(view: RuleView, { rule }: Constraint, body: DomainBody): boolean {
  if (rule.kind === 'requireRung') return !asksAsMuch(body.rung, rule.least);
  if (rule.kind !== 'requireConsulted') return false;
  const others = rule.who.filter((subject) => !isOwner(body, subject));
  return body.rung === 'delegation'
    ? others.length > 0
    : others.some((subject) => !canBeAsked(view, subject, isCircleRung(body.rung)));
}

/** Whoever must be consulted, is asked by name, and is nobody just now: the rule is kept, and nothing is heard. */
function unheard(view: RuleView, { rule }: Constraint, body: DomainBody, now: Millis): readonly Subject[] {
  if (rule.kind !== 'requireConsulted' || body.rung === 'delegation') return [];
  const byCircle = isCircleRung(body.rung);
  return rule.who.filter(
    (subject) =>
      !isOwner(body, subject) &&
      canBeAsked(view, subject, byCircle) &&
      voicesFor(view, subject, byCircle, now).length === 0,
  );
}

/** By what it is, so that it can be told by name. */
function namedAs(view: RuleView, subject: Subject): Readonly<Record<string, Subject>> {
  const current = inForce(view, subject);
  if (current === null) return {};
  return contentOf(view, current.id, 'role') === null ? { circle: subject } : { role: subject };
}

function isOwner({ owner }: DomainBody, subject: Subject): boolean {
  return 'subject' in owner && owner.subject === subject;
}

import type { AdoptedConstraint } from '../../documents/adoptable.ts';
import type { ConstraintRule } from '../../documents/constraint.ts';
import type { DomainBody } from '../../documents/domain-fields.ts';
import { effectSpecificity } from '../../documents/effect-kind.ts';
import type { Binding } from '../../documents/operation.ts';
import { isCircleRung } from '../../documents/response.ts';
import type { DocumentId } from '../../ids.ts';
import { concernsAny, type Effect } from '../effects.ts';
import { asksAsMuch } from '../ladder/rank.ts';
import { membersOf } from '../ladder/roster.ts';
import { ladderOf } from '../right.ts';
import { type Refusal, refuse } from '../verdict.ts';
import { contentOf, type RuleView, stateOf } from '../view.ts';

type Answer = readonly DocumentId[] | Refusal;

/** What ends a constraint, and adopts another version of it. */
const CHANGE: Effect = { kind: 'adopt:constraint', amount: 0 };

/**
 * Hard constraints that a decision adopts can be kept by the people who are there, and ended. Spec §12,
 * [R-12.41], [R-12.43].
 */
export function askLockOut(view: RuleView, { operations }: Binding): Answer {
  for (const operation of operations) {
    if (operation.op === 'adopt' && operation.adopts.type === 'domain') {
      const refusal = askKeeps(view, operation.adopts.id);
      if (refusal !== null) return refusal;
    }
    if (operation.op !== 'adopt' || operation.adopts.type !== 'constraint') continue;
    const { adopts } = operation;
    const constraint = contentOf(view, adopts.id, 'constraint');
    if (constraint?.hard !== true) continue;
    const refusal = askPeople(view, adopts, constraint.rule) ?? askWayBack(view, constraint.rule);
    if (refusal !== null) return refusal;
  }
  return [];
}

/** Where it takes several people, the adoption names a circle that has them. */
function askPeople(view: RuleView, { circle }: AdoptedConstraint, rule: ConstraintRule): Refusal | null {
  const needed = peopleFor(rule);
  if (needed === 1) return null;
  if (circle === undefined) return refuse('locks-out', { needed, circle: null });
  const people = new Set(membersOf(view, circle)).size;
  return people < needed ? refuse('locks-out', { needed, people }) : null;
}

function peopleFor(rule: ConstraintRule): number {
  switch (rule.kind) {
    case 'separateDuties':
    case 'requireConsulted':
    case 'requireRung':
      return 2;
    case 'concentrationCap':
      // So many that each can stay within the share.
      return Math.ceil(rule.most.den / rule.most.num);
    default:
      return 1;
  }
}

/** What is asked of every change of a constraint, can be given under the domain that owns such changes. */
function askWayBack(view: RuleView, rule: ConstraintRule): Refusal | null {
  if (!('effects' in rule) || !concernsAny(rule, [CHANGE])) return null;
  const owner = view.register().owner(CHANGE);
  const body = owner.kind === 'one' ? owner.domain.body : null;
  return body !== null && canKeep(view, rule, body) ? null : refuse('locks-out', { kind: rule.kind });
}

/** The domain that will own changes of constraints can give what the hard ones ask of these. Spec §12. */
function askKeeps(view: RuleView, id: DocumentId): Refusal | null {
  const body = contentOf(view, id, 'domain');
  const owns = body?.scope.effects.some((pattern) => effectSpecificity(pattern, CHANGE.kind) !== null);
  if (body === null || owns !== true || body.scope.resources !== undefined) return null;
  for (const held of stateOf(view, 'constraints', 'constraints')?.inForce ?? []) {
    const constraint = contentOf(view, held.id, 'constraint');
    if (constraint?.hard !== true) continue;
    const { rule } = constraint;
    if (!('effects' in rule) || !concernsAny(rule, [CHANGE]) || rule.kind === 'forbidEffect') continue;
    if (!canKeep(view, rule, body)) return refuse('locks-out', { constraint: held.id, kind: rule.kind });
  }
  return null;
}

function canKeep(view: RuleView, rule: ConstraintRule, body: DomainBody): boolean {
  // A circle's rung gives a role nothing to decide, nor a role's one a circle: nobody could end it.
  if (isCircleRung(body.rung) !== (body.owner.kind === 'circle')) return false;
  switch (rule.kind) {
    case 'forbidEffect':
      return false;
    case 'requireRung':
      return asksAsMuch(body.rung, rule.least);
    case 'requireConsulted':
      return body.rung !== 'delegation' || rule.who.every((subject) => isOwner(body, subject));
    case 'coolingAtLeast':
      return rule.seconds < openFor(view, body);
    default:
      return true;
  }
}

function isOwner({ owner }: DomainBody, subject: string): boolean {
  return 'subject' in owner && owner.subject === subject;
}

/** How long a matter lies open at the most; a role that need not ask has all the time. */
function openFor(view: RuleView, body: DomainBody): number {
  const { consultation, consent, consensus, vote } = ladderOf(view, body);
  const seconds = {
    delegation: Number.POSITIVE_INFINITY,
    consultation: consultation?.deadlineSeconds,
    consent: consent?.deadlineSeconds,
    consensus: consensus?.deadlineSeconds,
    // A vote is decided when it closes, and so a moment later.
    vote: vote === undefined ? undefined : vote.openSeconds + 1,
  };
  return seconds[body.rung] ?? 0;
}

import { addAmounts } from '../../amount.ts';
import type { Budget } from '../../documents/budget.ts';
import type { Decides } from '../../documents/decides.ts';
import type { DomainBody } from '../../documents/domain-fields.ts';
import type { Operation } from '../../documents/operation.ts';
import type { DocumentId, Ref, Subject } from '../../ids.ts';
import type { Millis } from '../../time.ts';
import { concerns, type Effect, effectsOf } from '../effects.ts';
import { inForce } from '../in-force.ts';
import { domainInForce } from '../right.ts';
import { millisOf } from '../seats/seat-act.ts';
import { type Refusal, refuse } from '../verdict.ts';
import { contentOf, type RuleView, stateOf } from '../view.ts';
import { drawnOn, promisedBy, promisedTo } from './promised.ts';

type Answer = readonly DocumentId[] | Refusal;
type Draws = Extract<Operation, { readonly op: 'transfer' | 'agree' }>;

/**
 * What is drawn on budgets stays within them, and where a limit of the domain cites one nothing is given without it.
 * Spec §15 –.
 */
export function askBudgets(view: RuleView, { binding, domain }: Decides, at: Millis): Answer {
  const draws = binding.operations.filter(
    (operation): operation is Draws => operation.op === 'transfer' || operation.op === 'agree',
  );
  const named = draws.filter(({ budget }) => budget !== undefined);
  const current = domainInForce(view, domain);
  if ('code' in current) return named.length === 0 ? [] : current;
  const cited = askCited(view, current.body, binding.operations);
  if ('code' in cited) return cited;
  const proofs: DocumentId[] = [];
  for (const subject of new Set(named.map(({ budget }) => budget?.subject))) {
    const drawn = named.filter(({ budget }) => budget?.subject === subject);
    const said = askDrawn(view, drawn, current.body, domain.subject, at);
    if ('code' in said) return said;
    proofs.push(...said);
  }
  return proofs;
}

/** How much of a budget is left. */
export function leftOf(view: RuleView, subject: Subject, { quantity }: Budget): number {
  return Math.max(0, quantity - drawnOn(stateOf(view, subject, 'budget')));
}

/** Each operation that a limit with a budget is about names that budget, for all that it gives. Spec §15. */
function askCited(view: RuleView, { limits }: DomainBody, operations: readonly Operation[]): Answer {
  for (const limit of limits) {
    const { budget } = limit;
    if (budget === undefined) continue;
    const without = operations.find((operation) => {
      const effects = effectsOf({ operations: [operation] }, view.home).filter((effect) =>
        concerns(limit, effect),
      );
      return effects.length > 0 && !drawsAll(view, operation, budget, effects);
    });
    if (without !== undefined) return refuse('limit-exceeded', { limit: 'budget', budget, left: 0 });
  }
  return [];
}

function drawsAll(
  view: RuleView,
  operation: Operation,
  budget: Subject,
  effects: readonly Effect[],
): boolean {
  if (operation.op !== 'transfer' && operation.op !== 'agree') return false;
  if (operation.op === 'agree' && effects.every(({ amount }) => amount === 0)) return true;
  if (operation.budget?.subject !== budget) return false;
  if (operation.op === 'transfer') return true;
  const resource = contentOf(view, operation.budget.id, 'budget')?.resource.subject;
  return effects.every((effect) => effect.resource === resource);
}

/** Operations of one decision that draw on one budget. */
function askDrawn(
  view: RuleView,
  draws: readonly Draws[],
  body: DomainBody,
  domain: Subject,
  at: Millis,
): Answer {
  const [first] = draws;
  const ref = first?.budget;
  const current = ref === undefined ? null : inForce(view, ref.subject);
  const budget = current === null ? null : contentOf(view, current.id, 'budget');
  if (ref === undefined || current === null || budget === null)
    return refuse('unknown-reference', { budget: ref?.subject ?? null });
  const stale = draws.find((one) => one.budget?.id !== current.id);
  if (stale !== undefined) return refuse('stale-version', { inForce: current.id });
  if (draws.some((one) => !isOf(view, one, budget)))
    return refuse('contradictory', { resource: budget.resource.subject });
  if (!drawsOn(view, budget, body, domain)) return refuse('out-of-scope', { budget: ref.subject });
  const { startsAt, endsAt } = budget.period;
  if (at < millisOf(startsAt)) return refuse('too-early', { startsAt });
  if (at >= millisOf(endsAt)) return refuse('too-late', { endsAt });
  return askWithin(view, ref, budget, draws, current.by);
}

/** It gives of the budget's resource. */
function isOf(view: RuleView, operation: Draws, budget: Budget): boolean {
  return operation.op === 'transfer'
    ? operation.resource.subject === budget.resource.subject
    : promisedBy(operation, budget, view.home) > 0;
}

function askWithin(
  view: RuleView,
  ref: Ref,
  budget: Budget,
  draws: readonly Draws[],
  by: DocumentId,
): Answer {
  const asked = draws.reduce((sum, one) => addAmounts(sum, moreBy(view, ref.subject, budget, one)), 0);
  const left = leftOf(view, ref.subject, budget);
  const most = budget.quantity;
  return asked <= left
    ? [ref.id, by]
    : refuse('limit-exceeded', {
        limit: 'budget',
        budget: ref.subject,
        most,
        used: most - left,
        left,
        asked,
      });
}

/** Another yes in one negotiation draws only what goes beyond the yeses before it. Spec §15. */
function moreBy(view: RuleView, subject: Subject, budget: Budget, operation: Draws): number {
  if (operation.op === 'transfer') return operation.quantity;
  const before = promisedTo(stateOf(view, subject, 'budget'), operation.negotiation);
  return Math.max(0, promisedBy(operation, budget, view.home) - before);
}

/** The domain itself, or one that the circle or a role of it owns. Spec §15. */
function drawsOn(view: RuleView, { for: to }: Budget, { owner }: DomainBody, domain: Subject): boolean {
  if (to.kind === 'domain') return to.subject === domain;
  if (owner.kind === 'circle') return owner.subject === to.subject;
  return owner.kind === 'role' && contentOf(view, owner.id, 'role')?.circle.subject === to.subject;
}

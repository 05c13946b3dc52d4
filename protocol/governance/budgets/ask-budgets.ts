import { addAmounts } from '../../amount.ts';
import type { Budget } from '../../documents/budget.ts';
import type { Decides } from '../../documents/decides.ts';
import type { DomainBody } from '../../documents/domain-fields.ts';
import type { Operation } from '../../documents/operation.ts';
import type { DocumentId, Ref, Subject } from '../../ids.ts';
import type { Millis } from '../../time.ts';
import { concernsAny, effectsOf } from '../effects.ts';
import { inForce } from '../in-force.ts';
import { domainInForce } from '../right.ts';
import { millisOf } from '../seats/seat-act.ts';
import { type Refusal, refuse } from '../verdict.ts';
import { contentOf, type RuleView, stateOf } from '../view.ts';

type Answer = readonly DocumentId[] | Refusal;
type Transfer = Extract<Operation, { readonly op: 'transfer' }>;

/**
 * What is drawn on budgets stays within them, and where a limit of the domain cites one nothing is given without it.
 * Spec §15, [R-15.72].
 */
export function askBudgets(view: RuleView, { binding, domain }: Decides, at: Millis): Answer {
  const transfers = binding.operations.filter((operation) => operation.op === 'transfer');
  const named = transfers.filter(({ budget }) => budget !== undefined);
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
  return Math.max(0, quantity - (stateOf(view, subject, 'budget')?.used ?? 0));
}

/** Each operation that a limit with a budget is about names that budget. Spec §15. */
function askCited(view: RuleView, { limits }: DomainBody, operations: readonly Operation[]): Answer {
  for (const limit of limits) {
    if (limit.budget === undefined) continue;
    const without = operations.find(
      (operation) =>
        concernsAny(limit, effectsOf({ operations: [operation] }, view.home)) &&
        (operation.op !== 'transfer' || operation.budget?.subject !== limit.budget),
    );
    if (without !== undefined)
      return refuse('limit-exceeded', { limit: 'budget', budget: limit.budget, left: 0 });
  }
  return [];
}

/** Transfers of one decision that draw on one budget. */
function askDrawn(
  view: RuleView,
  transfers: readonly Transfer[],
  body: DomainBody,
  domain: Subject,
  at: Millis,
): Answer {
  const [first] = transfers;
  const ref = first?.budget;
  const current = ref === undefined ? null : inForce(view, ref.subject);
  const budget = current === null ? null : contentOf(view, current.id, 'budget');
  if (ref === undefined || current === null || budget === null)
    return refuse('unknown-reference', { budget: ref?.subject ?? null });
  const stale = transfers.find((transfer) => transfer.budget?.id !== current.id);
  if (stale !== undefined) return refuse('stale-version', { inForce: current.id });
  if (transfers.some(({ resource }) => resource.subject !== budget.resource.subject))
    return refuse('contradictory', { resource: budget.resource.subject });
  if (!drawsOn(view, budget, body, domain)) return refuse('out-of-scope', { budget: ref.subject });
  const { startsAt, endsAt } = budget.period;
  if (at < millisOf(startsAt)) return refuse('too-early', { startsAt });
  if (at >= millisOf(endsAt)) return refuse('too-late', { endsAt });
  return askWithin(view, ref, budget, transfers, current.by);
}

function askWithin(
  view: RuleView,
  ref: Ref,
  budget: Budget,
  transfers: readonly Transfer[],
  by: DocumentId,
): Answer {
  const asked = transfers.reduce((sum, { quantity }) => addAmounts(sum, quantity), 0);
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

/** The domain itself, or one that the circle or a role of it owns. Spec §15. */
function drawsOn(view: RuleView, { for: to }: Budget, { owner }: DomainBody, domain: Subject): boolean {
  if (to.kind === 'domain') return to.subject === domain;
  if (owner.kind === 'circle') return owner.subject === to.subject;
  return owner.kind === 'role' && contentOf(view, owner.id, 'role')?.circle.subject === to.subject;
}

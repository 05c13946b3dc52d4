import { addAmounts } from '../../amount.ts';
import type { StockRule } from '../../documents/constraint.ts';
import type { Binding } from '../../documents/operation.ts';
import type { DocumentId, Scid, Subject } from '../../ids.ts';
import { allocate, EMPTY_LEDGER, type Ledger, promised } from '../../resource/ledger.ts';
import { inForce } from '../in-force.ts';
import { isWithinShare } from '../ladder/threshold.ts';
import { contentOf, type RuleView, stateOf } from '../view.ts';

type Figures = Readonly<Record<string, unknown>>;

/** An account before and after something, and how much that gives. */
export interface Change {
  readonly given: number;
  readonly before: { readonly capacity: number; readonly ledger: Ledger };
  readonly after: { readonly capacity: number; readonly ledger: Ledger };
}

/** Whether a change of an account goes beyond what a constraint leaves. Spec §12 –. */
export function beyondStock(rule: StockRule, { given, before, after }: Change): Figures | null {
  switch (rule.kind) {
    case 'maxShare': {
      const { capacity } = after;
      return isWithinShare(given, rule.most, capacity) ? null : { most: rule.most, capacity, asked: given };
    }
    case 'minReserve': {
      const left = free(after);
      return left < rule.least && left < free(before) ? { least: rule.least, left: Math.max(0, left) } : null;
    }
    case 'maxExposure': {
      const held = heldOf(after.ledger);
      return held > rule.most && held > heldOf(before.ledger) ? { most: rule.most, held } : null;
    }
  }
}

/**
 * What a decision does to an account with its own entry: transfers, and a new version. What it gives by agreement is
 * held later. @returns null where it does nothing to it.
 */
export function changeByDecision(view: RuleView, { operations }: Binding, resource: Subject): Change | null {
  let given = 0;
  let adopts: DocumentId | null = null;
  for (const operation of operations) {
    if (operation.op === 'transfer' && operation.resource.subject === resource)
      given = addAmounts(given, operation.quantity);
    if (
      operation.op === 'adopt' &&
      operation.adopts.type === 'resource' &&
      operation.adopts.subject === resource
    )
      adopts = operation.adopts.id;
  }
  if (given === 0 && adopts === null) return null;
  const { capacity, ledger } = accountOf(view, resource);
  return {
    given,
    before: { capacity, ledger },
    after: {
      capacity: adopts === null ? capacity : capacityIn(view, adopts),
      ledger: allocate(ledger, given),
    },
  };
}

/** What a matter that is only opened would do, with all that it promises by agreement. @returns null where nothing. */
export function changeForeseen(view: RuleView, binding: Binding, resource: Subject): Change | null {
  const promises = promisedBy(binding, view.home, resource);
  const change = changeByDecision(view, binding, resource);
  if (promises === 0) return change;
  const account = accountOf(view, resource);
  const { before, after, given } = change ?? { before: account, after: account, given: 0 };
  // Until it is sealed each negotiation holds for itself; together they hold the sum.
  const { holds } = after.ledger;
  const foreseen = { ...after.ledger, holds: [...holds, { negotiation: resource, quantity: promises }] };
  return { given: addAmounts(given, promises), before, after: { ...after, ledger: foreseen } };
}

export function isStockRule(rule: { readonly kind: string }): rule is StockRule {
  return rule.kind === 'maxShare' || rule.kind === 'minReserve' || rule.kind === 'maxExposure';
}

/** Resources of ours that a binding part gives, by transfer or agreement, or adopts anew. */
export function touchesStock(binding: Binding, self: Scid, resource: Subject): boolean {
  return binding.operations.some((operation) => {
    switch (operation.op) {
      case 'transfer':
        return operation.resource.subject === resource;
      case 'adopt':
        return operation.adopts.type === 'resource' && operation.adopts.subject === resource;
      case 'agree':
        return operation.fields.commitments.some(
          (commitment) => commitment.provider === self && commitment.resource.subject === resource,
        );
      default:
        return false;
    }
  });
}

function promisedBy({ operations }: Binding, self: Scid, resource: Subject): number {
  return operations
    .flatMap((operation) => (operation.op === 'agree' ? operation.fields.commitments : []))
    .filter((commitment) => commitment.provider === self && commitment.resource.subject === resource)
    .reduce((sum, { quantity }) => addAmounts(sum, quantity), 0);
}

function accountOf(view: RuleView, resource: Subject): Change['before'] {
  const current = inForce(view, resource);
  return {
    capacity: current === null ? 0 : capacityIn(view, current.id),
    ledger: stateOf(view, resource, 'resource')?.ledger ?? EMPTY_LEDGER,
  };
}

function capacityIn(view: RuleView, id: DocumentId): number {
  return contentOf(view, id, 'resource')?.capacity.quantity ?? 0;
}

/** Below zero where more was promised than there is. */
function free({ capacity, ledger }: Change['after']): number {
  return capacity - promised(ledger);
}

function heldOf({ holds }: Ledger): number {
  return holds.reduce((sum, { quantity }) => addAmounts(sum, quantity), 0);
}

import { addAmounts } from '../../amount.ts';
import type { StockRule } from '../../documents/constraint.ts';
import type { Binding } from '../../documents/operation.ts';
import type { Resource } from '../../documents/resource.ts';
import type { DocumentId, Scid, Subject } from '../../ids.ts';
import { EMPTY_CALENDAR } from '../../resource/calendar.ts';
import { duringInterval } from '../../resource/interval.ts';
import { allocate, EMPTY_LEDGER, type Ledger, promised } from '../../resource/ledger.ts';
import { NEVER, plus, sumOf, type Timeline } from '../../resource/timeline.ts';
import type { Millis } from '../../time.ts';
import { inForce } from '../in-force.ts';
import { isWithinShare } from '../ladder/threshold.ts';
import { contentOf, type RuleView, stateOf } from '../view.ts';
import { changesByMoment } from './moments.ts';

type Figures = Readonly<Record<string, unknown>>;

/** An account before and after something, and how much that gives: of a stock, or of slots at one moment. */
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

/** Whether any of the changes goes beyond what a constraint leaves: the first that does. */
export function beyondStocks(rule: StockRule, changes: readonly Change[]): Figures | null {
  for (const change of changes) {
    const beyond = beyondStock(rule, change);
    if (beyond !== null) return beyond;
  }
  return null;
}

/**
 * What a decision does to an account with its own entry: transfers, and a new version. What it gives by agreement is
 * held later.
 *
 * @returns one change of a stock, or one for each moment of slots; none where it does nothing to it.
 */
export function changesByDecision(
  view: RuleView,
  { operations }: Binding,
  resource: Subject,
  at: Millis,
): readonly Change[] {
  return changesBy(
    view,
    { ...doneTo(operations, resource), promises: 0, promisedTimes: NEVER },
    resource,
    at,
  );
}

/** What a matter that is only opened would do, with all that it promises by agreement. */
export function changesForeseen(
  view: RuleView,
  binding: Binding,
  resource: Subject,
  at: Millis,
): readonly Change[] {
  const promised = promisedBy(binding, view.home, resource);
  return changesBy(view, { ...doneTo(binding.operations, resource), ...promised }, resource, at);
}

interface Done {
  readonly given: number;
  readonly times: Timeline;
  readonly adopts: DocumentId | null;
}

interface Promised {
  readonly promises: number;
  readonly promisedTimes: Timeline;
}

function doneTo(operations: Binding['operations'], resource: Subject): Done {
  let given = 0;
  let adopts: DocumentId | null = null;
  const times: Timeline[] = [];
  for (const operation of operations) {
    if (operation.op === 'transfer' && operation.resource.subject === resource) {
      const { interval, quantity } = operation;
      if (interval === undefined) given = addAmounts(given, quantity);
      else times.push(duringInterval(interval, quantity));
    }
    if (
      operation.op === 'adopt' &&
      operation.adopts.type === 'resource' &&
      operation.adopts.subject === resource
    )
      adopts = operation.adopts.id;
  }
  return { given, times: sumOf(times), adopts };
}

function changesBy(
  view: RuleView,
  { given, times, adopts, promises, promisedTimes }: Done & Promised,
  resource: Subject,
  at: Millis,
): readonly Change[] {
  if (given === 0 && times.length === 0 && adopts === null && promises === 0) return [];
  const { model, capacity, ledger, calendar } = accountOf(view, resource);
  const next = adopts === null ? { model, quantity: capacity } : capacityIn(view, adopts);
  if (next.model === 'slots') {
    const booked = sumOf(calendar.bookings.map(({ pieces }) => pieces));
    const held = sumOf(calendar.holds.map(({ pieces }) => pieces));
    return changesByMoment(resource, {
      at,
      given: plus(times, promisedTimes),
      before: { capacity, booked, held },
      // Until it is sealed each negotiation holds for itself; together they hold the sum.
      after: { capacity: next.quantity, booked: plus(booked, times), held: plus(held, promisedTimes) },
    });
  }
  const after = allocate(ledger, given);
  const holds = promises === 0 ? [] : [{ negotiation: resource, quantity: promises }];
  return [
    {
      given: addAmounts(given, promises),
      before: { capacity, ledger },
      after: { capacity: next.quantity, ledger: { ...after, holds: [...after.holds, ...holds] } },
    },
  ];
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

function promisedBy({ operations }: Binding, self: Scid, resource: Subject): Promised {
  const commitments = operations
    .flatMap((operation) => (operation.op === 'agree' ? operation.fields.commitments : []))
    .filter((commitment) => commitment.provider === self && commitment.resource.subject === resource);
  return {
    promises: commitments.reduce((sum, { quantity }) => addAmounts(sum, quantity), 0),
    promisedTimes: sumOf(
      commitments.map(({ interval, quantity }) =>
        interval === undefined ? NEVER : duringInterval(interval, quantity),
      ),
    ),
  };
}

function accountOf(view: RuleView, resource: Subject) {
  const current = inForce(view, resource);
  const { model, quantity } = current === null ? NOTHING : capacityIn(view, current.id);
  const state = stateOf(view, resource, 'resource');
  const ledger: Ledger = state?.ledger ?? EMPTY_LEDGER;
  return { model, capacity: quantity, ledger, calendar: state?.calendar ?? EMPTY_CALENDAR };
}

const NOTHING = { model: 'stock', quantity: 0 } as const;

function capacityIn(view: RuleView, id: DocumentId): Resource['capacity'] {
  return contentOf(view, id, 'resource')?.capacity ?? NOTHING;
}

/** Below zero where more was promised than there is. */
function free({ capacity, ledger }: Change['after']): number {
  return capacity - promised(ledger);
}

function heldOf({ holds }: Ledger): number {
  return holds.reduce((sum, { quantity }) => addAmounts(sum, quantity), 0);
}

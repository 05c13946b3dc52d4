import { addAmounts } from '../amount.ts';
import type { Operation } from '../documents/operation.ts';
import { lastInForce } from '../governance/in-force.ts';
import { type Refusal, refuse } from '../governance/verdict.ts';
import { contentOf, type RuleView, stateOf } from '../governance/view.ts';
import type { DocumentId, Ref, Subject } from '../ids.ts';
import { available, EMPTY_LEDGER, promised } from './ledger.ts';

/** What one decision does to one stock. */
interface Change {
  /** The version in force that transfers name. */
  readonly from: Ref | null;
  readonly transferred: number;
  /** The version that it brings into force. */
  readonly adopts: DocumentId | null;
}

/**
 * The operations of one decision together leave every stock with no more given and promised than it has.
 * Spec §7, [R-7.2b].
 */
export function askStocks(view: RuleView, operations: readonly Operation[]): readonly DocumentId[] | Refusal {
  for (const [resource, change] of changesOf(operations)) {
    const said = askTransferred(view, resource, change) ?? askAdopted(view, resource, change);
    if (said !== null) return said;
  }
  return [];
}

/** What a resource has left in the named version, as its thread stands. */
export function leftOf(view: RuleView, ref: Ref): number {
  const resource = contentOf(view, ref.id, 'resource');
  return resource === null ? 0 : available(resource.capacity.quantity, ledgerOf(view, ref.subject));
}

function changesOf(operations: readonly Operation[]): ReadonlyMap<Subject, Change> {
  const changes = new Map<Subject, Change>();
  const changeOf = (resource: Subject): Change =>
    changes.get(resource) ?? { from: null, transferred: 0, adopts: null };
  for (const operation of operations) {
    if (operation.op === 'transfer') {
      const { resource, quantity } = operation;
      const before = changeOf(resource.subject);
      const transferred = addAmounts(before.transferred, quantity);
      changes.set(resource.subject, { ...before, from: resource, transferred });
    }
    if (operation.op === 'adopt' && operation.adopts.type === 'resource') {
      const { subject, id } = operation.adopts;
      changes.set(subject, { ...changeOf(subject), adopts: id });
    }
  }
  return changes;
}

function askTransferred(view: RuleView, resource: Subject, { from, transferred }: Change): Refusal | null {
  if (from === null) return null;
  const left = leftOf(view, from);
  return transferred > left ? refuse('over-capacity', { resource, left, asked: transferred }) : null;
}

/** A new version has room for what was given and promised under the old one, and counts it in the same unit. */
function askAdopted(view: RuleView, resource: Subject, { transferred, adopts }: Change): Refusal | null {
  if (adopts === null) return null;
  const ledger = ledgerOf(view, resource);
  const onAccount = addAmounts(promised(ledger), transferred);
  if (onAccount === 0) return null;
  const next = contentOf(view, adopts, 'resource');
  const last = lastInForce(view, resource);
  const before = last === null ? null : contentOf(view, last, 'resource');
  if (next === null || before === null) return refuse('unknown-reference', { resource });
  if (next.unit !== before.unit || next.kind !== before.kind) return refuse('unit-changed', { resource });
  const capacity = next.capacity.quantity;
  return onAccount > capacity ? refuse('over-capacity', { resource, capacity, onAccount }) : null;
}

function ledgerOf(view: RuleView, subject: Subject) {
  return stateOf(view, subject, 'resource')?.ledger ?? EMPTY_LEDGER;
}

import { addAmounts } from '../../amount.ts';
import type { ConstraintRule } from '../../documents/constraint.ts';
import type { Binding } from '../../documents/operation.ts';
import type { Scid, Subject } from '../../ids.ts';
import type { Effect } from '../effects.ts';

type Rule<Kind extends ConstraintRule['kind']> = Extract<ConstraintRule, { readonly kind: Kind }>;
type Figures = Readonly<Record<string, unknown>>;

/** The sum of what one decision gives. Spec §12. */
export function beyondAmount(
  { resource, most }: Rule<'maxAmount'>,
  effects: readonly Effect[],
): Figures | null {
  const asked = effects
    .filter((effect) => resource === undefined || effect.resource === resource)
    .reduce((sum, effect) => addAmounts(sum, effect.amount), 0);
  return asked > most ? { most, asked } : null;
}

/** Of one resource, the largest amount to one recipient over the smallest to another. Spec §12. */
export function beyondRatio(
  { resource, most }: Rule<'maxRatio'>,
  binding: Binding,
  self: Scid,
): Figures | null {
  for (const [given, recipients] of receivedOf(binding, self)) {
    if (resource !== undefined && given !== resource) continue;
    const amounts = [...recipients.values()];
    const largest = Math.max(...amounts);
    const smallest = Math.min(...amounts);
    if (BigInt(largest) * BigInt(most.den) > BigInt(smallest) * BigInt(most.num))
      return { resource: given, most, largest, smallest };
  }
  return null;
}

/** What each recipient gets of each resource. Somebody who is only named is told by the text that names them. */
function receivedOf(binding: Binding, self: Scid): ReadonlyMap<Subject, ReadonlyMap<string, number>> {
  const received = new Map<Subject, Map<string, number>>();
  const add = (resource: Subject, recipient: string, quantity: number) => {
    const recipients = received.get(resource) ?? new Map<string, number>();
    received.set(resource, recipients.set(recipient, addAmounts(recipients.get(recipient) ?? 0, quantity)));
  };
  for (const operation of binding.operations) {
    if (operation.op === 'transfer') {
      const { resource, quantity, to } = operation;
      add(resource.subject, 'party' in to ? to.party : to.named.attachment, quantity);
    }
    if (operation.op !== 'agree') continue;
    for (const { provider, receiver, resource, quantity } of operation.fields.commitments) {
      if (provider === self) add(resource.subject, receiver, quantity);
    }
  }
  return received;
}

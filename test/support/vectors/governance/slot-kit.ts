import type { TermsFields } from '../../../../protocol/documents/terms-fields.ts';
import type { Ref } from '../../../../protocol/ids.ts';
import type { Table } from '../../rules/table.ts';
import { stock, transfer, type World } from '../../rules/world.ts';
import { accepted } from './offers.ts';

/* Rooms, for the scenarios of slots. */

/** A time on one day in March, by hours. */
export type Hours = readonly [from: number, until: number];

export const clock = (hour: number) => `2026-03-10T${String(hour).padStart(2, '0')}:00:00Z`;
export const interval = ([from, until]: Hours) => ({ from: clock(from), until: clock(until) });
export const lend = (resource: Ref, hours: Hours, quantity = 1) => ({
  ...transfer(resource, quantity),
  interval: interval(hours),
});

export function slots(world: World, quantity: number) {
  const { subject } = { subject: world.own('room') };
  const fields = stock(subject, world.things.spending.subject, 'Room', quantity);
  return { ...fields, kind: 'space', unit: 'room', capacity: { model: 'slots', quantity } } as const;
}

/** So many rooms, drafted and adopted: two entries. */
export const rooms = async (world: World, quantity: number) =>
  (await world.adopt('open the rooms', 'resource', slots(world, quantity))).ref;

export const OPEN = 'counted counted';

export function renew(world: World, supersedes: Ref, quantity: number, more: object = {}) {
  const fields = { ...slots(world, quantity), supersedes: supersedes.id, ...more };
  return world.adopt(`renew ${quantity}`, 'resource', fields);
}

/** Terms by which we give rooms for one time or several. */
export function offering(
  table: Table,
  resource: Ref,
  parts: readonly (Hours | null)[],
  quantity = 1,
): TermsFields {
  const { commitments, ...rest } = table.fields();
  const [ours, ...theirs] = commitments;
  if (ours === undefined) throw new TypeError('we give something');
  const given = parts.map((hours) => ({
    ...{ ...ours, action: 'use' as const, resource, quantity },
    ...(hours === null ? {} : { interval: interval(hours) }),
  }));
  return { ...rest, commitments: [...given, ...theirs] };
}

export const hold = (table: Table, resource: Ref, hours: Hours, quantity = 1) =>
  accepted(table, offering(table, resource, [hours], quantity));

export const HELD = 'counted counted counted';

import type * as z from 'zod';
import { amountText, numberText } from '../amount-text.ts';
import { anyLanguage } from '../any-language.ts';
import type { Client } from '../client/client.ts';
import { oneResourceSchema } from '../client/resource-views.ts';
import { resourcesSchema } from '../client/views.ts';
import { intervalText } from '../interval-text.ts';
import { resourceNamed } from './amounts.ts';
import { tableLines } from './table.ts';

type Shown = z.infer<typeof oneResourceSchema>;

/** One resource by its name or subject, with who has it when. @throws {ProtocolError} `not-found`; {UsageError} */
export async function readResource(client: Client, name: string): Promise<Shown> {
  const { resources } = await client.read('/resources', resourcesSchema);
  const { subject } = resourceNamed(name, resources, 'ours');
  return client.read(`/resources/${subject}`, oneResourceSchema);
}

export function resourceLines({ resource, usedPercent, bookings, days }: Shown): readonly string[] {
  const { name, kind, unit, model, capacity, available, held } = resource;
  const amount = (quantity: number) => amountText(quantity, unit);
  const account = `“${anyLanguage(name)}” (${kind}): ${amount(available)} of ${amount(capacity)} free${model === 'slots' ? ' now' : ''}, ${amount(held)} held for offers.`;
  if (model === 'stock') return [account, `${usedPercent} % is given or held.`];
  return [
    account,
    `${usedPercent} % of the next ${numberText(days.length)} days is taken.`,
    ...bookingLines(bookings, amount),
    ...freeLines(days, amount),
  ];
}

function bookingLines(bookings: Shown['bookings'], amount: (quantity: number) => string): readonly string[] {
  if (bookings.length === 0) return ['Nobody has it from now on, as far as you may see.'];
  const rows = bookings.map(({ from, until, quantity, what }) => [
    intervalText({ from, until }),
    amount(quantity),
    what,
  ]);
  return tableLines(['when', 'how much', 'what for'], rows, true);
}

/** Days on which all of it is free need no words. */
function freeLines(days: Shown['days'], amount: (quantity: number) => string): readonly string[] {
  const used = days.filter(({ usedPercent }) => usedPercent > 0);
  if (used.length === 0) return ['All of it is free on every one of them.'];
  const rows = used.map(({ day, usedPercent, free }) => [
    day,
    `${usedPercent} %`,
    free.length === 0
      ? 'nothing'
      : free
          .map(({ from, until, quantity }) => `${amount(quantity)}: ${intervalText({ from, until })}`)
          .join('; '),
  ]);
  return tableLines(['day', 'taken', 'still free'], rows, true);
}

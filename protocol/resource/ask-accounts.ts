import { addAmounts } from '../amount.ts';
import type { Operation } from '../documents/operation.ts';
import { lastInForce } from '../governance/in-force.ts';
import { type Refusal, refuse } from '../governance/verdict.ts';
import { contentOf, type RuleView, stateOf } from '../governance/view.ts';
import type { DocumentId, Subject } from '../ids.ts';
import { formatMillis, type Millis } from '../time.ts';
import { type Calendar, EMPTY_CALENDAR, hasRoomFor, type Lack, lackOf, takenFrom } from './calendar.ts';
import { duringInterval, isOver } from './interval.ts';
import { available, EMPTY_LEDGER, promised } from './ledger.ts';
import { ahead, NEVER, peakOf, plus, sumOf, type Timeline } from './timeline.ts';

type Transfer = Extract<Operation, { readonly op: 'transfer' }>;

/** What one decision does to the account of one resource. */
interface Change {
  readonly transfers: readonly Transfer[];
  /** The version that it brings into force. */
  readonly adopts: DocumentId | null;
}

/**
 * The operations of one decision together leave every resource with no more given and promised than it has, at any
 * moment. Spec §7, [R-7.2b], [R-7.8].
 */
export function askAccounts(
  view: RuleView,
  operations: readonly Operation[],
  at: Millis,
): readonly DocumentId[] | Refusal {
  for (const [resource, change] of changesOf(operations)) {
    const said = askTransferred(view, resource, change, at) ?? askAdopted(view, resource, change, at);
    if (said !== null) return said;
  }
  return [];
}

/** Why so much cannot be had at a time besides what others have; null where it can. Spec §7, [R-7.9]. */
export function askFree(
  { resource, quantity, calendar }: { resource: Subject; quantity: number; calendar: Calendar },
  asked: Timeline,
  { at, without }: { readonly at: Millis; readonly without?: Subject },
): Refusal | null {
  const lack = lackOf(quantity, takenFrom(calendar, at, without), ahead(asked, at));
  if (lack !== null) return refuse('over-capacity', { resource, ...inWords(lack) });
  return hasRoomFor(calendar, asked, at) ? null : refuse('calendar-full', { resource });
}

function changesOf(operations: readonly Operation[]): ReadonlyMap<Subject, Change> {
  const changes = new Map<Subject, Change>();
  const changeOf = (resource: Subject): Change => changes.get(resource) ?? { transfers: [], adopts: null };
  for (const operation of operations) {
    if (operation.op === 'transfer') {
      const { subject } = operation.resource;
      const before = changeOf(subject);
      changes.set(subject, { ...before, transfers: [...before.transfers, operation] });
    }
    if (operation.op === 'adopt' && operation.adopts.type === 'resource') {
      const { subject, id } = operation.adopts;
      changes.set(subject, { ...changeOf(subject), adopts: id });
    }
  }
  return changes;
}

function askTransferred(
  view: RuleView,
  resource: Subject,
  { transfers }: Change,
  at: Millis,
): Refusal | null {
  const [first] = transfers;
  if (first === undefined) return null;
  // Each names the version in force: that is asked before.
  const capacity = contentOf(view, first.resource.id, 'resource')?.capacity ?? NO_STOCK;
  const isSlots = capacity.model === 'slots';
  if (transfers.some(({ interval }) => (interval !== undefined) !== isSlots))
    return refuse('wrong-interval', { resource, model: capacity.model });
  if (!isSlots) {
    const left = available(capacity.quantity, ledgerOf(view, resource));
    const asked = amountOf(transfers);
    return asked > left ? refuse('over-capacity', { resource, left, asked }) : null;
  }
  const over = transfers.find(({ interval }) => interval !== undefined && isOver(interval, at));
  if (over !== undefined) return refuse('too-late', { resource, until: over.interval?.until });
  const calendar = calendarOf(view, resource);
  return askFree({ resource, quantity: capacity.quantity, calendar }, timesOf(transfers), { at });
}

/** A new version has room for what was given and promised under the old one, and counts it in the same way. */
function askAdopted(
  view: RuleView,
  resource: Subject,
  { transfers, adopts }: Change,
  at: Millis,
): Refusal | null {
  if (adopts === null) return null;
  const used = addAmounts(
    promised(ledgerOf(view, resource)),
    amountOf(transfers.filter(({ interval }) => interval === undefined)),
  );
  const taken = ahead(plus(takenFrom(calendarOf(view, resource), at), timesOf(transfers)), at);
  if (used === 0 && taken.length === 0) return null;
  const next = contentOf(view, adopts, 'resource');
  const last = lastInForce(view, resource);
  const before = last === null ? null : contentOf(view, last, 'resource');
  if (next === null || before === null) return refuse('unknown-reference', { resource });
  const isSame =
    next.unit === before.unit && next.kind === before.kind && next.capacity.model === before.capacity.model;
  if (!isSame) return refuse('unit-changed', { resource });
  const capacity = next.capacity.quantity;
  const onAccount = next.capacity.model === 'slots' ? peakOf(taken) : used;
  return onAccount > capacity ? refuse('over-capacity', { resource, capacity, onAccount }) : null;
}

const NO_STOCK = { model: 'stock', quantity: 0 } as const;

function amountOf(transfers: readonly Transfer[]): number {
  return transfers.reduce((sum, { quantity }) => addAmounts(sum, quantity), 0);
}

function timesOf(transfers: readonly Transfer[]): Timeline {
  return sumOf(
    transfers.map(({ interval, quantity }) =>
      interval === undefined ? NEVER : duringInterval(interval, quantity),
    ),
  );
}

function inWords({ from, until, free, ...amounts }: Lack) {
  const next = free === null ? {} : { free: formatMillis(free) };
  return { from: formatMillis(from), until: formatMillis(until), ...amounts, ...next };
}

function ledgerOf(view: RuleView, subject: Subject) {
  return stateOf(view, subject, 'resource')?.ledger ?? EMPTY_LEDGER;
}

function calendarOf(view: RuleView, subject: Subject): Calendar {
  return stateOf(view, subject, 'resource')?.calendar ?? EMPTY_CALENDAR;
}

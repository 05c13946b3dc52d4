import type { Resource } from '../../../protocol/documents/resource.ts';
import type { ResourceState } from '../../../protocol/governance/state.ts';
import type { Subject } from '../../../protocol/ids.ts';
import { ProtocolError } from '../../../protocol/problem.ts';
import { EMPTY_CALENDAR, takenFrom } from '../../../protocol/resource/calendar.ts';
import { during, minus, type Timeline, within } from '../../../protocol/resource/timeline.ts';
import { DAY_SECONDS, formatMillis, type Millis, SECOND } from '../../../protocol/time.ts';
import type { Context } from '../../context.ts';
import { currentDocument } from '../record/current.ts';
import type { MayRead } from '../record/evidence-source.ts';
import { type BookingView, bookingsIn } from './bookings.ts';
import { registerRecord } from './register-record.ts';
import { type ResourceView, resourceShown } from './resources-view.ts';

/** Days that are looked ahead: as far as a month's page of a calendar goes. */
const DAYS = 28;
const DAY = DAY_SECONDS * SECOND;

/** One day (UTC) of what is lent. */
export interface ResourceDay {
  /** `2026-06-01` */
  readonly day: string;
  /** How much of it is given or held, over what is still to come of the day: a whole number from 0 to 100. */
  readonly usedPercent: number;
  /** When how much of it can still be had. */
  readonly free: readonly { readonly from: string; readonly until: string; readonly quantity: number }[];
}

export interface OneResourceView {
  readonly resource: ResourceView;
  /** How much of a stock is given or held; of slots, over the days shown. A whole number from 0 to 100. */
  readonly usedPercent: number;
  /** Of slots: what is booked, and what the reader may know of it. */
  readonly bookings: readonly BookingView[];
  readonly days: readonly ResourceDay[];
}

/**
 * One resource in force: its account, who has it when as far as the reader may know, and what is free.
 *
 * @throws {ProtocolError} `not-found`, also where it is not for this reader.
 */
export async function resourceView(
  context: Context,
  subject: Subject,
  mayRead: MayRead,
): Promise<OneResourceView> {
  const home = await context.commons();
  const record = await registerRecord(context);
  const now = await context.now();
  const [thread] = await context.store.threads(home, { names: [subject] });
  const document = await currentDocument(record, subject);
  const state = thread?.state;
  if (state?.kind !== 'resource' || document?.type !== 'resource' || !mayRead(document))
    throw new ProtocolError('not-found', 'No resource with this subject is in force.', { subject });
  const resource = await resourceShown({ record, mayRead, now }, subject, document, state);
  if (document.capacity.model === 'stock')
    return { resource, usedPercent: percentOf(resource), bookings: [], days: [] };
  const calendar = state.calendar ?? EMPTY_CALENDAR;
  const days = daysOf(document, state, now);
  return {
    resource,
    usedPercent: Math.floor(days.reduce((sum, { usedPercent }) => sum + usedPercent, 0) / days.length),
    bookings: await bookingsIn({ context, record, mayRead }, { resource: subject, calendar, now }),
    days,
  };
}

function percentOf({ capacity, available }: ResourceView): number {
  return capacity === 0 ? 100 : Math.floor((100 * (capacity - available)) / capacity);
}

function daysOf(
  { capacity: { quantity } }: Resource,
  { calendar = EMPTY_CALENDAR }: ResourceState,
  now: Millis,
): readonly ResourceDay[] {
  const taken = takenFrom(calendar, now);
  const first = now - (now % DAY);
  return Array.from({ length: DAYS }, (_, place) => {
    const [begins, until] = [first + place * DAY, first + (place + 1) * DAY];
    const from = Math.max(begins, now);
    const free = minus(during(from, until, quantity), within(taken, from, until));
    const all = quantity * (until - from);
    return {
      day: formatMillis(begins).slice(0, formatMillis(begins).indexOf('T')),
      usedPercent: all === 0 ? 100 : Math.floor((100 * (all - amountOver(free))) / all),
      free: free.map((piece) => ({
        ...{ from: formatMillis(piece.from), until: formatMillis(piece.until), quantity: piece.quantity },
      })),
    };
  });
}

/** Amount times milliseconds. */
function amountOver(timeline: Timeline): number {
  return timeline.reduce((sum, { from, until, quantity }) => sum + quantity * (until - from), 0);
}

import type { DocumentId, Subject } from '../../../protocol/ids.ts';
import type { Booking, Calendar } from '../../../protocol/resource/calendar.ts';
import { ahead } from '../../../protocol/resource/timeline.ts';
import { formatMillis, type Millis } from '../../../protocol/time.ts';
import { anyLanguage } from '../../any-language.ts';
import type { Context } from '../../context.ts';
import { agreementHref, whyHref } from '../../web/hrefs.ts';
import type { MayRead } from '../record/evidence-source.ts';
import type { StoredRecord } from '../record/stored-record.ts';
import { operationWords } from './operation-words.ts';

/** Somebody has so much of a resource for a time. */
export interface BookingView {
  readonly from: string;
  readonly until: string;
  readonly quantity: number;
  /** The decision, or the seal. */
  readonly by: DocumentId;
  /** What was decided or agreed, in words. */
  readonly what: string;
  readonly href: string;
}

interface Looking {
  readonly context: Context;
  readonly record: StoredRecord;
  readonly mayRead: MayRead;
}

/**
 * What of a calendar is not over, by time: as far as the reader may read what it follows from. The rest shows as taken, and
 * nobody is told by whom.
 */
export async function bookingsIn(
  looking: Looking,
  { resource, calendar, now }: { resource: Subject; calendar: Calendar; now: Millis },
): Promise<readonly BookingView[]> {
  const found: BookingView[] = [];
  for (const booking of calendar.bookings) {
    const pieces = ahead(booking.pieces, now).length === 0 ? [] : booking.pieces;
    const said = pieces.length === 0 ? null : await wordsFor(looking, resource, booking);
    if (said === null) continue;
    for (const { from, until, quantity } of pieces.filter((piece) => piece.until > now))
      found.push({
        ...{ from: formatMillis(from), until: formatMillis(until), quantity },
        ...{ by: booking.by, ...said },
      });
  }
  return found.sort((one, other) => (one.from < other.from ? -1 : 1));
}

/** @returns null where it is not for this reader. */
async function wordsFor(
  { context, record, mayRead }: Looking,
  resource: Subject,
  { by, negotiation }: Booking,
): Promise<Pick<BookingView, 'what' | 'href'> | null> {
  const document = await record.document(by);
  if (document === null || !mayRead(document)) return null;
  if (document.type === 'seal') {
    const terms = await record.document(document.terms);
    if (negotiation === undefined || terms?.type !== 'terms' || !mayRead(terms)) return null;
    return { what: anyLanguage(terms.fields.purpose), href: agreementHref(negotiation) };
  }
  if (document.type !== 'decision' && document.type !== 'outcome') return null;
  const lent = document.binding.operations.filter(
    (operation) => operation.op === 'transfer' && operation.resource.subject === resource,
  );
  const words = await Promise.all(
    lent.map((operation) => operationWords(context, record, operation, { mayRead })),
  );
  return { what: words.join('; '), href: whyHref(by) };
}

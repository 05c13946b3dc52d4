import type { Subject } from '../../../protocol/ids.ts';
import { parseTime } from '../../../protocol/time.ts';
import { amountText } from '../../amount-text.ts';
import { anyLanguage } from '../../any-language.ts';
import type { Context } from '../../context.ts';
import { hashOf } from '../../web/hrefs.ts';
import { currentDocument, currentRecord } from '../record/current.ts';
import type { MayRead } from '../record/evidence-source.ts';
import { bookingsIn } from '../views/bookings.ts';
import type { CalendarEvent } from './calendar-view.ts';

/** Resources that one calendar looks at. */
const RESOURCES_MAX = 500;

/** Who has what is lent, as far as the reader may know, now and from now on. Spec §19. */
export async function bookingEvents(context: Context, mayRead: MayRead): Promise<readonly CalendarEvent[]> {
  const home = await context.commons();
  const record = await currentRecord(context, home);
  const now = await context.now();
  const events: CalendarEvent[] = [];
  for (const { name: thread, state } of await context.store.threads(home, {
    kind: 'resource',
    limit: RESOURCES_MAX,
  })) {
    if (state?.kind !== 'resource' || state.calendar === undefined) continue;
    const resource = thread as Subject; // a resource's thread is named by its subject
    const document = await currentDocument(record, resource);
    if (document?.type !== 'resource' || !mayRead(document)) continue;
    const { calendar } = state;
    const name = anyLanguage(document.name);
    const bookings = await bookingsIn({ context, record, mayRead }, { resource, calendar, now });
    for (const { from, until, quantity, by, what, href } of bookings) {
      const [at, ends] = [parseTime(from) ?? 0, parseTime(until) ?? 0]; // a view writes times itself
      events.push({
        ...{ thread, at, until: ends, place: null, isCalledOff: false, href },
        name: `booking.${hashOf(by)}.${resource}.${at}`,
        title: `${name}: ${amountText(quantity, document.unit)}`,
        text: [what],
      });
    }
  }
  return events;
}

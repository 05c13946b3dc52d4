import ical, { ICalEventStatus } from 'ical-generator';
import type { CalendarView } from './calendar-view.ts';

/** So often programs ask anew, where they heed it. */
const REFRESH_SECONDS = 3600;

/** Characters that text in a calendar cannot have (RFC 5545 §3.1), and those that turn the direction of what stands beside them. */
const UNSHOWN =
  /[^\t\n\u0020-\u007e\u00a0-\u2027\u202f-\u2065\u206a-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu;

/**
 * A calendar as iCalendar (RFC 5545). It is a function of what it shows: whoever asks twice gets the same bytes.
 * Spec §19.
 *
 * @param origin of the pages that it links.
 */
export function writeCalendar({ commons, name, entries }: CalendarView, origin: string): string {
  const calendar = ical({
    // The library writes this one down as it is.
    name: shown(name)
      .replaceAll('\n', ' ')
      .replace(/[\\;,]/g, '\\$&'),
    prodId: { company: 'Folkmoot', product: 'Folkmoot', language: 'EN' },
    ttl: REFRESH_SECONDS,
  });
  for (const entry of entries) {
    calendar.createEvent({
      id: `${entry.name}@${commons}`,
      sequence: entry.sequence,
      stamp: new Date(entry.changedAt),
      lastModified: new Date(entry.changedAt),
      start: new Date(entry.at),
      ...(entry.until === null ? {} : { end: new Date(entry.until) }),
      summary: shown(entry.title),
      url: `${origin}${entry.href}`,
      ...(entry.text.length === 0 ? {} : { description: shown(entry.text.join('\n')) }),
      ...(entry.place === null ? {} : { location: shown(entry.place) }),
      ...(entry.isCalledOff ? { status: ICalEventStatus.CANCELLED } : {}),
    });
  }
  return calendar.toString();
}

function shown(text: string): string {
  return text.replaceAll('\r\n', '\n').replace(UNSHOWN, '');
}

import type { HeldShown } from '../client/meeting-views.ts';
import { shortId } from './document-names.ts';

/** A meeting that dealt with a matter, as one line of a table: who wrote it down, and who confirmed. */
export function heldFact(held: HeldShown): readonly [string, string] {
  const { minutes, startsAt, takenBy, confirmedBy, until, closes, present, disownedBy } = held;
  const confirmed =
    confirmedBy === null ? 'not confirmed yet' : `confirmed by ${confirmedBy}; to be disowned until ${until}`;
  return [
    closes ? 'closed in the meeting' : 'in the meeting',
    [
      `${startsAt}, with ${present.join(', ')}`,
      `minutes by ${takenBy} [${shortId(minutes)}], ${confirmed}`,
      ...(disownedBy.length === 0 ? [] : [`disowned by ${disownedBy.join(', ')}`]),
    ].join('; '),
  ];
}

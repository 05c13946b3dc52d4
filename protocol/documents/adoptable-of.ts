import type { DocumentId } from '../ids.ts';
import type { AdoptedThing, ThingType } from './adoptable.ts';
import type { DocumentOf } from './document.ts';

/** How an adoption names a version of a thing. Spec §5. */
export function adoptableOf(document: DocumentOf<ThingType>, id: DocumentId): AdoptedThing {
  const { type, subject } = document;
  if (type !== 'mandate') return { type, subject, id };
  const seat = document.seat === undefined ? {} : { seat: document.seat };
  return { type, subject, id, role: document.role.subject, ...seat };
}

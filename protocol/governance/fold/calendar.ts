import { timesGivenBy } from '../../agreement/judge.ts';
import { deliveredOf } from '../../agreement/termination.ts';
import type { Lapse } from '../../documents/lapse.ts';
import type { DocumentId, Subject } from '../../ids.ts';
import { book, type Calendar, EMPTY_CALENDAR, holdFor, releaseFrom } from '../../resource/calendar.ts';
import { duringInterval } from '../../resource/interval.ts';
import { NEVER, sumOf, type Timeline } from '../../resource/timeline.ts';
import { contentOf, stateOf } from '../view.ts';
import { operationsOf, type Step } from './step.ts';

/** Who has a thing when, by what takes effect and by what negotiations hold. Spec §7. */
export function foldCalendar(before: Calendar | undefined, step: Step): { readonly calendar?: Calendar } {
  const given = withTransfers(before ?? EMPTY_CALENDAR, step);
  const calendar = step.verdict.status === 'counted' ? withPromises(given, step) : given;
  return calendar.bookings.length + calendar.holds.length === 0 ? {} : { calendar };
}

/** Whether what the terms name of this resource is given for a time: what they name decides, not what came later. */
export function isSlots({ view, name }: Pick<Step, 'view' | 'name'>, terms: DocumentId): boolean {
  const named = contentOf(view, terms, 'terms')?.fields.commitments.find(
    ({ provider, resource }) => provider === view.home && resource.subject === name,
  );
  return named !== undefined && contentOf(view, named.resource.id, 'resource')?.capacity.model === 'slots';
}

function withTransfers(before: Calendar, { entry, applied, name }: Step): Calendar {
  const pieces = sumOf(
    operationsOf(applied).map((operation) =>
      operation.op === 'transfer' && operation.resource.subject === name && operation.interval !== undefined
        ? duringInterval(operation.interval, operation.quantity)
        : NEVER,
    ),
  );
  return applied === null || pieces.length === 0
    ? before
    : book(before, { by: applied.id, pieces }, entry.at);
}

function withPromises(before: Calendar, step: Step): Calendar {
  const { document, id, at } = step.entry;
  switch (document.type) {
    case 'acceptance':
      return isSlots(step, document.terms)
        ? holdFor(before, document.subject, timesIn(step, document.terms), at)
        : before;
    case 'withdrawal':
      return document.releases === undefined ? before : releaseFrom(before, document.of.subject);
    case 'lapse':
      return document.cause === 'terminated'
        ? withoutUndelivered(before, step, document)
        : releaseFrom(before, document.subject);
    case 'seal': {
      if (!isSlots(step, document.terms)) return before;
      const booking = { by: id, negotiation: document.subject, pieces: timesIn(step, document.terms) };
      return book(releaseFrom(before, document.subject), booking, at);
    }
    default:
      return before;
  }
}

/** The agreement ended: what was not delivered is free for the time that lies ahead. Spec §8. */
function withoutUndelivered(
  before: Calendar,
  { view, name, entry }: Step,
  { subject, terms }: Lapse,
): Calendar {
  const state = stateOf(view, subject, 'negotiation');
  const fields = contentOf(view, terms, 'terms')?.fields;
  const seal = state?.seals.find((one) => one.terms === terms)?.id;
  if (state === null || fields === undefined || seal === undefined) return before;
  const delivered = deliveredOf(state, terms, fields);
  const pieces = timesGivenBy(delivered, view.home, name as Subject); // a resource's thread is named by its subject
  const others = before.bookings.filter(({ by }) => by !== seal);
  return book({ ...before, bookings: others }, { by: seal, negotiation: subject, pieces }, entry.at);
}

function timesIn({ view, name }: Step, terms: DocumentId): Timeline {
  const fields = contentOf(view, terms, 'terms')?.fields;
  // a resource's thread is named by its subject
  return fields === undefined ? NEVER : timesGivenBy(fields, view.home, name as Subject);
}

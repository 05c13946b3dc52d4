import type { DocumentId, Subject } from '../ids.ts';
import type { Millis } from '../time.ts';
import { ahead, larger, NEVER, type Piece, plus, sumOf, type Timeline, within } from './timeline.ts';

/** What one entry gave for a time: a decision, or the seal of a negotiation. */
export interface Booking {
  readonly by: DocumentId;
  readonly negotiation?: Subject;
  readonly pieces: Timeline;
}

/** What a negotiation may still come to need, at every moment: the largest of what was accepted in it. */
export interface CalendarHold {
  readonly negotiation: Subject;
  readonly pieces: Timeline;
}

/**
 * The account of what is used for a time: who has it when, as far as it was not over when the account changed last.
 * In the order of the entries. Spec §7.
 */
export interface Calendar {
  readonly bookings: readonly Booking[];
  readonly holds: readonly CalendarHold[];
}

export const EMPTY_CALENDAR: Calendar = { bookings: [], holds: [] };

/**
 * Pieces that lie ahead in one calendar: it is written anew with each entry, so a year of bookings by the day for five
 * things fits, and its row stays below 200 kB. Spec §7.
 */
export const PIECES_MAX = 2000;

/** Where something does not fit: the first time in which too little is left, and how much that is. */
export interface Lack {
  readonly from: Millis;
  readonly until: Millis;
  readonly asked: number;
  readonly left: number;
  /** When all of the piece that does not fit would; null where there are never so many. */
  readonly free: Millis | null;
}

/** All that is given and held from a moment on, but for what one negotiation holds. */
export function takenFrom({ bookings, holds }: Calendar, at: Millis, without?: Subject): Timeline {
  const others = holds.filter(({ negotiation }) => negotiation !== without);
  return ahead(sumOf([...bookings, ...others].map(({ pieces }) => pieces)), at);
}

/** The first time in which the things that there are do not suffice for what is asked besides what is taken; else null. */
export function lackOf(quantity: number, taken: Timeline, asked: Timeline): Lack | null {
  const together = plus(taken, asked);
  for (const piece of asked) {
    const beyond = within(together, piece.from, piece.until).find((sum) => sum.quantity > quantity);
    if (beyond === undefined) continue;
    const { from, until } = beyond;
    const taking = beyond.quantity - piece.quantity;
    const left = Math.max(0, quantity - taking);
    return { from, until, asked: piece.quantity, left, free: nextFree(quantity, taken, piece) };
  }
  return null;
}

/** When such a piece fits next, no earlier than it was asked for; null where there are never so many. */
export function nextFree(quantity: number, taken: Timeline, asked: Piece): Millis | null {
  if (asked.quantity > quantity) return null;
  const length = asked.until - asked.from;
  let from = asked.from;
  for (const piece of taken) {
    const isInTheWay = piece.quantity + asked.quantity > quantity && piece.until > from;
    if (isInTheWay && piece.from < from + length) from = piece.until;
  }
  return from;
}

/** Whether so much more finds room among what lies ahead. Spec §7. */
export function hasRoomFor({ bookings, holds }: Calendar, asked: Timeline, at: Millis): boolean {
  const pieces = [...bookings, ...holds].reduce((count, kept) => count + ahead(kept.pieces, at).length, 0);
  return pieces + asked.length <= PIECES_MAX;
}

/** Gives something for a time. The caller has checked that it is free. */
export function book(calendar: Calendar, booking: Booking, at: Millis): Calendar {
  const { bookings, holds } = notOver(calendar, at);
  return { bookings: notEmpty([...bookings, booking]), holds };
}

/** One hold per negotiation: at every moment the larger of what it holds and what is accepted now. */
export function holdFor(calendar: Calendar, negotiation: Subject, pieces: Timeline, at: Millis): Calendar {
  const { bookings, holds } = notOver(calendar, at);
  const before = holds.find((entry) => entry.negotiation === negotiation)?.pieces ?? NEVER;
  const others = holds.filter((entry) => entry.negotiation !== negotiation);
  return { bookings, holds: notEmpty([...others, { negotiation, pieces: larger(before, pieces) }]) };
}

/** The negotiation holds nothing any more. */
export function releaseFrom(calendar: Calendar, negotiation: Subject): Calendar {
  return { ...calendar, holds: calendar.holds.filter((entry) => entry.negotiation !== negotiation) };
}

/** Pieces that are over are forgotten: nothing can be asked of them any more. */
function notOver({ bookings, holds }: Calendar, at: Millis): Calendar {
  return { bookings: notEmpty(bookings, at), holds: notEmpty(holds, at) };
}

function notEmpty<Kept extends { readonly pieces: Timeline }>(all: readonly Kept[], at = 0): readonly Kept[] {
  return all
    .map((kept) => ({ ...kept, pieces: kept.pieces.filter(({ until }) => until > at) }))
    .filter(({ pieces }) => pieces.length > 0);
}

import { addAmounts } from '../amount.ts';
import type { Millis } from '../time.ts';

/** So much, from a moment on and until another one, which is no part of it: pieces that touch do not overlap. */
export interface Piece {
  readonly from: Millis;
  readonly until: Millis;
  readonly quantity: number;
}

/**
 * How much at every moment; nothing outside its pieces. Pieces are in order, disjoint, never empty and of at least 1, and
 * two that touch have other quantities: so one amount over time has one timeline. Spec §7.
 */
export type Timeline = readonly Piece[];

export const NEVER: Timeline = [];

/** One amount within one time; {@link NEVER} where the time or the amount is empty. */
export function during(from: Millis, until: Millis, quantity: number): Timeline {
  return from < until && quantity > 0 ? [{ from, until, quantity }] : NEVER;
}

/** Both together, at every moment; beyond the safe range it stays at the top. */
export function plus(a: Timeline, b: Timeline): Timeline {
  return combine(a, b, addAmounts);
}

/** What is left of the first without the second, at every moment; never below zero. */
export function minus(a: Timeline, b: Timeline): Timeline {
  return combine(a, b, (x, y) => Math.max(0, x - y));
}

/** The larger of both, at every moment. */
export function larger(a: Timeline, b: Timeline): Timeline {
  return combine(a, b, Math.max);
}

/** All of them together; in halves, so that many short ones stay cheap. */
export function sumOf(timelines: readonly Timeline[]): Timeline {
  const [only = NEVER] = timelines;
  if (timelines.length <= 1) return only;
  const half = timelines.length >> 1;
  return plus(sumOf(timelines.slice(0, half)), sumOf(timelines.slice(half)));
}

/** What of it lies at a moment or after it. */
export function ahead(timeline: Timeline, at: Millis): Timeline {
  return timeline
    .filter(({ until }) => until > at)
    .map((piece) => (piece.from < at ? { ...piece, from: at } : piece));
}

/** What of it lies within a time. */
export function within(timeline: Timeline, from: Millis, until: Millis): Timeline {
  return ahead(timeline, from)
    .filter((piece) => piece.from < until)
    .map((piece) => (piece.until > until ? { ...piece, until } : piece));
}

/** The most at any moment; 0 where there is nothing. */
export function peakOf(timeline: Timeline): number {
  return timeline.reduce((most, { quantity }) => Math.max(most, quantity), 0);
}

/** How much at one moment. */
export function quantityAt(timeline: Timeline, at: Millis): number {
  return timeline.find(({ from, until }) => from <= at && at < until)?.quantity ?? 0;
}

/** Moments at which one of them changes, ascending, each once. */
export function changesIn(timelines: readonly Timeline[]): readonly Millis[] {
  const moments = timelines.flatMap((timeline) => timeline.flatMap(({ from, until }) => [from, until]));
  return [...new Set(moments)].sort((a, b) => a - b);
}

/** @param of gives 0 for two zeros: beyond both timelines there is nothing. */
function combine(a: Timeline, b: Timeline, of: (x: number, y: number) => number): Timeline {
  const moments = changesIn([a, b]);
  const pieces: Piece[] = [];
  let [i, j] = [0, 0];
  for (const [place, from] of moments.entries()) {
    const until = moments[place + 1];
    if (until === undefined) break;
    while ((a[i]?.until ?? Number.POSITIVE_INFINITY) <= from) i += 1;
    while ((b[j]?.until ?? Number.POSITIVE_INFINITY) <= from) j += 1;
    const quantity = of(quantityFrom(a[i], from), quantityFrom(b[j], from));
    if (quantity === 0) continue;
    const last = pieces.at(-1);
    if (last?.until === from && last.quantity === quantity) pieces[pieces.length - 1] = { ...last, until };
    else pieces.push({ from, until, quantity });
  }
  return pieces;
}

/** The piece is the first that ends after the moment: it may begin later. */
function quantityFrom(piece: Piece | undefined, moment: Millis): number {
  return piece !== undefined && piece.from <= moment ? piece.quantity : 0;
}

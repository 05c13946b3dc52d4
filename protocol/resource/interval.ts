import type { Interval } from '../documents/common.ts';
import { type Millis, parseTime } from '../time.ts';
import { during, type Timeline } from './timeline.ts';

/** So much for a time, as a timeline. The schema has checked both times. */
export function duringInterval({ from, until }: Interval, quantity: number): Timeline {
  return during(millisOf(from), millisOf(until), quantity);
}

/** Whether nothing of it lies ahead. */
export function isOver({ until }: Interval, at: Millis): boolean {
  return millisOf(until) <= at;
}

function millisOf(time: string): Millis {
  return parseTime(time) ?? Number.NaN;
}

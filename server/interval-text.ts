import type { Interval } from '../protocol/documents/common.ts';

/** `2026-03-10`, and `09:00` behind it, as every time is written. */
const DAY_CHARACTERS = 10;
const MINUTES_FROM = 11;
const MINUTES_TO = 16;

/** From when until when, as people read it: `2026-03-10, 09:00 to 12:00 UTC`. */
export function intervalText({ from, until }: Interval): string {
  const [firstDay, lastDay] = [dayOf(from), dayOf(until)];
  return firstDay === lastDay
    ? `${firstDay}, ${minuteOf(from)} to ${minuteOf(until)} UTC`
    : `${firstDay}, ${minuteOf(from)} to ${lastDay}, ${minuteOf(until)} UTC`;
}

/** `2026-03-10, 09:00 UTC` */
export function momentText(time: string): string {
  return `${dayOf(time)}, ${minuteOf(time)} UTC`;
}

function dayOf(time: string): string {
  return time.slice(0, DAY_CHARACTERS);
}

/** To the minute; with more where it does not begin with one. */
function minuteOf(time: string): string {
  const rest = time.slice(MINUTES_TO, -1).replace(/^:00(\.000)?$/, '');
  return `${time.slice(MINUTES_FROM, MINUTES_TO)}${rest}`;
}

import { type Millis, SECOND } from '../../time.ts';

/** How long a matter is open, and in how many windows. */
export interface Length {
  readonly openSeconds: number;
  readonly resolvingRestarts?: true;
  readonly windows?: 2;
}

/** When the first of two windows ends; null where there is one alone. Spec §6. */
export function secondFrom({ openSeconds, windows }: Length, openedAt: Millis): Millis | null {
  return windows === 2 ? openedAt + Math.floor(openSeconds / 2) * SECOND : null;
}

/**
 * Where the time for answers begins and would end, before anything else moves it. Spec §6, [R-6.37].
 *
 * An amendment begins the whole time anew, or of two windows the second one.
 */
export function timeFor(
  length: Length,
  openedAt: Millis,
  versionAt: Millis,
): { readonly from: Millis; readonly until: Millis } {
  const second = secondFrom(length, openedAt);
  const start = Math.max(openedAt, versionAt);
  const whole = length.openSeconds * SECOND;
  return second === null
    ? { from: start, until: start + whole }
    : { from: openedAt, until: Math.max(second, start) + whole - (second - openedAt) };
}

import type { Millis } from '../../../protocol/time.ts';

/** When no more than so many terms run any more. */
export function freeFrom(
  terms: readonly { readonly startsAt: Millis; readonly endsAt: Millis }[],
  most: number,
  now: Millis,
): Millis {
  const moments = [now, ...terms.map(({ endsAt }) => endsAt).filter((endsAt) => endsAt > now)];
  const free = moments
    .sort((a, b) => a - b)
    .find((moment) => terms.filter(({ endsAt }) => endsAt > moment).length <= most);
  return free ?? now;
}

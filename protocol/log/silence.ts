import { type Millis, SECOND } from '../time.ts';

/** A log states its heads once a day: one that says nothing for longer than this was not there. Spec §6. */
const SILENCE_MIN = 36 * 3600 * SECOND;

/** When one entry was logged. */
export interface Moment {
  readonly index: number;
  readonly at: Millis;
}

/**
 * For how long a log was silent within a time: the parts that lie in it of all gaps of more than 36 hours between two
 * entries that follow each other. Spec §6.
 *
 * @param moments of entries, ascending; some may be missing where others show that there was no gap.
 * @returns null where it cannot be told, because entries on both sides of a gap do not follow each other.
 */
export function silenceIn(moments: readonly Moment[], from: Millis, until: Millis): Millis | null {
  let silence = 0;
  for (let position = firstAfter(moments, from); ; position++) {
    const before = moments[position - 1];
    const after = moments[position];
    if (before !== undefined && before.at >= until) return silence;
    if (before === undefined || after === undefined) return null;
    if (isGap(before, after)) {
      if (after.index !== before.index + 1) return null;
      silence += Math.min(after.at, until) - Math.max(before.at, from);
    }
    if (after.at >= until) return silence;
  }
}

/**
 * Moments that show where a log was silent within a time: wherever two are further apart than 36 hours, one between them
 * is read, until none is left.
 *
 * @param read moments at indices, in any order.
 */
export async function momentsWithin(
  read: (indices: readonly number[]) => Promise<readonly Moment[]>,
  size: number,
  { from, until }: { readonly from: Millis; readonly until: Millis },
): Promise<readonly Moment[]> {
  let moments = ascending(await read([...new Set([0, size - 1])].filter((index) => index >= 0)));
  for (;;) {
    const between = moments.flatMap((after, position) => {
      const before = moments[position - 1];
      if (before === undefined || !isGap(before, after) || after.index === before.index + 1) return [];
      if (before.at >= until || after.at <= from) return [];
      return [Math.floor((before.index + after.index) / 2)];
    });
    if (between.length === 0) return moments;
    moments = ascending([...moments, ...(await read(between))]);
  }
}

function isGap(before: Moment, after: Moment): boolean {
  return after.at - before.at > SILENCE_MIN;
}

function ascending(moments: readonly Moment[]): readonly Moment[] {
  return moments.toSorted((a, b) => a.index - b.index);
}

/** The position of the first moment later than a time. */
function firstAfter(moments: readonly Moment[], time: Millis): number {
  let low = 0;
  let high = moments.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((moments[middle]?.at ?? Number.POSITIVE_INFINITY) > time) high = middle;
    else low = middle + 1;
  }
  return low;
}

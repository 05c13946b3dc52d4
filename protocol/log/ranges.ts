/** Entries from `begin` up to and without `end`. */
export interface EntryRange {
  readonly begin: number;
  readonly end: number;
}

/** A perfect subtree: the 2^height entries from position · 2^height on. */
export interface Subtree {
  readonly height: number;
  readonly position: number;
}

/**
 * The ranges whose hashes form the audit path of an entry, sibling of the leaf first (RFC 6962 §2.1.1). Spec §3.
 *
 * @param index less than `size`; both safe integers.
 */
export function inclusionRanges(index: number, size: number): EntryRange[] {
  const fromRoot: EntryRange[] = [];
  let begin = 0;
  let end = size;
  while (end - begin > 1) {
    const middle = begin + largestPowerBelow(end - begin);
    if (index < middle) {
      fromRoot.push({ begin: middle, end });
      end = middle;
    } else {
      fromRoot.push({ begin, end: middle });
      begin = middle;
    }
  }
  return fromRoot.reverse();
}

/**
 * The ranges whose hashes form a consistency proof, in the order of RFC 6962 §2.1.2. Spec §3.
 *
 * @param fromSize at least 1 and at most `toSize`; both safe integers.
 */
export function consistencyRanges(fromSize: number, toSize: number): EntryRange[] {
  const fromRoot: EntryRange[] = [];
  let begin = 0;
  let end = toSize;
  while (fromSize < end) {
    const middle = begin + largestPowerBelow(end - begin);
    if (fromSize <= middle) {
      fromRoot.push({ begin: middle, end });
      end = middle;
    } else {
      fromRoot.push({ begin, end: middle });
      begin = middle;
    }
  }
  // The old tree is its own left edge: who checks the proof knows its root already.
  if (begin > 0) fromRoot.push({ begin, end });
  return fromRoot.reverse();
}

/**
 * Perfect subtrees that make up a range of a tree, from left to right and so from large to small.
 *
 * @param range begins at a multiple of the largest power of two that fits into it, as every range of a proof does.
 */
export function subtreesOf(range: EntryRange): Subtree[] {
  const subtrees: Subtree[] = [];
  for (let begin = range.begin; begin < range.end; ) {
    const { height, width } = largestFitting(range.end - begin);
    subtrees.push({ height, position: begin / width });
    begin += width;
  }
  return subtrees;
}

/** The largest power of two below `count`, which is at least 2. Not by bit operators: they end at 2^31. */
function largestPowerBelow(count: number): number {
  let power = 1;
  while (power * 2 < count) power *= 2;
  return power;
}

function largestFitting(count: number): { height: number; width: number } {
  let height = 0;
  let width = 1;
  while (width * 2 <= count) {
    width *= 2;
    height++;
  }
  return { height, width };
}

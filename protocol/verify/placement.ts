import type { Leaf, ThreadPosition } from '../log/leaf.ts';

/** Where a thread stands: how many entries it has, and the index of the last; −1 without any. */
interface Stand {
  readonly n: number;
  readonly last: number;
}

/** A thread of which a leaf says more entries than were shown before it. */
interface Hole {
  readonly expected: number;
  readonly shown: number;
}

/** What one leaf says of its threads, beside the leaves before it. */
interface Compared {
  /** The leaf cannot be true of the log: its commons has signed a contradiction. */
  readonly contradicts: boolean;
  /** By thread key. */
  readonly holes: ReadonlyMap<string, Hole>;
}

/** Where every thread of one log stands, by its key, as far as leaves were shown. */
export interface Placement {
  readonly standOf: (key: string) => Stand;
  readonly compare: (leaf: Leaf, index: number) => Compared;
  /** Takes the leaf in; call it once, after `compare`. */
  readonly advance: (leaf: Leaf, index: number) => void;
}

const NOWHERE: Stand = { n: 0, last: -1 };

/**
 * Follows the thread positions of a log's leaves, in log order. Spec §9.
 *
 * More entries than shown are a hole. Fewer, another last one, or a last one that was shown and does not belong to the
 * thread are contradictions. All of it is told from leaves alone, so that no withheld document can hide one.
 */
export function startPlacement(): Placement {
  const stands = new Map<string, Stand>();
  const shown = new Set<number>();
  const standOf = (key: string): Stand => stands.get(key) ?? NOWHERE;

  /** @returns null for a contradiction. */
  function holeOf({ key, n, prev }: ThreadPosition, index: number): Hole | 'none' | null {
    const known = standOf(key);
    // n entries stand at n different positions up to `prev`, which is before the entry itself.
    if (prev >= index || n > prev + 1 || n < known.n) return null;
    if (n === known.n) return prev === known.last ? 'none' : null;
    const isPossible = prev - known.last >= n - known.n && !shown.has(prev);
    return isPossible ? { expected: n, shown: known.n } : null;
  }

  function compare({ threads, reads }: Leaf, index: number): Compared {
    const holes = new Map<string, Hole>();
    let contradicts = false;
    for (const position of [...threads, ...reads]) {
      const hole = holeOf(position, index);
      if (hole === null) contradicts = true;
      else if (hole !== 'none') holes.set(position.key, hole);
    }
    return { contradicts, holes };
  }

  function advance({ threads, reads }: Leaf, index: number): void {
    for (const { key, n, prev } of reads) raise(key, { n, last: prev });
    for (const { key, n } of threads) raise(key, { n: n + 1, last: index });
    shown.add(index);
  }

  /** A leaf that contradicts does not set a thread back: one contradiction is to be found once. */
  function raise(key: string, stand: Stand): void {
    if (stand.n > standOf(key).n) stands.set(key, stand);
  }

  return { standOf, compare, advance };
}

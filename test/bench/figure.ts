/** One row of the table. */
export interface Figure {
  readonly what: string;
  /** In the unit of the goal: milliseconds, or a ratio of two measurements of the same run. */
  readonly value: number;
  readonly unit: 'ms' | '×';
  /** What it is held against, in words, and the most that it may be. */
  readonly against: string;
  readonly most: number;
}

/** A measurement: what it takes is set up and cleared away by itself. */
export interface Case {
  readonly name: string;
  readonly run: (options: CaseOptions) => Promise<readonly Figure[]>;
}

export interface CaseOptions {
  /** Entries of the large log. */
  readonly entries: number;
  readonly onProgress: (message: string) => void;
}

/** Rounds of each measurement; the median is told, as machines are noisy. */
const ROUNDS = 15;

/** Milliseconds that the work takes, in the middle of several rounds; the first one warms up and is left out. */
export async function medianOf(work: (round: number) => unknown, rounds = ROUNDS): Promise<number> {
  const times: number[] = [];
  for (let round = 0; round <= rounds; round++) {
    const start = performance.now();
    await work(round);
    if (round > 0) times.push(performance.now() - start);
  }
  return middleOf(times);
}

export function middleOf(times: readonly number[]): number {
  return times.toSorted((a, b) => a - b)[Math.floor(times.length / 2)] ?? Number.NaN;
}

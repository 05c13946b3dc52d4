/** One row of the table. */
export interface Figure {
  readonly what: string;
  /** In the unit of the goal: milliseconds, or a ratio of two measurements of the same run. */
  readonly value: number;
  readonly unit: 'ms' | '×' | 'KiB';
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
  const [median] = await mediansOf([work], rounds);
  return median;
}

/** The same of several works in turn, so that whatever else the machine does slows all of them alike. */
export async function mediansOf<const Works extends readonly ((round: number) => unknown)[]>(
  works: Works,
  rounds: number,
): Promise<{ readonly [Index in keyof Works]: number }> {
  const times = works.map((): number[] => []);
  for (let round = 0; round <= rounds; round++) {
    for (const [index, work] of works.entries()) {
      const start = performance.now();
      await work(round);
      if (round > 0) times[index]?.push(performance.now() - start);
    }
  }
  return times.map(middleOf) as { [Index in keyof Works]: number }; // one for each work
}

export function middleOf(times: readonly number[]): number {
  return times.toSorted((a, b) => a - b)[Math.floor(times.length / 2)] ?? Number.NaN;
}

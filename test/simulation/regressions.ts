/** Seeds that once broke an invariant; what they found is mended, and they are run again for ever. */
export const REGRESSIONS: readonly number[] = [1, 2, 8, 19, 46, 113, 125, 153, 168, 170, 175, 179];

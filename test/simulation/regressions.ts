/** Seeds that once broke an invariant; what they found is mended, and they are run again for ever. */
export const REGRESSIONS: readonly number[] = [1, 2, 8];

/**
 * The largest amount that a document may name, in a resource's smallest unit. One below the largest safe integer, so
 * that a saturated sum lies above every bound. Spec §2.
 */
export const AMOUNT_MAX = Number.MAX_SAFE_INTEGER - 1;

/** Sum of two amounts; beyond the safe range it stays at the top, above whatever a limit can allow. Spec §2. */
export function addAmounts(a: number, b: number): number {
  return Math.min(a + b, Number.MAX_SAFE_INTEGER);
}

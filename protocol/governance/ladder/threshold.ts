import type { Share, Threshold } from '../../documents/threshold.ts';

/** Groups of people that a threshold can be a share of. */
export type Bases = Readonly<Record<Threshold['base'], number>>;

/**
 * Whether so many reach a threshold: `count/base ≥ num/den`, or more than it, in integers. Nobody of nobody reaches none.
 * Spec §6.
 */
export function reaches(count: number, { num, den, cmp, base }: Threshold, bases: Bases): boolean {
  const whole = bases[base];
  if (whole === 0) return false;
  return cmp === 'gte' ? count * den >= whole * num : count * den > whole * num;
}

/** Whether so many are at least a share of a whole. Spec §6. */
export function isShare(count: number, { num, den }: Share, whole: number): boolean {
  return BigInt(count) * BigInt(den) >= BigInt(whole) * BigInt(num);
}

/** Whether so many, or so much, are at most a share of a whole. Spec §6, §12. */
export function isWithinShare(count: number, { num, den }: Share, whole: number): boolean {
  return BigInt(count) * BigInt(den) <= BigInt(whole) * BigInt(num);
}

/** The quorum by square root: enough of a large group, most of a small one. Spec §6. */
export function isSquareRootQuorum(count: number, whole: number): boolean {
  return 4 * count * count >= 9 * whole;
}

import type { Millis } from '../../protocol/time.ts';

/** What may come at once, and what is given back of it. */
export interface Allowance {
  readonly burst: number;
  readonly perSecond: number;
}

/** Somebody's share as it stood at a moment. */
interface Share {
  readonly left: number;
  readonly at: Millis;
}

export interface Quota {
  /**
   * Takes one from somebody's share.
   *
   * @returns null where there was one left; else the whole seconds until there is.
   */
  readonly take: (who: string, allowance: Allowance, now: Millis) => number | null;
}

/**
 * Shares that refill with time. Whoever takes nothing for long has a full share, and needs no memory: so what is
 * remembered is bounded, and nobody gains by being forgotten. Spec §18.
 *
 * @param sharesMax when there would be more, shares that are full again go; then the fullest.
 */
export function createQuota(sharesMax: number): Quota {
  const shares = new Map<string, Share>();

  function makeRoom(): void {
    if (shares.size < sharesMax) return;
    // The oldest was touched longest ago: it has refilled the most. Nobody who is busy is among them.
    for (const who of shares.keys()) {
      shares.delete(who);
      if (shares.size < sharesMax) return;
    }
  }

  return {
    take(who, { burst, perSecond }, now) {
      const known = shares.get(who);
      const seconds = known === undefined ? 0 : Math.max(0, now - known.at) / 1000;
      const left = known === undefined ? burst : Math.min(burst, known.left + seconds * perSecond);
      shares.delete(who);
      if (known === undefined) makeRoom();
      if (left < 1) {
        shares.set(who, { left, at: now });
        return Math.max(1, Math.ceil((1 - left) / perSecond));
      }
      shares.set(who, { left: left - 1, at: now });
      return null;
    },
  };
}

import type { Scid } from '../../protocol/ids.ts';
import type { Millis } from '../../protocol/time.ts';

/** Who can be a peer: those alone whom members add, or every commons that introduces itself. Spec §18. */
export const PEER_MODES = ['closed', 'open'] as const;
export type PeerMode = (typeof PEER_MODES)[number];

export const STANDINGS = ['allow', 'limit', 'block'] as const;
export type Standing = (typeof STANDINGS)[number];

/** What members said of a commons or a host, until when it holds. */
export interface StandingRule {
  /** Null where it was lifted. */
  readonly standing: Standing | null;
  readonly until: Millis | null;
}

/**
 * How we stand to a commons: what is said of itself, else of its host, else of the nearest host above, else of nobody.
 * Spec §18.
 *
 * @param rules by target: SCIDs and hosts; one that is over says nothing.
 */
export function standingOf<Rule extends StandingRule>(
  { commons, host }: { readonly commons: Scid | null; readonly host: string },
  rules: ReadonlyMap<string, Rule>,
  now: Millis,
): { readonly standing: Standing; readonly rule: Rule | null } {
  for (const target of targetsOf({ commons, host })) {
    const rule = rules.get(target);
    if (rule === undefined || rule.standing === null) continue;
    if (rule.until !== null && rule.until <= now) continue;
    return { standing: rule.standing, rule };
  }
  return { standing: 'allow', rule: null };
}

/** What can be said that concerns a commons, nearest first. An address has no host above it. */
export function targetsOf({
  commons,
  host,
}: {
  readonly commons: Scid | null;
  readonly host: string;
}): readonly string[] {
  const own = commons === null ? [host] : [commons, host];
  if (/^[\d.]+$|:/.test(host)) return own;
  const labels = host.split('.');
  return [...own, ...labels.slice(1).map((_, index) => labels.slice(index + 1).join('.'))];
}

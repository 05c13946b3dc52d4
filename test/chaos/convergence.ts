import type { AgreementShown } from '../../server/client/views.ts';
import { type Asked, look, type Shown } from './outside.ts';

/** An agreement that holds, whatever came of it since. */
export const FORMED: ReadonlySet<string> = new Set(['formed', 'active', 'claimed', 'fulfilled']);
/** Everybody has said yes, and the registrar's word is on its way; or time alone decides. */
const UNDER_WAY: ReadonlySet<string> = new Set(['accepted-by-all', 'in-doubt']);

/** What still keeps the houses from being at one, a sentence each; none where everything has come through. */
export async function apart(houses: readonly Asked[]): Promise<readonly string[]> {
  const shown = await Promise.all(houses.map(look));
  return [...shown.flatMap((one) => behind(one, shown)), ...disagreeing(shown)];
}

/** Invariant 8: every cursor is at the end of what it follows. */
function behind({ house, entries, peers }: Shown, all: readonly Shown[]): readonly string[] {
  return all.flatMap((other) => {
    if (other.house === house) return [];
    const peer = peers.find(({ commons }) => commons === other.house.commons);
    const between = `${house.name} and ${other.house.name}`;
    if (peer === undefined) return [`${between}: they do not know each other`];
    const { mirrored, pushed, cosigned, lastError } = peer;
    const why = lastError === null ? '' : `: ${lastError} Next at ${String(peer.nextAttemptAt)}`;
    return [
      mirrored !== other.entries && `${between}: ${mirrored} of ${other.entries} entries are mirrored`,
      pushed !== entries && `${between}: ${pushed} of ${entries} entries are pushed${why}`,
      cosigned !== entries && `${between}: ${cosigned} of ${entries} entries are cosigned${why}`,
    ].filter((sentence) => sentence !== false);
  });
}

/** Whoever is a party to a negotiation shows it, and all show the same of it once it has ended. */
function disagreeing(all: readonly Shown[]): readonly string[] {
  return negotiations(all).flatMap(({ negotiation, parties, at }) => {
    const views = [...at.values()];
    if (views.some(({ status }) => UNDER_WAY.has(status))) return [`${negotiation} is under way`];
    if (!views.some(({ status }) => FORMED.has(status) || status === 'lapsed')) return [];
    if (parties.some((party) => !at.has(party.house.commons)))
      return [`${negotiation} is not known to everybody`];
    const kinds = new Set(views.map(({ status }) => (FORMED.has(status) ? 'formed' : status)));
    return kinds.size === 1 ? [] : [`${negotiation} is ${[...kinds].join(' here and ')} there`];
  });
}

export interface Negotiated {
  readonly negotiation: string;
  readonly parties: readonly Shown[];
  /** As each that knows of it shows it, by commons. */
  readonly at: ReadonlyMap<string, AgreementShown>;
}

/** Every negotiation that anybody shows, with its parties. */
export function negotiations(all: readonly Shown[]): readonly Negotiated[] {
  const known = new Map<string, Map<string, AgreementShown>>();
  for (const { house, agreements } of all)
    for (const view of agreements) {
      const at = known.get(view.negotiation) ?? new Map<string, AgreementShown>();
      known.set(view.negotiation, at.set(house.commons, view));
    }
  return [...known].map(([negotiation, at]) => {
    const named = new Set([...at.values()].flatMap(({ parties }) => parties.map(({ commons }) => commons)));
    return { negotiation, at, parties: all.filter(({ house }) => named.has(house.commons)) };
  });
}

import { isKept, type Kept } from '../../../protocol/agreement/fulfilment.ts';
import type { TermsFields } from '../../../protocol/documents/terms-fields.ts';
import type { Scid } from '../../../protocol/ids.ts';
import { type Millis, parseTime } from '../../../protocol/time.ts';
import { amountText, countText } from '../../amount-text.ts';
import type { OwedView } from './owed-view.ts';

/** An agreement of which something is not kept yet. */
interface Promised {
  readonly fields: TermsFields | null;
  readonly kept: readonly Kept[] | null;
  readonly parties: readonly { readonly commons: Scid; readonly name: string }[];
  /** Units of the promises, in their order; null where the provider's log does not show it. */
  readonly units: readonly (string | null)[];
  readonly home: Scid;
  readonly now: Millis;
}

/** What providers have to deliver, and deliveries that nobody has acknowledged. Spec §8 [R-8.17]. */
export function owedPromises({ fields, kept, parties, units, home, now }: Promised): readonly OwedView[] {
  if (fields === null || kept === null) return [];
  const nameOf = (commons: Scid) => parties.find((party) => party.commons === commons)?.name ?? commons;
  const who = (commons: Scid, verb: 'has' | 'says') =>
    commons === home ? `We ${verb === 'has' ? 'have' : 'say'}` : `${nameOf(commons)} ${verb}`;
  return kept.flatMap((one, place): OwedView[] => {
    const { provider, receiver } = one.commitment;
    const amount = (quantity: number) => amountText(quantity, units[place] ?? 'unit');
    if (isKept(one)) return [];
    const silent = one.deliveries.filter(({ received }) => received === null);
    const word: OwedView = {
      ...{ commons: receiver, by: nameOf(receiver), what: 'word', state: 'open' },
      sentence: `${who(receiver, 'has')} not said yet what has come of ${countText(silent.length, 'delivery', 'deliveries')} on promise ${place + 1}.`,
    };
    const delivery: OwedView = {
      ...{ commons: provider, by: nameOf(provider), what: 'delivery', state: 'open' },
      sentence: `${one.missing === 0 ? '' : `${who(receiver, 'says')} that ${amount(one.missing)} did not come. `}${who(provider, 'has')} ${amount(one.left)} of promise ${place + 1} still to deliver${dueWords(one, now)}.`,
    };
    return [...(silent.length > 0 ? [word] : []), ...(one.left > 0 ? [delivery] : [])];
  });
}

function dueWords({ commitment: { interval } }: Kept, now: Millis): string {
  if (interval === undefined) return '';
  const until = parseTime(interval.until) ?? now; // the schema has checked the text
  return now > until ? `: it was due by ${interval.until}` : `, by ${interval.until}`;
}

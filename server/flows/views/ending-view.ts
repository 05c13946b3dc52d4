import type { NegotiationState } from '../../../protocol/agreement/state.ts';
import { endOfTerms, endSaidBy, terminationRule } from '../../../protocol/agreement/termination.ts';
import type { TermsFields } from '../../../protocol/documents/terms-fields.ts';
import type { DocumentId, Scid } from '../../../protocol/ids.ts';
import { formatMillis } from '../../../protocol/time.ts';
import type { OwedView } from './owed-view.ts';

/** That an agreement ends, or has ended, before all of it was kept. Spec §8. */
export interface EndingView {
  /** When; null while others have to say it as well. */
  readonly at: string | null;
  /** Who has given notice, of which end. */
  readonly said: readonly { readonly commons: Scid; readonly name: string; readonly endsAt: string }[];
}

interface Agreed {
  readonly state: NegotiationState;
  readonly terms: DocumentId;
  readonly fields: TermsFields;
  readonly nameOf: (commons: Scid) => string;
}

/** @returns null while nobody has given notice. */
export function endingView({ state, terms, fields, nameOf }: Agreed): EndingView | null {
  const said = fields.parties.flatMap((commons) => {
    const endsAt = endSaidBy(state, terms, commons);
    return endsAt === null ? [] : [{ commons, name: nameOf(commons), endsAt: formatMillis(endsAt) }];
  });
  if (said.length === 0) return null;
  const at = endOfTerms(state, terms, fields);
  return { at: at === null ? null : formatMillis(at), said };
}

/** Who still has to say that it ends, where all have to. */
export function owedEndings(
  { at, said }: EndingView,
  fields: TermsFields,
  parties: readonly { readonly commons: Scid; readonly name: string }[],
  home: Scid,
): readonly OwedView[] {
  if (at !== null || terminationRule(fields).by === 'any-party') return [];
  const first = said[0]?.commons === home ? 'we do' : `${said[0]?.name} does`;
  return parties.flatMap(({ commons, name }): OwedView[] => {
    if (said.some((one) => one.commons === commons)) return [];
    const who = commons === home ? 'We have' : `${name} has`;
    const sentence = `${who} not said that this agreement ends, as ${first}: it goes on until all parties have.`;
    return [{ commons, by: name, what: 'end', state: 'open', sentence }];
  });
}

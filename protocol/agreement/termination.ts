import { addAmounts } from '../amount.ts';
import type { TermsFields } from '../documents/terms-fields.ts';
import type { DocumentId, Ref, Scid, Subject } from '../ids.ts';
import type { Millis } from '../time.ts';
import { isKept, keptOf } from './fulfilment.ts';
import type { NegotiationState } from './state.ts';

type Said = Pick<NegotiationState, 'terminations' | 'events'>;

/** Who may end an agreement, and with which notice. Where the terms do not say: all together, at once. Spec §8. */
export function terminationRule({ termination }: Pick<TermsFields, 'termination'>) {
  return termination ?? ({ noticeSeconds: 0, by: 'all-parties' } as const);
}

/** The earliest end of these terms that a party has given notice of; null where it has not. Spec §8. */
export function endSaidBy({ terminations = [] }: Said, terms: DocumentId, party: Scid): Millis | null {
  const said = terminations.filter((one) => one.terms === terms && one.commons === party);
  return said.length === 0 ? null : Math.min(...said.map(({ endsAt }) => endsAt));
}

/**
 * When an agreement ends before it is kept: a function of the set of notices, whatever order they were learned in. Of
 * several by one party the earliest holds; where all parties end it together, the last of theirs. Spec §8.
 *
 * @returns null while nobody who may has said so, or not all have who must.
 */
export function endOfTerms(state: Said, terms: DocumentId, fields: TermsFields): Millis | null {
  const ends = fields.parties.map((party) => endSaidBy(state, terms, party));
  const said = ends.filter((end) => end !== null);
  if (said.length === 0) return null;
  if (terminationRule(fields).by === 'any-party') return Math.min(...said);
  return said.length === ends.length ? Math.max(...said) : null;
}

/** Whether an agreement has ended by then, before each of its promises was kept. Spec §8. */
export function isTerminated(state: Said, terms: DocumentId, fields: TermsFields, now: Millis): boolean {
  const end = endOfTerms(state, terms, fields);
  return end !== null && now >= end && !keptOf(state, terms, fields).every(isKept);
}

/** What was promised, as far as it was delivered. Spec §8. */
export function deliveredOf(
  state: Said,
  terms: DocumentId,
  fields: TermsFields,
): Pick<TermsFields, 'commitments'> {
  const commitments = keptOf(state, terms, fields).flatMap(({ commitment, delivered }) => {
    const quantity = Math.min(commitment.quantity, delivered);
    return quantity === 0 ? [] : [{ ...commitment, quantity }];
  });
  return { commitments };
}

/**
 * What a party promised under the terms and has not delivered, as it says itself, by resource: what its account gets back
 * when the agreement ends. What it delivered stays given, also what its receiver misses. Spec §8.
 */
export function undeliveredBy(
  state: Said,
  terms: DocumentId,
  fields: TermsFields,
  party: Scid,
): readonly { readonly resource: Ref; readonly quantity: number }[] {
  const sums = new Map<Subject, { resource: Ref; quantity: number }>();
  for (const { commitment, delivered } of keptOf(state, terms, fields)) {
    const rest = commitment.quantity - delivered;
    if (commitment.provider !== party || rest <= 0) continue;
    const { resource } = commitment;
    const before = sums.get(resource.subject);
    const quantity = addAmounts(before?.quantity ?? 0, rest);
    sums.set(resource.subject, { resource: before?.resource ?? resource, quantity });
  }
  return [...sums.values()];
}

import { isClaimed, isKept, keptOf } from '../../protocol/agreement/fulfilment.ts';
import {
  acceptedByAll,
  hasEnded,
  type LoggedTerms,
  type NegotiationState,
  openTerms,
  standingAcceptances,
} from '../../protocol/agreement/state.ts';
import { isTerminated } from '../../protocol/agreement/termination.ts';
import { compareText } from '../../protocol/bytes.ts';
import type { TermsFields } from '../../protocol/documents/terms-fields.ts';
import type { DocumentId, Scid } from '../../protocol/ids.ts';
import { type Millis, parseTime } from '../../protocol/time.ts';

/** Where a negotiation stands, as one commons sees it, with what that means. Spec §8. */
export const NEGOTIATION_STATUSES = {
  open: 'Terms are on the table; no party’s yes to them stands.',
  'accepted-by-them': 'Others have said yes; we have not.',
  'accepted-by-us': 'We have said yes; not everybody has.',
  'accepted-by-all': 'Every party has said yes to the same terms; the seal is missing.',
  rejected: 'Every offer on the table was turned down by a party; the registrar’s lapse is missing.',
  expired: 'The time to seal is over and no seal can come any more; the registrar’s lapse is missing.',
  'in-doubt':
    'We said yes, the time to seal is over, and the registrar’s word has not come: a timeout of ours is no outcome.',
  formed: 'The registrar sealed it: the agreement holds.',
  active: 'The agreement holds, and its parties have begun to do what they promised.',
  claimed: 'A receiver says that something did not come, and its provider has not delivered it anew.',
  terminated:
    'It ended before all that was promised was received: by the parties who may end it, as its terms say.',
  fulfilled: 'All that was promised has been received, as the receivers say.',
  lapsed: 'Nothing came of it: by the registrar’s word, or by our own after the time in doubt.',
  contested:
    'The registrar has said two things; what came first stays in our account until people settle it.',
} as const;
export type NegotiationStatus = keyof typeof NEGOTIATION_STATUSES;

/** Fields of terms that are in the negotiation; null where they are not known. */
export type FieldsOf = (terms: DocumentId) => TermsFields | null;

/**
 * Status as a function of the set of counted documents and of time, whatever order they were learned in.
 * Spec §8.
 */
export function negotiationStatus(
  state: NegotiationState,
  fieldsOf: FieldsOf,
  home: Scid,
  now: Millis,
): NegotiationStatus {
  if (state.conflicts.length > 0) return 'contested';
  const [seal] = state.seals;
  if (seal !== undefined) return agreementStatus(state, seal.terms, fieldsOf, now);
  if (hasEnded(state)) return 'lapsed';
  const terms = currentTerms(state);
  const fields = terms === null ? null : fieldsOf(terms);
  if (terms === null || fields === null) return 'open';

  const isRegistrar = fields.registrar === home;
  const ours = state.acceptances.filter(({ commons }) => commons === home);
  const doubtful = ours.some((acceptance) => isOver(fieldsOf(acceptance.terms), now));
  if (doubtful && !isRegistrar) return 'in-doubt';
  if (completeTerms(state, fieldsOf, now) !== null) return 'accepted-by-all';
  if (openTerms(state).every(({ id }) => isRejected(state, id))) return 'rejected';
  const free = ours.length === 0 || isRegistrar;
  if (free && openTerms(state).every(({ id }) => isOver(fieldsOf(id), now))) return 'expired';

  const standing = standingAcceptances(state, terms);
  if (standing.some(({ commons }) => commons === home)) return 'accepted-by-us';
  return standing.length > 0 ? 'accepted-by-them' : 'open';
}

/** How far what was agreed has been kept, or whether it ended before. Spec §8, [R-8.19]. */
function agreementStatus(
  state: NegotiationState,
  terms: DocumentId,
  fieldsOf: FieldsOf,
  now: Millis,
): 'formed' | 'active' | 'claimed' | 'fulfilled' | 'terminated' {
  const fields = fieldsOf(terms);
  if (fields === null) return 'formed';
  const kept = keptOf(state, terms, fields);
  if (kept.every(isKept)) return 'fulfilled';
  if (isTerminated(state, terms, fields, now)) return 'terminated';
  if (kept.every(({ deliveries }) => deliveries.length === 0)) return 'formed';
  if (kept.some(isClaimed)) return 'claimed';
  return 'active';
}

/** The newest terms on the table. Spec §8 [R-8.4b]. */
export function currentTerms(state: NegotiationState): DocumentId | null {
  return newestOf(state, openTerms(state));
}

/** Terms that every party's standing acceptance names, in time to be sealed; of several the newest. */
export function completeTerms(state: NegotiationState, fieldsOf: FieldsOf, now: Millis): DocumentId | null {
  const complete = state.terms.filter(({ id }) => {
    const fields = fieldsOf(id);
    return fields !== null && !isOver(fields, now) && acceptedByAll(state, id, fields.parties);
  });
  return newestOf(state, complete);
}

/**
 * Of some terms those with the longest history; of several, those with the smallest id. So everybody who knows the same
 * terms names the same. Spec §8 [R-8.4b].
 */
export function newestOf(state: NegotiationState, terms: readonly LoggedTerms[]): DocumentId | null {
  const [newest] = terms.toSorted((a, b) => depthOf(state, b) - depthOf(state, a) || compareText(a.id, b.id));
  return newest?.id ?? null;
}

/** Whether a party has said no to these terms. */
export function isRejected(state: NegotiationState, terms: DocumentId): boolean {
  return state.rejections.some((rejection) => rejection.terms === terms);
}

/** Whether the time to seal is over: it may still be sealed at that very moment. Unknown terms are never over. */
export function isOver(fields: TermsFields | null, now: Millis): boolean {
  const sealBy = fields === null ? null : parseTime(fields.sealBy);
  return sealBy !== null && now > sealBy;
}

/** How many terms came before these, each in the place of another. */
function depthOf(state: NegotiationState, terms: LoggedTerms): number {
  let depth = 0;
  let before = state.terms.find(({ id }) => id === terms.supersedes);
  while (before !== undefined && depth < state.terms.length) {
    depth++;
    const { supersedes } = before;
    before = state.terms.find(({ id }) => id === supersedes);
  }
  return depth;
}

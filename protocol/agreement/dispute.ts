import type { EscalationStep, Terminal } from '../documents/escalation-path.ts';
import type { Commitment, TermsFields } from '../documents/terms-fields.ts';
import type { DocumentId } from '../ids.ts';
import { type Millis, SECOND } from '../time.ts';
import { isClaimed } from './fulfilment.ts';
import type { LoggedEvent, NegotiationState } from './state.ts';

/** Where a claim stands on the dispute path of its terms. Spec §8. */
export type Dispute =
  | {
      readonly kind: 'step';
      /** Of the claim, without a break. */
      readonly since: Millis;
      /** From 1. */
      readonly number: number;
      readonly step: EscalationStep;
      readonly until: Millis;
    }
  | { readonly kind: 'ended'; readonly since: Millis; readonly at: Millis; readonly terminal: Terminal };

type Agreed = Pick<TermsFields, 'commitments' | 'disputePath'>;

/**
 * Where the claim on one promise stands: a function of the events and the time alone, so that both sides name the same
 * step without a word of either. Spec §8.
 *
 * @param place of the promise among the commitments, from 0.
 * @returns null while nothing is claimed of it.
 */
export function disputeOf(
  { events = [] }: Pick<NegotiationState, 'events'>,
  { terms, fields, place }: { readonly terms: DocumentId; readonly fields: Agreed; readonly place: number },
  now: Millis,
): Dispute | null {
  const commitment = fields.commitments[place];
  if (commitment === undefined) return null;
  const about = events.filter(
    (event) => event.terms === terms && event.commitment === place && event.at <= now,
  );
  const since = claimedSince(about, commitment);
  return since === null ? null : onPath(fields.disputePath, since, now);
}

/** Since when a promise is claimed, up to the last of these events; null where it is not. Each event is looked at once. */
function claimedSince(about: readonly LoggedEvent[], commitment: Commitment): Millis | null {
  const deliveries = new Map<DocumentId, number>();
  const words = new Map<DocumentId, number>();
  const sums = { delivered: 0, received: 0, missing: 0 };
  const add = (delivery: DocumentId, sign: 1 | -1) => {
    const quantity = deliveries.get(delivery);
    if (quantity === undefined) return;
    const came = words.get(delivery);
    sums.delivered += sign * quantity;
    sums.received += sign * Math.min(came ?? 0, quantity);
    sums.missing += sign * (came === undefined ? 0 : Math.max(0, quantity - came));
  };
  let since: Millis | null = null;
  const ordered = [...about].sort((a, b) => a.at - b.at);
  for (const [index, { id, at, said, of, commons, quantity }] of ordered.entries()) {
    const delivery = said === 'delivered' ? id : of;
    if (delivery !== null && commons === (said === 'delivered' ? commitment.provider : commitment.receiver)) {
      add(delivery, -1);
      if (said === 'delivered') deliveries.set(id, quantity);
      else words.set(delivery, Math.max(words.get(delivery) ?? 0, quantity));
      add(delivery, 1);
    }
    if (ordered[index + 1]?.at === at) continue; // all that was said at one moment is one step
    const left = Math.max(0, commitment.quantity - (sums.delivered - sums.missing));
    const claimed = isClaimed({ commitment, ...sums, left });
    since = claimed ? (since ?? at) : null;
  }
  return since;
}

/** Steps follow one another, each for its time; a last step `default` ends the path as soon as it is reached. */
function onPath(path: readonly EscalationStep[], since: Millis, now: Millis): Dispute {
  let from = since;
  for (const [index, step] of path.entries()) {
    const isLast = index === path.length - 1;
    const until = isLast && step.mode === 'default' ? from : from + step.maxSeconds * SECOND;
    if (now < until) return { kind: 'step', since, number: index + 1, step, until };
    from = until;
  }
  // the schema asks the last step for a fallback
  return { kind: 'ended', since, at: from, terminal: path.at(-1)?.fallback ?? { kind: 'status-quo' } };
}

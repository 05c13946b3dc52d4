import type { EscalationStep, Terminal } from '../documents/escalation-path.ts';
import type { TermsFields } from '../documents/terms-fields.ts';
import type { DocumentId } from '../ids.ts';
import { type Millis, SECOND } from '../time.ts';
import { isClaimed, keptOf } from './fulfilment.ts';
import type { NegotiationState } from './state.ts';

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
  const about = events.filter(
    (event) => event.terms === terms && event.commitment === place && event.at <= now,
  );
  const claimedAt = (time: Millis) => {
    const kept = keptOf({ events: about.filter(({ at }) => at <= time) }, terms, fields)[place];
    return kept !== undefined && isClaimed(kept);
  };
  const times = [...new Set(about.map(({ at }) => at))].sort((a, b) => b - a);
  const before = times.findIndex((time) => !claimedAt(time));
  const since = before === -1 ? times.at(-1) : times[before - 1];
  return since === undefined ? null : onPath(fields.disputePath, since, now);
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

import { addAmounts } from '../amount.ts';
import type { Acceptance } from '../documents/acceptance.ts';
import type { TermsFields } from '../documents/terms-fields.ts';
import { sameJson } from '../governance/binding.ts';
import { lastInForce } from '../governance/in-force.ts';
import { refuse } from '../governance/verdict.ts';
import { contentOf, type RuleView, stateOf } from '../governance/view.ts';
import type { Ref, Scid, Subject } from '../ids.ts';
import { askFree } from '../resource/ask-accounts.ts';
import { EMPTY_CALENDAR } from '../resource/calendar.ts';
import { duringInterval } from '../resource/interval.ts';
import { availableTo } from '../resource/ledger.ts';
import { NEVER, sumOf, type Timeline } from '../resource/timeline.ts';
import type { Millis } from '../time.ts';
import type { Answer } from './questions.ts';

/** What one party gives of each of its resources under the terms: what its acceptance must hold. Spec §7 [R-7.3a]. */
export function givenBy(fields: TermsFields, party: Scid): { resource: Ref; quantity: number }[] {
  const sums = new Map<Subject, { resource: Ref; quantity: number }>();
  for (const { provider, resource, quantity } of fields.commitments) {
    if (provider !== party) continue;
    const before = sums.get(resource.subject);
    sums.set(resource.subject, {
      resource: before?.resource ?? resource,
      quantity: addAmounts(before?.quantity ?? 0, quantity),
    });
  }
  return [...sums.values()];
}

/** When the terms make one party give how much of one resource, as far as they say when. Spec §7. */
export function timesGivenBy(
  { commitments }: Pick<TermsFields, 'commitments'>,
  party: Scid,
  resource: Subject,
): Timeline {
  return sumOf(
    commitments
      .filter((commitment) => commitment.provider === party && commitment.resource.subject === resource)
      .map(({ interval, quantity }) => (interval === undefined ? NEVER : duringInterval(interval, quantity))),
  );
}

/**
 * The holds are just what the terms make us give, of the versions in force, and there is that much left.
 * Spec §7, [R-7.3a].
 */
export function askHolds(view: RuleView, document: Acceptance, fields: TermsFields, at: Millis): Answer {
  const expected = givenBy(fields, view.home).map((given) => ({ ...given, until: fields.inDoubt.until }));
  if (!sameJson(expected, document.holds)) return refuse('binding-differs', { expected });
  return askRoom(view, document.subject, fields, at);
}

/** Each resource that the terms make us give is in force, in the version that they name, and there is that much left. */
export function askRoom(view: RuleView, negotiation: Subject, fields: TermsFields, at: Millis): Answer {
  const given = givenBy(fields, view.home);
  for (const { resource, quantity } of given) {
    const said = askHold(view, negotiation, fields, { resource: resource.subject, quantity, at });
    if ('code' in said) return said;
  }
  return given.map(({ resource }) => resource.id);
}

function askHold(
  view: RuleView,
  negotiation: Subject,
  fields: TermsFields,
  { resource, quantity, at }: { resource: Subject; quantity: number; at: Millis },
): Answer {
  const state = stateOf(view, resource, 'resource');
  const current = state === null || state.endedBy !== null ? null : lastInForce(view, resource);
  if (state === null || current === null) return refuse('unknown-reference', { resource });
  const named = fields.commitments.filter(
    (commitment) => commitment.provider === view.home && commitment.resource.subject === resource,
  );
  if (named.some((commitment) => commitment.resource.id !== current))
    return refuse('stale-version', { inForce: current });
  const capacity = contentOf(view, current, 'resource')?.capacity;
  if (capacity?.model === 'slots') {
    if (named.some(({ interval }) => interval === undefined))
      return refuse('wrong-interval', { resource, model: capacity.model });
    const calendar = state.calendar ?? EMPTY_CALENDAR;
    const asked = timesGivenBy(fields, view.home, resource);
    const without = negotiation;
    const said = askFree({ resource, quantity: capacity.quantity, calendar }, asked, { at, without });
    return said ?? [current];
  }
  const left = availableTo(negotiation, capacity?.quantity ?? 0, state.ledger);
  return quantity > left ? refuse('over-capacity', { resource, left, asked: quantity }) : [current];
}

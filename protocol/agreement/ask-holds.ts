import { addAmounts } from '../amount.ts';
import type { Acceptance } from '../documents/acceptance.ts';
import type { TermsFields } from '../documents/terms-fields.ts';
import { sameJson } from '../governance/binding.ts';
import { lastInForce } from '../governance/in-force.ts';
import { refuse } from '../governance/verdict.ts';
import { contentOf, type RuleView, stateOf } from '../governance/view.ts';
import type { Ref, Scid, Subject } from '../ids.ts';
import { availableTo } from '../resource/ledger.ts';
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

/**
 * The holds are just what the terms make us give, of the versions in force, and there is that much left.
 * Spec §7, [R-7.3a].
 */
export function askHolds(view: RuleView, document: Acceptance, fields: TermsFields): Answer {
  const expected = givenBy(fields, view.home).map((given) => ({ ...given, until: fields.inDoubt.until }));
  if (!sameJson(expected, document.holds)) return refuse('binding-differs', { expected });
  for (const { resource, quantity } of expected) {
    const said = askHold(view, document, fields, resource.subject, quantity);
    if ('code' in said) return said;
  }
  return expected.map(({ resource }) => resource.id);
}

function askHold(
  view: RuleView,
  document: Acceptance,
  fields: TermsFields,
  resource: Subject,
  quantity: number,
): Answer {
  const state = stateOf(view, resource, 'resource');
  const current = state === null || state.endedBy !== null ? null : lastInForce(view, resource);
  if (state === null || current === null) return refuse('unknown-reference', { resource });
  const named = fields.commitments.filter(
    (commitment) => commitment.provider === view.home && commitment.resource.subject === resource,
  );
  if (named.some((commitment) => commitment.resource.id !== current))
    return refuse('stale-version', { inForce: current });
  const capacity = contentOf(view, current, 'resource')?.capacity.quantity ?? 0;
  const left = availableTo(document.subject, capacity, state.ledger);
  return quantity > left ? refuse('over-capacity', { resource, left, asked: quantity }) : [current];
}

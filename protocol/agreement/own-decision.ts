import type { Agree, Operation } from '../documents/operation.ts';
import type { TermsFields } from '../documents/terms-fields.ts';
import { sameJson } from '../governance/binding.ts';
import type { Decided } from '../governance/state.ts';
import { refuse } from '../governance/verdict.ts';
import type { RuleView } from '../governance/view.ts';
import type { DocumentId, Ref, Subject } from '../ids.ts';
import type { Millis } from '../time.ts';
import { type Answer, millisOf } from './questions.ts';

/** The operation says yes to these very terms: it names them, or our own terms carry its fields. Spec §8. */
export function saysYesTo(
  operation: Operation,
  negotiation: Subject,
  terms: DocumentId,
  fields: TermsFields,
): boolean {
  return (
    operation.op === 'agree' &&
    (operation.terms === undefined || operation.terms === terms) &&
    saysYes(operation, negotiation, fields)
  );
}

/** The operation agrees to these fields in this negotiation. */
export function saysYes(operation: Operation, negotiation: Subject, fields: TermsFields): operation is Agree {
  return (
    operation.op === 'agree' && operation.negotiation === negotiation && sameJson(operation.fields, fields)
  );
}

/** A proposal's counted version or a counted decision of ours has a matching operation. Spec §8. */
export function askBasis(view: RuleView, basis: Ref, matches: (operation: Operation) => boolean): Answer {
  const state = view.state(basis.subject);
  const proposed = state?.kind === 'proposal' && state.versions.some((version) => version.id === basis.id);
  const counts = decidedOf(view, basis)?.status === 'counted';
  return (proposed || counts) && says(view, basis.id, matches) ? [basis.id] : refuse('no-basis');
}

/** A decision or outcome of ours that stands, with the given result and a matching operation. Spec §8 [R-8.5a]. */
export function askDecided(
  view: RuleView,
  ref: Ref,
  result: 'adopted' | 'not-adopted',
  at: Millis,
  matches: (operation: Operation) => boolean,
): Answer {
  const decided = decidedOf(view, ref);
  if (decided === null || decided.status !== 'counted' || decided.result !== result)
    return refuse('no-basis');
  return stands(view, decided, at) && says(view, ref.id, matches) ? [ref.id] : refuse('no-basis');
}

/** Whether a counted decision is neither reversed nor replaced, and has not outlived the end that it set itself. */
export function stands(view: Pick<RuleView, 'content'>, decided: Decided, at: Millis): boolean {
  const document = view.content(decided.id);
  const expiresAt = 'expiresAt' in document ? document.expiresAt : undefined;
  const expired = expiresAt !== undefined && at >= millisOf(expiresAt);
  return decided.reversedBy === null && decided.replacedBy === null && !expired;
}

/** The decision in its thread, or null. */
export function decidedOf(view: RuleView, ref: Ref): Decided | null {
  const state = view.state(ref.subject);
  if (state?.kind !== 'proposal' && state?.kind !== 'decision') return null;
  return state.decided.find(({ id }) => id === ref.id) ?? null;
}

function says(view: RuleView, id: DocumentId, matches: (operation: Operation) => boolean): boolean {
  const document = view.content(id);
  return 'binding' in document && document.binding.operations.some(matches);
}

import type { DomainBody } from '../../documents/domain-fields.ts';
import type { Subject } from '../../ids.ts';
import type { Millis } from '../../time.ts';
import type { ProposalState } from '../state.ts';
import type { RuleView } from '../view.ts';
import { caretakerUntil } from './ask-term-held.ts';
import { recusalOf } from './recused.ts';
import { heldAt, rotating, termsIn } from './terms.ts';

/** The role that owns a domain, if it rotates by this chapter. */
export function rotatingOwner(view: RuleView, { owner, rung }: DomainBody): Subject | null {
  const decides = rung === 'delegation' || rung === 'consultation';
  return decides && owner.kind === 'role' && rotating(view, owner.subject) !== null ? owner.subject : null;
}

/**
 * Whether nobody can decide a matter by a role: nobody holds it and nobody looks after it any more, or whoever does
 * stands aside and has no alternate. Then it is its circle's. Spec §15.
 */
export function isVacant(view: RuleView, role: Subject, matter: ProposalState | null, at: Millis): boolean {
  if (returnsAt(view, role, at) > at) return false;
  return heldAt(view, role, at).every(
    ({ mandate }) => recusalOf(matter, mandate.holder) !== null && mandate.alternate === undefined,
  );
}

/** When time alone gives the role back to its circle, as things stand; not after now where somebody holds it. */
function returnsAt(view: RuleView, role: Subject, at: Millis): Millis {
  const until = termsIn(view, role)
    .filter(({ startsAt }) => startsAt <= at)
    .map(({ endsAt }) => caretakerUntil(endsAt));
  return heldAt(view, role, at).length > 0 ? at : Math.max(at, ...until);
}

/** Until when somebody holds a role or looks after it, by all terms that there are; null where there are none. */
export function lastHeldUntil(view: RuleView, role: Subject): Millis | null {
  const until = termsIn(view, role).map(({ endsAt }) => caretakerUntil(endsAt));
  return until.length === 0 ? null : Math.max(...until);
}

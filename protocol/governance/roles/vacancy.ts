import type { DomainBody } from '../../documents/domain-fields.ts';
import type { Subject } from '../../ids.ts';
import type { Millis } from '../../time.ts';
import { CONVENE, heldUntil, isContinuous, silentSince } from '../seats/continuity.ts';
import type { ProposalState } from '../state.ts';
import type { RuleView } from '../view.ts';
import { caretakerUntil } from './ask-term-held.ts';
import { recusalOf } from './recused.ts';
import { heldAt, rotating, termsIn } from './terms.ts';

/** The role that owns a domain, if what it decides can become its circle's: it rotates, or must not fall silent. */
export function rotatingOwner(view: RuleView, { owner, rung }: DomainBody): Subject | null {
  const decides = rung === 'delegation' || rung === 'consultation';
  return decides && owner.kind === 'role' && returns(view, owner.subject) ? owner.subject : null;
}

/** Whether what a role decides becomes its circle's where nobody holds it. */
export function returns(view: RuleView, role: Subject): boolean {
  return rotating(view, role) !== null || isContinuous(view, role);
}

/**
 * Whether nobody can decide a matter by a role: nobody holds it and nobody looks after it any more, or whoever does
 * stands aside and has no alternate; or it must not be silent and was for too long. Then it is its circle's. Spec §15
 * [R-15.36], [R-15.62].
 */
export function isVacant(view: RuleView, role: Subject, matter: ProposalState | null, at: Millis): boolean {
  const silent = silentSince(view, role, at);
  if (silent !== null && at >= silent.returnsAt) return true;
  if (rotating(view, role) === null || returnsAt(view, role, at) > at) return false;
  return heldAt(view, role, at).every(
    ({ mandate }) => recusalOf(matter, mandate.holder) !== null && mandate.alternate === undefined,
  );
}

/** When time alone gives the role back to its circle, as things stand; not after now where somebody holds it. */
function returnsAt(view: RuleView, role: Subject, at: Millis): Millis {
  const until = termsIn(view, role)
    .filter(({ startsAt, endsAt }) => startsAt <= at && endsAt <= at)
    .map(({ endsAt }) => caretakerUntil(view, role, endsAt, at));
  return heldAt(view, role, at).length > 0 ? at : Math.max(at, ...until);
}

/** Until when somebody holds a role or looks after it, as things stand; null where nobody ever held it. */
export function lastHeldUntil(view: RuleView, role: Subject, at: Millis): Millis | null {
  const silent = silentSince(view, role, at);
  if (silent !== null) return silent.returnsAt;
  if (isContinuous(view, role)) {
    const until = heldUntil(view, role, at);
    return until === null ? null : until + CONVENE;
  }
  const held = heldAt(view, role, at);
  const until = (held.length > 0 ? held : termsIn(view, role)).map(({ endsAt }) =>
    caretakerUntil(view, role, endsAt, at),
  );
  return until.length === 0 ? null : Math.max(...until);
}

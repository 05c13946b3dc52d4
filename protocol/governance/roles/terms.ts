import { type Mandate, termOf } from '../../documents/mandate.ts';
import type { Role } from '../../documents/role.ts';
import type { DocumentId, Ref, Subject } from '../../ids.ts';
import type { Millis } from '../../time.ts';
import { inForce, mandatesOf } from '../in-force.ts';
import type { HandoverState } from '../state.ts';
import { contentOf, type RuleView, stateOf } from '../view.ts';

/** One term in a role, with what its mandate says. */
export interface Term {
  readonly ref: Ref;
  readonly mandate: Mandate;
  readonly startsAt: Millis;
  readonly endsAt: Millis;
}

/** A role by its version in force, if it rotates by this chapter: it says by its weight. Spec §15. */
export function rotating(view: RuleView, role: Subject): Role | null {
  const current = inForce(view, role);
  const document = current === null ? null : contentOf(view, current.id, 'role');
  return document?.weight === undefined ? null : document;
}

/** Terms in a role that are in force by their adoption, whenever they run. */
export function termsIn(view: RuleView, role: Subject): readonly Term[] {
  return mandatesOf(view, role).flatMap((ref) => termFor(view, ref));
}

/** These, and those that a decision ended. */
export function everIn(view: RuleView, role: Subject): readonly Term[] {
  const past = stateOf(view, role, 'role')?.past ?? [];
  return [...termsIn(view, role), ...past.flatMap((ref) => termFor(view, ref))];
}

/** What was passed on to the holder of a mandate. */
export function handoverOf(view: RuleView, role: Subject, mandate: Subject): HandoverState | null {
  const handovers = stateOf(view, role, 'role')?.handovers ?? [];
  return handovers.find((handover) => handover.mandate === mandate) ?? null;
}

/** What lets a successor begin: their own word that they have got everything, or a decision that waives it. */
export function handedOverBy(view: RuleView, role: Subject, mandate: Subject): DocumentId | null {
  const handover = handoverOf(view, role, mandate);
  return handover?.acceptedBy ?? handover?.waivedBy ?? null;
}

/**
 * Terms that were there before this one by somebody else, from whom its holder has the role; none where nobody was, or
 * where the holder had it before. What a program holds is neither learnt nor taught. Spec §15.
 */
export function predecessorsOf(
  view: RuleView,
  role: Subject,
  { ref, mandate, startsAt }: Term,
): readonly Term[] {
  const isFounding = stateOf(view, 'charter', 'charter')?.adopts.some(({ id }) => id === ref.id) === true;
  if (isFounding || isProgram(mandate)) return [];
  const before = everIn(view, role).filter(
    (term) => term.ref.subject !== ref.subject && term.startsAt < startsAt && !isProgram(term.mandate),
  );
  return before.some((term) => term.mandate.holder === mandate.holder) ? [] : before;
}

/** Only an agent's mandate lists domains. Spec §13. */
function isProgram({ domains }: Mandate): boolean {
  return domains !== undefined;
}

/** Terms that run at a moment and were handed over, as far as that is asked. Spec §15. */
export function heldAt(view: RuleView, role: Subject, at: Millis): readonly Term[] {
  return termsIn(view, role).filter(
    (term) =>
      term.startsAt <= at &&
      at < term.endsAt &&
      (predecessorsOf(view, role, term).length === 0 || handedOverBy(view, role, term.ref.subject) !== null),
  );
}

function termFor(view: RuleView, ref: Ref): readonly Term[] {
  const mandate = contentOf(view, ref.id, 'mandate');
  return mandate === null ? [] : [{ ref, mandate, ...termOf(mandate) }];
}

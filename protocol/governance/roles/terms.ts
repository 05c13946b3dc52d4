import { type Mandate, termOf } from '../../documents/mandate.ts';
import type { Role } from '../../documents/role.ts';
import type { DocumentId, Ref, Subject } from '../../ids.ts';
import { DAY_SECONDS, type Millis, SECOND } from '../../time.ts';
import { inForce, mandatesOf } from '../in-force.ts';
import type { HandoverState } from '../state.ts';
import { contentOf, type RuleView, stateOf } from '../view.ts';

/** Whoever begins so soon after somebody else begins together with them. */
const SAME_DAY = DAY_SECONDS * SECOND;

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

/** These, and those that a decision ended, up to then: one that ended before it began was never anybody's. Spec §15. */
export function everIn(view: RuleView, role: Subject): readonly Term[] {
  const { past = [], endings = [] } = stateOf(view, role, 'role') ?? {};
  const ended = past.flatMap((ref, place) => {
    // Both are written down at once.
    const at = endings[place]?.at ?? Number.POSITIVE_INFINITY;
    return termFor(view, ref).map((term) => ({ ...term, endsAt: Math.min(term.endsAt, at) }));
  });
  return [...termsIn(view, role), ...ended.filter(({ startsAt, endsAt }) => startsAt < endsAt)];
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
 * where the holder had it before. A term begins with its adoption at the earliest, whatever it says, and who began on the
 * same day is no predecessor. What a program holds is neither learnt nor taught. Spec §15.
 */
export function predecessorsOf(view: RuleView, role: Subject, term: Term): readonly Term[] {
  if (isFounding(view, term) || isProgram(term.mandate)) return [];
  const before = earlierThan(view, role, term);
  const own = before.filter(({ mandate }) => mandate.holder === term.mandate.holder);
  const others = before.filter(({ mandate }) => mandate.holder !== term.mandate.holder);
  return own.some((earlier) => wasHanded(view, role, earlier)) ? [] : others;
}

/** Whether a term was no term on paper alone. */
function wasHanded(view: RuleView, role: Subject, term: Term): boolean {
  return (
    isFounding(view, term) ||
    handedOverBy(view, role, term.ref.subject) !== null ||
    earlierThan(view, role, term).every(({ mandate }) => mandate.holder === term.mandate.holder)
  );
}

function earlierThan(view: RuleView, role: Subject, { ref, startsAt }: Term): readonly Term[] {
  const since = stateOf(view, role, 'role')?.since?.find(({ mandate }) => mandate === ref.subject)?.at;
  const begins = Math.max(startsAt, since ?? startsAt);
  return everIn(view, role).filter(
    (term) =>
      term.ref.subject !== ref.subject && term.startsAt + SAME_DAY <= begins && !isProgram(term.mandate),
  );
}

function isFounding(view: RuleView, { ref }: Term): boolean {
  return stateOf(view, 'charter', 'charter')?.adopts.some(({ id }) => id === ref.id) === true;
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

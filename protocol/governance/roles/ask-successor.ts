import type { AdoptedMandate } from '../../documents/adoptable.ts';
import type { Mandate } from '../../documents/mandate.ts';
import { termOf } from '../../documents/mandate.ts';
import type { Role } from '../../documents/role.ts';
import type { DocumentId, Subject } from '../../ids.ts';
import { DAY_SECONDS, type Millis, SECOND } from '../../time.ts';
import { inForce } from '../in-force.ts';
import type { RoleState } from '../state.ts';
import { type Refusal, refuse } from '../verdict.ts';
import { contentOf, type RuleView, stateOf } from '../view.ts';
import { everIn, rotating, type Term, termsIn } from './terms.ts';

type Answer = readonly DocumentId[] | Refusal;

/** People need so long to see that somebody is looked for. Spec §15. */
export const CALL_MIN = 7 * DAY_SECONDS * SECOND;
/** After that somebody else may want to: then it is called out anew. */
const CALL_VALID = 60 * DAY_SECONDS * SECOND;

/**
 * A new term in a role that rotates: it goes on beyond the most consecutive terms only where a call found nobody else,
 * and its holder holds no role that is kept apart from it. Spec §15, [R-15.34].
 */
export function askSuccessor(view: RuleView, adopts: AdoptedMandate, term: Term, at: Millis): Answer {
  const role = rotating(view, adopts.role);
  if (role === null)
    return adopts.separate === undefined ? [] : refuse('contradictory', { separate: adopts.role });
  if (term.mandate.alternate !== undefined && !role.alternates)
    return refuse('contradictory', { alternate: term.mandate.alternate });
  const same = askSameTerm(view, term);
  if ('code' in same) return same;
  const apart = askApart(view, adopts, role, term);
  return 'code' in apart ? apart : askConsecutive(view, adopts, role, term, at);
}

/**
 * A later version of a term in force is the same term: another holder, seat or beginning is a term of its own. Otherwise
 * nobody would hand the role over, and somebody could go on for ever in one term. Spec §15.
 */
function askSameTerm(view: RuleView, { ref, mandate, startsAt }: Term): Answer {
  const current = inForce(view, ref.subject);
  const before = current === null ? null : contentOf(view, current.id, 'mandate');
  if (before === null) return [];
  const { holder, seat } = before;
  return holder === mandate.holder && seat === mandate.seat && termOf(before).startsAt === startsAt
    ? []
    : refuse('contradictory', { holder, startsAt: before.startsAt });
}

/** Each role that is kept apart is named, so that its thread is read. */
function askApart(view: RuleView, { separate = [] }: AdoptedMandate, role: Role, term: Term): Answer {
  const { separateFrom } = role;
  const same = separate.length === separateFrom.length && separateFrom.every((one) => separate.includes(one));
  if (!same) return refuse('rules-disagree', { what: 'separate', separate: separateFrom });
  const people = holdersOf(term.mandate);
  for (const other of separateFrom) {
    const held = termsIn(view, other).find(
      ({ mandate, startsAt, endsAt }) =>
        startsAt < term.endsAt &&
        term.startsAt < endsAt &&
        holdersOf(mandate).some((person) => people.includes(person)),
    );
    if (held !== undefined) return refuse('kept-apart', { role: other, mandate: held.ref.subject });
  }
  return [];
}

/** An alternate decides like the holder: what is kept apart is kept apart from both. */
function holdersOf({ holder, alternate }: Mandate): readonly Subject[] {
  return alternate === undefined ? [holder] : [holder, alternate];
}

function askConsecutive(
  view: RuleView,
  { role, call }: AdoptedMandate,
  { maxConsecutiveTerms, termSeconds }: Role,
  term: Term,
  at: Millis,
): Answer {
  const terms = inARow(everIn(view, role), newTerm(term), termSeconds * SECOND);
  if (terms <= maxConsecutiveTerms) return [];
  const named = stateOf(view, role, 'role')?.calls?.find(({ id }) => id === call);
  if (named === undefined) return refuse('terms-exceeded', { most: maxConsecutiveTerms });
  const answered = othersIn(named, term.mandate.holder);
  if (answered.length > 0) return refuse('terms-exceeded', { candidates: answered });
  return isValid(named, at) ? [named.id] : refuse('terms-exceeded', { call: named.id });
}

type Called = NonNullable<RoleState['calls']>[number];

/** It has closed, and not too long ago. */
function isValid({ closesAt }: Called, at: Millis): boolean {
  return closesAt <= at && at < closesAt + CALL_VALID;
}

function othersIn({ candidates }: Called, holder: Subject): Called['candidates'] {
  return candidates.filter((candidate) => candidate !== holder);
}

/** Whether a term is one more than a role that rotates allows in a row: then only a call lets it begin. Spec §15. */
export function isOneTooMany(view: RuleView, role: Subject, term: NewTerm): boolean {
  const body = rotating(view, role);
  if (body === null) return false;
  return inARow(everIn(view, role), term, body.termSeconds * SECOND) > body.maxConsecutiveTerms;
}

/** The last call for a role that found nobody but this holder, and lets them go on. Spec §15, [R-15.46]. */
export function callFor(view: RuleView, role: Subject, holder: Subject, at: Millis): DocumentId | null {
  const calls = stateOf(view, role, 'role')?.calls ?? [];
  return calls.findLast((call) => isValid(call, at) && othersIn(call, holder).length === 0)?.id ?? null;
}

/** A term that somebody is to have, whether they have signed one yet or not. */
interface NewTerm {
  readonly holder: Subject;
  readonly startsAt: Millis;
  readonly endsAt: Millis;
}

function newTerm({ mandate: { holder }, startsAt, endsAt }: Term): NewTerm {
  return { holder, startsAt, endsAt };
}

/**
 * Terms of the same holder in which this one stands, itself included, each less than a whole term after the one before:
 * those that lead to it, and those that follow it already. Otherwise whoever is granted the later term first would never
 * go. Spec §15.
 */
function inARow(terms: readonly Term[], { holder, startsAt, endsAt }: NewTerm, gap: Millis): number {
  const own = terms.filter(({ mandate }) => mandate.holder === holder);
  let count = 1;
  let next = startsAt;
  for (const term of own.filter((one) => one.startsAt < startsAt).sort((a, b) => b.startsAt - a.startsAt)) {
    if (next - term.endsAt >= gap) break;
    count++;
    next = term.startsAt;
  }
  let last = endsAt;
  for (const term of own.filter((one) => one.startsAt > startsAt).sort((a, b) => a.startsAt - b.startsAt)) {
    if (term.startsAt - last >= gap) break;
    count++;
    last = term.endsAt;
  }
  return count;
}

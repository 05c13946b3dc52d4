import type { AdoptedMandate } from '../../documents/adoptable.ts';
import type { Mandate } from '../../documents/mandate.ts';
import type { Role } from '../../documents/role.ts';
import type { DocumentId, Subject } from '../../ids.ts';
import { DAY_SECONDS, type Millis, SECOND } from '../../time.ts';
import { type Refusal, refuse } from '../verdict.ts';
import { type RuleView, stateOf } from '../view.ts';
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
  const apart = askApart(view, adopts, role, term);
  return 'code' in apart ? apart : askConsecutive(view, adopts, role, term, at);
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
  const terms = consecutiveBefore(everIn(view, role), term, termSeconds * SECOND);
  if (terms < maxConsecutiveTerms) return [];
  const named = stateOf(view, role, 'role')?.calls?.find(({ id }) => id === call);
  if (named === undefined) return refuse('terms-exceeded', { most: maxConsecutiveTerms });
  const answered = named.candidates.filter((candidate) => candidate !== term.mandate.holder);
  if (answered.length > 0) return refuse('terms-exceeded', { candidates: answered });
  const over = named.closesAt <= at && at < named.closesAt + CALL_VALID;
  return over ? [named.id] : refuse('terms-exceeded', { call: named.id });
}

/** Terms of the same holder that lead to this one, each less than a whole term after the one before. Spec §15. */
export function consecutiveBefore(terms: readonly Term[], term: Term, gap: Millis): number {
  const own = terms
    .filter(({ ref, mandate }) => mandate.holder === term.mandate.holder && ref.subject !== term.ref.subject)
    .filter(({ startsAt }) => startsAt < term.startsAt)
    .sort((a, b) => b.startsAt - a.startsAt);
  let count = 0;
  let next = term.startsAt;
  for (const { startsAt, endsAt } of own) {
    if (next - endsAt >= gap) break;
    count++;
    next = startsAt;
  }
  return count;
}

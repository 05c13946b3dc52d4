import type { AdoptedMandate } from '../documents/adoptable.ts';
import { termOf } from '../documents/mandate.ts';
import type { DocumentId, Subject } from '../ids.ts';
import { type Millis, SECOND } from '../time.ts';
import { inForce, mandatesOf } from './in-force.ts';
import { askSuccessor } from './roles/ask-successor.ts';
import { type Refusal, refuse } from './verdict.ts';
import { contentOf, type RuleView } from './view.ts';

type Answer = readonly DocumentId[] | Refusal;

/** A mandate is one of the role that the operation names: so the role's thread knows of it. Spec §5. */
export function askTermOf(view: RuleView, id: DocumentId, role: Subject): Answer {
  const mandate = contentOf(view, id, 'mandate');
  return mandate?.role.subject === role ? [id] : refuse('contradictory', { role });
}

/**
 * A new term fits its role: the role is in force, the term ends after it starts and after now, it is no longer than the role
 * allows, and at no time are more seats taken than there are. Spec §5, §15, [R-15.34].
 */
export function askTerm(view: RuleView, adopts: AdoptedMandate, at: Millis): Answer {
  const { id, role } = adopts;
  const said = askTermOf(view, id, role);
  if ('code' in said) return said;
  const current = inForce(view, role);
  const body = current === null ? null : contentOf(view, current.id, 'role');
  const mandate = contentOf(view, id, 'mandate');
  if (current === null || body === null || mandate === null) return refuse('unknown-reference', { role });
  const before = inForce(view, mandate.subject);
  const other = before === null ? null : contentOf(view, before.id, 'mandate');
  // The role that it leaves would not learn of it: its thread is not changed.
  if (other !== null && other.role.subject !== role)
    return refuse('contradictory', { role: other.role.subject });
  const { startsAt, endsAt } = termOf(mandate);
  if (endsAt <= startsAt)
    return refuse('contradictory', { startsAt: mandate.startsAt, endsAt: mandate.endsAt });
  // Nobody holds what is over; another version of a term may say that it ended sooner.
  if (before === null && endsAt <= at) return refuse('too-late', { endsAt: mandate.endsAt });
  const most = body.termSeconds * SECOND;
  if (endsAt - startsAt > most) return refuse('term-too-long', { most: body.termSeconds });
  const free = askFreeSeats(view, role, body.seats.max, [{ startsAt, endsAt }], mandate.subject);
  if ('code' in free) return free;
  const term = { ref: { subject: mandate.subject, id }, mandate, startsAt, endsAt };
  const follows = askSuccessor(view, adopts, term, at);
  return 'code' in follows ? follows : [id, current.id, ...follows];
}

/** A span of time in which somebody holds a role. */
interface Term {
  readonly startsAt: number;
  readonly endsAt: number;
}

/**
 * At no moment of some new terms, which begin and end together, are more seats taken than there are. Spec §5.
 *
 * @param without a term whose place one of them takes.
 */
export function askFreeSeats(
  view: RuleView,
  role: Subject,
  most: number,
  terms: readonly Term[],
  without?: Subject,
): Answer {
  const others = mandatesOf(view, role)
    .filter(({ subject }) => subject !== without)
    .flatMap((other) => contentOf(view, other.id, 'mandate') ?? []);
  const [first] = terms;
  const taken =
    first === undefined ? 0 : mostAtOnce([...terms, ...others.map(termOf)], first.startsAt, first.endsAt);
  return taken <= most ? [] : refuse('seats-taken', { seats: most });
}

/** The most terms that run at one moment of a span: at its start, or when one of them begins. */
function mostAtOnce(terms: readonly Term[], from: number, until: number): number {
  const moments = [from, ...terms.map(({ startsAt }) => startsAt)].filter(
    (moment) => moment >= from && moment < until,
  );
  const running = (moment: number) =>
    terms.filter(({ startsAt, endsAt }) => startsAt <= moment && moment < endsAt).length;
  return Math.max(0, ...moments.map(running));
}

import type { Opening } from '../../documents/opening.ts';
import type { Millis } from '../../time.ts';
import { answered } from '../ladder/count-answers.ts';
import type { Evaluation, Silence } from '../ladder/evaluation.ts';
import { rosterOf } from '../ladder/roster.ts';
import { isShare } from '../ladder/threshold.ts';
import type { Recorded } from '../meetings/recorded.ts';
import { contentOf, type JudgedEntry, type RuleView } from '../view.ts';
import { consentFrom, type FrozenSeat } from './consent-round.ts';
import { evaluateSelection } from './evaluate-selection.ts';
import { seatActOf } from './seat-act.ts';

/** Where consent did not come, so many of those asked end a term all the same. Spec §15. */
const RECALLED_BY = { num: 2, den: 3 };

/**
 * Where a question about seats stands. It never stalls: who was not selected does not hold the role, and who was not
 * recalled goes on holding it. Spec §15, [R-15.52].
 *
 * @param said the thread since the opening, with the versions of the proposal and with what minutes record.
 */
export function evaluateSeat(
  { thread, held }: Recorded,
  openedAt: Millis,
  opening: Opening,
  view: RuleView,
  silence: Silence,
  asOf: Millis,
): Evaluation {
  const proposal = thread.findLast(
    ({ document, verdict }) => document.type === 'proposal' && verdict.status === 'counted',
  );
  const act = proposal?.document.type === 'proposal' ? seatActOf(proposal.document.binding) : null;
  if (act === null) throw new TypeError('an opening about seats counts for a question about seats alone');
  const roster = rosterOf(opening, view).map(({ subject }) => subject);
  const role = opening.seat === undefined ? null : contentOf(view, opening.seat.role.id, 'role');
  const separate = role?.weight === undefined ? [] : role.separateFrom;
  const { parameters } = opening;
  const frozen: FrozenSeat = { openedAt, parameters, roster, silence, separate, held };
  return act.op === 'select'
    ? evaluateSelection(thread, act, frozen, asOf)
    : evaluateRecall(thread, frozen, asOf);
}

/** Consent of all others, or at the deadline two thirds of them. Spec §15. */
function evaluateRecall(thread: readonly JudgedEntry[], frozen: FrozenSeat, asOf: Millis): Evaluation {
  const evaluation = consentFrom(thread, frozen, frozen.openedAt, asOf);
  if (evaluation.state !== 'stalled') return evaluation;
  const yes = answered(evaluation.counts, 'consent', 'concern');
  return isShare(yes, RECALLED_BY, evaluation.counts.roster)
    ? { ...evaluation, state: 'adopted', fallback: true }
    : { ...evaluation, state: 'not-adopted' };
}

import type { Binding } from '../../documents/operation.ts';
import type { Recall, Select } from '../../documents/seat-operations.ts';
import type { DocumentId } from '../../ids.ts';
import { DAY_SECONDS, type Millis, SECOND } from '../../time.ts';
import { inForce } from '../in-force.ts';
import { askFreeSeats } from '../term.ts';
import { type Refusal, type Rule, refuse } from '../verdict.ts';
import { contentOf, type RuleView } from '../view.ts';
import { askTermInForce } from './ask-seat-operation.ts';
import { millisOf, type SeatAct, seatActOf } from './seat-act.ts';

type Answer = readonly DocumentId[] | Refusal;

/** Nobody is to be nominated over night, nor changes their mind unseen. Spec §15. */
const PHASE_LEAST_SECONDS = DAY_SECONDS;
/** Nominations and second thoughts together: the answers still fit into the life of a proposal. Spec §15. */
const PHASES_MOST_SECONDS = 30 * DAY_SECONDS;

/** What is asked of a proposal about seats beside what is asked of every proposal. Spec §15, [R-15.50]. */
export function seatRules(view: RuleView, binding: Binding, at: Millis): readonly Rule[] {
  const act = seatActOf(binding);
  return act === null ? [] : [{ level: 'V3', name: 'seats', ask: () => askSeatAct(view, act, binding, at) }];
}

/** The question can be put as things stand, and alone: nobody's seat hangs on another matter. */
export function askSeatAct(view: RuleView, act: SeatAct, { operations }: Binding, at: Millis): Answer {
  if (operations.length > 1) return refuse('contradictory', { op: act.op });
  return act.op === 'select' ? askSelect(view, act, at) : askRecall(view, act, at);
}

function askSelect(view: RuleView, select: Select, at: Millis): Answer {
  const { role, method, seats } = select;
  const current = inForce(view, role.subject);
  const body = current === null ? null : contentOf(view, current.id, 'role');
  if (current === null || body === null) return refuse('unknown-reference', { role: role.subject });
  if (current.id !== role.id) return refuse('stale-version', { inForce: current.id });
  if (body.selection !== method) return refuse('wrong-rung', { selection: body.selection });
  const { nominateSeconds, changeSeconds } = select;
  if (Math.min(nominateSeconds, changeSeconds) < PHASE_LEAST_SECONDS)
    return refuse('too-early', { leastSeconds: PHASE_LEAST_SECONDS });
  if (nominateSeconds + changeSeconds > PHASES_MOST_SECONDS)
    return refuse('too-late', { mostSeconds: PHASES_MOST_SECONDS });
  const term = { startsAt: millisOf(select.startsAt), endsAt: millisOf(select.endsAt) };
  if (term.endsAt <= Math.max(term.startsAt, at)) return refuse('contradictory', { endsAt: select.endsAt });
  if (term.endsAt - term.startsAt > body.termSeconds * SECOND)
    return refuse('term-too-long', { most: body.termSeconds });
  const said = askFreeSeats(view, role.subject, body.seats.max, Array(seats).fill(term));
  return 'code' in said ? said : [current.id, current.by];
}

function askRecall(view: RuleView, { mandate, role }: Recall, at: Millis): Answer {
  const said = askTermInForce(view, mandate, role);
  if ('code' in said) return said;
  const term = contentOf(view, mandate.id, 'mandate');
  if (term !== null && at >= millisOf(term.endsAt)) return refuse('mandate-ended', { endsAt: term.endsAt });
  return inForce(view, role) === null ? refuse('unknown-reference', { role }) : said;
}

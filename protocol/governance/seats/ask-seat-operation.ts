import type { Decision } from '../../documents/decision.ts';
import type { Binding, Operation } from '../../documents/operation.ts';
import type { Outcome } from '../../documents/outcome.ts';
import type { Suspend } from '../../documents/seat-operations.ts';
import type { DocumentId, Ref, Subject } from '../../ids.ts';
import { DAY_SECONDS, formatMillis, type Millis, SECOND } from '../../time.ts';
import { inForce } from '../in-force.ts';
import { askTermOf } from '../term.ts';
import { type Refusal, refuse } from '../verdict.ts';
import { contentOf, type RuleView, stateOf } from '../view.ts';
import { askClaimed } from './claims.ts';
import { millisOf } from './seat-act.ts';

type Answer = readonly DocumentId[] | Refusal;

/** Protects somebody until it is looked at, and no longer: it must not become a way to be rid of people. Spec §15. */
export const SUSPENSION_MOST = 14 * DAY_SECONDS * SECOND;

/**
 * A term can be ended or laid to rest as things stand. Who is to hold a role, and whether somebody is recalled, those whom
 * it serves say: no role-holder decides it for them. Spec §15, [R-15.52], [R-15.55].
 */
export function askSeatOperation(
  view: RuleView,
  operation: Operation,
  decided: Pick<Decision | Outcome, 'type' | 'reviewAt'>,
  at: Millis,
): Answer {
  switch (operation.op) {
    case 'select':
      return refuse('wrong-rung', { op: operation.op });
    case 'recall':
      return decided.type === 'outcome'
        ? askTermInForce(view, operation.mandate, operation.role)
        : refuse('wrong-rung', { op: operation.op });
    case 'adopt':
      return askClaimed(view, operation.adopts);
    case 'suspend':
      return askSuspension(view, operation, decided, at);
    default:
      return [];
  }
}

/** The time until a suspension ends: by then it is looked at. Spec §15. */
export function suspendedSeconds({ operations }: Binding, at: Millis): number {
  const ends = operations.flatMap((operation) =>
    operation.op === 'suspend' ? [Math.floor((millisOf(operation.until) - at) / SECOND)] : [],
  );
  return Math.min(Number.POSITIVE_INFINITY, ...ends);
}

/** The named version of a term is in force, and one of the named role. */
export function askTermInForce(view: RuleView, mandate: Ref, role: Subject): Answer {
  const current = inForce(view, mandate.subject);
  if (current === null || contentOf(view, current.id, 'mandate') === null)
    return refuse('unknown-reference', { mandate: mandate.subject });
  if (current.id !== mandate.id) return refuse('stale-version', { inForce: current.id });
  const said = askTermOf(view, mandate.id, role);
  return 'code' in said ? said : [current.id, current.by];
}

function askSuspension(
  view: RuleView,
  { mandate, role, until }: Suspend,
  { reviewAt }: Pick<Decision, 'reviewAt'>,
  at: Millis,
): Answer {
  const said = askTermInForce(view, mandate, role);
  if ('code' in said) return said;
  const ends = millisOf(until);
  if (ends <= at) return refuse('too-late', { until });
  if (ends - at > SUSPENSION_MOST)
    return refuse('term-too-long', { latest: formatMillis(at + SUSPENSION_MOST) });
  const before = stateOf(view, role, 'role')?.suspended ?? [];
  if (before.some((one) => one.mandate === mandate.subject))
    return refuse('duplicate', { mandate: mandate.subject });
  return millisOf(reviewAt) <= ends ? said : refuse('review-missing', { latest: until });
}

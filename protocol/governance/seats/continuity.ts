import type { Ref, Subject } from '../../ids.ts';
import { DAY_SECONDS, type Millis, SECOND } from '../../time.ts';
import { inForce } from '../in-force.ts';
import { everIn } from '../roles/terms.ts';
import { contentOf, type RuleView, stateOf } from '../view.ts';
import { suspensionOf } from './seat-act.ts';

/** Within this time those whom a silent role serves come together. Spec §15. */
export const CONVENE = 72 * 3600 * SECOND;
/** And within this time it is clear who holds it. Spec §15. */
const OUTCOME = 14 * DAY_SECONDS * SECOND;

/** A role that must never be without anybody, and is. */
export interface Silent {
  readonly since: Millis;
  readonly conveneBy: Millis;
  readonly outcomeBy: Millis;
  /** Whether a meeting about it was called in time. Spec §15. */
  readonly convened: boolean;
  /** When what it decides is its circle's: nobody has come together, or nobody was found. Spec §15. */
  readonly returnsAt: Millis;
}

/** Whether a role in force must not fall silent. */
export function isContinuous(view: RuleView, role: Subject): boolean {
  const current = inForce(view, role);
  return current !== null && contentOf(view, current.id, 'role')?.continuity === true;
}

/**
 * The clock of a silent role with the continuity mark: it runs from the moment on at which the last term ended, by its
 * time or by a decision, or was suspended. Spec §15.
 *
 * @returns null where the role has no mark, a term of it runs, or there was never one.
 */
export function silentSince(view: RuleView, role: Subject, at: Millis): Silent | null {
  const since = isContinuous(view, role) ? heldUntil(view, role, at) : null;
  if (since === null || since > at) return null;
  const conveneBy = since + CONVENE;
  const outcomeBy = since + OUTCOME;
  const meetings = stateOf(view, role, 'role')?.convened ?? [];
  const convened = meetings.some(({ startsAt }) => since <= startsAt && startsAt <= conveneBy);
  return { since, conveneBy, outcomeBy, convened, returnsAt: convened ? outcomeBy : conveneBy };
}

/** Until when somebody has a term in a role, of those that have begun; null where nobody ever had one. */
export function heldUntil(view: RuleView, role: Subject, at: Millis): Millis | null {
  const ends = everIn(view, role)
    .filter(({ startsAt }) => startsAt <= at)
    .map(({ ref, endsAt }) => endOf(view, role, ref, endsAt, at));
  return ends.length === 0 ? null : Math.max(...ends);
}

/** Its time, or the decision that ended it; while it rests, since when. */
function endOf(view: RuleView, role: Subject, { subject }: Ref, endsAt: Millis, at: Millis): Millis {
  const rests = suspensionOf(view, subject, role, at);
  const endings = stateOf(view, role, 'role')?.endings ?? [];
  const ended = endings.findLast(({ mandate }) => mandate === subject);
  return Math.min(endsAt, rests?.from ?? endsAt, ended?.at ?? endsAt);
}

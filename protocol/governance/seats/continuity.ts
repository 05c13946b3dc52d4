import type { Subject } from '../../ids.ts';
import { DAY_SECONDS, type Millis, SECOND } from '../../time.ts';
import { inForce } from '../in-force.ts';
import { termsIn } from '../roles/terms.ts';
import { contentOf, type RuleView } from '../view.ts';
import { suspensionOf } from './seat-act.ts';

/** Within this time those whom a silent role serves come together. Spec §15. */
const CONVENE = 72 * 3600 * SECOND;
/** And within this time it is clear who holds it. Spec §15. */
const OUTCOME = 14 * DAY_SECONDS * SECOND;

/** A role that must never be without anybody, and is. */
export interface Silent {
  readonly since: Millis;
  readonly conveneBy: Millis;
  readonly outcomeBy: Millis;
}

/**
 * The clock of a silent role with the continuity mark: it runs from the moment on at which the last term ended, or was
 * suspended. Spec §15.
 *
 * @returns null where the role has no mark, somebody holds it, or no term of it stands: who was recalled leaves no time.
 */
export function silentSince(view: RuleView, role: Subject, at: Millis): Silent | null {
  const current = inForce(view, role);
  const body = current === null ? null : contentOf(view, current.id, 'role');
  if (body === null || !body.continuity) return null;
  const ends = termsIn(view, role)
    .filter(({ startsAt }) => startsAt <= at)
    .map(({ ref, endsAt }) => suspensionOf(view, ref.subject, role, at)?.from ?? endsAt);
  const since = Math.max(Number.NEGATIVE_INFINITY, ...ends);
  if (since === Number.NEGATIVE_INFINITY || since > at) return null;
  return { since, conveneBy: since + CONVENE, outcomeBy: since + OUTCOME };
}

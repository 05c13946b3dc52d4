import type { Meeting } from '../../documents/meeting.ts';
import type { DocumentId } from '../../ids.ts';
import { formatMillis, type Millis } from '../../time.ts';
import { inForce } from '../in-force.ts';
import { silentSince } from '../seats/continuity.ts';
import { millisOf } from '../seats/seat-act.ts';
import { type Refusal, refuse } from '../verdict.ts';
import { contentOf, type RuleView } from '../view.ts';

/** Those whom a silent role serves come together about it, in time. Spec §15. */
export function askConvened(
  view: RuleView,
  { silent: ref, circle, startsAt }: Meeting,
  at: Millis,
): readonly DocumentId[] | Refusal {
  if (ref === undefined) return [];
  const current = inForce(view, ref.subject);
  const role = current === null ? null : contentOf(view, current.id, 'role');
  if (current === null || role === null) return refuse('unknown-reference', { role: ref.subject });
  if (current.id !== ref.id) return refuse('stale-version', { inForce: current.id });
  if (role.circle.subject !== circle.subject) return refuse('contradictory', { circle: role.circle.subject });
  const silent = silentSince(view, ref.subject, at);
  if (silent === null) return refuse('not-silent', { role: ref.subject });
  return millisOf(startsAt) <= silent.conveneBy
    ? [current.id]
    : refuse('too-late', { latest: formatMillis(silent.conveneBy) });
}

import type { Subject } from '../../ids.ts';
import type { Millis } from '../../time.ts';
import { inForce } from '../in-force.ts';
import { handoverOf, rotating, termsIn } from '../roles/terms.ts';
import { contentOf, type RuleView } from '../view.ts';
import type { Finding } from './findings.ts';
import type { Found } from './lint-domain.ts';

/**
 * What is wrong with how a role that owns a domain goes on: handovers that were waived, roles kept apart by one side alone,
 * a liaison that nobody hears, and that it does not rotate at all. Spec §5, §15, [R-15.24], [R-15.38].
 */
export function lintRole(view: RuleView, subject: Subject, now: Millis, found: Found): readonly Finding[] {
  const role = rotating(view, subject);
  if (role === null) return [found('unweighted', { role: subject })];
  const waived = termsIn(view, subject).filter(
    ({ ref, startsAt, endsAt }) =>
      startsAt <= now && now < endsAt && (handoverOf(view, subject, ref.subject)?.waivedBy ?? null) !== null,
  );
  const oneSided = role.separateFrom.filter((other) => !namesBack(view, other, subject));
  const circle = role.liaison !== undefined && 'circle' in role.liaison ? role.liaison.circle : null;
  const unheard = circle !== null && !hears(view, circle, subject);
  return [
    ...waived.map(({ ref }) => found('handover-waived', { role: subject, mandate: ref.subject })),
    ...oneSided.map((other) => found('kept-apart-by-one', { role: subject, other })),
    ...(unheard ? [found('liaison-unheard', { role: subject, circle })] : []),
  ];
}

function namesBack(view: RuleView, other: Subject, role: Subject): boolean {
  const current = inForce(view, other);
  const named = current === null ? null : contentOf(view, current.id, 'role');
  return named?.separateFrom.includes(role) === true;
}

function hears(view: RuleView, circle: Subject, role: Subject): boolean {
  const current = inForce(view, circle);
  const body = current === null ? null : contentOf(view, current.id, 'circle');
  return body?.liaisons?.includes(role) === true;
}

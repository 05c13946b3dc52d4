import type { DomainRef } from '../../documents/common.ts';
import { domainThreads } from '../../documents/thread-names.ts';
import type { Subject } from '../../ids.ts';
import { READS_MAX } from '../../limits.ts';
import type { Millis } from '../../time.ts';
import { type Refusal, refuse } from '../verdict.ts';
import type { RuleView } from '../view.ts';
import { type OpeningPlan, planOpening } from './plan-opening.ts';
import { type Roster, rosterFor } from './roster.ts';

/** The commons' own thread, the roster's, `charter` and `constraints`: every opening reads them, whatever it is about. */
const ALWAYS_READ = 4;

/** Whom an opening would ask and by what, or why there cannot be one as things stand. Spec §6, [R-6.70]. */
export function openableNow(
  view: RuleView,
  proposal: { readonly subject: Subject; readonly domain: DomainRef },
  at: Millis,
): { readonly plan: OpeningPlan; readonly roster: Roster } | Refusal {
  const plan = planOpening(view, proposal, at);
  if ('code' in plan) return plan;
  const roster = rosterFor(view, plan.wish, at);
  if (roster.people.length === 0) return refuse('not-eligible', { what: 'nobody' });
  const reads = readsOf(plan, roster);
  return reads > READS_MAX ? refuse('too-many-threads', { most: READS_MAX, reads }) : { plan, roster };
}

function readsOf({ domain, circle, role, seat, stocks, meeting }: OpeningPlan, { asked }: Roster): number {
  const named = [
    ...domainThreads(domain),
    circle.subject,
    ...[role, seat?.role, seat?.mandate, meeting].flatMap((at) => at?.subject ?? []),
    ...asked.flatMap((body) => [
      body.subject,
      ...(body.representative === undefined ? [] : [body.representative.subject]),
    ]),
    ...(stocks ?? []),
    'register',
  ];
  return new Set(named).size + ALWAYS_READ;
}

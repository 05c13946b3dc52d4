import type { Proposal } from '../../documents/proposal.ts';
import type { DocumentId, Subject } from '../../ids.ts';
import { rungAbove } from '../ladder/rank.ts';
import { type Refusal, refuse } from '../verdict.ts';
import { contentOf, type RuleView, stateOf } from '../view.ts';
import type { Act } from './act.ts';
import type { Asked } from './in-force.ts';
import { violationOf } from './violation.ts';

/**
 * What a decision does keeps every constraint that is asked of it, or departs from a soft one openly: one rung higher and
 * with a written reason. Spec §6, §12, [R-12.30].
 */
export function askConstraints(
  view: RuleView,
  act: Act,
  { constraints, raisedBy }: Asked,
): readonly DocumentId[] | Refusal {
  for (const id of constraints) {
    const constraint = contentOf(view, id, 'constraint');
    if (constraint === null) continue;
    const violation = violationOf(view, constraint.rule, act);
    if (violation === null || violation === 'later') continue;
    const figures = { constraint: id, kind: constraint.rule.kind, ...violation };
    if (constraint.hard) return refuse('constraint-violated', figures);
    if (!raisedBy.includes(id))
      return refuse('constraint-violated', { ...figures, soft: true, raisedTo: rungAbove(act.rung) });
    if (!givesReason(view, act.proposal, constraint.subject))
      return refuse('reason-missing', { constraint: id });
  }
  return constraints;
}

/** Whether a proposal says why it departs from a constraint. Spec §12. */
export function departsFrom(departs: Proposal['departs'], constraint: Subject): boolean {
  return (departs ?? []).some((departure) => departure.constraint === constraint);
}

function givesReason(view: RuleView, proposal: Subject | null, constraint: Subject): boolean {
  const current = proposal === null ? undefined : stateOf(view, proposal, 'proposal')?.versions.at(-1);
  const document = current === undefined ? null : contentOf(view, current.id, 'proposal');
  return departsFrom(document?.departs, constraint);
}

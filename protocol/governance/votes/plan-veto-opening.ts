import type { DomainRef } from '../../documents/common.ts';
import { inForce } from '../in-force.ts';
import type { OpeningPlan } from '../ladder/plan-opening.ts';
import { domainInForce, ladderOf } from '../right.ts';
import type { ProposalState } from '../state.ts';
import { type Refusal, refuse } from '../verdict.ts';
import { contentOf, type RuleView } from '../view.ts';
import { isVeto } from './ask-veto.ts';

/**
 * How a proposal to return a decision is opened: its domain names who is asked, and how. It is asked once, and goes no
 * path. Spec §17.
 *
 * @returns null where the proposal would return nothing.
 */
export function planVetoOpening(
  view: RuleView,
  state: ProposalState,
  named: DomainRef,
): OpeningPlan | Refusal | null {
  const current = state.versions.at(-1);
  const proposal = current === undefined ? null : contentOf(view, current.id, 'proposal');
  if (proposal === null || !isVeto(proposal.binding)) return null;
  if (state.opening !== null) return refuse('closed');
  const domain = domainInForce(view, named);
  if ('code' in domain) return domain;
  const { veto } = domain.body;
  if (veto === undefined) return refuse('no-veto');
  const circle = inForce(view, veto.circle);
  if (circle === null || contentOf(view, circle.id, 'circle') === null)
    return refuse('no-right', { circle: veto.circle });
  const parameters = ladderOf(view, domain.body)[veto.rung];
  if (parameters === undefined || 'lazy' in parameters)
    return refuse('rules-disagree', { what: 'parameters' });
  return {
    domain: named,
    rung: veto.rung,
    parameters: { [veto.rung]: parameters },
    circle: { subject: veto.circle, id: circle.id },
    veto: true,
    wish: { circle: veto.circle, affected: [], knowing: [] },
    proofs: domain.proofs,
  };
}

import type { Opening } from '../../documents/opening.ts';
import type { DocumentId } from '../../ids.ts';
import type { Millis } from '../../time.ts';
import { sameJson } from '../binding.ts';
import { constraintsInForce } from '../constraints/in-force.ts';
import { effectsOf } from '../effects.ts';
import { askFounded } from '../right.ts';
import { askScope } from '../scope/ask-scope.ts';
import { judgeBy, type Refusal, refuse, type Verdict } from '../verdict.ts';
import { contentOf, type Entry, type RuleView, stateOf } from '../view.ts';
import { type OpeningPlan, planOpening } from './plan-opening.ts';
import { askRoster } from './roster.ts';

type Answer = readonly DocumentId[] | Refusal;

/** An opening counts if it freezes just what is in force. Spec §6. */
export function judgeOpening(entry: Entry, document: Opening, view: RuleView): Verdict {
  const plan = () => planFor(document, view, entry.at);
  return judgeBy([
    { level: 'V2', name: 'founded', ask: () => askFounded(view) },
    { level: 'V2', name: 'domain', ask: () => askPlanned(document, plan()) },
    {
      level: 'V2',
      name: 'scope',
      ask: () => {
        const proposal = contentOf(view, document.proposal.id, 'proposal');
        if (proposal === null) return refuse('unknown-reference');
        return askScope(view, document.domain, effectsOf(proposal.binding, view.home), entry.at);
      },
    },
    {
      level: 'V2',
      name: 'roster',
      ask: () => {
        const planned = plan();
        return 'code' in planned ? planned : askRoster(view, document, planned.wish, entry.at);
      },
    },
    { level: 'V3', name: 'proposal', ask: () => askCurrent(document, view) },
    {
      level: 'V4',
      name: 'constraints',
      ask: () => {
        const ids = constraintsInForce(view, entry.at);
        return sameJson(ids, document.constraints) ? ids : refuse('rules-disagree', { what: 'constraints' });
      },
    },
  ]);
}

/** A plan is made for the very proposal, rung, parameters and deciders that the opening names. */
function askPlanned(document: Opening, plan: OpeningPlan | Refusal): Answer {
  if ('code' in plan) return plan;
  if (!sameJson(document.domain, plan.domain)) return refuse('stale-version', { domain: plan.domain.id });
  if (document.step !== plan.step) return refuse('rules-disagree', { what: 'step', step: plan.step ?? null });
  if (document.veto !== plan.veto) return refuse('rules-disagree', { what: 'veto' });
  if (!sameJson(document.seat ?? null, plan.seat ?? null))
    return refuse('rules-disagree', { what: 'seat', seat: plan.seat ?? null });
  if (document.rung !== plan.rung) return refuse('wrong-rung', { rung: plan.rung });
  if (!sameJson(plan.parameters, document.parameters))
    return refuse('rules-disagree', { what: 'parameters' });
  if (!sameJson(plan.raisedBy ?? [], document.raisedBy ?? []))
    return refuse('rules-disagree', { what: 'raisedBy', raisedBy: plan.raisedBy ?? [] });
  if (!sameJson(plan.stocks ?? [], document.stocks ?? []))
    return refuse('rules-disagree', { what: 'stocks', stocks: plan.stocks ?? [] });
  if (!sameJson(plan.meeting ?? null, document.meeting ?? null))
    return refuse('rules-disagree', { what: 'meeting', meeting: plan.meeting ?? null });
  const same = sameJson(plan.circle, document.circle) && sameJson(plan.role ?? null, document.role ?? null);
  return same ? plan.proofs : refuse('no-right', { circle: plan.circle, role: plan.role ?? null });
}

function askCurrent(document: Opening, view: RuleView): Answer {
  const { subject, id } = document.proposal;
  const current = stateOf(view, subject, 'proposal')?.versions.at(-1)?.id;
  return current === id ? [id] : refuse('stale-version', { current: current ?? null });
}

function planFor({ proposal, domain, role }: Opening, view: RuleView, at: Millis): OpeningPlan | Refusal {
  return planOpening(view, { subject: proposal.subject, domain, role: role?.subject ?? null }, at);
}

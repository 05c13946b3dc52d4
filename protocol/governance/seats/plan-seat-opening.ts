import type { DomainRef } from '../../documents/common.ts';
import type { Opening } from '../../documents/opening.ts';
import type { VoteParameters } from '../../documents/rung.ts';
import type { Ref, Subject } from '../../ids.ts';
import { DAY_SECONDS, type Millis } from '../../time.ts';
import { inForce } from '../in-force.ts';
import type { OpeningPlan } from '../ladder/plan-opening.ts';
import { domainInForce, ladderOf } from '../right.ts';
import type { ProposalState } from '../state.ts';
import { type Refusal, refuse } from '../verdict.ts';
import { contentOf, type RuleView } from '../view.ts';
import { askSeatAct } from './ask-seat-proposal.ts';
import { askSupport } from './judge-support.ts';
import { type SeatAct, seatActIn } from './seat-act.ts';

/** Where neither domain nor charter says how a vote goes: a week, half of those asked, more than half of those who answer. */
const APPROVAL: VoteParameters = {
  openSeconds: 7 * DAY_SECONDS,
  quorum: { num: 1, den: 2 },
  threshold: { num: 1, den: 2, cmp: 'gt', base: 'responders' },
};

/**
 * How a question about seats is opened: those whom the role serves are asked, the members of its circle, by the method
 * that the role names, whoever owns the domain. Spec §15, [R-15.52].
 *
 * @returns null where the proposal asks about no seats.
 */
export function planSeatOpening(
  view: RuleView,
  state: ProposalState,
  named: DomainRef,
  at: Millis,
): OpeningPlan | Refusal | null {
  const act = seatActIn(view, state);
  if (act === null) return null;
  if (state.opening !== null) return refuse('closed');
  const domain = domainInForce(view, named);
  if ('code' in domain) return domain;
  const current = state.versions.at(-1);
  const proposal = current === undefined ? null : contentOf(view, current.id, 'proposal');
  if (proposal === null) return refuse('unknown-reference');
  const said = askSeatAct(view, act, proposal.binding, at);
  if ('code' in said) return said;
  const role = refInForce(view, act.op === 'select' ? act.role.subject : act.role);
  const serves = role === null ? null : contentOf(view, role.id, 'role')?.circle.subject;
  const circle = serves == null ? null : refInForce(view, serves);
  if (role === null || circle === null) return refuse('no-right', { circle: serves ?? null });
  const supported = act.op === 'recall' ? askSupport(view, proposal.subject, act, circle.subject) : [];
  if ('code' in supported) return supported;
  const asked = ruledBy(act, ladderOf(view, domain.body));
  if (asked === null) return refuse('rules-disagree', { what: 'parameters' });
  // Approvals name who gives them; nobody who was promised a secret vote is to find theirs in the log.
  if (asked.parameters.vote?.secret !== undefined) return refuse('secret-ballot');
  const about = act.op === 'recall' ? contentOf(view, act.mandate.id, 'mandate')?.holder : undefined;
  return {
    domain: named,
    ...asked,
    circle,
    seat: { role, ...(act.op === 'recall' ? { mandate: act.mandate } : {}) },
    wish: {
      circle: circle.subject,
      affected: domain.body.affected,
      knowing: [],
      ...(about === undefined ? {} : { without: about }),
    },
    proofs: domain.proofs,
  };
}

/** A recall is a matter of consent, whatever the role says of its selection. */
function ruledBy(
  act: SeatAct,
  { consent, vote }: Opening['parameters'],
): Pick<OpeningPlan, 'rung' | 'parameters'> | null {
  if (act.op === 'select' && act.method === 'approval')
    return { rung: 'vote', parameters: { vote: vote ?? APPROVAL } };
  if (consent === undefined) return null;
  const { lazy: _, ...heard } = consent; // nobody is chosen by silence
  return { rung: 'consent', parameters: { consent: heard } };
}

function refInForce(view: RuleView, subject: Subject): Ref | null {
  const current = inForce(view, subject);
  return current === null ? null : { subject, id: current.id };
}

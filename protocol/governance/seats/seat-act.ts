import type { Binding, Operation } from '../../documents/operation.ts';
import type { Recall, Select, Suspend } from '../../documents/seat-operations.ts';
import type { Subject } from '../../ids.ts';
import { type Millis, parseTime } from '../../time.ts';
import type { ProposalState, Suspension } from '../state.ts';
import { contentOf, type RuleView, stateOf } from '../view.ts';

/** What those whom a role serves are asked about: who holds it, or whether somebody should go on. */
export type SeatAct = Select | Recall;

/** The question about seats in a binding part, if there is one; others beside it are asked about there. Spec §15. */
export function seatActOf({ operations }: Binding): SeatAct | null {
  return operations.find((operation) => operation.op === 'select' || operation.op === 'recall') ?? null;
}

/** The question about seats that a proposal's current version asks. */
export function seatActIn(view: RuleView, state: ProposalState): SeatAct | null {
  const current = state.versions.at(-1);
  const proposal = current === undefined ? null : contentOf(view, current.id, 'proposal');
  return proposal === null ? null : seatActOf(proposal.binding);
}

/** The term that an operation ends. */
export function endedTerm(
  operation: Operation,
): { readonly mandate: Subject; readonly role: Subject } | null {
  if (operation.op === 'recall') return { mandate: operation.mandate.subject, role: operation.role };
  if (operation.op !== 'end' || operation.type !== 'mandate') return null;
  return { mandate: operation.thing.subject, role: operation.role };
}

export function suspensionBy({ mandate, until }: Suspend, from: Millis): Suspension {
  return { mandate: mandate.subject, from, until: millisOf(until) };
}

/** The suspension under which a term rests at a moment. Spec §15. */
export function suspensionOf(view: RuleView, mandate: Subject, role: Subject, at: Millis): Suspension | null {
  const suspended = stateOf(view, role, 'role')?.suspended ?? [];
  return suspended.find((one) => one.mandate === mandate && one.from <= at && at < one.until) ?? null;
}

/** The schema has checked the text. */
export function millisOf(time: string): Millis {
  return parseTime(time) ?? Number.NaN;
}

import type { Delegation } from '../../documents/delegation.ts';
import type { Withdrawal } from '../../documents/withdrawal.ts';
import type { DocumentId } from '../../ids.ts';
import { parseTime } from '../../time.ts';
import { askHuman, askMandate } from '../right.ts';
import type { DelegationState } from '../state.ts';
import { judgeBy, type Refusal, refuse, type Verdict } from '../verdict.ts';
import { contentOf, type Entry, type RuleView, stateOf } from '../view.ts';

type Answer = readonly DocumentId[] | Refusal;

/**
 * The holder of a term delegates to another human, for no longer than the term. Whoever has it from somebody else holds
 * no term, and so hands nothing on. Spec §15.
 */
export function judgeSubDelegation(entry: Entry, document: Delegation, view: RuleView): Verdict {
  const { author, mandate, role } = document;
  return judgeBy([
    { level: 'V2', name: 'active', ask: () => askHuman(view, author) },
    { level: 'V2', name: 'mandate', ask: () => askMandate(view, { author, mandate, role }, entry.at) },
    { level: 'V2', name: 'delegate', ask: () => askTo(document, view) },
    { level: 'V3', name: 'dates', ask: () => askEnd(entry, document, view) },
  ]);
}

/** Whoever gave it takes it back, once. Spec §15. */
export function askTakesBack({ of, author }: Withdrawal, state: DelegationState): Answer {
  if (state.id !== of.id) return refuse('unknown-reference');
  if (state.author !== author) return refuse('not-author');
  return state.withdrawnBy === null ? [state.id] : refuse('duplicate');
}

function askTo({ to, author }: Delegation, view: RuleView): Answer {
  if (to === author) return refuse('contradictory', { to });
  const participant = stateOf(view, to, 'participant');
  if (participant?.nature === 'agent') return refuse('human-only', { to });
  return participant?.status === 'active' ? [participant.id] : refuse('not-active', { to });
}

function askEnd({ at }: Entry, { endsAt, mandate }: Delegation, view: RuleView): Answer {
  const ends = parseTime(endsAt) ?? Number.NaN; // the schema has checked the text
  if (!(ends > at)) return refuse('too-late', { endsAt });
  const term = contentOf(view, mandate.id, 'mandate');
  if (term === null) return refuse('unknown-reference', { mandate: mandate.subject });
  return ends <= (parseTime(term.endsAt) ?? Number.NaN)
    ? [mandate.id]
    : refuse('term-too-long', { endsAt: term.endsAt });
}

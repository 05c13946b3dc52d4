import type { Adoptable } from '../../documents/adoptable.ts';
import { type Participant, recounts } from '../../documents/participant.ts';
import type { Subject } from '../../ids.ts';
import { type Millis, SECOND } from '../../time.ts';
import type { ConstraintsState, RegisterState } from '../state.ts';
import { operationsOf, type Step } from './step.ts';

/**
 * As long as those affected can challenge a decision: time to see that a value was changed before anybody relies on it.
 * Spec §12.
 */
const CONSTRAINT_COOLING = 72 * 3600 * SECOND;

/** Adopted and ended domains, and sets of them. Spec §5. */
export function foldRegister(before: RegisterState, { applied, view }: Step): RegisterState {
  return operationsOf(applied).reduce((register, operation): RegisterState => {
    if (operation.op === 'adopt') return adoptInto(register, operation.adopts, view.length);
    if (operation.op === 'end' && operation.type === 'domain')
      return endIn(register, operation.thing.subject);
    return register;
  }, before);
}

/** Constraints in force, and what was in force so short ago that it still has to be kept. Spec §12. */
export function foldConstraints(before: ConstraintsState, step: Step): ConstraintsState {
  const { applied, entry, verdict } = step;
  const { document } = entry;
  if (document.type === 'participant')
    return verdict.status === 'counted' ? withParticipant(before, document, entry.at) : before;
  return operationsOf(applied).reduce((state, operation): ConstraintsState => {
    if (operation.op === 'adopt' && operation.adopts.type === 'constraint') {
      const { subject, id } = operation.adopts;
      const left = leave(state, subject, entry.at);
      return { ...left, inForce: [...left.inForce, { subject, id }] };
    }
    if (operation.op === 'end' && operation.type === 'constraint') {
      return leave(state, operation.thing.subject, entry.at);
    }
    return state;
  }, before);
}

/** A new agent, or somebody who goes or comes back. Spec §6 [R-6.3b], §13. */
function withParticipant(before: ConstraintsState, document: Participant, at: Millis): ConstraintsState {
  const { subject, kind, supersedes, status } = document;
  const isNew = kind === 'agent' && supersedes === undefined;
  const state = isNew ? { ...before, agents: [...before.agents, subject] } : before;
  if (!recounts(document)) return state;
  const others = (state.absent ?? []).filter((person) => person !== subject);
  const away = (state.away ?? []).filter((person) => person.subject !== subject);
  if (status === 'active') return { ...state, absent: others, away };
  // Who rests and then leaves was not there in between.
  const since = state.away?.find((person) => person.subject === subject)?.at ?? at;
  const gone = [...away, { subject, at: since }].sort((a, b) => a.at - b.at);
  return { ...state, absent: [...others, subject], away: gone };
}

function leave(state: ConstraintsState, subject: Subject, at: Millis): ConstraintsState {
  const left = state.inForce.filter((constraint) => constraint.subject === subject);
  const until = at + CONSTRAINT_COOLING;
  return {
    ...state,
    inForce: without(state.inForce, subject),
    cooling: [
      ...state.cooling.filter((earlier) => at < earlier.until),
      ...left.map((constraint) => ({ ...constraint, until })),
    ],
  };
}

function adoptInto(
  register: RegisterState,
  adopts: Adoptable,
  length: (name: string) => number,
): RegisterState {
  if (adopts.type === 'set') {
    const others = register.sets.filter((set) => set.subject !== adopts.subject);
    return { ...register, sets: [...others, { ...adopts, n: length(adopts.subject) }] };
  }
  if (adopts.type !== 'domain') return register;
  const { subject, id } = adopts;
  return {
    ...register,
    domains: [...without(register.domains, subject), { subject, id }],
    ended: register.ended.filter((other) => other !== subject),
  };
}

function endIn(register: RegisterState, subject: Subject): RegisterState {
  return {
    ...register,
    domains: without(register.domains, subject),
    ended: register.ended.includes(subject) ? register.ended : [...register.ended, subject],
  };
}

function without<T extends { readonly subject: Subject }>(
  list: readonly T[],
  subject: Subject,
): readonly T[] {
  return list.filter((entry) => entry.subject !== subject);
}

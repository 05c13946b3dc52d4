import type { ThreadName } from '../../documents/define.ts';
import type { Operation } from '../../documents/operation.ts';
import type { Ref, Subject } from '../../ids.ts';
import { type Millis, parseTime } from '../../time.ts';
import type { HandoverState, RoleState } from '../state.ts';
import { operationsOf, type Step } from './step.ts';

type Rotation = Pick<RoleState, 'since' | 'past' | 'endings' | 'convened' | 'handovers' | 'calls'>;

/** How a role goes on: terms that were ended, handovers in parts, their end, calls and who came. Spec §15 –, [R-15.35]. */
export function foldRotation(before: RoleState | null, step: Step): Rotation {
  const { entry, verdict } = step;
  const { document, id } = entry;
  const state = withDecided(before, step);
  if (verdict.status !== 'counted') return state;
  switch (document.type) {
    case 'handover':
      return changed(state, document.mandate.subject, ({ parts }) => ({ parts: [...parts, id] }));
    case 'handover-acceptance':
      return changed(state, document.mandate.subject, () => ({ acceptedBy: id }));
    case 'call': {
      const closesAt = parseTime(document.closesAt) ?? Number.NaN; // the schema has checked the text
      return { ...state, calls: [...(state.calls ?? []), { id, closesAt, candidates: [] }] };
    }
    case 'call-answer':
      return {
        ...state,
        calls: (state.calls ?? []).map((call) =>
          call.id === document.call ? { ...call, candidates: [...call.candidates, document.author] } : call,
        ),
      };
    case 'meeting': {
      const startsAt = parseTime(document.startsAt) ?? Number.NaN; // the schema has checked the text
      return { ...state, convened: [...(state.convened ?? []), { meeting: id, startsAt }] };
    }
    default:
      return state;
  }
}

/** A decision ends terms, and can say of one that it adopts that its holder begins without a handover. */
function withDecided(before: RoleState | null, { applied, name, entry }: Step): Rotation {
  const { since, past, endings, convened, handovers, calls } = before ?? {};
  const state: Rotation = {
    ...(since === undefined ? {} : { since }),
    ...(past === undefined ? {} : { past }),
    ...(endings === undefined ? {} : { endings }),
    ...(convened === undefined ? {} : { convened }),
    ...(handovers === undefined ? {} : { handovers }),
    ...(calls === undefined ? {} : { calls }),
  };
  return operationsOf(applied).reduce((known, operation): Rotation => {
    if (applied === null) return known;
    const ended = endedBy(operation, name);
    if (ended !== null) {
      const ending = { mandate: ended.subject, at: entry.at };
      return {
        ...known,
        past: [...(known.past ?? []), ended],
        endings: [...(known.endings ?? []), ending],
      };
    }
    if (operation.op !== 'adopt' || operation.adopts.type !== 'mandate') return known;
    const { subject, role, waiver } = operation.adopts;
    if (role !== name) return known;
    const adopted = { ...known, since: withTerm(known.since ?? [], subject, entry.at) };
    return waiver === undefined ? adopted : changed(adopted, subject, () => ({ waivedBy: applied.id }));
  }, state);
}

/** Another version of a term is the same term. */
function withTerm(since: NonNullable<RoleState['since']>, mandate: Subject, at: Millis) {
  return since.some((term) => term.mandate === mandate) ? since : [...since, { mandate, at }];
}

/** The version of a term in this role that an operation ends. */
function endedBy(operation: Operation, role: ThreadName): Ref | null {
  if (operation.op === 'recall') return operation.role === role ? operation.mandate : null;
  if (operation.op !== 'end' || operation.type !== 'mandate') return null;
  return operation.role === role ? operation.thing : null;
}

function changed(
  state: Rotation,
  mandate: Subject,
  change: (handover: HandoverState) => Partial<HandoverState>,
): Rotation {
  const handovers = state.handovers ?? [];
  const known = handovers.find((handover) => handover.mandate === mandate);
  const before = known ?? { mandate, parts: [], acceptedBy: null, waivedBy: null };
  const after = { ...before, ...change(before) };
  return {
    ...state,
    handovers: [...handovers.filter((handover) => handover.mandate !== mandate), after],
  };
}

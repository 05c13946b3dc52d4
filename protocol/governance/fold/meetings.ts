import type { DocumentId } from '../../ids.ts';
import { recordedId } from '../meetings/recorded.ts';
import type { MeetingState, ProposalState } from '../state.ts';
import { contentOf } from '../view.ts';
import type { Step } from './step.ts';

/** A meeting begins with its notice. Spec §14. */
export function openMeeting({ entry: { id, at } }: Step): MeetingState {
  return { kind: 'meeting', id, at, minutes: [] };
}

/** Minutes, and who confirmed them. Spec §14, [R-14.5]. */
export function foldMeeting(before: MeetingState, { entry, verdict }: Step): MeetingState {
  const { document, id, at } = entry;
  if (document.type === 'minutes' && verdict.status === 'pending') {
    const proposals = document.matters.map(({ proposal }) => proposal.subject);
    const taken = { id, at, author: document.author, proposals, confirmedBy: null };
    return { ...before, minutes: [...before.minutes, taken] };
  }
  if (document.type !== 'confirmation' || verdict.status !== 'counted') return before;
  const minutes = before.minutes.map((taken) =>
    taken.id === document.of.id ? { ...taken, confirmedBy: id } : taken,
  );
  return { ...before, minutes };
}

/** Objections and pauses that confirmed minutes record are their authors' own; whoever disowns has ended nothing. Spec §14 [R-14.8]. */
export function foldRecorded(before: ProposalState, { name, entry, view }: Step): ProposalState {
  const { document, id } = entry;
  if (document.type === 'disavowal') {
    const objections = before.objections.map((objection) =>
      objection.author === document.author && endedIn(objection.endedBy)
        ? { ...objection, endedBy: null }
        : objection,
    );
    return { ...before, objections };
  }
  const minutes =
    document.type === 'confirmation' && document.minutes !== undefined
      ? contentOf(view, document.of.id, 'minutes')
      : null;
  const matter = minutes?.matters.find(({ proposal }) => proposal.subject === name);
  if (document.type !== 'confirmation' || matter === undefined) return before;
  const { of } = document;
  const ended = new Set((matter.ended ?? []).map(({ objection }) => objection));
  const raised = (matter.objections ?? []).map(({ by }) => ({
    id: recordedId(of.id, matter.proposal.subject, 'objection', by),
    author: by,
    endedBy: null,
  }));
  const paused = (matter.answers ?? []).filter(({ value }) => value === 'pause').map(({ by }) => by);
  return {
    ...before,
    paused: [...before.paused, ...paused],
    objections: [
      ...before.objections.map((objection) =>
        ended.has(objection.id) && objection.endedBy === null ? { ...objection, endedBy: id } : objection,
      ),
      ...raised,
    ],
  };

  /** What those minutes say they ended. */
  function endedIn(endedBy: DocumentId | null): boolean {
    if (endedBy === null || document.type !== 'disavowal') return false;
    const confirmation = contentOf(view, endedBy, 'confirmation');
    return confirmation?.of.id === document.minutes;
  }
}

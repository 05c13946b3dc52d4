import type { Meeting } from '../../documents/meeting.ts';
import type { DocumentId, Subject } from '../../ids.ts';
import { sameJson } from '../binding.ts';
import { recordedId } from '../meetings/recorded.ts';
import type { MeetingState, ProposalState } from '../state.ts';
import { contentOf } from '../view.ts';
import type { Step } from './step.ts';

/** A meeting begins with its notice. Spec §14. */
export function openMeeting({ entry: { id, at } }: Step): MeetingState {
  return { kind: 'meeting', id, at, minutes: [] };
}

/** Minutes, and who confirmed them. Spec §14, [R-14.5]. */
export function foldMeeting(before: MeetingState, step: Step): MeetingState {
  const { entry, verdict } = step;
  const { document, id, at } = entry;
  if (document.type === 'meeting')
    return verdict.status === 'counted' ? changed(before, document, step) : before;
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

/** Another time or place is announced anew; so is whatever was not on the agenda before. Spec §14. */
function changed(before: MeetingState, document: Meeting, { entry: { id, at }, view }: Step): MeetingState {
  const { changed: known, minutes } = before;
  const old = contentOf(view, before.id, 'meeting');
  const first = known?.first ?? before.id;
  const sameRoom =
    old !== null && old.startsAt === document.startsAt && sameJson(old.place ?? null, document.place ?? null);
  if (!sameRoom) return { kind: 'meeting', id, at, changed: { first, added: [] }, minutes };
  const announced = new Map((known?.added ?? []).map(({ proposal, at: since }) => [proposal, since]));
  const listed = new Set(proposalsOn(old));
  const added = proposalsOn(document).flatMap((proposal) => {
    const since = listed.has(proposal) ? announced.get(proposal) : at;
    return since === undefined ? [] : [{ proposal, at: since }];
  });
  return { kind: 'meeting', id, at: before.at, changed: { first, added }, minutes };
}

function proposalsOn({ agenda }: Meeting): readonly Subject[] {
  return [...new Set(agenda.flatMap(({ proposal }) => proposal?.subject ?? []))];
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
    minuted: true,
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

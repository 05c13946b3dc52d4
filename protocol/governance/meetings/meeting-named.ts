import type { Meeting } from '../../documents/meeting.ts';
import type { Ref, Subject } from '../../ids.ts';
import { type Millis, parseTime } from '../../time.ts';
import type { MeetingState } from '../state.ts';
import { contentOf, type RuleView, stateOf } from '../view.ts';

/** A meeting that counts, as its notice has it. */
export interface NamedMeeting {
  readonly state: MeetingState;
  readonly meeting: Meeting;
  readonly startsAt: Millis;
}

/** A meeting as it is called now, whatever version of its notice somebody had in mind. Spec §14. */
export function meetingNow(view: RuleView, subject: Subject): (NamedMeeting & { readonly ref: Ref }) | null {
  const id = stateOf(view, subject, 'meeting')?.id;
  const named = id === undefined ? null : meetingNamed(view, { subject, id });
  return named === null ? null : { ...named, ref: { subject, id: named.state.id } };
}

/** @returns null where no notice of this id counts, or another version took its place. Spec §14. */
export function meetingNamed(view: RuleView, { subject, id }: Ref): NamedMeeting | null {
  const state = stateOf(view, subject, 'meeting');
  const meeting = state?.id === id ? contentOf(view, id, 'meeting') : null;
  if (state === null || meeting === null) return null;
  return { state, meeting, startsAt: parseTime(meeting.startsAt) ?? state.at }; // the schema has checked the text
}

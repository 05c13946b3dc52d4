import type { Proposal } from '../../documents/proposal.ts';
import type { DocumentId } from '../../ids.ts';
import { formatMillis, type Millis } from '../../time.ts';
import { type Refusal, refuse } from '../verdict.ts';
import { type RuleView, stateOf } from '../view.ts';
import { meetingNamed } from './meeting-named.ts';

/** A proposal that waits for a meeting names one that is still to come, until it is opened there. Spec §14. */
export function askOpensIn(
  { opensIn, subject }: Proposal,
  view: RuleView,
  at: Millis,
): readonly DocumentId[] | Refusal {
  if (opensIn === undefined) return [];
  // Once it is open no meeting is waited for; the name stays.
  const isOpen = (stateOf(view, subject, 'proposal')?.opening ?? null) !== null;
  if (isOpen && stateOf(view, opensIn.subject, 'meeting') !== null) return [opensIn.id];
  const named = meetingNamed(view, opensIn);
  if (named === null) return refuse('unknown-reference', { meeting: opensIn.subject });
  if (named.meeting.calledOff !== undefined) return refuse('called-off', { meeting: opensIn.subject });
  const { startsAt } = named;
  return at < startsAt ? [opensIn.id] : refuse('too-late', { startsAt: formatMillis(startsAt) });
}

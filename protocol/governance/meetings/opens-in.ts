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
  const named = meetingNamed(view, opensIn);
  if (named === null) return refuse('unknown-reference', { meeting: opensIn.subject });
  const { startsAt } = named;
  const opened = (stateOf(view, subject, 'proposal')?.opening ?? null) !== null;
  return opened || at < startsAt ? [opensIn.id] : refuse('too-late', { startsAt: formatMillis(startsAt) });
}

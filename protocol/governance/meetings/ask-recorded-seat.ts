import type { RecordedMatter } from '../../documents/minutes.ts';
import type { DocumentId } from '../../ids.ts';
import { formatMillis } from '../../time.ts';
import type { Open } from '../ladder/judge-participation.ts';
import { askApproved, askBallotPhase } from '../seats/ask-ballot.ts';
import { openSelection } from '../seats/seat-phase.ts';
import { type Refusal, refuse } from '../verdict.ts';
import type { Entry, RuleView } from '../view.ts';

type Answer = readonly DocumentId[] | Refusal;

/**
 * Of a selection people answer once it is clear whom they are about, and as its method has it; ballots are for nothing
 * else. Spec §14 [R-14.3a].
 */
export function askRecordedSeat(
  { at }: Entry,
  matter: RecordedMatter,
  { opening, rung, stage }: Open,
  view: RuleView,
): Answer {
  const { ballots } = matter;
  const asked = opening.seat === undefined ? null : stage(at);
  const selects = asked?.kind === 'circle' && asked.evaluation.selection !== undefined;
  if (!selects) return ballots === undefined ? [] : refuse('wrong-rung', { rung });
  const selection = openSelection(view, matter.proposal, at);
  if ('code' in selection) return selection;
  const { answers, counted, objections, ended, tests } = matter;
  if ([answers, counted, objections, ended, tests].some((acts) => acts !== undefined)) {
    if (rung === 'vote') return refuse('wrong-rung', { method: 'approval' });
    if (selection.phase !== 'decide')
      return refuse('not-open', { opensAt: formatMillis(selection.changeUntil) });
  }
  if (ballots === undefined) return [];
  const phase = askBallotPhase(selection);
  if ('code' in phase) return phase;
  for (const { by, approves } of ballots) {
    const said = askApproved(approves, selection);
    if ('code' in said) return { ...said, detail: { ...said.detail, who: by } };
  }
  return [];
}

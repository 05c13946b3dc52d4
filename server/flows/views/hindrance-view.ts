import type { Proposal } from '../../../protocol/documents/proposal.ts';
import { waitsUntil } from '../../../protocol/governance/ladder/hindrance.ts';
import { hindranceNow, yieldOutcome } from '../../../protocol/governance/ladder/judge-outcome.ts';
import { openableNow } from '../../../protocol/governance/ladder/openable.ts';
import type { Stage } from '../../../protocol/governance/ladder/stage.ts';
import { type Refusal, sentenceOf } from '../../../protocol/governance/verdict.ts';
import type { RuleView } from '../../../protocol/governance/view.ts';
import { formatMillis, type Millis } from '../../../protocol/time.ts';

/** Why a matter does not go on just now, though nobody has to say anything more. Spec §6. */
export interface HindranceView {
  readonly code: string;
  readonly sentence: string;
  /** When it comes to nothing; null where it waits for as long as nobody takes it back. */
  readonly until: string | null;
}

/** What keeps a proposal that has not ended from being opened, or its outcome from taking effect; null if nothing does. */
export function hindranceIn(
  view: RuleView,
  proposal: Proposal,
  stage: Stage | null,
  now: Millis,
): HindranceView | null {
  const refusal = stage === null ? notOpened(view, proposal, now) : notGoingOn(view, proposal, stage, now);
  if (refusal === null) return null;
  const until = stage === null ? null : waitsUntil(stage);
  return {
    code: refusal.code,
    sentence: refusal.code === 'not-eligible' ? 'There is nobody to ask.' : sentenceOf(refusal.code),
    until: until === null ? null : formatMillis(until),
  };
}

/** Where a role decides without asking, nothing is opened, and nothing hinders. */
function notOpened(view: RuleView, proposal: Proposal, now: Millis): Refusal | null {
  const open = openableNow(view, proposal, now);
  return 'code' in open && open.code !== 'wrong-rung' ? open : null;
}

function notGoingOn(view: RuleView, proposal: Proposal, stage: Stage, now: Millis): Refusal | null {
  const yielded = yieldOutcome(view, proposal.subject, stage, now);
  if (yielded !== null) return hindranceNow(view, proposal.subject, stage, yielded, now);
  const moved = stage.kind === 'consultation' && stage.evaluation.state === 'moved';
  const asksNext = moved || (stage.kind === 'step' && stage.step.mode === 'decide');
  return asksNext ? notOpened(view, proposal, now) : null;
}

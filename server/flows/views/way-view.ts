import type { Opening } from '../../../protocol/documents/opening.ts';
import type { Proposal } from '../../../protocol/documents/proposal.ts';
import { planOpening } from '../../../protocol/governance/ladder/plan-opening.ts';
import type { Stage } from '../../../protocol/governance/ladder/stage.ts';
import { noticeOf } from '../../../protocol/governance/ladder/vote.ts';
import { domainNamed } from '../../../protocol/governance/right.ts';
import { seatActOf } from '../../../protocol/governance/seats/seat-act.ts';
import type { RuleView } from '../../../protocol/governance/view.ts';
import { formatMillis, type Millis } from '../../../protocol/time.ts';
import type { Context } from '../../context.ts';
import { askFreely, currentRecord } from '../record/current.ts';

/** How a matter is decided: as its domain says, or otherwise where it has become a circle's. Spec §6. */
export interface WayView {
  readonly rung: string;
  /** People are named for a role, or a term is recalled; null of every other matter. Spec §15. */
  readonly seats: 'select' | 'recall' | null;
  /** Tellers count, and nobody answers here. */
  readonly secret: boolean;
  /** When answers begin to count; null where they do at once, or nobody is asked yet. */
  readonly answersFrom: string | null;
}

/** @param shown the rung of its domain as this reader may know it: of one that they may not, only what an opening says. */
export async function wayView(
  context: Context,
  {
    proposal,
    stage,
    now,
  }: { readonly proposal: Proposal; readonly stage: Stage | null; readonly now: Millis },
  shown: string,
): Promise<WayView> {
  const record = await currentRecord(context, await context.commons());
  const way = await askFreely(record, (view) => wayIn(view, proposal, stage, now));
  return stage === null && shown === 'unknown' ? { ...way, rung: shown } : way;
}

/** Before it is opened, as it would be opened now; where it cannot be, as its domain says. */
function wayIn(view: RuleView, proposal: Proposal, stage: Stage | null, now: Millis): WayView {
  const act = seatActOf(proposal.binding);
  const seats = act?.op ?? null;
  if (stage !== null) return { seats, ...askedBy(stage.opened.opening, stage.opened.at) };
  const plan = planOpening(view, proposal, now);
  if (!('code' in plan)) return { seats, ...askedBy(plan, now) };
  const asked = act?.op === 'select' && act.method === 'approval' ? 'vote' : 'consent';
  const rung = act === null ? (domainNamed(view, proposal.domain)?.rung ?? 'consent') : asked;
  return { seats, rung, secret: false, answersFrom: null };
}

/** A vote may be secret, and may begin some time after it was announced. Spec §17. */
function askedBy({ rung, parameters }: Pick<Opening, 'rung' | 'parameters'>, at: Millis) {
  const vote = rung === 'vote' ? parameters.vote : undefined;
  const notice = vote === undefined ? 0 : noticeOf(vote);
  return {
    rung,
    secret: vote?.secret !== undefined,
    answersFrom: notice === 0 ? null : formatMillis(at + notice),
  };
}

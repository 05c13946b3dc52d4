import type { Proposal } from '../../../protocol/documents/proposal.ts';
import { endsMatter } from '../../../protocol/governance/binding.ts';
import { askLapsed } from '../../../protocol/governance/ladder/lapse.ts';
import { type Stage, stageOf } from '../../../protocol/governance/ladder/stage.ts';
import { readAftermath } from '../../../protocol/governance/lifecycle/aftermath.ts';
import { type Announced, announcedIn } from '../../../protocol/governance/lifecycle/announced.ts';
import { lifecycleOf, type Standing } from '../../../protocol/governance/lifecycle/lifecycle.ts';
import { domainNamed } from '../../../protocol/governance/right.ts';
import type { ProposalState } from '../../../protocol/governance/state.ts';
import { type JudgedEntry, type RuleView, stateOf } from '../../../protocol/governance/view.ts';
import type { DocumentId, Subject } from '../../../protocol/ids.ts';
import type { Millis } from '../../../protocol/time.ts';
import type { Context } from '../../context.ts';
import { askFreely, currentRecord } from '../record/current.ts';
import { type HindranceView, hindranceIn } from './hindrance-view.ts';
import { type OpensInView, opensInView, recordedMatter } from './recorded-matter.ts';

/** A matter as the record has it just now, for whoever shows it. */
export interface Matter {
  readonly state: ProposalState;
  readonly proposal: Proposal;
  /** What counted, and what minutes record. */
  readonly entries: readonly JudgedEntry[];
  /** Ids of what only minutes record. */
  readonly recorded: ReadonlySet<DocumentId>;
  readonly opensIn: OpensInView | null;
  readonly stage: Stage | null;
  readonly announced: Announced | null;
  readonly hindrance: HindranceView | null;
  readonly standing: { readonly decision: DocumentId; readonly standing: Standing } | null;
  readonly now: Millis;
}

/** Null where there is no such proposal. */
export async function matterOf(context: Context, subject: Subject): Promise<Matter | null> {
  const home = await context.commons();
  const now = await context.now();
  const record = await currentRecord(context, home);
  return askFreely(record, (view) => matterIn(view, subject, now));
}

function matterIn(view: RuleView, subject: Subject, now: Millis): Matter | null {
  const state = stateOf(view, subject, 'proposal');
  const current = state?.versions.at(-1);
  const proposal = current === undefined ? null : view.content(current.id);
  if (state === null || proposal?.type !== 'proposal') return null;
  const stage = stageOf(view, subject, now);
  const { entries, recorded } = recordedMatter(view, subject, stage);
  const opensIn = opensInView(view, proposal);
  const ended = hasEnded(state, now) || state.decided.some((decided) => endsMatter(decided, now));
  const hindrance = ended ? null : hindranceIn(view, proposal, stage, now);
  const standing = standingIn(view, state, subject, now);
  const announced = ended ? null : announcedIn(view, subject, now);
  return { state, proposal, entries, recorded, opensIn, stage, announced, hindrance, standing, now };
}

/** How the decision that ended the matter stands. */
function standingIn(view: RuleView, state: ProposalState, subject: Subject, now: Millis): Matter['standing'] {
  const decided = state.decided.findLast(({ status }) => status !== 'not-counted');
  const document = decided === undefined ? null : view.content(decided.id);
  if (decided === undefined || (document?.type !== 'decision' && document?.type !== 'outcome')) return null;
  const aftermath = readAftermath(view.entries(subject), decided);
  const domain = domainNamed(view, document.domain);
  return {
    decision: decided.id,
    standing: lifecycleOf({ decided, document, aftermath, domain }, now).standing,
  };
}

/** What the people who are asked, or were asked last, have come to. */
export function askedIn(stage: Stage | null) {
  const asked = stage === null ? null : 'last' in stage ? stage.last : stage;
  return {
    evaluation: asked?.kind === 'circle' ? asked.evaluation : null,
    consultation: asked?.kind === 'consultation' ? asked.evaluation : null,
  };
}

/** Nothing is awaited any more. */
export function hasEnded(state: ProposalState, now: Millis): boolean {
  const decided = state.decided.find((candidate) => endsMatter(candidate, now));
  if ((decided !== undefined && decided.status !== 'pending') || state.withdrawnBy !== null) return true;
  return decided === undefined && state.opening === null && askLapsed(state, now) !== null;
}

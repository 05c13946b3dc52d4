import type { Opening } from '../../documents/opening.ts';
import { isCircleRung } from '../../documents/response.ts';
import type { Subject } from '../../ids.ts';
import { formatMillis, type Millis, SECOND } from '../../time.ts';
import { endsMatter } from '../binding.ts';
import type { ProposalState } from '../state.ts';
import { type Refusal, refuse } from '../verdict.ts';
import { contentOf, type RuleView } from '../view.ts';
import { isSettled } from './evaluation.ts';
import { askLapsed } from './lapse.ts';
import { REFERRALS, stageOf } from './stage.ts';
import { noticeOf } from './vote.ts';
import { timeFor } from './windows.ts';

/**
 * Why nothing that anybody says moves a matter any more; null while something does. The one question of everybody who
 * judges an act in a matter: withdrawn, decided, out of time, or come to an end by what stands before the entry, however
 * late the outcome is logged. Spec §6.
 */
export function askUndecided(
  view: RuleView,
  subject: Subject,
  state: ProposalState,
  at: Millis,
): Refusal | null {
  if (state.withdrawnBy !== null) return refuse('closed', { withdrawnBy: state.withdrawnBy });
  const decided = state.decided.find((one) => endsMatter(one, at));
  if (decided !== undefined) return refuse('closed', { decidedBy: decided.id });
  return state.opening === null ? askLapsed(state, at) : askRunning(view, subject, state, at);
}

/** People have come to a yes, or to an end, in what stands before this moment. */
function askRunning(view: RuleView, subject: Subject, state: ProposalState, at: Millis): Refusal | null {
  if (state.opening === null) return null;
  const opening = contentOf(view, state.opening.id, 'opening');
  if (opening === null || !mayBeOver(view, subject, { state, opening, openedAt: state.opening.at }, at))
    return null;
  const stage = stageOf(view, subject, at);
  if (stage?.kind === 'ended') return refuse('closed', { since: formatMillis(stage.since) });
  if (stage?.kind !== 'circle' || !isSettled(stage.evaluation, at)) return null;
  const { state: result, closesAt } = stage.evaluation;
  return refuse('closed', { result, since: formatMillis(closesAt) });
}

/**
 * Whether a matter can have come to its end at all, told without counting: most acts come while the window runs and not
 * everybody has answered, and must not cost what an evaluation of all answers before them does.
 */
function mayBeOver(
  view: RuleView,
  subject: Subject,
  { state, opening, openedAt }: Matter,
  at: Millis,
): boolean {
  if (opening.seat !== undefined || opening.step !== undefined || state.referredBy.length >= REFERRALS)
    return true;
  if (state.minuted === true || at >= earliestClose(opening, openedAt, boundSince(state))) return true;
  const people = Math.max(0, opening.roster.count - (state.recused?.length ?? 0));
  // Each of them, a version and the opening: with fewer entries nobody has to be looked for.
  return view.length(subject) >= people + 2 && haveAnswered(view, subject) >= people;
}

interface Matter {
  readonly state: ProposalState;
  readonly opening: Opening;
  readonly openedAt: Millis;
}

/** How many people have answered in any way, whatever became of it. */
function haveAnswered(view: RuleView, subject: Subject): number {
  const people = new Set<string>();
  for (const { document } of view.entries(subject)) {
    if (document.type === 'response') people.add(document.for ?? document.author);
    if (document.type === 'link-word' && document.by !== undefined) people.add(document.by);
  }
  return people.size;
}

/** Whatever moves a close later; where a role decides, only what comes after its deadline ends the matter. */
function earliestClose({ rung, parameters }: Opening, openedAt: Millis, versionAt: Millis): Millis {
  if (!isCircleRung(rung)) return openedAt + (parameters.consultation?.deadlineSeconds ?? 0) * SECOND;
  const length = parameters[rung];
  if (length === undefined) return openedAt;
  const from = openedAt + (rung === 'vote' ? noticeOf(parameters.vote ?? {}) : 0);
  return timeFor(length, from, versionAt).until;
}

/** When the binding part was put forward that people answer now. */
function boundSince({ versions }: ProposalState): Millis {
  const current = versions.at(-1);
  const differs = versions.findLastIndex(({ binding }) => binding !== current?.binding);
  return versions[differs + 1]?.at ?? 0;
}

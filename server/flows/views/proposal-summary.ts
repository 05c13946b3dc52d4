import type { EscalationStep } from '../../../protocol/documents/escalation-path.ts';
import { endsMatter } from '../../../protocol/governance/binding.ts';
import type { Consultation } from '../../../protocol/governance/ladder/consultation.ts';
import type { Evaluation } from '../../../protocol/governance/ladder/evaluation.ts';
import { askLapsed } from '../../../protocol/governance/ladder/lapse.ts';
import type { Phase } from '../../../protocol/governance/ladder/phase.ts';
import type { Stage } from '../../../protocol/governance/ladder/stage.ts';
import { isOpen } from '../../../protocol/governance/lifecycle/aftermath.ts';
import type { Announced } from '../../../protocol/governance/lifecycle/announced.ts';
import type { ProposalState } from '../../../protocol/governance/state.ts';
import type { DocumentId, Subject } from '../../../protocol/ids.ts';
import { formatMillis, type Millis } from '../../../protocol/time.ts';
import type { Context } from '../../context.ts';
import { currentRecord } from '../record/current.ts';
import { documentIn } from '../record/document-in.ts';
import type { MayRead } from '../record/evidence-source.ts';
import { askedIn, hasEnded, type Matter, matterOf } from './matter-now.ts';
import { operationWords } from './operation-words.ts';
import { personBy } from './people.ts';
import { ruledBy } from './ruled-by.ts';

/** How a matter stands, from being put forward to its end. */
export type MatterState =
  | Evaluation['state']
  | Consultation['state']
  | EscalationStep['mode']
  | 'waiting'
  | AnnouncedState
  | 'lapsed'
  | 'withdrawn'
  | 'pending';

/** What is announced, and may not be decided so: a challenge is open, or was right. Spec §6. */
type AnnouncedState = 'suspended' | 'reversed' | 'remanded';

/** A matter in a list. */
export interface ProposalSummary {
  readonly subject: Subject;
  /** Its current version. */
  readonly id: DocumentId;
  readonly what: readonly string[];
  readonly by: string;
  readonly at: string;
  readonly domain: { readonly subject: Subject; readonly title: string; readonly rung: string };
  readonly state: MatterState;
  /** When the answers are in, or the step of the path is over; null where nobody is asked. */
  readonly closesAt: string | null;
  /** When it is over without a decision; null where nobody was asked. */
  readonly deadline: string | null;
  /** The step of its escalation path that holds, from 1; null where none does. */
  readonly step: number | null;
  /** Null where nobody is asked. Spec §6. */
  readonly phase: Phase | null;
  /** When people are asked for the second time; null where they are asked once. Spec §6. */
  readonly secondFrom: string | null;
  /** When what is announced has waited for long enough; null where nothing is, or nobody may decide it so. */
  readonly decidableFrom: string | null;
  /** When a challenge of it comes to nothing unless a circle rules; null where none is open, or not for this reader. */
  readonly ruleBy: string | null;
  /** People are named for a role, and nobody answers yet. Spec §15. */
  readonly naming: boolean;
}

/** Matters that have not ended, newest first. */
export async function proposalsView(context: Context, mayRead: MayRead): Promise<readonly ProposalSummary[]> {
  const open = await context.store.records.list('matter');
  const summaries: ProposalSummary[] = [];
  for (const { key } of open) {
    const subject = key as Subject; // a matter is kept by its proposal's subject
    const matter = await matterOf(context, subject);
    if (matter === null || !mayRead(matter.proposal)) continue;
    summaries.push(await summaryOf(context, subject, matter, mayRead));
  }
  return summaries.sort((a, b) => (a.at < b.at ? 1 : -1));
}

export async function summaryOf(
  context: Context,
  subject: Subject,
  { proposal, state, stage, announced, entries, now }: Matter,
  mayRead: MayRead,
): Promise<ProposalSummary> {
  const home = await context.commons();
  const record = await currentRecord(context, home);
  const first = state.versions[0];
  const what = await Promise.all(
    proposal.binding.operations.map((operation) => operationWords(context, record, operation, { mayRead })),
  );
  const { name } = await personBy(context, record, proposal.author as Subject, mayRead); // people propose
  const ruling = await documentIn(context.store, home, proposal.domain.id);
  const domain = ruledBy(ruling !== null && mayRead(ruling) ? ruling : null, proposal.domain.subject);
  const { evaluation, consultation } = askedIn(stage);
  const asked =
    stage?.kind === 'step' || stage?.kind === 'stalled'
      ? stage.until
      : (evaluation?.closesAt ?? consultation?.readyAt ?? null);
  const matterState = stateAt({ state, stage, announced, now });
  const closesAt = hasEnded(state, now) ? null : asked;
  const deadline = hasEnded(state, now) ? null : ((evaluation ?? consultation)?.deadline ?? null);
  const shown = matterState === 'suspended' ? (announced?.challenges ?? []) : [];
  const rulings = shown.flatMap(({ id, lapsesAt }) =>
    lapsesAt > now && entries.some((entry) => entry.id === id && mayRead(entry.document)) ? [lapsesAt] : [],
  );
  return {
    subject,
    id: state.versions.at(-1)?.id ?? (subject as string as DocumentId), // a proposal's state has a version
    what,
    by: name,
    at: formatMillis(first?.at ?? now),
    domain: { subject: proposal.domain.subject, ...domain },
    state: matterState,
    closesAt: closesAt === null ? null : formatMillis(closesAt),
    deadline: deadline === null ? null : formatMillis(deadline),
    step: stage?.kind === 'step' ? stage.number : (stage?.opened.opening.step ?? null),
    phase: phaseIn(state, stage, now),
    secondFrom: evaluation?.secondFrom === undefined ? null : formatMillis(evaluation.secondFrom),
    decidableFrom:
      announced === null || (matterState !== 'waiting' && matterState !== 'suspended')
        ? null
        : formatMillis(announced.until),
    ruleBy: rulings.length === 0 ? null : formatMillis(Math.max(...rulings)),
    naming: evaluation?.selection !== undefined && evaluation.selection.phase !== 'decide',
  };
}

function phaseIn(state: ProposalState, stage: Stage | null, now: Millis): Phase | null {
  const asked = stage?.kind === 'circle' && stage.evaluation.selection === undefined && !hasEnded(state, now);
  return asked ? (stage.evaluation.phase ?? null) : null;
}

function stateAt({
  state,
  stage,
  announced,
  now,
}: Pick<Matter, 'state' | 'stage' | 'announced' | 'now'>): MatterState {
  const decided = state.decided.find((candidate) => endsMatter(candidate, now));
  if (decided !== undefined) return decided.status === 'pending' ? 'pending' : decided.result;
  if (state.withdrawnBy !== null) return 'withdrawn';
  switch (stage?.kind) {
    case undefined:
      if (askLapsed(state, now) !== null) return 'lapsed';
      return (announced === null ? null : stoppedAs(announced, now)) ?? 'waiting';
    case 'step':
      return stage.step.mode;
    case 'ended':
      return 'default';
    case 'stalled':
      return 'stalled';
    case 'circle':
    case 'consultation':
      return stage.evaluation.state;
  }
}

/** Null where nothing stops it. */
function stoppedAs({ challenges }: Announced, now: Millis): AnnouncedState | null {
  const lost = challenges.flatMap(({ ruled }) => (ruled === null ? [] : [ruled.ruling]));
  if (lost.includes('reversed')) return 'reversed';
  if (lost.includes('remanded')) return 'remanded';
  return challenges.some((challenge) => isOpen(challenge, now)) ? 'suspended' : null;
}

import type { Proposal } from '../../../protocol/documents/proposal.ts';
import type { Consultation } from '../../../protocol/governance/ladder/consultation.ts';
import type { Evaluation } from '../../../protocol/governance/ladder/evaluation.ts';
import { missingQuorum, type QuorumPart } from '../../../protocol/governance/ladder/quorum.ts';
import type { Stage } from '../../../protocol/governance/ladder/stage.ts';
import type { Standing } from '../../../protocol/governance/lifecycle/lifecycle.ts';
import type { DocumentId, Subject } from '../../../protocol/ids.ts';
import { ProtocolError } from '../../../protocol/problem.ts';
import type { Context } from '../../context.ts';
import { currentRecord } from '../record/current.ts';
import type { MayRead } from '../record/evidence-source.ts';
import { isFor } from '../record/is-for.ts';
import type { StoredRecord } from '../record/stored-record.ts';
import { wordsIn } from './attached-words.ts';
import { claimsOf } from './claims-view.ts';
import { type HeldView, heldViews } from './held-view.ts';
import type { HindranceView } from './hindrance-view.ts';
import { type AskedAsideView, askedAside, type HandedLinkView, handedLinks } from './link-words.ts';
import { askedIn, matterOf } from './matter-now.ts';
import { type ProposalSummary, summaryOf } from './proposal-summary.ts';
import type { OpensInView } from './recorded-matter.ts';
import { recusedNames } from './recused-names.ts';
import {
  type AdviceView,
  type AnswerView,
  adviceOf,
  answersOf,
  type ChallengeView,
  challengesOf,
  type ObjectionView,
  objectionsOf,
  uncountedIn,
} from './said-in-matter.ts';
import { type SelectionView, type SupportView, seatMatterView } from './seat-matter-view.ts';
import { isRosterFor, namesOf } from './silent-view.ts';
import { speakerNames } from './speaker-names.ts';
import { type VersionView, versionsOf } from './versions-view.ts';
import {
  type AnnouncedView,
  type AskedView,
  announcedView,
  askedOf,
  type TallyView,
  talliesOf,
} from './vote-view.ts';
import { type WayView, wayView } from './way-view.ts';

/** One matter with everything that was said in it. Spec §9. */
export interface ProposalView extends ProposalSummary {
  /** Words that are to be agreed, as far as they are here. */
  readonly texts: readonly string[];
  /** Whose it is, by now. */
  readonly author: Subject;
  readonly driver: string | null;
  readonly explanation: readonly string[];
  readonly alternatives: readonly string[];
  readonly versions: readonly VersionView[];
  readonly counts: Evaluation['counts'] | null;
  readonly unmet: Evaluation['unmet'];
  /** What the quorum still asks for. Spec §6. */
  readonly quorum: readonly QuorumPart[];
  /** What people said that is not for this reader: then there are no figures either. Spec §16. */
  readonly withheld: number;
  readonly answers: readonly AnswerView[];
  /** Who is asked by a role and has said nothing, by name, once their time is over. Spec §6. */
  readonly silent: readonly string[];
  /** What people advised whoever decides; only the last of each. */
  readonly advice: readonly AdviceView[];
  readonly objections: readonly ObjectionView[];
  /** One-time links that were handed over. Spec §14. */
  readonly links: readonly HandedLinkView[];
  /** Questions, and what guests advise. */
  readonly aside: readonly AskedAsideView[];
  /** Who is asked just now, or was last; null where nobody was. */
  readonly asked: AskedView | null;
  /** In which way it is decided, which need not be its domain's. */
  readonly way: WayView;
  /** The meeting that it waits for, or was opened in. Spec §14. */
  readonly opensIn: OpensInView | null;
  /** Meetings that dealt with it. */
  readonly meetings: readonly HeldView[];
  readonly tallies: readonly TallyView[];
  /** Null where nothing is announced. */
  readonly announced: AnnouncedView | null;
  /** What suspends it, as far as it is for this reader. */
  readonly challenges: readonly ChallengeView[];
  /** People for a role; null where it is about something else. */
  readonly selection: SelectionView | null;
  /** Signatures for a recall; null where it is none. */
  readonly support: SupportView | null;
  /** How often it was handed on. */
  readonly referrals: number;
  /** Who stands aside, by name. Spec §15. */
  readonly recused: readonly string[];
  /** What keeps it from going on by itself. */
  readonly hindrance: HindranceView | null;
  /** The decision or outcome that ended it, or waits for a second signature. */
  readonly decision: DocumentId | null;
  /** How that decision stands now; null where there is none. */
  readonly standing: Standing | null;
}

/** @throws {ProtocolError} `not-found` where there is no such proposal, or not for this reader. */
export async function proposalView(
  context: Context,
  subject: Subject,
  mayRead: MayRead,
): Promise<ProposalView> {
  const matter = await matterOf(context, subject);
  if (matter === null || !mayRead(matter.proposal)) {
    throw new ProtocolError('not-found', 'There is no such proposal here.', { proposal: subject });
  }
  const { proposal, state, entries, stage } = matter;

  const { evaluation, consultation } = askedIn(stage);
  const shown = entries.filter(({ document }) => mayRead(document));
  const withheld = entries.length - shown.length;
  const isShown = (id: DocumentId) => shown.some((entry) => entry.id === id);
  const referrals = shown.flatMap(({ document }) => (document.type === 'referral' ? [document.author] : []));
  const words = await wordsIn(
    context,
    shown.map(({ document }) => document),
  );
  const said = (text: { readonly attachment: string } | undefined) =>
    text === undefined ? null : (words[text.attachment] ?? null);
  const allSaid = (texts: Proposal['alternatives']) => texts.flatMap((text) => said(text) ?? []);
  const standing = (await isFor(context, matter.standing?.decision, mayRead)) ? matter.standing : null;
  const record = await currentRecord(context, await context.commons());
  const name = await speakerNames(context, record, shown, mayRead);
  const claims = await claimsOf(context, shown, mayRead);
  const summary = await summaryOf(context, subject, matter, mayRead);
  const announced = announcedView(matter.announced, isShown, matter.now);
  return {
    ...summary,
    author: proposal.author as Subject, // people propose
    way: await wayView(context, matter, summary.domain.rung),
    texts: proposal.binding.operations.flatMap((operation) =>
      operation.op === 'resolve' ? (said(operation.text) ?? []) : [],
    ),
    driver: said(proposal.driver),
    explanation: allSaid(proposal.explanation),
    alternatives: allSaid(proposal.alternatives),
    versions: versionsOf(state, shown, name),
    // Figures are made of what people say: they are for those who may read all of that.
    counts: withheld === 0 ? (evaluation?.counts ?? null) : null,
    unmet: withheld === 0 ? (evaluation?.unmet ?? []) : [],
    quorum: withheld === 0 ? missingOf(stage, evaluation) : [],
    withheld,
    answers: answersOf(shown, name, said, matter.recorded, claims, uncountedIn(stage)),
    silent: await silentNow(context, record, stage, consultation, mayRead),
    advice: adviceOf(shown, consultation, name, said),
    links: handedLinks(shown, { name, said }, matter.now),
    aside: askedAside(shown, { name, said }),
    asked: stage === null ? null : askedOf(stage.opened),
    opensIn: (await isFor(context, proposal.opensIn?.id, mayRead)) ? matter.opensIn : null,
    meetings: await heldViews(context, record, subject, mayRead),
    tallies: talliesOf(shown, name),
    announced,
    challenges: challengesOf(shown, announced?.challenges ?? [], name, said),
    ...(await seatMatterView(context, proposal, stage, shown, said, {
      whole: withheld === 0,
      mayRead,
    })),
    referrals: state.referredBy.filter((author) => referrals.includes(author)).length,
    recused: recusedNames(state, shown, name),
    objections: objectionsOf(shown, evaluation, name, said, matter.recorded, claims),
    hindrance: matter.hindrance,
    decision: standing?.decision ?? null,
    standing: standing?.standing ?? null,
  };
}

function missingOf(stage: Stage | null, evaluation: Evaluation | null): readonly QuorumPart[] {
  if (stage === null || evaluation === null || !evaluation.unmet.includes('quorum')) return [];
  return missingQuorum(evaluation.rung, stage.opened.opening.parameters, evaluation.counts);
}

async function silentNow(
  context: Context,
  record: StoredRecord,
  stage: Stage | null,
  consultation: Consultation | null,
  mayRead: MayRead,
): Promise<readonly string[]> {
  if (stage === null || consultation === null) return [];
  if (!(await isRosterFor(record, stage.opened.opening, mayRead))) return [];
  return namesOf(context, record, consultation.silent, mayRead);
}

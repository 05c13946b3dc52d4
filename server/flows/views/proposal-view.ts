import type { Advice } from '../../../protocol/documents/advice.ts';
import type { FolkmootDocument } from '../../../protocol/documents/document.ts';
import type { EscalationStep } from '../../../protocol/documents/escalation-path.ts';
import type { ObjectionFateName } from '../../../protocol/documents/outcome.ts';
import type { Proposal } from '../../../protocol/documents/proposal.ts';
import type { Answer } from '../../../protocol/documents/response.ts';
import { endsMatter } from '../../../protocol/governance/binding.ts';
import type { Consultation } from '../../../protocol/governance/ladder/consultation.ts';
import type { Evaluation } from '../../../protocol/governance/ladder/evaluation.ts';
import { readMatter } from '../../../protocol/governance/ladder/matter.ts';
import { type Stage, stageOf } from '../../../protocol/governance/ladder/stage.ts';
import { readAftermath } from '../../../protocol/governance/lifecycle/aftermath.ts';
import { type Announced, announcedIn } from '../../../protocol/governance/lifecycle/announced.ts';
import { lifecycleOf, type Standing } from '../../../protocol/governance/lifecycle/lifecycle.ts';
import { domainNamed } from '../../../protocol/governance/right.ts';
import type { ProposalState } from '../../../protocol/governance/state.ts';
import { type JudgedEntry, type RuleView, stateOf } from '../../../protocol/governance/view.ts';
import { type Author, type DocumentId, isScid, type Subject } from '../../../protocol/ids.ts';
import { ProtocolError } from '../../../protocol/problem.ts';
import { formatMillis, type Millis } from '../../../protocol/time.ts';
import type { Context } from '../../context.ts';
import { askFreely, currentRecord } from '../record/current.ts';
import { documentIn } from '../record/document-in.ts';
import type { MayRead } from '../record/evidence-source.ts';
import { wordsIn } from './attached-words.ts';
import { type HeldView, heldViews } from './held-view.ts';
import { type HindranceView, hindranceIn } from './hindrance-view.ts';
import { operationWords } from './operation-words.ts';
import { personBy } from './people.ts';
import { type OpensInView, opensInView, recordedMatter } from './recorded-matter.ts';
import { recusedNames } from './recused-names.ts';
import { ruledBy } from './ruled-by.ts';
import { type SelectionView, type SupportView, seatMatterView } from './seat-matter-view.ts';
import {
  type AnnouncedView,
  type AskedView,
  announcedView,
  askedOf,
  type TallyView,
  talliesOf,
} from './vote-view.ts';

/** How a matter stands, from being put forward to its end. */
export type MatterState =
  | Evaluation['state']
  | Consultation['state']
  | EscalationStep['mode']
  | 'waiting'
  | 'withdrawn'
  | 'pending';

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
  /** The step of its escalation path that holds, from 1; null where none does. */
  readonly step: number | null;
}

/** One matter with everything that was said in it. Spec §9. */
export interface ProposalView extends ProposalSummary {
  /** Words that are to be agreed, as far as they are here. */
  readonly texts: readonly string[];
  readonly driver: string | null;
  readonly explanation: readonly string[];
  readonly alternatives: readonly string[];
  readonly versions: readonly { readonly id: DocumentId; readonly at: string; readonly changed: boolean }[];
  readonly deadline: string | null;
  readonly counts: Evaluation['counts'] | null;
  readonly unmet: Evaluation['unmet'];
  readonly answers: readonly AnswerView[];
  /** What people advised whoever decides; only the last of each. */
  readonly advice: readonly AdviceView[];
  readonly objections: readonly ObjectionView[];
  /** Who is asked just now, or was last; null where nobody was. */
  readonly asked: AskedView | null;
  /** The meeting that it waits for, or was opened in. Spec §14. */
  readonly opensIn: OpensInView | null;
  /** Meetings that dealt with it. */
  readonly meetings: readonly HeldView[];
  readonly tallies: readonly TallyView[];
  /** Null where nothing is announced. */
  readonly announced: AnnouncedView | null;
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

export interface AnswerView {
  readonly by: string;
  readonly value: Answer;
  readonly at: string;
  readonly text: string | null;
  /** By the word of minutes, and not by the person's own key. Spec §14. */
  readonly recorded: boolean;
}

export interface AdviceView {
  readonly id: DocumentId;
  readonly by: string;
  readonly at: string;
  readonly stance: Advice['stance'];
  readonly text: string | null;
  /** By somebody who was asked. */
  readonly asked: boolean;
}

export interface ObjectionView {
  readonly id: DocumentId;
  readonly by: string;
  readonly at: string;
  readonly ground: string;
  readonly argument: string | null;
  readonly resolvedBy: string | null;
  readonly fate: ObjectionFateName;
  /** In minutes; then no document has its id. Spec §14. */
  readonly recorded: boolean;
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
  const open = evaluation ?? consultation;
  const shown = entries.filter(({ document }) => mayRead(document));
  const words = await wordsIn(
    context,
    shown.map(({ document }) => document),
  );
  const said = (text: { readonly attachment: string } | undefined) =>
    text === undefined ? null : (words[text.attachment] ?? null);
  const allSaid = (texts: Proposal['alternatives']) => texts.flatMap((text) => said(text) ?? []);
  const name = await namesOf(context, shown);
  return {
    ...(await summaryOf(context, subject, matter, mayRead)),
    texts: proposal.binding.operations.flatMap((operation) =>
      operation.op === 'resolve' ? (said(operation.text) ?? []) : [],
    ),
    driver: said(proposal.driver),
    explanation: allSaid(proposal.explanation),
    alternatives: allSaid(proposal.alternatives),
    versions: state.versions.map(({ id, at, binding }, index) => ({
      id,
      at: formatMillis(at),
      changed: index > 0 && state.versions[index - 1]?.binding !== binding,
    })),
    deadline: open === null || hasEnded(state, matter.now) ? null : formatMillis(open.deadline),
    counts: evaluation?.counts ?? null,
    unmet: evaluation?.unmet ?? [],
    answers: answersOf(shown, name, said, matter.recorded),
    advice: adviceOf(shown, consultation, name, said),
    asked: stage === null ? null : askedOf(stage.opened),
    opensIn: matter.opensIn,
    meetings: await heldViews(
      context,
      await currentRecord(context, await context.commons()),
      subject,
      mayRead,
    ),
    tallies: talliesOf(shown, name),
    announced: announcedView(matter.announced, matter.now),
    ...(await seatMatterView(context, proposal, stage, shown, said)),
    referrals: state.referredBy.length,
    recused: recusedNames(state, shown, name),
    objections: shown.flatMap(({ id, at, document }) =>
      document.type === 'objection'
        ? [
            {
              id,
              by: name(document.author),
              at: formatMillis(at),
              ground: document.ground,
              argument: said(document.argument),
              resolvedBy: said(document.resolvedBy),
              fate: evaluation?.objections.find(({ objection }) => objection === id)?.fate ?? 'standing',
              recorded: matter.recorded.has(id),
            },
          ]
        : [],
    ),
    hindrance: matter.hindrance,
    decision: matter.standing?.decision ?? null,
    standing: matter.standing?.standing ?? null,
  };
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

interface Matter {
  readonly state: ProposalState;
  readonly proposal: Proposal;
  /** What counted, and what minutes record. */
  readonly entries: readonly JudgedEntry[];
  /** Ids of what only minutes record. */
  readonly recorded: ReadonlySet<DocumentId>;
  readonly opensIn: ProposalView['opensIn'];
  readonly stage: Stage | null;
  readonly announced: Announced | null;
  readonly hindrance: HindranceView | null;
  readonly standing: { readonly decision: DocumentId; readonly standing: Standing } | null;
  readonly now: Millis;
}

async function matterOf(context: Context, subject: Subject): Promise<Matter | null> {
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
function askedIn(stage: Stage | null) {
  const asked = stage === null ? null : 'last' in stage ? stage.last : stage;
  return {
    evaluation: asked?.kind === 'circle' ? asked.evaluation : null,
    consultation: asked?.kind === 'consultation' ? asked.evaluation : null,
  };
}

async function summaryOf(
  context: Context,
  subject: Subject,
  { proposal, state, stage, now }: Matter,
  mayRead: MayRead,
): Promise<ProposalSummary> {
  const home = await context.commons();
  const record = await currentRecord(context, home);
  const first = state.versions[0];
  const what = await Promise.all(
    proposal.binding.operations.map((operation) => operationWords(context, record, operation, { mayRead })),
  );
  const { name } = await personBy(context, record, proposal.author as Subject, 'stranger'); // people propose
  const ruling = await documentIn(context.store, home, proposal.domain.id);
  const domain = ruledBy(ruling !== null && mayRead(ruling) ? ruling : null, proposal.domain.subject);
  const { evaluation, consultation } = askedIn(stage);
  const asked =
    stage?.kind === 'step' ? stage.until : (evaluation?.closesAt ?? consultation?.readyAt ?? null);
  const closesAt = hasEnded(state, now) ? null : asked;
  return {
    subject,
    id: state.versions.at(-1)?.id ?? (subject as string as DocumentId), // a proposal's state has a version
    what,
    by: name,
    at: formatMillis(first?.at ?? now),
    domain: { subject: proposal.domain.subject, ...domain },
    state: stateAt(state, stage, now),
    closesAt: closesAt === null ? null : formatMillis(closesAt),
    step: stage?.kind === 'step' ? stage.number : (stage?.opened.opening.step ?? null),
  };
}

/** Nothing is awaited any more. */
function hasEnded(state: ProposalState, now: Millis): boolean {
  const decided = state.decided.find((candidate) => endsMatter(candidate, now));
  return (decided !== undefined && decided.status !== 'pending') || state.withdrawnBy !== null;
}

function stateAt(state: ProposalState, stage: Stage | null, now: Millis): MatterState {
  const decided = state.decided.find((candidate) => endsMatter(candidate, now));
  if (decided !== undefined) return decided.status === 'pending' ? 'pending' : decided.result;
  if (state.withdrawnBy !== null) return 'withdrawn';
  switch (stage?.kind) {
    case undefined:
      return 'waiting';
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

/** Everybody's answer to the current binding part. */
function answersOf(
  entries: readonly JudgedEntry[],
  name: (author: Author) => string,
  said: (text: { readonly attachment: string } | undefined) => string | null,
  recorded: ReadonlySet<DocumentId>,
): readonly AnswerView[] {
  const { answers } = readMatter(entries);
  return entries.flatMap(({ id, at, document }): AnswerView[] => {
    if (document.type !== 'response') return [];
    const { author, value, text, for: inName } = document;
    if (answers.get(inName ?? author)?.id !== id) return [];
    const by = inName === undefined ? name(author) : `${name(inName)}, by ${name(author)}`;
    return [{ by, value, at: formatMillis(at), text: said(text), recorded: recorded.has(id) }];
  });
}

/** The last advice of each person on the current binding part. */
function adviceOf(
  entries: readonly JudgedEntry[],
  consultation: Consultation | null,
  name: (author: Author) => string,
  said: (text: { readonly attachment: string } | undefined) => string | null,
): readonly AdviceView[] {
  const current = new Map([...readMatter(entries).advice].map(([author, { id }]) => [id, author]));
  return entries.flatMap(({ id, at, document }) =>
    document.type === 'advice' && current.has(id)
      ? [
          {
            id,
            by: name(document.author),
            at: formatMillis(at),
            stance: document.stance,
            text: said(document.text),
            asked: consultation?.advice.find((advice) => advice.id === id)?.asked ?? false,
          },
        ]
      : [],
  );
}

async function namesOf(
  context: Context,
  entries: readonly { readonly document: FolkmootDocument }[],
): Promise<(author: Author) => string> {
  const record = await currentRecord(context, await context.commons());
  const names = new Map<Author, string>();
  for (const { document } of entries) {
    const { author } = document;
    const spokenFor = document.type === 'response' && document.for !== undefined ? [document.for] : [];
    for (const person of [author, ...spokenFor]) {
      if (names.has(person) || isScid(person)) continue;
      names.set(person, (await personBy(context, record, person, 'stranger')).name);
    }
  }
  return (author) => names.get(author) ?? author;
}

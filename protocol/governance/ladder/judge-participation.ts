import type { Advice } from '../../documents/advice.ts';
import type { Objection } from '../../documents/objection.ts';
import type { ObjectionTest } from '../../documents/objection-test.ts';
import type { Opening } from '../../documents/opening.ts';
import type { Referral } from '../../documents/referral.ts';
import { ANSWERS, type CircleRung, isCircleRung, type Response } from '../../documents/response.ts';
import type { Author, DocumentId, Ref, Subject } from '../../ids.ts';
import { formatMillis, type Millis, SECOND } from '../../time.ts';
import { askAgent } from '../agents/ask-agent.ts';
import { askAddressed } from '../matters/judge-matter.ts';
import { askActive, askHuman, askMandate, domainNamed } from '../right.ts';
import { askConflictOnRoster } from '../roles/ask-conflict.ts';
import { askSeatPhase } from '../seats/seat-phase.ts';
import type { ProposalState } from '../state.ts';
import { judgeBy, type Refusal, type Rule, refuse, type Verdict } from '../verdict.ts';
import { contentOf, type Entry, type RuleView, stateOf } from '../view.ts';
import { askInName } from '../votes/judge-proxy.ts';
import { askClaims, checkedIn, claimingOf } from './claims.ts';
import { askUndecided } from './closed.ts';
import { rosterOf } from './roster.ts';
import { REFERRALS, type Stage, stageOf } from './stage.ts';
import { noticeOf } from './vote.ts';

type Answer = readonly DocumentId[] | Refusal;

/** A response counts if its author is on the frozen roster and it answers the current version in time. Spec §6. */
export function judgeResponse(entry: Entry, document: Response, view: RuleView): Verdict {
  return judgeBy(responseRules(entry, document, view));
}

/** What a response is asked, in this order. */
export function responseRules(entry: Entry, document: Response, view: RuleView): readonly Rule[] {
  return [
    ...takesPart(entry, document.proposal, view),
    {
      level: 'V3',
      name: 'proxy',
      ask: () =>
        document.for === undefined
          ? []
          : onOpen(view, document.proposal, (open) => askProxy(entry, document, open, view)),
    },
    { level: 'V3', name: 'version', ask: () => askVersion(document.proposal, view) },
    {
      level: 'V3',
      name: 'notice',
      ask: () => onOpen(view, document.proposal, (open) => askNotice(entry, open)),
    },
    {
      level: 'V3',
      name: 'answer',
      ask: () => onOpen(view, document.proposal, (open) => askAnswer(document, open)),
    },
    ...claimRules(document, view),
  ];
}

/** An objection counts like a response, on the one rung that asks for objections. Spec §6. */
export function judgeObjection(entry: Entry, document: Objection, view: RuleView): Verdict {
  return judgeBy(objectionRules(entry, document, view));
}

/** What an objection is asked, in this order. */
export function objectionRules(entry: Entry, document: Objection, view: RuleView): readonly Rule[] {
  return [
    ...takesPart(entry, document.proposal, view),
    { level: 'V3', name: 'version', ask: () => askVersion(document.proposal, view) },
    { level: 'V3', name: 'rung', ask: () => onOpen(view, document.proposal, askConsentRung) },
    ...claimRules(document, view),
  ];
}

/** Only of an objection, or a block, that says what a machine can recompute. Spec §6. */
function claimRules(document: Objection | Response, view: RuleView): readonly Rule[] {
  if (document.claims === undefined && document.besides === undefined) return [];
  return [
    {
      level: 'V3',
      name: 'claims',
      ask: () => onOpen(view, document.proposal, ({ opening }) => askClaims(document, opening)),
    },
  ];
}

/** Somebody else's word on whether an objection that stands makes an argument. Spec §6. */
export function judgeObjectionTest(entry: Entry, document: ObjectionTest, view: RuleView): Verdict {
  return judgeBy([
    ...takesPart(entry, document.of, view),
    { level: 'V3', name: 'rung', ask: () => onOpen(view, document.of, askConsentRung) },
    { level: 'V3', name: 'objection', ask: () => askTested(document, view) },
  ]);
}

/** Advice is open to everybody, in every matter that is open; an agent's shows as an agent's. Spec §6. */
export function judgeAdvice(entry: Entry, document: Advice, view: RuleView): Verdict {
  return judgeBy(adviceRules(entry, document, view));
}

/** What advice is asked, in this order. */
export function adviceRules(entry: Entry, document: Advice, view: RuleView): readonly Rule[] {
  const { proposal, author } = document;
  return [
    { level: 'V2', name: 'active', ask: () => askActive(view, author, null) },
    { level: 'V2', name: 'agent', ask: () => askAgent(view, document, entry.at) },
    { level: 'V3', name: 'open', ask: () => onOpen(view, proposal, (open) => askOpen(entry, open)) },
    { level: 'V3', name: 'version', ask: () => askVersion(proposal, view) },
  ];
}

/** Whoever is asked, or was about to decide, hands the matter on; each once. Spec §6. */
export function judgeReferral(entry: Entry, document: Referral, view: RuleView): Verdict {
  const { proposal, author, by } = document;
  return judgeBy([
    { level: 'V2', name: 'active', ask: () => askHuman(view, author) },
    {
      level: 'V2',
      name: 'mandate',
      ask: () => (by === undefined ? [] : askMandate(view, { author, ...by }, entry.at)),
    },
    {
      level: 'V3',
      name: 'eligible',
      ask: () => onOpen(view, proposal, ({ opening }) => askReferrer(document, opening, view)),
    },
    { level: 'V3', name: 'open', ask: () => onOpen(view, proposal, (open) => askOpen(entry, open)) },
    {
      level: 'V3',
      name: 'once',
      ask: () =>
        onOpen(view, proposal, ({ state, opening }) => {
          if (opening.step !== undefined) return refuse('closed', { step: opening.step });
          if (opening.seat !== undefined) return refuse('closed', { seat: opening.seat.role.subject });
          return state.referredBy.includes(author) ? refuse('duplicate') : [];
        }),
    },
    { level: 'V3', name: 'addressed', ask: () => askAddressed(view, document.to) },
  ]);
}

function askReferrer({ author, by }: Referral, opening: Opening, view: RuleView): Answer {
  if (by === undefined) return askEligible(opening, author, view);
  return by.role.subject === opening.role?.subject ? [] : refuse('not-eligible', { role: by.role.subject });
}

/** A matter that is open: its thread, and what its opening froze. */
export interface Open {
  readonly view: RuleView;
  readonly subject: Subject;
  readonly state: ProposalState & { readonly opening: NonNullable<ProposalState['opening']> };
  readonly opening: Opening;
  readonly rung: CircleRung | 'consultation';
  readonly stage: (at: Millis) => Stage | null;
}

/** Active, human, on the roster, while the matter is open. */
function takesPart(entry: Entry, { subject }: Ref, view: RuleView): readonly Rule[] {
  const { author } = entry.document;
  return [
    { level: 'V2', name: 'active', ask: () => askHuman(view, author) },
    {
      level: 'V3',
      name: 'eligible',
      ask: () => onOpen(view, { subject }, ({ opening }) => askEligible(opening, author, view)),
    },
    {
      level: 'V3',
      name: 'open',
      ask: () => onOpen(view, { subject }, (open) => askOpen(entry, open)),
    },
    {
      level: 'V3',
      name: 'conflict',
      ask: () => onOpen(view, { subject }, (open) => askUninvolved(author, open, view)),
    },
  ];
}

/** Whoever speaks stands aside in nothing of their own. Spec §15. */
export function askUninvolved(author: Author, { state, opening }: Open, view: RuleView): Answer {
  const current = state.versions.at(-1);
  const proposal = current === undefined ? null : contentOf(view, current.id, 'proposal');
  if (proposal === null) return refuse('unknown-reference');
  const roster = rosterOf(opening, view).map(({ subject }) => subject);
  const concerned = { binding: proposal.binding, domain: domainNamed(view, opening.domain), state };
  return askConflictOnRoster(view, author, roster, concerned);
}

/** Asks a question about a matter that was opened. */
export function onOpen(
  view: RuleView,
  { subject }: Pick<Ref, 'subject'>,
  ask: (open: Open) => Answer,
): Answer {
  const state = stateOf(view, subject, 'proposal');
  if (state === null || state.opening === null) return refuse('not-open');
  const opening = contentOf(view, state.opening.id, 'opening');
  if (opening === null || opening.rung === 'delegation') return refuse('not-open');
  const stage = (at: Millis) => stageOf(view, subject, at);
  return ask({
    view,
    subject,
    state: { ...state, opening: state.opening },
    opening,
    rung: opening.rung,
    stage,
  });
}

function askEligible(opening: Opening, author: Author, view: RuleView): Answer {
  return rosterOf(opening, view).some(({ subject }) => subject === author)
    ? opening.roster.pages
    : refuse('not-eligible');
}

/**
 * Where something stands in the way of a yes at the close, answers still count until the deadline; where nothing does it
 * is the end. A vote has no such time. Spec §6, [R-6.29].
 */
export function askOpen(entry: Entry, { subject, state, opening, rung, stage, view }: Open): Answer {
  const over = askUndecided(view, subject, state, entry.at);
  if (over !== null) return over;
  if (opening.seat !== undefined) return askSeatPhase(entry, state.opening.id, stage(entry.at));
  const { consultation, consent, consensus, vote } = opening.parameters;
  const seconds = {
    consultation: consultation?.deadlineSeconds,
    consent: consent?.deadlineSeconds,
    consensus: consensus?.deadlineSeconds,
    vote: vote === undefined ? undefined : vote.openSeconds + (vote.noticeSeconds ?? 0),
  };
  const deadline = state.opening.at + (seconds[rung] ?? 0) * SECOND;
  // Handed on often enough it is on its path; after its deadline a silence of the log may have moved that.
  if (entry.at < deadline && state.referredBy.length < REFERRALS) return [state.opening.id];
  const asked = stage(entry.at);
  const asking = asked?.kind === 'circle' || asked?.kind === 'consultation';
  return asking && entry.at < asked.evaluation.deadline
    ? [state.opening.id]
    : refuse('closed', { deadline: formatMillis(deadline) });
}

/** The version answered has the current binding part: an explanation alone changes nothing. Spec §6 [R-6.21a]. */
export function askVersion(ref: Ref, view: RuleView): Answer {
  const versions = stateOf(view, ref.subject, 'proposal')?.versions ?? [];
  const current = versions.at(-1);
  const answered = versions.find(({ id }) => id === ref.id);
  return current !== undefined && answered?.binding === current.binding
    ? [ref.id]
    : refuse('stale-version', { current: current?.id ?? null });
}

/** Whoever speaks for somebody may do so, and may not where that person could not. Spec §17. */
function askProxy(entry: Entry, document: Response, open: Open, view: RuleView): Answer {
  const said = askInName(view, document, open.opening, entry.at);
  if ('code' in said || document.for === undefined) return said;
  const uninvolved = askUninvolved(document.for, open, view);
  return 'code' in uninvolved ? uninvolved : said;
}

/** A vote is announced before anybody answers. Spec §17. */
export function askNotice(entry: Entry, { state, opening }: Open): Answer {
  const from = state.opening.at + noticeOf(opening.parameters.vote ?? {});
  return entry.at < from ? refuse('too-early', { from: formatMillis(from) }) : [];
}

/** The answer is one of the rung, with a reason where it takes one. Spec §6. */
export function askAnswer(
  document: Pick<Response, 'value' | 'text' | 'ground' | 'author'>,
  { state, rung, opening }: Open,
): Answer {
  const { value, text, ground } = document;
  if (!isCircleRung(rung)) return refuse('wrong-rung', { rung });
  if (rung === 'vote' && opening.parameters.vote?.secret !== undefined) return refuse('secret-ballot');
  const known: readonly string[] = ANSWERS[rung];
  if (!known.includes(value)) return refuse('wrong-rung', { rung, answers: known });
  if ((value === 'stand-aside' || value === 'block') && text === undefined) return refuse('reason-missing');
  if ((value === 'block') !== (ground !== undefined)) return refuse('reason-missing', { what: 'ground' });
  return value === 'pause' && state.paused.includes(document.author) ? refuse('duplicate') : [];
}

function askConsentRung({ rung }: Open): Answer {
  return rung === 'consent' ? [] : refuse('wrong-rung', { rung });
}

function askTested(document: ObjectionTest, view: RuleView): Answer {
  const state = stateOf(view, document.of.subject, 'proposal');
  const objection = state?.objections.find(({ id }) => id === document.of.id);
  if (objection === undefined) return refuse('unknown-reference', { objection: document.of.id });
  if (objection.author === document.author) return refuse('not-eligible');
  if (objection.endedBy !== null) return refuse('closed');
  return askForPeople(objection.id, document.of, view);
}

/** What an objection claims is recomputed; people test what the rules leave to them. Spec §6. */
export function askForPeople(id: DocumentId, { subject }: Pick<Ref, 'subject'>, view: RuleView): Answer {
  const entries = view.entries(subject);
  const objection = entries.find((other) => other.id === id);
  const claiming = objection === undefined ? null : claimingOf(objection);
  if (claiming === null) return [id];
  const checked = checkedIn(entries, { id, document: claiming });
  return checked === 'people' ? [id] : refuse('machine-checked', { checked });
}

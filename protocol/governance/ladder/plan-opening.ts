import type { DomainRef } from '../../documents/common.ts';
import type { DomainBody } from '../../documents/domain-fields.ts';
import type { Opening } from '../../documents/opening.ts';
import { type CircleRung, isCircleRung } from '../../documents/response.ts';
import type { Ladder, Rung } from '../../documents/rung.ts';
import type { DocumentId, Ref, Subject } from '../../ids.ts';
import { DAY_SECONDS, formatMillis, type Millis } from '../../time.ts';
import { type Raise, raiseOf } from '../constraints/raise.ts';
import { effectsOf } from '../effects.ts';
import { inForce } from '../in-force.ts';
import { rulesOnEmergency, settlesChallenge, settlingRung } from '../lifecycle/ask-ruling.ts';
import { meetingNow } from '../meetings/meeting-named.ts';
import { domainInForce, domainNamed, ladderOf } from '../right.ts';
import { isVacant, rotatingOwner } from '../roles/vacancy.ts';
import { fallsTo } from '../scope/falls-to.ts';
import { strictest } from '../scope/parent-domain.ts';
import { isRetired } from '../scope/retired.ts';
import { planSeatOpening } from '../seats/plan-seat-opening.ts';
import { type Refusal, refuse } from '../verdict.ts';
import { contentOf, type RuleView, stateOf } from '../view.ts';
import { planVetoOpening } from '../votes/plan-veto-opening.ts';
import { askUndecided } from './closed.ts';
import { askSecondsLeast } from './least-times.ts';
import { withinStep } from './path-step.ts';
import { asksAsMuch, rungAbove } from './rank.ts';
import type { RosterWish } from './roster.ts';
import { type HeldStep, type Stage, stageOf } from './stage.ts';

/** Rungs that are opened: people are asked, and what they are asked by is frozen. */
type OpenRung = CircleRung | 'consultation';

/** What an opening of a proposal would have to say just now. */
export interface OpeningPlan
  extends Pick<
    Opening,
    'domain' | 'rung' | 'parameters' | 'circle' | 'step' | 'seat' | 'veto' | 'raisedBy' | 'stocks' | 'meeting'
  > {
  readonly role?: Ref;
  readonly wish: RosterWish;
  /** Documents that give the domain its force. */
  readonly proofs: readonly DocumentId[];
}

/** Who is asked next, and by what. */
interface Due {
  readonly domain: DomainRef;
  readonly body: DomainBody;
  readonly proofs: readonly DocumentId[];
  readonly rung: Rung;
  /** The circle or role whose matter it has become. */
  readonly owner: { readonly kind: string; readonly subject?: Subject };
  /** A role's matter that its circle decides. */
  readonly moved: boolean;
  /** Nobody decides it by the role any more. Spec §15. */
  readonly vacant?: true;
  readonly held?: HeldStep;
}

/**
 * How a proposal is opened: by its domain's rung; again, by consent, where those whom it affects were against what a
 * role was about to decide; and for each step of its escalation path on which a circle decides. What departs from a soft
 * constraint, or settles a challenge, begins one rung higher; what a role would decide that nobody holds any more is its
 * circle's. Spec §6, [R-6.43], [R-6.51], [R-6.63], §12, §15.
 *
 * @param role whose thread an opening names, null where it names none; without it every thread can be looked at.
 */
export function planOpening(
  view: RuleView,
  proposal: { readonly subject: Subject; readonly domain: DomainRef; readonly role?: Subject | null },
  at: Millis,
): OpeningPlan | Refusal {
  const plan = planFor(view, proposal, at);
  if ('code' in plan || plan.rung === 'consultation') return plan;
  const { subject } = plan.circle;
  return isRetired(view, subject, at) ? refuse('retired', { circle: subject }) : plan;
}

function planFor(
  view: RuleView,
  {
    subject,
    domain,
    role,
  }: { readonly subject: Subject; readonly domain: DomainRef; readonly role?: Subject | null },
  at: Millis,
): OpeningPlan | Refusal {
  const state = stateOf(view, subject, 'proposal');
  if (state === null || state.versions.length === 0)
    return refuse('unknown-reference', { proposal: subject });
  const over = askUndecided(view, subject, state, at);
  if (over !== null) return over;
  const meeting = state.opening === null ? askBegun(view, subject, at) : {};
  if ('code' in meeting) return meeting;
  const special = planSeatOpening(view, state, domain, at) ?? planVetoOpening(view, state, domain);
  if (special !== null) return 'code' in special ? special : { ...special, ...meeting };
  const stage = state.opening === null ? null : stageOf(view, subject, at);
  const due = dueOpening(view, { domain, subject, at }, stage, (body) => {
    const owner = stage === null && role !== null ? rotatingOwner(view, body) : null;
    return owner !== null && (role === undefined || role === owner) && isVacant(view, owner, state, at);
  });
  if ('code' in due) return due;
  const { body, proofs, held } = due;
  const raise = raisedAt(view, subject, body, at);
  if ('code' in raise) return raise;
  const settles = settlesAt(view, subject);
  const above = settles || due.vacant === true ? settlingRung(body.rung) : rungAbove(body.rung);
  const raised = state.opening === null && (settles || raise.raisedBy.length > 0);
  const rung = raised ? above : due.rung;
  if (rung !== 'consultation' && !isCircleRung(rung)) return refuse('wrong-rung', { rung });
  const parameters = parametersOf(view, body, rung, held?.step.maxSeconds ?? hurryAt(view, subject));
  if (parameters === null) return refuse('rules-disagree', { what: 'parameters' });
  const moved = due.moved || (raised && body.owner.kind === 'role');
  const deciders = decidersOf(view, { ...due, moved }, rung);
  if ('code' in deciders) return deciders;
  const wish = {
    circle: rung === 'consultation' ? null : deciders.circle.subject,
    affected: body.affected,
    knowing: [
      ...(rung === 'consultation' ? body.knowledge : liaisonsOf(view, deciders.circle)),
      ...raise.asked,
    ],
  };
  const step = held === undefined ? {} : { step: held.number };
  return {
    domain: due.domain,
    rung,
    parameters,
    ...deciders,
    ...step,
    ...meeting,
    // On a path that goes on below the raised rung nobody may depart any more.
    ...(raise.raisedBy.length > 0 && asksAsMuch(rung, above) ? { raisedBy: [...raise.raisedBy] } : {}),
    ...(raise.stocks.length > 0 ? { stocks: [...raise.stocks] } : {}),
    wish,
    proofs,
  };
}

/** What names a meeting is opened when that begins, and not before. Spec §14. */
function askBegun(view: RuleView, subject: Subject, at: Millis): { readonly meeting?: Ref } | Refusal {
  const current = stateOf(view, subject, 'proposal')?.versions.at(-1);
  const ref = current === undefined ? undefined : contentOf(view, current.id, 'proposal')?.opensIn;
  if (ref === undefined) return {};
  const meeting = meetingNow(view, ref.subject);
  const startsAt = meeting?.startsAt ?? at;
  return at < startsAt
    ? refuse('too-early', { startsAt: formatMillis(startsAt) })
    : { meeting: meeting?.ref ?? ref };
}

/** Roles whose holders speak in a circle for others. Spec §15. */
function liaisonsOf(view: RuleView, { id }: Ref): readonly Subject[] {
  return contentOf(view, id, 'circle')?.liaisons ?? [];
}

/** An act in an emergency is ruled on within a week: who is asked about it answers sooner. Spec §17. */
export const HURRY_SECONDS = 3 * DAY_SECONDS;

function hurryAt(view: RuleView, subject: Subject): number | null {
  const current = stateOf(view, subject, 'proposal')?.versions.at(-1);
  const proposal = current === undefined ? null : contentOf(view, current.id, 'proposal');
  return proposal !== null && rulesOnEmergency(proposal.binding) ? HURRY_SECONDS : null;
}

function settlesAt(view: RuleView, subject: Subject): boolean {
  const current = stateOf(view, subject, 'proposal')?.versions.at(-1);
  const proposal = current === undefined ? null : contentOf(view, current.id, 'proposal');
  return proposal !== null && settlesChallenge(proposal.binding);
}

/** What constraints make of the current version. */
function raisedAt(view: RuleView, subject: Subject, body: DomainBody, at: Millis): Raise | Refusal {
  const current = stateOf(view, subject, 'proposal')?.versions.at(-1);
  const proposal = current === undefined ? null : contentOf(view, current.id, 'proposal');
  return proposal === null
    ? refuse('unknown-reference', { proposal: subject })
    : raiseOf(view, proposal, body, at);
}

function dueOpening(
  view: RuleView,
  {
    domain: named,
    subject,
    at,
  }: { readonly domain: DomainRef; readonly subject: Subject; readonly at: Millis },
  stage: Stage | null,
  isLeft: (body: DomainBody) => boolean,
): Due | Refusal {
  if (stage?.kind === 'step' && stage.step.mode === 'decide')
    return dueOnStep(view, stage.first.opening, stage);
  const moved = stage?.kind === 'consultation' && stage.evaluation.state === 'moved';
  if (stage !== null && !moved) return refuse('closed');
  const current = domainInForce(view, named);
  if ('code' in current) return current;
  const body = bodyFor(view, subject, named, current.body, at);
  if ('code' in body) return body;
  const { proofs } = current;
  const vacant = isLeft(body);
  return {
    domain: named,
    body,
    proofs,
    rung: moved || vacant ? 'consent' : body.rung,
    owner: body.owner,
    moved: moved || vacant,
    ...(vacant ? { vacant } : {}),
  };
}

/** What falls to a circle is decided as the strictest domain concerned asks for. Spec §5. */
function bodyFor(
  view: RuleView,
  subject: Subject,
  { through, retired }: DomainRef,
  body: DomainBody,
  at: Millis,
): DomainBody | Refusal {
  if (through === undefined) return body;
  const current = stateOf(view, subject, 'proposal')?.versions.at(-1);
  const proposal = current === undefined ? null : contentOf(view, current.id, 'proposal');
  if (proposal === null) return refuse('unknown-reference', { proposal: subject });
  const falls = fallsTo(view, effectsOf(proposal.binding, view.home), retired === undefined ? null : at);
  return falls.kind === 'falls'
    ? strictest(view, body, falls)
    : refuse('out-of-scope', { falls: falls.kind });
}

/** What the first opening named stays frozen, also the domain whose path this is. */
function dueOnStep(view: RuleView, first: Opening, held: HeldStep): Due | Refusal {
  const { domain } = first;
  const body = domainNamed(view, domain);
  const { body: circle, rung } = held.step;
  if (body === null || circle === undefined || rung === undefined) return refuse('closed');
  const owner = { kind: 'circle', subject: circle };
  return { domain, body, proofs: [domain.id], rung, owner, moved: false, held };
}

/** So long can everybody speak up before silence decides. Spec §6 [R-6.31a]. */
const LAZY_SECONDS_MIN = 72 * 3600;

/** Silence decides only what hardly matters, and not soon. Spec §6, [R-6.31a]. */
function parametersOf(
  view: RuleView,
  body: DomainBody,
  rung: OpenRung,
  maxSeconds: number | null,
): Ladder | null {
  const parameters = ladderOf(view, body)[rung];
  if (parameters === undefined) return null;
  const lazy = 'lazy' in parameters && parameters.lazy === true;
  if (lazy && (body.impact !== 'low' || parameters.openSeconds < LAZY_SECONDS_MIN)) return null;
  if ('askSeconds' in parameters && parameters.askSeconds < askSecondsLeast(body)) return null;
  const ladder = { [rung]: parameters };
  return maxSeconds === null || rung === 'consultation' ? ladder : withinStep(ladder, maxSeconds);
}

/** The circle that owns the domain; or the role that does, with its circle; or the circle that the step names. */
function decidersOf(
  view: RuleView,
  { owner, moved }: Due,
  rung: OpenRung,
): { readonly circle: Ref; readonly role?: Ref } | Refusal {
  const kind = rung === 'consultation' || moved ? 'role' : 'circle';
  const { subject } = owner;
  if (owner.kind !== kind || subject === undefined) return refuse('no-right', { owner: owner.kind });
  const current = inForce(view, subject);
  if (current === null) return refuse('no-right', { owner: subject });
  const ref = { subject, id: current.id };
  if (kind === 'circle')
    return contentOf(view, ref.id, 'circle') === null
      ? refuse('no-right', { owner: subject })
      : { circle: ref };
  const circle = contentOf(view, ref.id, 'role')?.circle.subject;
  const its = circle === undefined ? null : inForce(view, circle);
  return circle === undefined || its === null
    ? refuse('no-right', { circle: circle ?? null })
    : { circle: { subject: circle, id: its.id }, role: ref };
}

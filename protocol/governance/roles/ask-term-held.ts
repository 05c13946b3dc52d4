import type { Limit } from '../../documents/domain-fields.ts';
import { type Mandate, termOf } from '../../documents/mandate.ts';
import type { Author, DocumentId, Ref, Subject } from '../../ids.ts';
import { DAY_SECONDS, formatMillis, type Millis, SECOND } from '../../time.ts';
import type { Effect } from '../effects.ts';
import { silentSince } from '../seats/continuity.ts';
import { type Refusal, refuse } from '../verdict.ts';
import type { RuleView } from '../view.ts';
import { handedOverBy, heldAt, predecessorsOf, rotating } from './terms.ts';

type Answer = readonly DocumentId[] | Refusal;

/** For so long whoever held a role last looks after it where nobody follows. Spec §15. */
const CARETAKER = 30 * DAY_SECONDS * SECOND;
/** The share of each limit that is left to them. Spec §15. */
const CARETAKER_SHARE = 4;

/**
 * Until when a term's holder can look after the role when it has ended: for 30 days, or until a role that must not fall
 * silent is its circle's. Spec §15, [R-15.62].
 */
export function caretakerUntil(view: RuleView, role: Subject, endsAt: Millis, at: Millis): Millis {
  const silent = silentSince(view, role, at);
  return Math.min(endsAt + CARETAKER, silent?.returnsAt ?? Number.POSITIVE_INFINITY);
}

/** What is claimed of a term, by whom. */
interface TermClaim {
  readonly author: Author;
  readonly mandate: Ref;
  readonly role: Ref;
  readonly caretaker?: true;
}

/**
 * The term runs and was handed over to its holder; or it has ended, nobody follows, and its holder looks after the role.
 * Spec §6 [R-6.4c], §15, [R-15.31].
 */
export function askTermHeld(view: RuleView, mandate: Mandate, claim: TermClaim, at: Millis): Answer {
  const { startsAt, endsAt } = termOf(mandate);
  const role = claim.role.subject;
  if (at < startsAt) return refuse('mandate-not-started', { startsAt: mandate.startsAt });
  if (claim.caretaker === true) return askCaretaker(view, mandate, claim, at);
  if (at >= endsAt) return refuse('mandate-ended', { endsAt: mandate.endsAt });
  if (rotating(view, role) === null) return [];
  const term = { ref: claim.mandate, mandate, startsAt, endsAt };
  if (predecessorsOf(view, role, term).length === 0) return [];
  const by = handedOverBy(view, role, claim.mandate.subject);
  return by === null ? refuse('handover-open', { mandate: claim.mandate.subject }) : [by];
}

function askCaretaker(view: RuleView, mandate: Mandate, { author, role }: TermClaim, at: Millis): Answer {
  const { endsAt } = termOf(mandate);
  const { subject } = role;
  const body = rotating(view, subject);
  if (at < endsAt) return refuse('contradictory', { endsAt: mandate.endsAt });
  if (body === null || mandate.holder !== author) return refuse('no-right', { holder: mandate.holder });
  const until = caretakerUntil(view, subject, endsAt, at);
  if (at >= until) return refuse('mandate-ended', { endsAt: formatMillis(until) });
  const held = heldAt(view, subject, at);
  return held.length < body.seats.min
    ? []
    : refuse('mandate-ended', { follows: held.map(({ ref }) => ref.subject) });
}

/** A quarter of each limit, rounded down. Spec §15. */
export function caretakerLimits(limits: readonly Limit[]): readonly Limit[] {
  return limits.map(({ perDecision, perPeriod, ...limit }) => ({
    ...limit,
    ...(perDecision === undefined ? {} : { perDecision: quarter(perDecision) }),
    ...(perPeriod === undefined ? {} : { perPeriod: { ...perPeriod, most: quarter(perPeriod.most) } }),
  }));
}

/** Who is who, and who decides what, waits for somebody who was chosen. Spec §15. */
export function askNotStructural(effects: readonly Effect[]): Answer {
  const structural = effects.find(({ kind }) => kind.startsWith('adopt:'));
  return structural === undefined ? [] : refuse('caretaker-only', { effect: structural.kind });
}

function quarter(amount: number): number {
  return Math.floor(amount / CARETAKER_SHARE);
}

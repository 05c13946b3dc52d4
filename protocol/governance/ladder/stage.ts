import type { EscalationStep, Terminal } from '../../documents/escalation-path.ts';
import type { Opening } from '../../documents/opening.ts';
import { type CircleRung, isCircleRung } from '../../documents/response.ts';
import type { Share } from '../../documents/threshold.ts';
import type { DocumentId, Subject } from '../../ids.ts';
import { type Millis, SECOND } from '../../time.ts';
import { withWords } from '../links/words.ts';
import { attests, withRecorded } from '../meetings/recorded.ts';
import { attendanceOf } from '../meetings/terms.ts';
import { domainNamed } from '../right.ts';
import { evaluateSeat } from '../seats/evaluate-seat.ts';
import { type JudgedEntry, type RuleView, stateOf } from '../view.ts';
import { type Consultation, evaluateConsultation } from './consultation.ts';
import { evaluate, type FrozenRung } from './evaluate.ts';
import { type Evaluation, isSettled, type Silence } from './evaluation.ts';
import { lapsesAt } from './lapse.ts';
import { OWN_KEYS_HIGH_IMPACT } from './own-keys.ts';
import { rosterOf } from './roster.ts';
import { extended } from './window.ts';

/** A matter that was handed on so often goes its path at once. Spec §6. */
export const REFERRALS = 2;

/** An opening that counts. */
export interface Opened {
  readonly id: DocumentId;
  readonly index: number;
  readonly at: Millis;
  readonly opening: Opening;
}

/**
 * How far a matter that was opened has come: who is asked just now, or which step of its escalation path holds.
 * Spec §6.
 *
 * `circle`, `consultation`: people are asked, by the opening named. `step`: the path's step holds; people talk, or the
 * circle that decides next is not asked yet. `ended`: the path came to its end. `stalled`: there is no path, and the matter waits for its end.
 */
export type Stage = {
  /** The first opening: what it names stays frozen on every step. */
  readonly first: Opened;
  /** The opening that people answer, or answered last. */
  readonly opened: Opened;
} & (
  | { readonly kind: 'circle'; readonly evaluation: Evaluation }
  | { readonly kind: 'consultation'; readonly evaluation: Consultation }
  | ({ readonly kind: 'step'; readonly last: Asked } & HeldStep)
  | { readonly kind: 'ended'; readonly last: Asked; readonly since: Millis; readonly terminal: Terminal }
  | { readonly kind: 'stalled'; readonly last: Asked; readonly since: Millis; readonly until: Millis }
);

/** A step of the path while it holds. */
export interface HeldStep {
  /** From 1. */
  readonly number: number;
  readonly step: EscalationStep;
  readonly since: Millis;
  readonly until: Millis;
}

type Asked =
  | { readonly kind: 'circle'; readonly evaluation: Evaluation }
  | { readonly kind: 'consultation'; readonly evaluation: Consultation };

/** @returns null where the proposal was never opened. Spec §6, [R-6.51]. */
export function stageOf(view: RuleView, proposal: Subject, asOf: Millis): Stage | null {
  const entries = view.entries(proposal);
  const openings = openingsIn(entries);
  const first = openings[0];
  if (first === undefined) return null;
  const path = first.opening.veto === true ? [] : (domainNamed(view, first.opening.domain)?.escalation ?? []);
  const silence: Silence = (from, until) => view.silence(from, until, asOf);
  const ask = (opened: Opened, latest?: Millis) =>
    askedBy(opened, view, entries, { asOf, silence, ...(latest === undefined ? {} : { latest }) });
  let opened = openings.findLast(({ opening }) => opening.step === undefined) ?? first;
  let last = ask(opened);
  let since = last.evaluation.deadline;
  const handedOn = path.length === 0 ? null : handedOnIn(entries, opened);
  const before = handedOn === null ? null : askedBefore(view, entries, opened, handedOn);
  if (handedOn !== null && before !== null) {
    last = before;
    since = handedOn.at;
  } else if (last.evaluation.state !== 'stalled') {
    return { first, opened, ...last };
  }
  for (const [index, step] of path.entries()) {
    const number = index + 1;
    const next = openings.find(({ opening }) => opening.step === number);
    if (next !== undefined) {
      opened = next;
      // Asked late after a silence, or through one: a step lasts no more than twice its time.
      last = ask(next, since + 2 * step.maxSeconds * SECOND);
      if (last.evaluation.state !== 'stalled') return { first, opened, ...last };
      since = last.evaluation.deadline;
    } else if (step.mode !== 'default') {
      const until = extended(since, since + step.maxSeconds * SECOND, silence, asOf);
      if (asOf < until) return { kind: 'step', first, opened, last, number, step, since, until };
      since = until;
    }
    if (step.fallback !== undefined)
      return { kind: 'ended', first, opened, last, since, terminal: step.fallback };
  }
  const until = Math.max(since, lapsesAt(stateOf(view, proposal, 'proposal') ?? { versions: [] }));
  if (asOf < until) return { kind: 'stalled', first, opened, last, since, until };
  return { kind: 'ended', first, opened, last, since: until, terminal: { kind: 'status-quo' } };
}

/** The entry with which a matter was handed on for the second time, if it was. Spec §6. */
function handedOnIn(entries: readonly JudgedEntry[], { index }: Opened): JudgedEntry | null {
  const referrals = entries.filter(
    (entry) =>
      entry.index > index && entry.document.type === 'referral' && entry.verdict.status === 'counted',
  );
  return referrals[REFERRALS - 1] ?? null;
}

/** What people had come to when they were no longer asked; null where that was an end already. */
function askedBefore(
  view: RuleView,
  entries: readonly JudgedEntry[],
  opened: Opened,
  { index, at }: JudgedEntry,
): Asked | null {
  const silence: Silence = (from, until) => view.silence(from, until, at);
  const asked = askedBy(
    opened,
    view,
    entries.filter((entry) => entry.index <= index),
    { asOf: at, silence },
  );
  return ENDED.has(asked.evaluation.state) ? null : asked;
}

const ENDED: ReadonlySet<string> = new Set(['adopted', 'not-adopted', 'stalled']);

function openingsIn(entries: readonly JudgedEntry[]): readonly Opened[] {
  return entries.flatMap(({ id, index, at, document, verdict }) =>
    document.type === 'opening' && verdict.status === 'counted' ? [{ id, index, at, opening: document }] : [],
  );
}

function askedBy(
  { at: openedAt, index, opening }: Opened,
  view: RuleView,
  entries: readonly JudgedEntry[],
  { asOf, ...given }: Pick<FrozenRung, 'silence' | 'latest'> & { readonly asOf: Millis },
): Asked {
  const { rung, parameters } = opening;
  const held = stateOf(view, opening.proposal.subject, 'proposal')?.held;
  const thread = withWords(sinceOpening(entries, index), held);
  const people = rosterOf(opening, view);
  const roster = people.map(({ subject }) => subject);
  const asked = { proposal: opening.proposal.subject, roster, attendance: attendanceOf(opening) };
  const record = (known: readonly JudgedEntry[]) => withRecorded(view, known, asked);
  if (isCircleRung(rung)) {
    const frozen = { openedAt, rung, parameters, roster, ...ownKeys(opening, rung, view), ...given };
    const come = (entries: readonly JudgedEntry[], at: Millis, silence: Silence) => {
      const said = record(entries);
      return opening.seat === undefined
        ? evaluate(said.thread, { ...frozen, silence, held: said.held }, at)
        : evaluateSeat(said, openedAt, opening, view, silence, at);
    };
    const inTime = withoutLate(thread, (entries, at) =>
      isSettled(
        come(entries, at, (from, until) => view.silence(from, until, at)),
        at,
      ),
    );
    return { kind: 'circle', evaluation: come(inTime, asOf, given.silence) };
  }
  if (parameters.consultation === undefined)
    throw new TypeError('an opening that counts froze the parameters of its rung');
  const said = record(thread);
  const frozen = {
    openedAt,
    parameters: parameters.consultation,
    roster: people,
    silence: given.silence,
    held: said.held,
  };
  return { kind: 'consultation', evaluation: evaluateConsultation(said.thread, frozen, asOf) };
}

/**
 * Without the confirmations of minutes that came when the matter had come to its end: a confirmation is one for all
 * matters of a meeting, and says nothing in those that are over. Spec §14.
 */
function withoutLate(
  thread: readonly JudgedEntry[],
  isOver: (before: readonly JudgedEntry[], at: Millis) => boolean,
): readonly JudgedEntry[] {
  let kept = thread;
  for (const confirmation of thread.filter(attests)) {
    const before = kept.filter(({ index }) => index < confirmation.index);
    if (isOver(before, confirmation.at)) kept = kept.filter((entry) => entry !== confirmation);
  }
  return kept;
}

/** What the opening froze, or what the impact of its domain asks for. Spec §14. */
function ownKeys(
  { domain, parameters }: Opening,
  rung: CircleRung,
  view: RuleView,
): { readonly minOwnKeys?: Share } {
  const declared = parameters[rung]?.minOwnKeys;
  if (declared !== undefined) return { minOwnKeys: declared };
  return domainNamed(view, domain)?.impact === 'high' ? { minOwnKeys: OWN_KEYS_HIGH_IMPACT } : {};
}

/** What every opening finds: what was put forward, and who stands aside in it. */
const STAYS: ReadonlySet<string> = new Set(['proposal', 'recusal']);

/** Each opening asks anew: what was put forward stays, and what people said to an earlier one is over. Spec §6. */
export function sinceOpening(entries: readonly JudgedEntry[], index: number): readonly JudgedEntry[] {
  return entries.filter((entry) => entry.index > index || STAYS.has(entry.document.type));
}

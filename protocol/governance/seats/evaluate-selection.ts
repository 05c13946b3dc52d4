import type { Binding, Operation } from '../../documents/operation.ts';
import type { Outcome } from '../../documents/outcome.ts';
import type { Select } from '../../documents/seat-operations.ts';
import type { DocumentId, Ref, Subject } from '../../ids.ts';
import { type Millis, SECOND } from '../../time.ts';
import type { Evaluation, Unmet } from '../ladder/evaluation.ts';
import { nextOf } from '../ladder/evaluation.ts';
import { readMatter } from '../ladder/matter.ts';
import { hasVoteQuorum } from '../ladder/quorum.ts';
import { reaches } from '../ladder/threshold.ts';
import { extended } from '../ladder/window.ts';
import { DISOWN_TIME } from '../meetings/terms.ts';
import type { JudgedEntry } from '../view.ts';
import { type Candidate, chosenBy, readSelection } from './candidates.ts';
import { consentFrom, type FrozenSeat } from './consent-round.ts';

/** How far a selection has come. Spec §15. */
export type SelectionPhase = 'nominate' | 'change' | 'decide';

/** A selection beside what is told of every matter. */
export interface SelectionEvaluation {
  readonly phase: SelectionPhase;
  readonly nominateUntil: Millis;
  readonly changeUntil: Millis;
  /** Most nominations first; those who said yes can be selected. */
  readonly candidates: readonly (Candidate & {
    readonly approvals: number | null;
    readonly chosen: boolean;
  })[];
  /** Ballots for *none of these*; null where there are none. */
  readonly none: number | null;
  readonly role: Subject;
  readonly separate: readonly Subject[];
}

/** Where a selection stands, from its thread alone. Spec §15. */
export function evaluateSelection(
  thread: readonly JudgedEntry[],
  select: Select,
  frozen: FrozenSeat,
  asOf: Millis,
): Evaluation {
  const { openedAt, silence, separate } = frozen;
  const ends = (from: Millis, seconds: number) => extended(from, from + seconds * SECOND, silence, asOf);
  const nominateUntil = ends(openedAt, select.nominateSeconds);
  const changeUntil = ends(nominateUntil, select.changeSeconds);
  const role = select.role.subject;
  const times = { nominateUntil, changeUntil, role, separate };
  if (asOf < changeUntil) return gathering(thread, select, frozen, times, asOf);
  return select.method === 'consent'
    ? byConsent(thread, select, frozen, times, asOf)
    : byApproval(thread, select, frozen, times, asOf);
}

/**
 * What an outcome says of a selection, and the terms that it grants. Spec §15.
 *
 * @param callOf the call that lets somebody go on beyond the most terms in a row; null where none is needed or found.
 */
export function selectedBy(
  { candidates, none, role, separate }: SelectionEvaluation,
  result: 'adopted' | 'not-adopted',
  callOf: (mandate: Ref) => DocumentId | null,
): { readonly selection: NonNullable<Outcome['selection']>; readonly grants?: Binding } {
  const selection = {
    candidates: candidates.map(({ nominee, nominations, approvals, chosen }) => ({
      nominee,
      nominations,
      ...(approvals === null ? {} : { approvals }),
      chosen,
    })),
    ...(none === null ? {} : { none }),
  };
  if (result === 'not-adopted') return { selection };
  const operations = candidates.flatMap(({ chosen, mandate }) =>
    chosen && mandate !== null ? [grantOf(mandate, role, separate, callOf(mandate))] : [],
  );
  return { selection, grants: { operations } };
}

function grantOf(
  { subject, id }: Ref,
  role: Subject,
  separate: readonly Subject[],
  call: DocumentId | null,
): Operation {
  const apart = separate.length === 0 ? {} : { separate: [...separate] };
  const called = call === null ? {} : { call };
  return { op: 'adopt', adopts: { type: 'mandate', subject, id, role, ...apart, ...called } };
}

type Times = Pick<SelectionEvaluation, 'nominateUntil' | 'changeUntil' | 'role' | 'separate'>;

/** People are named, and named again: nobody is asked for a yes yet. */
function gathering(
  thread: readonly JudgedEntry[],
  { method }: Select,
  { roster, parameters }: FrozenSeat,
  times: Times,
  asOf: Millis,
): Evaluation {
  const { nominateUntil, changeUntil } = times;
  const candidates = readSelection(thread, changeUntil).candidates;
  const seconds = method === 'consent' ? parameters.consent?.deadlineSeconds : parameters.vote?.openSeconds;
  return {
    ...nothingSaid(thread, method, roster.length),
    state: 'open',
    closesAt: changeUntil,
    deadline: changeUntil + (seconds ?? 0) * SECOND,
    unmet: ['time'],
    selection: {
      ...times,
      phase: asOf < nominateUntil ? 'nominate' : 'change',
      candidates: candidates.map((candidate) => ({ ...candidate, approvals: null, chosen: false })),
      none: null,
    },
    next: nextOf([nominateUntil, changeUntil], asOf),
  };
}

/**
 * Consent to those with most nominations, all together; where they are level with others, or somebody of them has
 * taken back their yes, nobody is selected. Spec §15.
 */
function byConsent(
  thread: readonly JudgedEntry[],
  select: Select,
  frozen: FrozenSeat,
  times: Times,
  asOf: Millis,
): Evaluation {
  const { changeUntil } = times;
  const { candidates, declinedAfter } = readSelection(thread, changeUntil);
  const slate = chosenBy(candidates.filter(stands), ({ nominations }) => nominations, select.seats);
  const selection: SelectionEvaluation = {
    ...times,
    phase: 'decide',
    candidates: candidates.map((candidate) => ({
      ...candidate,
      approvals: null,
      chosen: slate.includes(candidate),
    })),
    none: null,
  };
  const evaluation = consentFrom(thread, frozen, changeUntil, asOf);
  const gone = slate.flatMap(({ nominee }) => declinedAfter.get(nominee) ?? []);
  if (slate.length === 0 || gone.length > 0) {
    const closesAt = slate.length === 0 ? changeUntil : Math.min(...gone);
    const over = { closesAt, deadline: closesAt, unmet: [], next: null };
    return { ...evaluation, ...over, state: 'not-adopted', selection };
  }
  const state = evaluation.state === 'stalled' ? 'not-adopted' : evaluation.state;
  return { ...evaluation, state, selection };
}

/**
 * Everybody approves of as many as they like. Whoever has the threshold, and more than *none of these*, is selected,
 * most approvals first; those who are level for the last seats are not. Spec §15.
 */
function byApproval(
  thread: readonly JudgedEntry[],
  select: Select,
  { roster, parameters, silence, held }: FrozenSeat,
  times: Times,
  asOf: Millis,
): Evaluation {
  const { changeUntil } = times;
  const vote = parameters.vote;
  if (vote === undefined) throw new TypeError('an opening that counts froze the parameters of its rung');
  const votesUntil = extended(changeUntil, changeUntil + vote.openSeconds * SECOND, silence, asOf);
  // Of minutes that are confirmed later nothing is taken: a close that they could move again would have no end.
  const inTime = held.filter(({ at }) => at < votesUntil);
  const heard = withoutBallotsOf(thread, votesUntil);
  const { candidates, declinedAfter, ballots } = readSelection(heard, changeUntil);
  const closesAt = Math.max(
    votesUntil,
    ...inTime.map(({ at }) => extended(at, at + DISOWN_TIME, silence, asOf)),
  );
  const cast = [...ballots.values()].filter(({ at }) => at < closesAt);
  const none = cast.filter(({ approves }) => approves.length === 0).length;
  const counts = {
    ...{ roster: roster.length, base: roster.length, answers: {}, objections: 0 },
    responders: cast.length,
    decisive: cast.length,
  };
  const voted = candidates.map((candidate) => ({
    ...candidate,
    approvals: cast.filter(({ approves }) => approves.includes(candidate.nominee)).length,
  }));
  const able = voted.filter(
    (candidate) =>
      stands(candidate) &&
      !declinedAfter.has(candidate.nominee) &&
      candidate.approvals > none &&
      reaches(candidate.approvals, vote.threshold, counts),
  );
  const chosen = chosenBy(able, ({ approvals }) => approvals, select.seats);
  const closed = asOf >= closesAt;
  const unmet: Unmet[] = [
    ...(closed ? [] : ['time' as const]),
    ...(hasVoteQuorum(counts, vote) ? [] : ['quorum' as const]),
    ...(chosen.length > 0 ? [] : ['threshold' as const]),
  ];
  const selected = closed && unmet.length === 0;
  return {
    ...nothingSaid(thread, select.method, roster.length),
    counts,
    state: closed ? (selected ? 'adopted' : 'not-adopted') : 'open',
    closesAt,
    deadline: closesAt,
    minutes: inTime.map(({ minutes }) => minutes),
    unmet,
    selection: {
      ...times,
      phase: 'decide',
      candidates: voted.map((candidate) => ({
        ...candidate,
        chosen: selected && chosen.some(({ nominee }) => nominee === candidate.nominee),
      })),
      none,
    },
    next: nextOf([closesAt], asOf),
  };
}

/** Without ballots in minutes that were confirmed from a moment on. */
function withoutBallotsOf(thread: readonly JudgedEntry[], from: Millis): readonly JudgedEntry[] {
  const late = new Set(
    thread.flatMap(({ document, at, index }) =>
      document.type === 'confirmation' && at >= from ? [index] : [],
    ),
  );
  return thread.filter(({ document, index }) => document.type !== 'approval' || !late.has(index));
}

/** Has said yes, by a term of their own. */
function stands({ mandate }: Candidate): boolean {
  return mandate !== null;
}

function nothingSaid(thread: readonly JudgedEntry[], method: Select['method'], roster: number) {
  return {
    rung: method === 'consent' ? ('consent' as const) : ('vote' as const),
    current: readMatter(thread).version.id,
    counts: { roster, base: roster, responders: 0, decisive: 0, answers: {}, objections: 0 },
    objections: [],
    fallback: false,
  };
}

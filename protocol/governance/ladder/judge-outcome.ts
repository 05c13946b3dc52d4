import { fromBase64url, toBase64url } from '../../bytes.ts';
import { canonicalBytes, type JsonObject } from '../../canonical.ts';
import type { Opening } from '../../documents/opening.ts';
import type { Binding } from '../../documents/operation.ts';
import type { Outcome } from '../../documents/outcome.ts';
import { type DocumentId, hashTextOf, hashTextSchema, type Subject } from '../../ids.ts';
import { leafHash, rootOf } from '../../log/tree.ts';
import { formatMillis, type Millis, parseTime, SECOND } from '../../time.ts';
import { bindingHash, endsMatter, sameJson } from '../binding.ts';
import { reviewWithin } from '../constraints/review-within.ts';
import { askFounded, domainNamed } from '../right.ts';
import { suspendedSeconds } from '../seats/ask-seat-operation.ts';
import { callNeeded } from '../seats/call-needed.ts';
import { selectedBy } from '../seats/evaluate-selection.ts';
import { judgeBy, type Refusal, refuse, type Verdict } from '../verdict.ts';
import { contentOf, type Entry, type JudgedEntry, type RuleView, stateOf } from '../view.ts';
import { askOpening } from './ask-opening.ts';
import { type Effective, effectRules } from './effect-rules.ts';
import { hindranceOf, waitsUntil } from './hindrance.ts';
import { interimOf } from './interim.ts';
import { readMatter } from './matter.ts';
import type { JudgedObjection } from './objections.ts';
import { rosterOf } from './roster.ts';
import { type Stage, stageOf } from './stage.ts';

type Answer = readonly DocumentId[] | Refusal;

/** An outcome counts if whoever recomputes the thread gets the same. Spec §6, [R-6.53], [R-6.71]. */
export function judgeOutcome(entry: Entry, document: Outcome, view: RuleView): Verdict {
  const { scope, limits, binding, constraints, lockOut } = effectRules(view, document, entry.at);
  return judgeBy([
    { level: 'V2', name: 'founded', ask: () => askFounded(view) },
    scope,
    limits,
    { level: 'V3', name: 'outcome', ask: () => askOutcome(entry, document, view) },
    { level: 'V2', name: 'opening', ask: () => askOpening(view, document) },
    binding,
    constraints,
    lockOut,
  ]);
}

/** What an outcome logged at one moment would say. Spec §6, [R-6.53]. */
export interface Yielded {
  /** The proposal's version that it speaks of. */
  readonly current: DocumentId;
  readonly binding: Binding;
  readonly fields: OutcomeFields;
  /** How long after its entry what was decided is looked at again, at the latest. */
  readonly reviewSeconds: number;
}

type OutcomeFields = Pick<
  Outcome,
  | 'counts'
  | 'objections'
  | 'selection'
  | 'fallback'
  | 'minutes'
  | 'byDefault'
  | 'interim'
  | 'noEffect'
  | 'evidenceRoot'
  | 'outcomeHash'
  | 'result'
>;

/** @returns null while the matter has come to no yes, no no, and no end of its path. */
export function yieldOutcome(view: RuleView, proposal: Subject, stage: Stage, asOf: Millis): Yielded | null {
  const entries = view.entries(proposal);
  const said = saidBy(stage, view, entries, asOf);
  const put = said === null ? null : contentOf(view, said.current, 'proposal');
  if (said === null || put === null) return null;
  const { current, counts, objections, grants, ...spoken } = said;
  const reviewed = reviewSeconds(stage.opened.opening, current, objections, view, asOf);
  const reviewAt = formatMillis(asOf + reviewed * SECOND);
  const named = { proposal: { subject: proposal, id: current }, binding: put.binding, reviewAt };
  const interim = interimNow(stage, view, named, asOf);
  const binding = grants ?? interim ?? put.binding;
  const result = { ...spoken, ...(interim === null ? {} : { interim: true as const }) };
  const hindrance =
    asOf < (waitsUntil(stage) ?? Number.POSITIVE_INFINITY)
      ? null
      : hindranceOf(view, effectiveAs(stage, { ...named, binding, result }), asOf);
  const shown = {
    ...(hindrance === null ? result : { result: 'not-adopted' as const, noEffect: hindrance.code }),
    counts,
    objections: objections.map(({ objection, fate }) => ({ objection, fate })),
    evidenceRoot: hashTextSchema.parse(
      toBase64url(rootOf(view.ids(proposal).map((id) => leafHash(idBytes(id))))),
    ),
  };
  const hashed = { ...shown, proposal: current };
  return {
    current,
    binding: hindrance === null ? binding : (grants ?? put.binding),
    fields: { ...shown, outcomeHash: hashTextOf(canonicalBytes(hashed as unknown as JsonObject)) }, // counts and ids are JSON values
    reviewSeconds: reviewed,
  };
}

/** Why what is yielded cannot be done just now; null where it can. Spec §6. */
export function hindranceNow(
  view: RuleView,
  proposal: Subject,
  stage: Stage,
  { current, binding, fields, reviewSeconds: reviewed }: Yielded,
  asOf: Millis,
): Refusal | null {
  const reviewAt = formatMillis(asOf + reviewed * SECOND);
  const named = { proposal: { subject: proposal, id: current }, binding, reviewAt };
  return hindranceOf(view, effectiveAs(stage, { ...named, result: fields }), asOf);
}

function effectiveAs(
  { opened }: Stage,
  {
    result,
    ...named
  }: Pick<Outcome, 'proposal' | 'binding' | 'reviewAt'> & {
    readonly result: Pick<Outcome, 'result' | 'interim' | 'noEffect'>;
  },
): Effective {
  const { circle, domain } = opened.opening;
  const { result: said, interim, noEffect } = result;
  return {
    type: 'outcome',
    opening: opened.id,
    ...{ circle, domain, ...named, result: said },
    ...(interim === undefined ? {} : { interim }),
    ...(noEffect === undefined ? {} : { noEffect }),
  };
}

function interimNow(
  stage: Stage,
  view: RuleView,
  proposed: Pick<Outcome, 'proposal' | 'binding' | 'reviewAt'>,
  asOf: Millis,
): Binding | null {
  if (stage.kind !== 'ended' || stage.terminal.kind !== 'interim-cap') return null;
  return interimOf(view, stage.opened.opening, proposed, stage.terminal, asOf);
}

interface Said
  extends Pick<Outcome, 'result' | 'counts' | 'fallback' | 'minutes' | 'byDefault' | 'selection'> {
  /** What follows from it where that is not the proposal itself: terms of those who were selected. */
  readonly grants?: Binding;
  readonly current: DocumentId;
  readonly objections: readonly JudgedObjection[];
}

function saidBy(stage: Stage, view: RuleView, entries: readonly JudgedEntry[], asOf: Millis): Said | null {
  if (stage.kind === 'ended') {
    // Also what was put forward after the last deadline has come to its end.
    const current = readMatter(entries).version.id;
    const { counts, objections, minutes } =
      stage.last.kind === 'circle'
        ? stage.last.evaluation
        : {
            minutes: [],
            counts: nobodyCounted(rosterOf(stage.opened.opening, view).length),
            objections: [],
          };
    return { result: 'default', byDefault: stage.terminal, current, counts, objections, ...named(minutes) };
  }
  if (stage.kind !== 'circle') return null;
  const { state: result, counts, current, objections, fallback, minutes, selection } = stage.evaluation;
  if (result !== 'adopted' && result !== 'not-adopted') return null;
  return {
    ...{ result, counts, current, objections },
    ...(fallback ? { fallback: true as const } : {}),
    ...named(minutes),
    ...(selection === undefined
      ? {}
      : selectedBy(selection, result, (mandate) => callNeeded(view, mandate, selection.role, asOf))),
  };
}

/** Minutes are named where there are some. Spec §14. */
function named(minutes: readonly DocumentId[] = []): Pick<Outcome, 'minutes'> {
  return minutes.length === 0 ? {} : { minutes: [...minutes] };
}

/** Advice is not counted. */
function nobodyCounted(roster: number): Outcome['counts'] {
  return { roster, base: roster, responders: 0, decisive: 0, answers: {}, objections: 0 };
}

/** In half the time where somebody gave way unconvinced. Spec §6. */
function reviewSeconds(
  opening: Opening,
  current: DocumentId,
  objections: readonly JudgedObjection[],
  view: RuleView,
  asOf: Millis,
): number {
  const proposal = contentOf(view, current, 'proposal');
  const within = proposal === null ? 0 : reviewWithin(view, opening.constraints, proposal.binding);
  const reviewed = domainNamed(view, opening.domain)?.reviewAfterSeconds ?? 0;
  const rests = proposal === null ? reviewed : suspendedSeconds(proposal.binding, asOf);
  const seconds = Math.min(reviewed, within, rests);
  return objections.some(({ reluctant }) => reluctant) ? Math.floor(seconds / 2) : seconds;
}

function askOutcome(entry: Entry, document: Outcome, view: RuleView): Answer {
  const { subject } = document.proposal;
  const stage = stageOf(view, subject, entry.at);
  // Where a role decides after asking, an outcome comes at the end of the path alone.
  if (stage === null || stage.kind === 'consultation') return refuse('not-open');
  const thread = stateOf(view, subject, 'proposal');
  if (
    thread === null ||
    thread.withdrawnBy !== null ||
    thread.decided.some((decided) => endsMatter(decided, entry.at))
  ) {
    return refuse('closed');
  }
  const yielded = yieldOutcome(view, subject, stage, entry.at);
  if (yielded === null || document.result !== yielded.fields.result)
    return refuse('rules-disagree', { yields: stageWord(stage) });
  const { opened } = stage;
  const { current, fields } = yielded;
  const closedAt = formatMillis(closeOf(stage));
  if (document.deposits !== undefined && document.deposits.closedAt !== closedAt)
    return refuse('rules-disagree', { closedAt });
  if (!saysNothingMore(document)) return refuse('rules-disagree', { what: 'more than the proposal says' });
  const latest = entry.at + yielded.reviewSeconds * SECOND;
  const reviewAt = parseTime(document.reviewAt) ?? Number.NaN; // the schema has checked the text
  if (!(reviewAt > entry.at && reviewAt <= latest))
    return refuse('review-missing', { latest: formatMillis(latest) });
  if (bindingHash(yielded.binding) !== bindingHash(document.binding)) return refuse('binding-differs');
  const same =
    sameJson(fieldsOf(document), fields) &&
    document.proposal.id === current &&
    document.opening === opened.id &&
    sameJson(document.circle, opened.opening.circle) &&
    document.roster === opened.opening.roster.subject &&
    sameJson(document.domain, opened.opening.domain);
  return same ? [opened.id, current] : refuse('rules-disagree', { outcomeHash: fields.outcomeHash });
}

/** When nothing that anybody said moved the matter any more. Spec §21. */
export function closeOf(stage: Exclude<Stage, { readonly kind: 'consultation' }>): Millis {
  return stage.kind === 'circle' ? stage.evaluation.closesAt : stage.since;
}

function stageWord(stage: Stage): string {
  return stage.kind === 'circle' ? stage.evaluation.state : stage.kind;
}

function fieldsOf(document: Outcome): OutcomeFields {
  const { result, counts, objections, evidenceRoot, outcomeHash } = document;
  const { fallback, minutes, byDefault, interim, noEffect, selection } = document;
  return {
    ...{ result, counts, objections, evidenceRoot, outcomeHash },
    ...(selection === undefined ? {} : { selection }),
    ...(fallback === undefined ? {} : { fallback }),
    ...(minutes === undefined ? {} : { minutes }),
    ...(byDefault === undefined ? {} : { byDefault }),
    ...(interim === undefined ? {} : { interim }),
    ...(noEffect === undefined ? {} : { noEffect }),
  };
}

/** The commons' key adds nothing to what people said yes to: a proposal carries none of these. */
function saysNothingMore(document: Outcome): boolean {
  const { reverses, replaces, effectiveAt, expiresAt, tags } = document;
  return [reverses, replaces, effectiveAt, expiresAt, ...tags].every((said) => said === undefined);
}

/** The 32 bytes that an id names. */
function idBytes(id: DocumentId): Uint8Array {
  return fromBase64url(id.slice('ni:///sha-256;'.length)) ?? new Uint8Array(0); // an id has that form
}

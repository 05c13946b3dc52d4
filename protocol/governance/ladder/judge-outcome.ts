import { fromBase64url, toBase64url } from '../../bytes.ts';
import { canonicalBytes, type JsonObject } from '../../canonical.ts';
import { takesEffect } from '../../documents/decision.ts';
import type { Opening } from '../../documents/opening.ts';
import type { Binding } from '../../documents/operation.ts';
import type { Outcome } from '../../documents/outcome.ts';
import { usageThread } from '../../documents/thread-names.ts';
import { type DocumentId, hashTextOf, hashTextSchema, type Subject } from '../../ids.ts';
import { leafHash, rootOf } from '../../log/tree.ts';
import { formatMillis, type Millis, parseTime, SECOND } from '../../time.ts';
import { askBinding, bindingHash, endsMatter, sameJson } from '../binding.ts';
import { actOfOutcome } from '../constraints/act.ts';
import { askConstraints } from '../constraints/ask-constraints.ts';
import { askLockOut } from '../constraints/ask-lock-out.ts';
import { constraintsAsked } from '../constraints/in-force.ts';
import { reviewWithin } from '../constraints/review-within.ts';
import { effectsOf } from '../effects.ts';
import { askLimits } from '../limits.ts';
import { askFounded, domainInForce, domainNamed } from '../right.ts';
import { askScope } from '../scope/ask-scope.ts';
import { judgeBy, type Refusal, refuse, type Verdict } from '../verdict.ts';
import { contentOf, type Entry, type JudgedEntry, type RuleView, stateOf } from '../view.ts';
import { interimOf } from './interim.ts';
import { readMatter } from './matter.ts';
import type { JudgedObjection } from './objections.ts';
import { rosterOf } from './roster.ts';
import { type Stage, stageOf } from './stage.ts';

type Answer = readonly DocumentId[] | Refusal;

/** An outcome counts if whoever recomputes the thread gets the same. Spec §6, [R-6.53]. */
export function judgeOutcome(entry: Entry, document: Outcome, view: RuleView): Verdict {
  const adopted = (ask: () => Answer) => () => (takesEffect(document) ? ask() : []);
  const effects = () => effectsOf(document.binding, view.home);
  return judgeBy([
    { level: 'V2', name: 'founded', ask: () => askFounded(view) },
    { level: 'V2', name: 'scope', ask: () => askScope(view, document.domain, effects()) },
    {
      level: 'V2',
      name: 'limits',
      ask: adopted(() => {
        const domain = domainInForce(view, document.domain);
        if ('code' in domain) return domain;
        const name = usageThread(document.domain.subject);
        const usage = { name, state: () => stateOf(view, name, 'usage') };
        return askLimits(domain.body.limits, effects(), usage, entry.at);
      }),
    },
    { level: 'V3', name: 'outcome', ask: () => askOutcome(entry, document, view) },
    { level: 'V3', name: 'binding', ask: () => askBinding(view, document, entry.at) },
    {
      level: 'V4',
      name: 'constraints',
      ask: adopted(() => {
        const opening = contentOf(view, document.opening, 'opening');
        return opening === null
          ? refuse('unknown-reference')
          : askConstraints(
              view,
              actOfOutcome(entry, document, opening, view),
              constraintsAsked(view, opening, entry.at),
            );
      }),
    },
    { level: 'V4', name: 'lock-out', ask: adopted(() => askLockOut(view, document.binding)) },
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
  'counts' | 'objections' | 'fallback' | 'byDefault' | 'interim' | 'evidenceRoot' | 'outcomeHash' | 'result'
>;

/** @returns null while the matter has come to no yes, no no, and no end of its path. */
export function yieldOutcome(view: RuleView, proposal: Subject, stage: Stage, asOf: Millis): Yielded | null {
  const entries = view.entries(proposal);
  const said = saidBy(stage, view, entries);
  const put = said === null ? null : contentOf(view, said.current, 'proposal');
  if (said === null || put === null) return null;
  const { current, counts, objections, ...result } = said;
  const reviewed = reviewSeconds(stage.opened.opening, current, objections, view);
  const reviewAt = formatMillis(asOf + reviewed * SECOND);
  const named = { proposal: { subject: proposal, id: current }, binding: put.binding, reviewAt };
  const interim = interimNow(stage, view, named, asOf);
  const shown = {
    ...result,
    ...(interim === null ? {} : { interim: true as const }),
    counts,
    objections: objections.map(({ objection, fate }) => ({ objection, fate })),
    evidenceRoot: hashTextSchema.parse(toBase64url(rootOf(entries.map(({ id }) => leafHash(idBytes(id)))))),
  };
  const hashed = { ...shown, proposal: current };
  return {
    current,
    binding: interim ?? put.binding,
    fields: { ...shown, outcomeHash: hashTextOf(canonicalBytes(hashed as unknown as JsonObject)) }, // counts and ids are JSON values
    reviewSeconds: reviewed,
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

interface Said extends Pick<Outcome, 'result' | 'counts' | 'fallback' | 'byDefault'> {
  readonly current: DocumentId;
  readonly objections: readonly JudgedObjection[];
}

function saidBy(stage: Stage, view: RuleView, entries: readonly JudgedEntry[]): Said | null {
  if (stage.kind === 'ended') {
    // Also what was put forward after the last deadline has come to its end.
    const current = readMatter(entries).version.id;
    const { counts, objections } =
      stage.last.kind === 'circle'
        ? stage.last.evaluation
        : { counts: nobodyCounted(rosterOf(stage.opened.opening, view).length), objections: [] };
    return { result: 'default', byDefault: stage.terminal, current, counts, objections };
  }
  if (stage.kind !== 'circle') return null;
  const { state: result, counts, current, objections, fallback } = stage.evaluation;
  if (result !== 'adopted' && result !== 'not-adopted') return null;
  return { result, counts, current, objections, ...(fallback ? { fallback: true as const } : {}) };
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
): number {
  const proposal = contentOf(view, current, 'proposal');
  const within = proposal === null ? 0 : reviewWithin(view, opening.constraints, proposal.binding);
  const seconds = Math.min(domainNamed(view, opening.domain)?.reviewAfterSeconds ?? 0, within);
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

function stageWord(stage: Stage): string {
  return stage.kind === 'circle' ? stage.evaluation.state : stage.kind;
}

function fieldsOf(document: Outcome): OutcomeFields {
  const { result, counts, objections, evidenceRoot, outcomeHash, fallback, byDefault, interim } = document;
  return {
    ...{ result, counts, objections, evidenceRoot, outcomeHash },
    ...(fallback === undefined ? {} : { fallback }),
    ...(byDefault === undefined ? {} : { byDefault }),
    ...(interim === undefined ? {} : { interim }),
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

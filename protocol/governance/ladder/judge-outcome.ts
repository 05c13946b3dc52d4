import { fromBase64url, toBase64url } from '../../bytes.ts';
import { canonicalBytes, type JsonObject } from '../../canonical.ts';
import type { Opening } from '../../documents/opening.ts';
import type { Outcome } from '../../documents/outcome.ts';
import { usageThread } from '../../documents/thread-names.ts';
import { type DocumentId, hashTextOf, hashTextSchema, type Subject } from '../../ids.ts';
import { leafHash, rootOf } from '../../log/tree.ts';
import { formatMillis, type Millis, parseTime, SECOND } from '../../time.ts';
import { askBinding, bindingHash, endsMatter, sameJson } from '../binding.ts';
import { askConstraints } from '../constraints.ts';
import { effectsOf } from '../effects.ts';
import { askLimits } from '../limits.ts';
import { askFounded, domainInForce, domainNamed } from '../right.ts';
import { askScope } from '../scope/ask-scope.ts';
import { judgeBy, type Refusal, refuse, type Verdict } from '../verdict.ts';
import { contentOf, type Entry, type JudgedEntry, type RuleView, stateOf } from '../view.ts';
import { evaluate } from './evaluate.ts';
import type { Evaluation } from './evaluation.ts';
import { isCircleRung } from './plan-opening.ts';
import { rosterOf } from './roster.ts';

type Answer = readonly DocumentId[] | Refusal;

/** An outcome counts if whoever recomputes the thread gets the same. Spec §6. */
export function judgeOutcome(entry: Entry, document: Outcome, view: RuleView): Verdict {
  const adopted = (ask: () => Answer) => () => (document.result === 'adopted' ? ask() : []);
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
    { level: 'V3', name: 'binding', ask: () => askBinding(view, document) },
    {
      level: 'V4',
      name: 'constraints',
      ask: adopted(() => {
        const opening = contentOf(view, document.opening, 'opening');
        return opening === null
          ? refuse('unknown-reference')
          : askConstraints(view, effects(), opening.constraints);
      }),
    },
  ]);
}

/** What the rules yield for a proposal's thread at one moment. Spec §6. */
export interface Yielded {
  readonly opening: Opening;
  readonly openingId: DocumentId;
  readonly evaluation: Evaluation;
  /** What an outcome logged now would say; null while the matter has not come to a yes or a no. */
  readonly fields: OutcomeFields | null;
  /** How long after its entry what was decided is looked at again, at the latest. */
  readonly reviewSeconds: number;
}

type OutcomeFields = Pick<
  Outcome,
  'counts' | 'objections' | 'fallback' | 'evidenceRoot' | 'outcomeHash' | 'result'
>;

/** @returns null where the proposal was never opened, or not for a circle. */
export function yieldOutcome(view: RuleView, proposal: Subject, asOf: Millis): Yielded | null {
  const entries = view.entries(proposal);
  const opened = entries.findLast(
    ({ document, verdict }) => document.type === 'opening' && verdict.status === 'counted',
  );
  if (opened?.document.type !== 'opening' || !isCircleRung(opened.document.rung)) return null;
  const opening = opened.document;
  const { rung } = opened.document;
  const frozen = {
    openedAt: opened.at,
    rung,
    parameters: opening.parameters,
    roster: rosterOf(opening, view).map(({ subject }) => subject),
  };
  const evaluation = evaluate(entries, frozen, asOf);
  return {
    opening,
    openingId: opened.id,
    evaluation,
    fields: outcomeFields(entries, evaluation),
    reviewSeconds: reviewSeconds(opening, evaluation, view),
  };
}

function outcomeFields(entries: readonly JudgedEntry[], evaluation: Evaluation): OutcomeFields | null {
  const { state: result, counts, current } = evaluation;
  if (result !== 'adopted' && result !== 'not-adopted') return null;
  const said = {
    result,
    counts,
    objections: evaluation.objections.map(({ objection, fate }) => ({ objection, fate })),
    ...(evaluation.fallback ? { fallback: true as const } : {}),
    evidenceRoot: hashTextSchema.parse(toBase64url(rootOf(entries.map(({ id }) => leafHash(idBytes(id)))))),
  };
  const hashed = { ...said, proposal: current };
  return { ...said, outcomeHash: hashTextOf(canonicalBytes(hashed as unknown as JsonObject)) }; // counts and ids are JSON values
}

/** In half the time where somebody gave way unconvinced. Spec §6. */
function reviewSeconds(opening: Opening, { objections }: Evaluation, view: RuleView): number {
  const seconds = domainNamed(view, opening.domain)?.reviewAfterSeconds ?? 0;
  return objections.some(({ reluctant }) => reluctant) ? Math.floor(seconds / 2) : seconds;
}

function askOutcome(entry: Entry, document: Outcome, view: RuleView): Answer {
  const { subject } = document.proposal;
  const yielded = yieldOutcome(view, subject, entry.at);
  if (yielded === null) return refuse('not-open');
  const { opening, openingId, evaluation, fields } = yielded;
  const thread = stateOf(view, subject, 'proposal');
  if (
    thread === null ||
    thread.withdrawnBy !== null ||
    thread.decided.some((decided) => endsMatter(decided, entry.at))
  ) {
    return refuse('closed');
  }
  if (fields === null || document.result !== fields.result)
    return refuse('rules-disagree', { yields: evaluation.state, unmet: evaluation.unmet });
  if (!saysNothingMore(document)) return refuse('rules-disagree', { what: 'more than the proposal says' });
  const proposal = contentOf(view, evaluation.current, 'proposal');
  const latest = entry.at + yielded.reviewSeconds * SECOND;
  const reviewAt = parseTime(document.reviewAt) ?? Number.NaN; // the schema has checked the text
  if (!(reviewAt > entry.at && reviewAt <= latest))
    return refuse('review-missing', { latest: formatMillis(latest) });
  if (proposal === null || bindingHash(proposal.binding) !== bindingHash(document.binding))
    return refuse('binding-differs');
  const same =
    sameJson(fieldsOf(document), fields) &&
    document.proposal.id === evaluation.current &&
    document.opening === openingId &&
    sameJson(document.circle, opening.circle) &&
    document.roster === opening.roster.subject &&
    sameJson(document.domain, opening.domain);
  return same
    ? [openingId, evaluation.current]
    : refuse('rules-disagree', { outcomeHash: fields.outcomeHash });
}

function fieldsOf({
  result,
  counts,
  objections,
  fallback,
  evidenceRoot,
  outcomeHash,
}: Outcome): OutcomeFields {
  const said = { result, counts, objections, evidenceRoot, outcomeHash };
  return fallback === undefined ? said : { ...said, fallback };
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

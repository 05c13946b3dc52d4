import { type Decision, takesEffect } from '../../documents/decision.ts';
import type { Outcome } from '../../documents/outcome.ts';
import type { Author, DocumentId } from '../../ids.ts';
import type { Millis } from '../../time.ts';
import { bindingHash } from '../binding.ts';
import { concentrationUses } from '../constraints/concentration.ts';
import { constraintsAsked, openingOf } from '../constraints/in-force.ts';
import { type Effect, effectsOf } from '../effects.ts';
import { addPending, addUses, confirmPending, NO_USAGE, usesOf } from '../limits.ts';
import { domainInForce } from '../right.ts';
import { delegateUses } from '../roles/ask-delegate.ts';
import type { Decided, DecisionState, ProposalState, UsageState, UsageWindow } from '../state.ts';
import type { Verdict } from '../verdict.ts';
import { contentOf, type RuleView } from '../view.ts';
import { foldRecorded } from './meetings.ts';
import { type Applied, operationsOf, type Step } from './step.ts';

/** The thread of a self-contained decision. Spec §6. */
export function foldDecision(before: DecisionState | null, step: Step): DecisionState {
  return { kind: 'decision', decided: foldDecidedList(before?.decided ?? [], step) };
}

/** A proposal: its counted versions, its opening, its objections, its end. Spec §4. */
export function foldProposal(before: ProposalState | null, step: Step): ProposalState {
  const { entry, verdict } = step;
  const { document, id, at } = entry;
  const state: ProposalState = before ?? {
    kind: 'proposal',
    versions: [],
    opening: null,
    withdrawnBy: null,
    paused: [],
    referredBy: [],
    objections: [],
    decided: [],
  };
  const decided = foldDecidedList(state.decided, step);
  if (verdict.status !== 'counted') return { ...state, decided };
  switch (document.type) {
    case 'proposal': {
      const version = { id, author: document.author, at, binding: bindingHash(document.binding) };
      // Somebody else may take up what was withdrawn.
      return { ...state, decided, versions: [...state.versions, version], withdrawnBy: null };
    }
    case 'opening':
      return { ...state, decided, opening: { id, at } };
    case 'referral':
      return { ...state, decided, referredBy: [...state.referredBy, document.author] };
    case 'recusal': {
      const recused = [...(state.recused ?? []), { author: document.author, id }];
      return { ...state, decided, recused, objections: endedBy(state.objections, document.author, id) };
    }
    case 'response':
      return document.value === 'pause'
        ? { ...state, decided, paused: [...state.paused, document.author] }
        : { ...state, decided };
    case 'objection': {
      const objection = { id, author: document.author, endedBy: null };
      return { ...state, decided, objections: [...state.objections, objection] };
    }
    case 'withdrawal': {
      const withdrawn = state.versions.some((version) => version.id === document.of.id);
      const objections = state.objections.map((objection) =>
        objection.id === document.of.id ? { ...objection, endedBy: id } : objection,
      );
      return { ...state, decided, objections, withdrawnBy: withdrawn ? id : state.withdrawnBy };
    }
    case 'confirmation':
    case 'disavowal':
      return foldRecorded({ ...state, decided }, step);
    default:
      return { ...state, decided };
  }
}

/** Whoever takes no part any more objects no more. Spec §15. */
function endedBy(
  objections: ProposalState['objections'],
  author: Author,
  id: DocumentId,
): ProposalState['objections'] {
  return objections.map((objection) =>
    objection.author === author && objection.endedBy === null ? { ...objection, endedBy: id } : objection,
  );
}

/** What was decided under a domain, counted by limit. Spec §6. */
export function foldUsage(before: UsageState | null, { entry, verdict, view, applied }: Step): UsageState {
  const usage = before ?? NO_USAGE;
  const { document, id, at } = entry;
  if (document.type === 'confirmation') {
    return applied === null ? usage : confirmPending(usage, applied.id);
  }
  if (document.type !== 'decision' && document.type !== 'outcome') return usage;
  if (!takesEffect(document)) return usage;
  if (verdict.status !== 'counted' && verdict.status !== 'pending') return usage;
  const domain = domainInForce(view, document.domain);
  if ('code' in domain) return usage;
  const effects = effectsOf(document.binding, view.home);
  const decider = document.type === 'decision' ? document.author : null;
  const opening = openingOf(view, document.proposal?.subject);
  const { constraints } = constraintsAsked(view, opening, at);
  const uses = [
    ...usesOf(domain.body.limits, effects, at),
    ...agentUses(document, effects, view, at),
    ...delegateUses(view, document, effects, at),
    ...concentrationUses(view, constraints, effects, decider, at),
  ];
  return verdict.status === 'pending' ? addPending(usage, { decision: id, at, uses }) : addUses(usage, uses);
}

/** An agent's limits are counted apart, by its mandate. Spec §13. */
function agentUses(
  document: Decision | Outcome,
  effects: readonly Effect[],
  view: RuleView,
  at: Millis,
): readonly UsageWindow[] {
  if (document.type !== 'decision' || document.agent === undefined) return [];
  const limits = contentOf(view, document.mandate.id, 'mandate')?.limits ?? [];
  return usesOf(limits, effects, at, document.mandate.subject);
}

/** Decisions logged in this thread, and what later ones did to them: confirmed, reversed, replaced. */
function foldDecidedList(
  before: readonly Decided[],
  { entry, verdict, applied, name, view }: Step,
): readonly Decided[] {
  const { document, id, at, index } = entry;
  const own =
    (document.type === 'decision' && (document.proposal?.subject ?? document.subject) === name) ||
    (document.type === 'outcome' && document.proposal.subject === name);
  const listed =
    own && verdict.status !== 'unresolved'
      ? [
          ...before,
          {
            id,
            type: document.type,
            index,
            at,
            author: document.author,
            status: verdict.status,
            code: verdict.refusal?.code ?? null,
            result: document.result,
            confirmedBy: null,
            reversedBy: null,
            replacedBy: null,
            ...askedOfHolds(document, verdict, view, at),
          },
        ]
      : before;
  if (applied === null) return listed;
  return listed.map((decided): Decided => {
    if (decided.id === applied.id && document.type === 'confirmation') {
      return { ...decided, status: 'counted', confirmedBy: id };
    }
    if (decided.id === applied.decided.reverses?.id || isReversedBy(applied, decided.id))
      return { ...decided, reversedBy: applied.id };
    if (decided.id === applied.decided.replaces?.id) return { ...decided, replacedBy: applied.id };
    return decided;
  });
}

/** Constraints that an agreement is yet to keep: its holds are made later, by an entry that reads no constraints. Spec §12. */
function askedOfHolds(
  document: Decision | Outcome,
  { status }: Verdict,
  view: RuleView,
  at: Millis,
): Pick<Decided, 'constraints'> {
  const counts = status === 'counted' || status === 'pending';
  const agrees = document.binding.operations.some(({ op }) => op === 'agree');
  if (!counts || !agrees || !takesEffect(document)) return {};
  const opening = openingOf(view, document.proposal?.subject);
  const { constraints, raisedBy } = constraintsAsked(view, opening, at);
  const asked = constraints.filter((id) => !raisedBy.includes(id));
  return asked.length === 0 ? {} : { constraints: asked };
}

/** A challenge was settled against it. Spec §6. */
function isReversedBy(applied: Applied, id: DocumentId): boolean {
  return operationsOf(applied).some(
    (operation) => operation.op === 'rule' && ENDS.has(operation.ruling) && operation.decision.id === id,
  );
}

const ENDS: ReadonlySet<string> = new Set(['reversed', 'vetoed']);

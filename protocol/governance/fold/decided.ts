import { type Decision, takesEffect } from '../../documents/decision.ts';
import type { Outcome } from '../../documents/outcome.ts';
import { usageThread } from '../../documents/thread-names.ts';
import type { Author, DocumentId } from '../../ids.ts';
import type { Millis } from '../../time.ts';
import { bindingHash } from '../binding.ts';
import { concentrationUses } from '../constraints/concentration.ts';
import { constraintsAsked, openingOf } from '../constraints/in-force.ts';
import { type Effect, effectsOf } from '../effects.ts';
import { addPending, addUses, confirmPending, NO_USAGE, usesOf } from '../limits.ts';
import { actIn } from '../links/words.ts';
import { domainInForce, domainNow } from '../right.ts';
import { delegateUses } from '../roles/ask-delegate.ts';
import type { Decided, DecisionState, ProposalState, UsageState, UsageWindow } from '../state.ts';
import type { Verdict } from '../verdict.ts';
import { contentOf, type RuleView } from '../view.ts';
import { keptBefore } from './kept-keys.ts';
import { foldRecorded } from './meetings.ts';
import { type Applied, operationsOf, type Step } from './step.ts';

/** The thread of a self-contained decision. Spec §6. */
export function foldDecision(before: DecisionState | null, step: Step): DecisionState {
  return { kind: 'decision', decided: foldDecidedList(before?.decided ?? [], step) };
}

/** A proposal: its counted versions, its opening, its objections, its end. Spec §4. */
export function foldProposal(before: ProposalState | null, step: Step): ProposalState {
  const { entry, verdict } = step;
  const { document } = entry;
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
  if (verdict.status !== 'counted' && verdict.status !== 'pending') return { ...state, decided };
  const kept = keptBefore(state, step);
  if (verdict.status !== 'counted') return { ...kept, decided };
  const act = document.type === 'link-word' ? actIn(document) : null;
  return foldCounted(kept, decided, act === null ? step : { ...step, entry: { ...entry, document: act } });
}

function foldCounted(state: ProposalState, decided: ProposalState['decided'], step: Step): ProposalState {
  const { document, id, at } = step.entry;
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
      // One at a time of each person: a newer one takes the place of theirs before. Spec §6 [R-6.24a].
      const before = endedBy(state.objections, document.author, id);
      return { ...state, decided, objections: [...before, objection] };
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

/** Whoever takes no part any more, or objects anew, does not object as before. Spec §15, §6 [R-6.24a]. */
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
export function foldUsage(before: UsageState | null, step: Step): UsageState {
  const { entry, verdict, view, applied } = step;
  const usage = before ?? NO_USAGE;
  const { document, id, at } = entry;
  if (document.type === 'confirmation') {
    return applied === null ? usage : confirmPending(usage, applied.id);
  }
  if (document.type !== 'decision' && document.type !== 'outcome') return usage;
  if (!takesEffect(document)) return usage;
  if (verdict.status !== 'counted' && verdict.status !== 'pending') return usage;
  const named = document.type === 'outcome' ? domainNow : domainInForce;
  const domain = named(view, document.domain);
  if ('code' in domain) return usage;
  const effects = effectsOf(document.binding, view.home);
  const totals = totalUses(step, document, effects);
  const decider = document.type === 'decision' ? document.author : null;
  const opening = openingOf(view, document.proposal?.subject);
  const { constraints } = constraintsAsked(view, opening, at);
  const uses = totals ?? [
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

/** What an agent uses of its limits over all domains; null in the thread of a domain. Spec §13. */
function totalUses(
  { name, view, entry: { at } }: Step,
  document: Decision | Outcome,
  effects: readonly Effect[],
): readonly UsageWindow[] | null {
  if (document.type !== 'decision' || document.totals === undefined) return null;
  if (name !== usageThread(document.mandate.subject)) return null;
  return usesOf(contentOf(view, document.mandate.id, 'mandate')?.totals ?? [], effects, at);
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

import { equalBytes } from '../bytes.ts';
import { canonicalBytes, type JsonObject } from '../canonical.ts';
import type { Adoptable, ThingType } from '../documents/adoptable.ts';
import type { Decides } from '../documents/decides.ts';
import { type Decision, takesEffect } from '../documents/decision.ts';
import type { DomainBody } from '../documents/domain-fields.ts';
import type { Binding, Operation } from '../documents/operation.ts';
import { type Author, type DocumentId, hashTextOf, type Ref } from '../ids.ts';
import { askAccounts } from '../resource/ask-accounts.ts';
import { negotiationsHolding } from '../resource/holding.ts';
import type { Millis } from '../time.ts';
import { askBudgets } from './budgets/ask-budgets.ts';
import { inForce } from './in-force.ts';
import { askLapsed } from './ladder/lapse.ts';
import { askRuling } from './lifecycle/ask-ruling.ts';
import { signBy } from './limits.ts';
import { askErased } from './privacy/ask-erased.ts';
import { askRatified } from './provisional.ts';
import { ladderOf } from './right.ts';
import { askSeatOperation } from './seats/ask-seat-operation.ts';
import type { Decided } from './state.ts';
import { askTerm, askTermOf } from './term.ts';
import { type Refusal, refuse } from './verdict.ts';
import { contentOf, type RuleView, stateOf } from './view.ts';

type Answer = readonly DocumentId[] | Refusal;

/** Hash of a binding part: what responses are bound to. Spec §5. */
export function bindingHash(binding: Binding): string {
  return hashTextOf(canonicalBytes(binding as unknown as JsonObject)); // a parsed binding holds JSON values only
}

/**
 * Every operation can take effect as things stand, and what is reversed or replaced stands. Spec §6 – [R-6.12a].
 *
 * Asked when a decision is logged, and again when its second signature is: that is when the operations take effect.
 *
 * @param isSecond whether the second signature asks: it reads nothing of what is to be erased.
 */
export function askBinding(view: RuleView, decided: Decides, at: Millis, isSecond = false): Answer {
  if (!takesEffect(decided)) {
    // A "no" does nothing: it asks none of these questions, so it must not reach past them.
    return decided.reverses === undefined && decided.replaces === undefined ? [] : refuse('contradictory');
  }
  const { operations } = decided.binding;
  const twice = saidTwice(operations);
  if (twice !== null) return refuse('contradictory', { subject: twice });
  const asked = [
    () => askRatified(view, decided),
    ...operations.map((operation) => () => askOperation(view, operation, at)),
    ...operations.map((operation) => () => askSeatOperation(view, operation, decided, at)),
    ...takenPlaceOf(decided).map((ref) => () => askStanding(view, ref, decided)),
    ...operations.map(
      (operation) => () => (operation.op === 'rule' ? askRuling(view, operation, decided, at) : []),
    ),
    ...operations.map(
      (operation) => () => (operation.op === 'erase' && !isSecond ? askErased(view, operation.erases) : []),
    ),
    () => askAccounts(view, operations, at),
    () => askBudgets(view, decided, at),
  ];
  return askAll(asked);
}

/** Operations can take effect as things stand, and their stocks suffice. Spec §6. */
export function askOperations(view: RuleView, operations: readonly Operation[], at: Millis): Answer {
  return askAll([
    ...operations.map((operation) => () => askOperation(view, operation, at)),
    () => askAccounts(view, operations, at),
  ]);
}

/** The proposal that a role-holder decides: its current version, undecided, with the same binding part. Spec §6. */
export function askProposal(view: RuleView, decision: Decision, at: Millis): Answer {
  if (decision.proposal === undefined) return [];
  const { subject, id } = decision.proposal;
  const state = stateOf(view, subject, 'proposal');
  const current = state?.versions.at(-1);
  if (state === null || current === undefined) return refuse('unknown-reference', { proposal: subject });
  if (current.id !== id) return refuse('stale-version', { current: current.id });
  const ends = (decided: Decided) => endsMatter(decided, at) && !givesWay(view, decided, decision);
  if (state.withdrawnBy !== null) return refuse('closed', { withdrawnBy: state.withdrawnBy });
  const ended = state.decided.find(ends);
  if (ended !== undefined) return refuse('closed', { decidedBy: ended.id });
  const lapsed = askLapsed(state, at);
  if (lapsed !== null) return lapsed;
  // An opening froze who decides it; a role-holder does not step in front of a circle.
  const rung = state.opening === null ? null : contentOf(view, state.opening.id, 'opening')?.rung;
  if (rung !== null && rung !== 'consultation') return refuse('wrong-rung', { rung });
  return current.binding === bindingHash(decision.binding) ? [id] : refuse('binding-differs');
}

/**
 * Whoever put the matter forward signs it only where the domain lets them. Spec §6 [R-6.6a].
 *
 * A decision without a proposal was put forward by whoever decides.
 */
export function askProposer(view: RuleView, decision: Decision, body: DomainBody, signer: Author): Answer {
  if (ladderOf(view, body).delegation?.proposerMayDecide ?? true) return [];
  const { proposal } = decision;
  if (proposal === undefined) return refuse('proposer-decides');
  const proposer = stateOf(view, proposal.subject, 'proposal')?.versions.at(-1)?.author;
  return proposer === signer ? refuse('proposer-decides') : [proposal.id];
}

/** What a delegate half-signed gives way to whoever delegated, deciding themself. Spec §15. */
function givesWay(view: RuleView, { status, id }: Decided, { author, delegation }: Decision): boolean {
  if (status !== 'pending' || delegation !== undefined) return false;
  return contentOf(view, id, 'decision')?.delegation?.from === author;
}

/** A decision that counts, or may still come to count, ends the matter it decides. Spec §6. */
export function endsMatter(decided: Decided, at: Millis): boolean {
  return decided.status === 'counted' || (decided.status === 'pending' && at < signBy(decided.at));
}

export function sameJson(a: unknown, b: unknown): boolean {
  return equalBytes(canonicalBytes(a as JsonObject), canonicalBytes(b as JsonObject)); // both parsed from JSON
}

/** The first "no", or the proofs of all. */
function askAll(questions: readonly (() => Answer)[]): Answer {
  const proofs: DocumentId[] = [];
  for (const ask of questions) {
    const said = ask();
    if ('code' in said) return said;
    proofs.push(...said);
  }
  return proofs;
}

/** Operations are one act: no two of them speak of the same thing, or of the same negotiation. */
function saidTwice(operations: readonly Operation[]): string | null {
  const spoken = new Set<string>();
  for (const operation of operations) {
    const subject = spokenOf(operation);
    if (subject === null) continue;
    if (spoken.has(subject)) return subject;
    spoken.add(subject);
  }
  return null;
}

function spokenOf(operation: Operation): string | null {
  switch (operation.op) {
    case 'adopt':
      return operation.adopts.subject;
    case 'end':
      return operation.thing.subject;
    case 'agree':
    case 'decline':
    case 'report':
    case 'terminate':
    case 'ask':
    case 'answer':
      return operation.negotiation;
    case 'rule':
      return operation.on;
    case 'recall':
    case 'suspend':
      return operation.mandate.subject;
    case 'select':
      return operation.role.subject;
    case 'transfer':
    case 'change':
    case 'resolve':
    case 'erase':
      return null;
  }
}

function askOperation(view: RuleView, operation: Operation, at: Millis): Answer {
  switch (operation.op) {
    case 'transfer':
      return askCurrent(view, operation.resource, 'resource');
    case 'adopt':
      return askAdoption(view, operation.adopts, at);
    case 'end':
      return askEnd(view, operation, at);
    case 'agree':
      return operation.fields.parties.includes(view.home) ? [] : refuse('not-a-party');
    case 'decline':
    case 'report':
    case 'terminate':
    case 'ask':
    case 'answer':
    case 'change':
    case 'resolve':
    case 'erase': // asked with what rests on it
    case 'rule': // asked with what it rules on
    case 'select':
    case 'recall':
    case 'suspend': // asked with the seats that they are about
      return [];
  }
}

/** The named version is the one in force, and of the named type: effects, and so the domain, follow from the type. */
function askCurrent(view: RuleView, ref: Ref, type: ThingType): Answer {
  const current = inForce(view, ref.subject);
  if (current === null) return refuse('unknown-reference', { subject: ref.subject });
  if (current.id !== ref.id) return refuse('stale-version', { inForce: current.id });
  return contentOf(view, ref.id, type) === null
    ? refuse('unknown-reference', { subject: ref.subject, type })
    : [current.id];
}

/** A charter is replaced and never ended: without one there would be no right at all. */
function askEnd(view: RuleView, operation: Extract<Operation, { readonly op: 'end' }>, at: Millis): Answer {
  const { thing, type } = operation;
  if (type === 'charter') return refuse('unknown-reference', { subject: thing.subject, type });
  const said = askCurrent(view, thing, type);
  if ('code' in said) return said;
  if (operation.type === 'mandate') return askTermOf(view, thing.id, operation.role);
  const negotiations = negotiationsHolding(stateOf(view, thing.subject, 'resource'), at);
  return negotiations.length === 0 ? said : refuse('resource-held', { negotiations });
}

/**
 * A logged draft comes into force, on top of the version in force and no other. Spec §5.
 *
 * A set is named by its root: whether its pages give that root is asked when one of its items is used.
 */
function askAdoption(view: RuleView, adopts: Adoptable, at: Millis): Answer {
  if (adopts.type === 'set') return [];
  const state = view.state(adopts.type === 'charter' ? 'charter' : adopts.subject);
  const drafts = state !== null && 'drafts' in state ? state.drafts : [];
  const document = drafts.includes(adopts.id) ? view.content(adopts.id) : null;
  if (document === null || document.type !== adopts.type || document.subject !== adopts.subject) {
    return refuse('unknown-reference', { adopts: adopts.id });
  }
  const current =
    state?.kind === 'charter' ? state.inForce : (inForce(view, adopts.subject)?.id ?? undefined);
  if (document.supersedes !== current) return refuse('stale-version', { inForce: current ?? null });
  return adopts.type === 'mandate' ? askTerm(view, adopts, at) : [adopts.id];
}

function takenPlaceOf({ reverses, replaces }: Decides): readonly Ref[] {
  return [reverses, replaces].filter((ref) => ref !== undefined);
}

/** A decision can be reversed or replaced under its own domain, while it stands. Spec §6. */
function askStanding(view: RuleView, ref: Ref, by: Decides): Answer {
  if (by.reverses?.id === by.replaces?.id) return refuse('contradictory', { decision: ref.id });
  const state = view.state(ref.subject);
  const decided =
    state?.kind === 'decision' || state?.kind === 'proposal'
      ? state.decided.find((entry) => entry.id === ref.id)
      : undefined;
  if (decided === undefined || decided.status !== 'counted')
    return refuse('unknown-reference', { decision: ref.id });
  if (decided.reversedBy !== null || decided.replacedBy !== null)
    return refuse('closed', { decision: ref.id });
  const document = contentOf(view, ref.id, decided.type);
  return document?.domain.subject === by.domain.subject
    ? [ref.id]
    : refuse('out-of-scope', { decision: ref.id });
}

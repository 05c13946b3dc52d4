import { type Lapse, OWN_CAUSES } from '../documents/lapse.ts';
import type { Seal } from '../documents/seal.ts';
import type { Step } from '../governance/fold/step.ts';
import { contentOf } from '../governance/view.ts';
import { isScid } from '../ids.ts';
import { millisOf } from './questions.ts';
import { type NegotiationState, NO_NEGOTIATION } from './state.ts';

/**
 * Adds a document to its negotiation; each lands in its own list, so that their set is the state. Spec §8.
 *
 * Only what counts is added, but for one thing: a registrar's second word changes nothing and is remembered.
 */
export function foldNegotiation(before: NegotiationState | null, step: Step): NegotiationState {
  const state = before ?? NO_NEGOTIATION;
  const { document, id, index, at } = step.entry;
  if (!isScid(document.author)) return state;
  const logged = { id, commons: document.author, index, at };
  if (step.verdict.status !== 'counted') {
    return isConflict(step)
      ? { ...state, conflicts: [...state.conflicts, { ...logged, terms: step.entry.document.terms }] }
      : state;
  }
  switch (document.type) {
    case 'terms':
      return { ...state, terms: [...state.terms, { ...logged, supersedes: document.supersedes ?? null }] };
    case 'acceptance': {
      const withdrawnBy = state.withdrawals.find(({ of }) => of === id)?.id ?? null;
      const acceptance = { ...logged, terms: document.terms, withdrawnBy };
      return { ...state, acceptances: [...state.acceptances, acceptance] };
    }
    case 'rejection':
      return { ...state, rejections: [...state.rejections, { ...logged, terms: document.terms }] };
    case 'withdrawal':
      return {
        ...state,
        withdrawals: [...state.withdrawals, { ...logged, of: document.of.id }],
        acceptances: state.acceptances.map((acceptance) =>
          acceptance.id === document.of.id ? { ...acceptance, withdrawnBy: id } : acceptance,
        ),
      };
    case 'seal': {
      const acceptances = document.acceptances.map((named) => named.id);
      return { ...state, seals: [...state.seals, { ...logged, terms: document.terms, acceptances }] };
    }
    case 'lapse': {
      const terminated = document.cause === 'terminated' ? { terminated: true as const } : {};
      const lapse = { ...logged, terms: document.terms, ...terminated };
      return isRelease(document, step)
        ? { ...state, releases: [...state.releases, lapse] }
        : { ...state, lapses: [...state.lapses, lapse] };
    }
    case 'event': {
      const { terms, said, commitment, quantity, of = null } = document;
      const event = { ...logged, terms, said, commitment, quantity, of, decision: document.decision.id };
      return { ...state, events: [...(state.events ?? []), event] };
    }
    case 'question': {
      const asked = { ...logged, terms: document.terms, decision: document.decision.id };
      return { ...state, questions: [...(state.questions ?? []), asked] };
    }
    case 'answer': {
      const { terms, question, decision } = document;
      const answered = { ...logged, terms, question, decision: decision.id };
      return { ...state, answers: [...(state.answers ?? []), answered] };
    }
    case 'termination': {
      const said = { ...logged, terms: document.terms, endsAt: millisOf(document.endsAt) };
      return { ...state, terminations: [...(state.terminations ?? []), said] };
    }
    default:
      return state;
  }
}

/** A `lapse` by whoever is not the registrar, or about its own account, decides nothing. Spec §8. */
export function isRelease(document: Lapse, { view }: Pick<Step, 'view'>): boolean {
  const registrar = contentOf(view, document.terms, 'terms')?.fields.registrar;
  return document.author !== registrar || OWN_CAUSES.has(document.cause);
}

/** A foreign registrar's seal or lapse that counts at its home and finds the negotiation ended. Spec §8 [R-8.11d]. */
function isConflict(step: Step): step is Step & { entry: { document: Seal | Lapse } } {
  const { entry, verdict, view } = step;
  const { document } = entry;
  const ends = document.type === 'seal' || document.type === 'lapse';
  return ends && document.commons !== view.home && verdict.refusal?.code === 'closed';
}

import { givenBy } from '../../agreement/judge.ts';
import { undeliveredBy } from '../../agreement/termination.ts';
import { addAmounts } from '../../amount.ts';
import type { Lapse } from '../../documents/lapse.ts';
import type { Ref, Subject } from '../../ids.ts';
import { promisedBy } from '../budgets/promised.ts';
import type { BudgetState } from '../state.ts';
import { contentOf, type RuleView, stateOf } from '../view.ts';
import { operationsOf, type Step } from './step.ts';

type Drawn = Pick<BudgetState, 'used' | 'promised'>;

/** What decisions drew on a budget: for good by transfers, until the end of a negotiation by agreements. Spec §15, [R-15.73]. */
export function foldDrawn(before: BudgetState | null, step: Step): Drawn {
  const { entry, verdict, view, name } = step;
  const { document } = entry;
  const drawn = operationsOf(step.applied).reduce(
    (state: Drawn, operation): Drawn => {
      if (operation.op === 'transfer' && operation.budget?.subject === name)
        return { ...state, used: addAmounts(state.used, operation.quantity) };
      if (operation.op !== 'agree' || operation.budget?.subject !== name) return state;
      const budget = contentOf(view, operation.budget.id, 'budget');
      const quantity = budget === null ? 0 : promisedBy(operation, budget, view.home);
      return withPromise(state, operation.negotiation, (least) => Math.max(least, quantity));
    },
    { used: before?.used ?? 0, ...(before?.promised === undefined ? {} : { promised: before.promised }) },
  );
  if (document.type !== 'lapse') return drawn;
  const { budgets: named, cause } = document;
  const ref = named?.find(({ subject }) => subject === name);
  if (ref === undefined || verdict.status !== 'counted') return drawn;
  const resource = contentOf(view, ref.id, 'budget')?.resource.subject;
  return withPromise(drawn, document.subject, () => takenOf(view, document.subject, resource, cause));
}

/**
 * How much of a resource a negotiation made us give: nothing where it came to no seal, and no more than was delivered once
 * it has ended.
 */
export function takenOf(
  view: RuleView,
  negotiation: Subject,
  resource: Subject | undefined,
  cause: Lapse['cause'],
): number {
  const state = stateOf(view, negotiation, 'negotiation');
  const seal = state?.seals[0];
  const terms = seal === undefined ? null : contentOf(view, seal.terms, 'terms');
  if (state === null || seal === undefined || terms === null) return 0;
  const amountIn = (list: readonly { readonly resource: Ref; readonly quantity: number }[]) =>
    list.find((one) => one.resource.subject === resource)?.quantity ?? 0;
  const given = amountIn(givenBy(terms.fields, view.home));
  return cause === 'terminated'
    ? given - amountIn(undeliveredBy(state, seal.terms, terms.fields, view.home))
    : given;
}

function withPromise(state: Drawn, negotiation: Subject, change: (before: number) => number): Drawn {
  const promised = state.promised ?? [];
  const before = promised.find((one) => one.negotiation === negotiation)?.quantity ?? 0;
  const others = promised.filter((one) => one.negotiation !== negotiation);
  const quantity = change(before);
  return { ...state, promised: quantity === 0 ? others : [...others, { negotiation, quantity }] };
}

import { givenBy } from '../../agreement/judge.ts';
import { addAmounts } from '../../amount.ts';
import type { Subject } from '../../ids.ts';
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
  const named = document.type === 'lapse' ? document.budgets : undefined;
  const ref = named?.find(({ subject }) => subject === name);
  if (ref === undefined || verdict.status !== 'counted') return drawn;
  const resource = contentOf(view, ref.id, 'budget')?.resource.subject;
  return withPromise(drawn, document.subject, () => sealedOf(view, document.subject, resource));
}

/** How much of a resource a negotiation made us give: nothing where it came to no seal. */
export function sealedOf(view: RuleView, negotiation: Subject, resource: Subject | undefined): number {
  const seal = stateOf(view, negotiation, 'negotiation')?.seals[0];
  const terms = seal === undefined ? null : contentOf(view, seal.terms, 'terms');
  const given = terms === null ? [] : givenBy(terms.fields, view.home);
  return given.find((one) => one.resource.subject === resource)?.quantity ?? 0;
}

function withPromise(state: Drawn, negotiation: Subject, change: (before: number) => number): Drawn {
  const promised = state.promised ?? [];
  const before = promised.find((one) => one.negotiation === negotiation)?.quantity ?? 0;
  const others = promised.filter((one) => one.negotiation !== negotiation);
  const quantity = change(before);
  return { ...state, promised: quantity === 0 ? others : [...others, { negotiation, quantity }] };
}

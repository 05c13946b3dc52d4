import { addAmounts } from '../amount.ts';
import type { Constraint } from '../documents/constraint.ts';
import type { DocumentId } from '../ids.ts';
import type { Effect } from './effects.ts';
import { type Refusal, refuse } from './verdict.ts';
import { contentOf, type RuleView, stateOf } from './view.ts';

/**
 * Every hard constraint is satisfied by what the decision does. Spec §6.
 *
 * @param constraints those that an opening froze; without one, those in force.
 */
export function askConstraints(
  view: RuleView,
  effects: readonly Effect[],
  constraints: readonly DocumentId[] = constraintsInForce(view),
): readonly DocumentId[] | Refusal {
  for (const id of constraints) {
    const constraint = contentOf(view, id, 'constraint');
    if (constraint?.hard !== true) continue;
    const violation = violationOf(constraint, effects);
    if (violation !== null) return refuse('constraint-violated', { constraint: id, ...violation });
  }
  return constraints;
}

export function constraintsInForce(view: RuleView): readonly DocumentId[] {
  return (stateOf(view, 'constraints', 'constraints')?.inForce ?? []).map(({ id }) => id);
}

/** @returns what was asked and what is allowed, or null where the constraint is kept. */
function violationOf(
  constraint: Constraint,
  effects: readonly Effect[],
): Readonly<Record<string, unknown>> | null {
  const { rule } = constraint;
  switch (rule.kind) {
    case 'maxAmount': {
      const asked = effects
        .filter((effect) => rule.resource === undefined || effect.resource === rule.resource)
        .reduce((sum, effect) => addAmounts(sum, effect.amount), 0);
      return asked > rule.most ? { most: rule.most, asked } : null;
    }
  }
}

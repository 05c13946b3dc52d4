import type { Acceptance } from '../documents/acceptance.ts';
import type { StockRule } from '../documents/constraint.ts';
import { beyondStock, isStockRule } from '../governance/constraints/stocks.ts';
import { lastInForce } from '../governance/in-force.ts';
import { refuse } from '../governance/verdict.ts';
import { contentOf, type RuleView, stateOf } from '../governance/view.ts';
import { EMPTY_LEDGER, hold } from '../resource/ledger.ts';
import { decidedOf } from './own-decision.ts';
import type { Answer } from './questions.ts';

/**
 * What is given by agreement keeps the constraints on its resource's account where it is held: the decision that said yes
 * does not look at the account. They are those that were asked of that decision. Spec §12.
 */
export function askHeldConstraints(view: RuleView, document: Acceptance): Answer {
  const asked = decidedOf(view, document.decision)?.constraints ?? [];
  for (const id of asked) {
    const constraint = contentOf(view, id, 'constraint');
    if (constraint === null || !isStockRule(constraint.rule)) continue;
    const violation = violationOf(view, document, constraint.rule);
    if (violation === null) continue;
    const soft = constraint.hard ? {} : { soft: true };
    return refuse('constraint-violated', {
      constraint: id,
      kind: constraint.rule.kind,
      ...violation,
      ...soft,
    });
  }
  return asked;
}

function violationOf(view: RuleView, document: Acceptance, rule: StockRule) {
  const held = document.holds.find(({ resource }) => resource.subject === rule.resource);
  if (held === undefined) return null;
  const ledger = stateOf(view, rule.resource, 'resource')?.ledger ?? EMPTY_LEDGER;
  const current = lastInForce(view, rule.resource);
  const resource = current === null ? null : contentOf(view, current, 'resource');
  const capacity = resource?.capacity.quantity ?? 0;
  return beyondStock(rule, {
    given: held.quantity,
    before: { capacity, ledger },
    after: { capacity, ledger: hold(ledger, document.subject, held.quantity) },
  });
}

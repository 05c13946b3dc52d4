import type { Acceptance } from '../documents/acceptance.ts';
import type { StockRule } from '../documents/constraint.ts';
import { changesByMoment } from '../governance/constraints/moments.ts';
import { beyondStock, beyondStocks, isStockRule } from '../governance/constraints/stocks.ts';
import { lastInForce } from '../governance/in-force.ts';
import { refuse } from '../governance/verdict.ts';
import { contentOf, type RuleView, stateOf } from '../governance/view.ts';
import { type Calendar, EMPTY_CALENDAR, holdFor } from '../resource/calendar.ts';
import { EMPTY_LEDGER, hold } from '../resource/ledger.ts';
import { NEVER, sumOf } from '../resource/timeline.ts';
import type { Millis } from '../time.ts';
import { timesGivenBy } from './ask-holds.ts';
import { decidedOf } from './own-decision.ts';
import { type Answer, fieldsOf } from './questions.ts';

/**
 * What is given by agreement keeps the constraints on its resource's account where it is held: the decision that said yes
 * does not look at the account. They are those that were asked of that decision. Spec §12.
 */
export function askHeldConstraints(view: RuleView, document: Acceptance, at: Millis): Answer {
  const asked = decidedOf(view, document.decision)?.constraints ?? [];
  for (const id of asked) {
    const constraint = contentOf(view, id, 'constraint');
    if (constraint === null || !isStockRule(constraint.rule)) continue;
    const violation = violationOf(view, document, constraint.rule, at);
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

function violationOf(view: RuleView, document: Acceptance, rule: StockRule, at: Millis) {
  const held = document.holds.find(({ resource }) => resource.subject === rule.resource);
  if (held === undefined) return null;
  const state = stateOf(view, rule.resource, 'resource');
  const ledger = state?.ledger ?? EMPTY_LEDGER;
  const current = lastInForce(view, rule.resource);
  const resource = current === null ? null : contentOf(view, current, 'resource');
  const capacity = resource?.capacity.quantity ?? 0;
  if (resource?.capacity.model === 'slots') {
    const before = state?.calendar ?? EMPTY_CALENDAR;
    const fields = fieldsOf(view, document.subject, document.terms);
    const given = fields === null ? NEVER : timesGivenBy(fields, view.home, rule.resource);
    const after = holdFor(before, document.subject, given, at);
    const booked = sumOf(before.bookings.map(({ pieces }) => pieces));
    const timesOf = ({ holds }: Calendar) => ({
      ...{ capacity, booked },
      held: sumOf(holds.map(({ pieces }) => pieces)),
    });
    const changes = changesByMoment(rule.resource, {
      ...{ at, given },
      ...{ before: timesOf(before), after: timesOf(after) },
    });
    return beyondStocks(rule, changes);
  }
  return beyondStock(rule, {
    given: held.quantity,
    before: { capacity, ledger },
    after: { capacity, ledger: hold(ledger, document.subject, held.quantity) },
  });
}

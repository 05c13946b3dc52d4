import type { Constraint } from '../../documents/constraint.ts';
import type { DomainBody } from '../../documents/domain-fields.ts';
import type { Proposal } from '../../documents/proposal.ts';
import type { DocumentId, Subject } from '../../ids.ts';
import type { Millis } from '../../time.ts';
import { concernsAny, effectsOf } from '../effects.ts';
import { rungAbove } from '../ladder/rank.ts';
import { type Refusal, refuse } from '../verdict.ts';
import { contentOf, type RuleView } from '../view.ts';
import type { Act } from './act.ts';
import { departsFrom } from './ask-constraints.ts';
import { constraintsInForce } from './in-force.ts';
import { isStockRule, touchesStock } from './stocks.ts';
import { violationOf } from './violation.ts';

/** What constraints make of a matter that is opened. */
export interface Raise {
  /** Soft ones from which it departs, with a reason: its rung is the next one above. Spec §12. */
  readonly raisedBy: readonly DocumentId[];
  /** Resources whose accounts had to be looked at for that. Spec §12. */
  readonly stocks: readonly Subject[];
  /** Circles, roles and people who have to be asked. Spec §12. */
  readonly asked: readonly Subject[];
}

/**
 * How the constraints that hold bear on a matter before anybody has decided it. Spec §12.
 *
 * @returns a refusal where it does not keep a soft constraint and gives no reason for that.
 */
export function raiseOf(
  view: RuleView,
  { binding, departs }: Pick<Proposal, 'binding' | 'departs'>,
  body: DomainBody,
  at: Millis,
): Raise | Refusal {
  const constraints = constraintsInForce(view, at).flatMap((id) => {
    const constraint = contentOf(view, id, 'constraint');
    return constraint === null ? [] : [{ id, constraint }];
  });
  const owner = 'subject' in body.owner ? body.owner.subject : null;
  const act: Act = {
    binding,
    effects: effectsOf(binding, view.home),
    at,
    rung: body.rung,
    proposal: null,
    by: {
      kind: 'nobody-yet',
      // Whoever is opened is asked; a role that decides alone asks nobody else.
      asked: body.rung !== 'delegation' ? 'all' : owner === null ? [] : [owner],
    },
  };
  const soft = constraints.filter(({ constraint }) => !constraint.hard);
  const raisedBy: DocumentId[] = [];
  for (const { id, constraint } of soft) {
    const violation = violationOf(view, constraint.rule, act);
    if (violation === null) continue;
    if (departsFrom(departs, constraint.subject)) raisedBy.push(id);
    else if (violation !== 'later')
      return refuse('reason-missing', {
        constraint: id,
        kind: constraint.rule.kind,
        ...violation,
        raisedTo: rungAbove(body.rung),
      });
  }
  return {
    raisedBy,
    stocks: stocksOf(
      soft.map(({ constraint }) => constraint),
      act,
      view,
    ),
    asked: askedBy(
      constraints.map(({ constraint }) => constraint),
      act,
    ).filter((subject) => subject !== owner),
  };
}

function stocksOf(soft: readonly Constraint[], { binding }: Act, view: RuleView): readonly Subject[] {
  const named = soft.flatMap(({ rule }) =>
    isStockRule(rule) && touchesStock(binding, view.home, rule.resource) ? [rule.resource] : [],
  );
  return [...new Set(named)];
}

function askedBy(constraints: readonly Constraint[], { effects }: Act): readonly Subject[] {
  const named = constraints.flatMap(({ rule }) =>
    rule.kind === 'requireConsulted' && concernsAny(rule, effects) ? rule.who : [],
  );
  return [...new Set(named)];
}

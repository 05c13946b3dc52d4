import type { ConstraintRule } from '../../documents/constraint.ts';
import { concernsAny } from '../effects.ts';
import type { RuleView } from '../view.ts';
import type { Act } from './act.ts';
import { beyondAmount, beyondRatio } from './amounts.ts';
import { tooManyByOne } from './concentration.ts';
import { beyondStocks, changesByDecision, changesForeseen } from './stocks.ts';
import { belowRung, byAgent, notAsked, oneHand, reviewedLate, tooHot } from './ways.ts';

/**
 * The figures by which an act goes beyond a constraint; null where it keeps it, `later` where nobody can say before it is
 * decided. Spec §12.
 */
export function violationOf(
  view: RuleView,
  rule: ConstraintRule,
  act: Act,
): Readonly<Record<string, unknown>> | null | 'later' {
  const { by } = act;
  if ('effects' in rule && !concernsAny(rule, act.effects)) return null;
  switch (rule.kind) {
    case 'maxAmount':
      return beyondAmount(rule, act.effects);
    case 'maxRatio':
      return beyondRatio(rule, act.binding, view.home);
    case 'maxShare':
    case 'minReserve':
    case 'maxExposure': {
      const changesOf = by.kind === 'nobody-yet' ? changesForeseen : changesByDecision;
      return beyondStocks(rule, changesOf(view, act.binding, rule.resource, act.at));
    }
    case 'forbidEffect':
      return { forbidden: rule.effects };
    case 'requireRung':
      return belowRung(rule, act);
    case 'requireConsulted':
      return notAsked(rule, by);
    case 'requireHuman':
      return by.kind === 'nobody-yet' ? 'later' : byAgent(view, by);
    case 'requireReviewWithin':
      return by.kind === 'nobody-yet' ? 'later' : reviewedLate(rule, act, by);
    case 'separateDuties':
      return by.kind === 'nobody-yet' ? 'later' : oneHand(view, act, by);
    case 'concentrationCap':
      return by.kind === 'nobody-yet' ? 'later' : tooManyByOne(view, rule, act, by);
    case 'coolingAtLeast':
      return by.kind === 'nobody-yet' ? 'later' : tooHot(view, rule, act);
  }
}

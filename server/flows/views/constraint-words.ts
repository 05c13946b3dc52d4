import type { ConstraintRule } from '../../../protocol/documents/constraint.ts';
import type { Subject } from '../../../protocol/ids.ts';
import { amountText, numberText } from '../../amount-text.ts';
import { durationText } from '../../duration-text.ts';
import { effectText, rungText } from '../../web/words.ts';

/** Names of what a constraint is about, as the reader may know them. */
export interface ConstraintNames {
  readonly nameOf: (subject: Subject) => string;
  /** Null where the resource is not known, or not to this reader. */
  readonly unitOf: (resource: Subject) => string | null;
}

/** A constraint as one sentence. Spec §12 [R-12.1]. */
export function constraintWords(rule: ConstraintRule, names: ConstraintNames): string {
  const amount = (quantity: number, resource: Subject | undefined) => {
    const unit = resource === undefined ? null : names.unitOf(resource);
    const much = unit === null ? numberText(quantity) : amountText(quantity, unit);
    return resource === undefined ? `${much} of anything` : `${much} of ${names.nameOf(resource)}`;
  };
  switch (rule.kind) {
    case 'maxAmount':
      return `One decision gives at most ${amount(rule.most, rule.resource)}.`;
    case 'maxRatio':
      return `In one decision nobody gets more${isOnce(rule.most) ? '' : ` than ${fraction(rule.most)} times as much`}${ofWhat(rule.resource, names)} ${isOnce(rule.most) ? 'than' : 'as'} somebody else.`;
    case 'maxShare':
      return `One decision gives at most ${fraction(rule.most)} of all${ofWhat(rule.resource, names)}.`;
    case 'minReserve':
      return `At least ${amount(rule.least, rule.resource)} stay free.`;
    case 'maxExposure':
      return `At most ${amount(rule.most, rule.resource)} are promised at one time.`;
    case 'forbidEffect':
      return `Nobody may ${doing(rule, names)}.`;
    case 'requireRung':
      return `To ${doing(rule, names)} takes at least this: ${rungText(rule.least).toLowerCase()}.`;
    case 'requireHuman':
      return `Only a human decides to ${doing(rule, names)}.`;
    case 'requireConsulted':
      return `Before anybody decides to ${doing(rule, names)}, they are asked: ${rule.who.map(names.nameOf).join(', ')}.`;
    case 'requireReviewWithin':
      return `A decision to ${doing(rule, names)} is looked at again within ${durationText(rule.seconds)}.`;
    case 'separateDuties':
      return `Whoever decides to ${doing(rule, names)} did not put it forward, and gets nothing by it.`;
    case 'concentrationCap':
      return `Of ${numberText(rule.least)} decisions and more to ${doing(rule, names)}, within ${durationText(rule.seconds)}, at most ${fraction(rule.most)} are by one person.`;
    case 'coolingAtLeast':
      return `What is to ${doing(rule, names)} lies open for at least ${durationText(rule.seconds)} before it is decided.`;
  }
}

type About = Extract<ConstraintRule, { readonly effects: unknown }>;

function doing({ effects, resource }: About, names: ConstraintNames): string {
  return `${effects.map(effectText).join(' or ')}${ofWhat(resource, names)}`;
}

function ofWhat(resource: Subject | undefined, { nameOf }: ConstraintNames): string {
  return resource === undefined ? '' : ` (${nameOf(resource)})`;
}

function isOnce({ num, den }: { readonly num: number; readonly den: number }): boolean {
  return num === den;
}

function fraction({ num, den }: { readonly num: number; readonly den: number }): string {
  return den === 1 ? numberText(num) : `${numberText(num)}/${numberText(den)}`;
}

import * as z from 'zod';
import { subjectSchema } from '../ids.ts';
import { DAY_SECONDS } from '../time.ts';
import {
  countSchema,
  LIST_MAX,
  namesSchema,
  paragraphsSchema,
  positiveSchema,
  secondsSchema,
} from './common.ts';
import { defineDocument } from './define.ts';
import { effectPatternSchema } from './effect-kind.ts';
import { RUNGS } from './rung.ts';
import { BODIES_MAX } from './set.ts';
import { ratioSchema, shareSchema } from './threshold.ts';

/** The longest time that something can lie open before it is decided: after that a matter has ended. Spec §12. */
const COOLING_SECONDS_MAX = 90 * DAY_SECONDS;

/** Which decisions a constraint is about: those with an effect that it names, on one resource or on any. */
const aboutFields = {
  effects: z.array(effectPatternSchema).min(1).max(LIST_MAX),
  resource: subjectSchema.exactOptional(),
};

/** Kinds that look at amounts. Spec §12.2. */
const amountRules = [
  z.strictObject({
    kind: z.literal('maxAmount'),
    resource: subjectSchema.exactOptional(),
    most: countSchema,
  }),
  z.strictObject({ kind: z.literal('maxRatio'), resource: subjectSchema.exactOptional(), most: ratioSchema }),
] as const;

/** Kinds that look at the account of one resource. Spec §12.3. */
const stockRules = [
  z.strictObject({ kind: z.literal('maxShare'), resource: subjectSchema, most: shareSchema }),
  z.strictObject({ kind: z.literal('minReserve'), resource: subjectSchema, least: countSchema }),
  z.strictObject({ kind: z.literal('maxExposure'), resource: subjectSchema, most: countSchema }),
] as const;
const stockRuleSchema = z.discriminatedUnion('kind', stockRules);
export type StockRule = z.infer<typeof stockRuleSchema>;

/** Kinds that look at how something is decided, and by whom. Spec §12.4. */
const wayRules = [
  z.strictObject({ kind: z.literal('forbidEffect'), ...aboutFields }),
  z.strictObject({
    kind: z.literal('requireRung'),
    ...aboutFields,
    /** Every way of deciding is at least delegation. */
    least: z.enum(RUNGS).exclude(['delegation']),
  }),
  z.strictObject({ kind: z.literal('requireHuman'), ...aboutFields }),
  z.strictObject({
    kind: z.literal('requireConsulted'),
    ...aboutFields,
    who: z.array(subjectSchema).min(1).max(BODIES_MAX),
  }),
  z.strictObject({ kind: z.literal('requireReviewWithin'), ...aboutFields, seconds: secondsSchema }),
  z.strictObject({ kind: z.literal('separateDuties'), ...aboutFields }),
  z.strictObject({
    kind: z.literal('concentrationCap'),
    ...aboutFields,
    most: shareSchema,
    seconds: secondsSchema,
    /** Fewer decisions say nothing about who makes them. */
    least: positiveSchema,
  }),
  z.strictObject({
    kind: z.literal('coolingAtLeast'),
    ...aboutFields,
    seconds: secondsSchema.max(COOLING_SECONDS_MAX),
  }),
] as const;

const ruleSchema = z.discriminatedUnion('kind', [...amountRules, ...stockRules, ...wayRules]);
export type ConstraintRule = z.infer<typeof ruleSchema>;

/** A value that the machine checks. The kinds are closed; there is no general language. Spec §12. */
export const constraint = defineDocument(
  'constraint',
  {
    title: namesSchema,
    value: paragraphsSchema,
    hard: z.boolean(),
    rule: ruleSchema,
  },
  { signer: 'participant', threads: (d) => [d.subject], reads: () => [] },
);
export type Constraint = z.infer<typeof constraint.schema>;

import * as z from 'zod';
import { refSchema, scidSchema, subjectSchema } from '../ids.ts';
import { parseTime } from '../time.ts';
import {
  countSchema,
  intervalSchema,
  LIST_MAX,
  paragraphsSchema,
  positiveSchema,
  secondsSchema,
  timeSchema,
} from './common.ts';
import { escalationPathSchema } from './escalation-path.ts';

/** Parties of one negotiation: each must decide for itself, so a circle of more is a federation in disguise. */
const PARTIES_MAX = 64;

/** Vocabulary of Valueflows 1.0: rights over a resource pass on, it is used for a time, or work is done. */
export const ACTIONS = ['transfer', 'use', 'deliver-service'] as const;

/** One promise: the provider gives the receiver so much of the provider's own resource. Spec §8. */
export const commitmentSchema = z.strictObject({
  provider: scidSchema,
  receiver: scidSchema,
  action: z.enum(ACTIONS),
  resource: refSchema,
  quantity: positiveSchema,
  interval: intervalSchema.exactOptional(),
});
export type Commitment = z.infer<typeof commitmentSchema>;

/** Levels that a party may demand of the others' evidence. */
export const requiredLevelSchema = z.enum(['V1', 'V2', 'V3', 'V4', 'V5']);

/**
 * All that is agreed. The operation `agree` carries the same fields as the `terms`, so the decision shows on its own
 * what was said yes to. Spec §8.
 */
export const termsFieldsSchema = z
  .strictObject({
    parties: z.array(scidSchema).min(2).max(PARTIES_MAX),
    commitments: z.array(commitmentSchema).min(1).max(LIST_MAX),
    acceptBy: timeSchema,
    sealBy: timeSchema,
    sealGraceSeconds: secondsSchema,
    registrar: scidSchema,
    inDoubt: z.strictObject({ until: timeSchema, policy: z.enum(['release', 'keep', 'perform']) }),
    minimum: z
      .strictObject({ parties: positiveSchema, quantity: countSchema.exactOptional() })
      .exactOptional(),
    reviewAt: timeSchema,
    amendment: z.enum(['all-parties', 'none']),
    /** Who may end it, with which notice; absent: all together, at once. Spec §8. */
    termination: z
      .strictObject({ noticeSeconds: countSchema, by: z.enum(['any-party', 'all-parties']) })
      .exactOptional(),
    disputePath: escalationPathSchema,
    requires: requiredLevelSchema,
    rulesVersion: positiveSchema,
    purpose: paragraphsSchema,
  })
  .refine(({ parties }) => new Set(parties).size === parties.length, 'each party once')
  .refine(
    ({ parties, commitments }) =>
      commitments.every(
        ({ provider, receiver }) =>
          parties.includes(provider) && parties.includes(receiver) && provider !== receiver,
      ),
    'provider and receiver are two of the parties',
  )
  .refine(
    ({ acceptBy, sealBy, inDoubt }) => inOrder(acceptBy, sealBy, inDoubt.until),
    'acceptBy ≤ sealBy ≤ inDoubt.until',
  );
export type TermsFields = z.infer<typeof termsFieldsSchema>;

function inOrder(...times: readonly string[]): boolean {
  const millis = times.map((time) => parseTime(time) ?? Number.NaN);
  return millis.every((time, index) => index === 0 || (millis[index - 1] ?? Number.NaN) <= time);
}

/** A negotiation keeps one subject from its first terms to its end. */
export const negotiationSchema = subjectSchema;

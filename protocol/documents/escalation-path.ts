import * as z from 'zod';
import { subjectSchema } from '../ids.ts';
import { positiveSchema, secondsSchema } from './common.ts';
import { rungSchema } from './rung.ts';

/** Steps of one path: more would outlive the matter. */
const STEPS_MAX = 16;

const terminalSchema = z.union([
  z.strictObject({ kind: z.enum(['status-quo', 'equal-split', 'in-proportion']) }),
  z.strictObject({ kind: z.literal('interim-cap'), num: positiveSchema, den: positiveSchema }),
]);

const stepSchema = z.strictObject({
  mode: z.enum(['talk', 'mediate', 'decide', 'default']),
  body: subjectSchema.exactOptional(),
  rung: rungSchema.exactOptional(),
  maxSeconds: secondsSchema,
  fallback: terminalSchema.exactOptional(),
});

/** Steps from talk to an end. The last one is terminal: `default`, or `decide` with a fallback. Spec §5. */
export const escalationPathSchema = z
  .array(stepSchema)
  .min(1)
  .max(STEPS_MAX)
  .refine((steps) => {
    const last = steps.at(-1);
    return (last?.mode === 'default' || last?.mode === 'decide') && last.fallback !== undefined;
  }, 'a last step `default` or `decide` with a fallback: a path must end');
export type EscalationPath = z.infer<typeof escalationPathSchema>;

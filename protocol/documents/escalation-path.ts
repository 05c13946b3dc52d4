import * as z from 'zod';
import { subjectSchema } from '../ids.ts';
import { positiveSchema, secondsSchema } from './common.ts';
import { isCircleRung } from './response.ts';
import { rungSchema } from './rung.ts';

/** Steps of one path: more would outlive the matter. */
const STEPS_MAX = 16;

/** What holds where a path ends and nobody has decided. Spec §5. */
export const terminalSchema = z.union([
  z.strictObject({ kind: z.enum(['status-quo', 'equal-split', 'in-proportion']) }),
  z.strictObject({ kind: z.literal('interim-cap'), num: positiveSchema, den: positiveSchema }),
]);
export type Terminal = z.infer<typeof terminalSchema>;

const stepSchema = z.strictObject({
  mode: z.enum(['talk', 'mediate', 'decide', 'default']),
  body: subjectSchema.exactOptional(),
  rung: rungSchema.exactOptional(),
  maxSeconds: secondsSchema,
  fallback: terminalSchema.exactOptional(),
});
export type EscalationStep = z.infer<typeof stepSchema>;

/** Number of a step on its path, from 1. */
export const stepNumberSchema = positiveSchema.max(STEPS_MAX);

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

/**
 * The path of a domain's own matters, which the rules walk by themselves: nothing comes behind its end, whoever decides
 * is named with the way of deciding, and its default can be computed. Spec §5 [R-5.12a].
 */
export const domainPathSchema = escalationPathSchema
  .refine(
    (steps) => steps.slice(0, -1).every(({ mode, fallback }) => mode !== 'default' && fallback === undefined),
    'the end of the path in its last step alone',
  )
  .refine(
    (steps) => steps.every((step) => step.mode !== 'decide' || isDecidable(step)),
    'each step `decide` with the circle that decides, in `body`, and `consent`, `consensus` or `vote` as its rung',
  )
  .refine(
    (steps) => steps.every(({ fallback }) => fallback === undefined || isComputable(fallback)),
    'a default that can be computed: `status-quo` or `interim-cap`',
  );

function isDecidable({ body, rung }: EscalationStep): boolean {
  return body !== undefined && rung !== undefined && isCircleRung(rung);
}

/** Who shares what, or needs how much, stands nowhere in the log. */
function isComputable({ kind }: Terminal): boolean {
  return kind === 'status-quo' || kind === 'interim-cap';
}

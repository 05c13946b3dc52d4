import * as z from 'zod';

/** `POST /peers/rules` */
export const saidSchema = z.looseObject({ target: z.string(), result: z.string() });

/** `POST /peers/list` */
export const listedSchema = z.looseObject({ results: z.array(saidSchema) });

/** `POST /peers/mode` */
export const modeSchema = z.looseObject({ mode: z.string() });

/** `GET /peers/changes` */
export const peerChangesSchema = z.looseObject({
  changes: z.array(
    z.looseObject({
      at: z.string(),
      by: z.string(),
      target: z.string(),
      to: z.string(),
      reason: z.string(),
      note: z.string(),
      publicNote: z.string(),
      until: z.string().nullable(),
    }),
  ),
});

/** `POST /peers/debug` */
export const stepsSchema = z.looseObject({
  steps: z.array(
    z.looseObject({
      step: z.string(),
      verdict: z.enum(['pass', 'fail', 'note', 'skipped']),
      ms: z.int(),
      detail: z.string(),
      problem: z.string().nullable(),
    }),
  ),
});

/** `POST /peers/deposits` */
export const keepsSchema = z.looseObject({ commons: z.string(), result: z.string() });

/** `POST /deposits` */
export const depositedSchema = z.looseObject({
  id: z.string(),
  result: z.enum(['kept', 'logged']),
  index: z.int(),
  at: z.string(),
});

import type * as z from 'zod';
import { documentIdSchema, refSchema } from '../ids.ts';
import { textSchema, timeSchema } from './common.ts';
import { defineDocument } from './define.ts';

/**
 * A party's notice, by its own decision, that a sealed agreement ends before all of it is kept: at the time that it names,
 * alone or together with the others, as the terms say. Nobody takes it back. Spec §8.
 */
export const termination = defineDocument(
  'termination',
  {
    terms: documentIdSchema,
    endsAt: timeSchema,
    decision: refSchema,
    reason: textSchema.exactOptional(),
  },
  {
    signer: 'commons',
    threads: (d) => [d.subject],
    reads: (d) => [d.decision.subject],
    foreignThreads: (d) => [d.subject],
  },
);
export type Termination = z.infer<typeof termination.schema>;

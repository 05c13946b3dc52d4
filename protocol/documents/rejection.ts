import type * as z from 'zod';
import { documentIdSchema, refSchema } from '../ids.ts';
import { textSchema } from './common.ts';
import { defineDocument } from './define.ts';

/** A party's no to one terms id, by its own decision, with a reason. Spec §8. */
export const rejection = defineDocument(
  'rejection',
  { terms: documentIdSchema, decision: refSchema, reason: textSchema },
  {
    signer: 'commons',
    threads: (d) => [d.subject],
    reads: (d) => [d.decision.subject],
    foreignThreads: (d) => [d.subject],
  },
);
export type Rejection = z.infer<typeof rejection.schema>;

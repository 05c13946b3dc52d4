import * as z from 'zod';
import { documentIdSchema, refSchema } from '../ids.ts';
import { textSchema } from './common.ts';
import { defineDocument } from './define.ts';

/** How an action ended, and what shows it. Spec §6. */
export const completion = defineDocument(
  'completion',
  {
    decision: refSchema,
    action: documentIdSchema,
    result: z.enum(['fulfilled', 'partly', 'failed']),
    evidence: textSchema,
  },
  { signer: 'participant', threads: (d) => [d.decision.subject], reads: () => [] },
);
export type Completion = z.infer<typeof completion.schema>;

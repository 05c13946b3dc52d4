import * as z from 'zod';
import { documentIdSchema, refSchema } from '../ids.ts';
import { positiveSchema, textSchema } from './common.ts';
import { defineDocument } from './define.ts';
import { NAMED_ACTIONS_MAX } from './named-actions.ts';

/** How an action ended, and what shows it. Spec §6. */
export const completion = defineDocument(
  'completion',
  {
    decision: refSchema,
    /** An action; or the decision itself, with the place of one that it names. */
    action: documentIdSchema,
    number: positiveSchema.max(NAMED_ACTIONS_MAX).exactOptional(),
    result: z.enum(['fulfilled', 'partly', 'failed']),
    evidence: textSchema,
  },
  { signer: 'participant', threads: (d) => [d.decision.subject], reads: () => [] },
);
export type Completion = z.infer<typeof completion.schema>;

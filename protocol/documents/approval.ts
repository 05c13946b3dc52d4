import * as z from 'zod';
import { refSchema, subjectSchema } from '../ids.ts';
import { LIST_MAX } from './common.ts';
import { defineDocument } from './define.ts';

/**
 * Everybody whom somebody approves of for a role; nobody is *none of these*, which is on every ballot. A newer one
 * replaces it. Spec §15.
 */
export const approval = defineDocument(
  'approval',
  {
    proposal: refSchema,
    approves: z
      .array(subjectSchema)
      .max(LIST_MAX)
      .refine((list) => new Set(list).size === list.length, 'each person once'),
  },
  { signer: 'participant', threads: (d) => [d.proposal.subject], reads: () => [] },
);
export type Approval = z.infer<typeof approval.schema>;

import type * as z from 'zod';
import { documentIdSchema, refSchema } from '../ids.ts';
import { textSchema } from './common.ts';
import { defineDocument } from './define.ts';

/** A party answers, by its own decision, what was asked about terms. It binds nobody: only terms do. Spec §8. */
export const answer = defineDocument(
  'answer',
  { terms: documentIdSchema, question: documentIdSchema, text: textSchema, decision: refSchema },
  {
    signer: 'commons',
    threads: (d) => [d.subject],
    reads: (d) => [d.decision.subject],
    foreignThreads: (d) => [d.subject],
  },
);
export type Answer = z.infer<typeof answer.schema>;

import type * as z from 'zod';
import { documentIdSchema, refSchema } from '../ids.ts';
import { textSchema } from './common.ts';
import { defineDocument } from './define.ts';

/** A party asks, by its own decision, what terms mean. It binds nobody. Spec §8. */
export const question = defineDocument(
  'question',
  { terms: documentIdSchema, text: textSchema, decision: refSchema },
  {
    signer: 'commons',
    threads: (d) => [d.subject],
    reads: (d) => [d.decision.subject],
    foreignThreads: (d) => [d.subject],
  },
);
export type Question = z.infer<typeof question.schema>;

import type * as z from 'zod';
import { refSchema } from '../ids.ts';
import { textSchema } from './common.ts';
import { defineDocument } from './define.ts';

/** Somebody asks what a decision means: whoever owns its domain rules on it. Spec §6. */
export const rulingRequest = defineDocument(
  'ruling-request',
  { decision: refSchema, question: textSchema },
  { signer: 'participant', threads: (d) => [d.decision.subject], reads: () => [] },
);
export type RulingRequest = z.infer<typeof rulingRequest.schema>;

import type * as z from 'zod';
import { documentIdSchema, refSchema } from '../ids.ts';
import { textSchema } from './common.ts';
import { defineDocument } from './define.ts';

/** Somebody would take on a role that was called out. Spec §15. */
export const callAnswer = defineDocument(
  'call-answer',
  { role: refSchema, call: documentIdSchema, text: textSchema.exactOptional() },
  { signer: 'participant', threads: (d) => [d.role.subject], reads: () => [] },
);
export type CallAnswer = z.infer<typeof callAnswer.schema>;

import type * as z from 'zod';
import { refSchema, subjectSchema } from '../ids.ts';
import { textSchema, timeSchema } from './common.ts';
import { defineDocument } from './define.ts';

/** Something that has to be done for a decision, by whom and until when. Spec §6. */
export const action = defineDocument(
  'action',
  { decision: refSchema, what: textSchema, owner: subjectSchema, dueAt: timeSchema },
  { signer: 'participant', threads: (d) => [d.decision.subject], reads: () => [] },
);
export type Action = z.infer<typeof action.schema>;

import type * as z from 'zod';
import { documentIdSchema, refSchema } from '../ids.ts';
import { textSchema } from './common.ts';
import { defineDocument } from './define.ts';

/** Somebody whom minutes name says that they did not say so, or were not there. Spec §14. */
export const disavowal = defineDocument(
  'disavowal',
  { proposal: refSchema, minutes: documentIdSchema, text: textSchema.exactOptional() },
  { signer: 'participant', threads: (d) => [d.proposal.subject], reads: () => [] },
);
export type Disavowal = z.infer<typeof disavowal.schema>;

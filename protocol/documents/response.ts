import * as z from 'zod';
import { refSchema } from '../ids.ts';
import { textSchema } from './common.ts';
import { defineDocument } from './define.ts';

/** One person's answer to one version of a proposal; a newer one replaces it. Spec §6. */
export const response = defineDocument(
  'response',
  {
    proposal: refSchema,
    value: z.enum(['consent', 'concern', 'abstain', 'pause']),
    text: textSchema.exactOptional(),
  },
  { signer: 'participant', threads: (d) => [d.proposal.subject], reads: () => [] },
);
export type Response = z.infer<typeof response.schema>;

import * as z from 'zod';
import { refSchema } from '../ids.ts';
import { textSchema } from './common.ts';
import { defineDocument } from './define.ts';

/** One person's advice on one version of a proposal; a newer one replaces it. Spec §6. */
export const advice = defineDocument(
  'advice',
  { proposal: refSchema, stance: z.enum(['for', 'against', 'neutral']), text: textSchema },
  { signer: 'participant', threads: (d) => [d.proposal.subject], reads: () => [] },
);
export type Advice = z.infer<typeof advice.schema>;

import * as z from 'zod';
import { refSchema } from '../ids.ts';
import { textSchema } from './common.ts';
import { defineDocument } from './define.ts';

/**
 * A nominee's own word: yes, by naming the term that they drafted themselves, or no. A newer one replaces it.
 * Spec §15.
 */
export const candidacy = defineDocument(
  'candidacy',
  {
    proposal: refSchema,
    accepts: z.boolean(),
    /** The drafted term: nobody holds a role for which they have not signed. */
    mandate: refSchema.exactOptional(),
    text: textSchema.exactOptional(),
  },
  {
    signer: 'participant',
    threads: (d) => [d.proposal.subject],
    reads: (d) => (d.mandate === undefined ? [] : [d.mandate.subject]),
  },
);
export type Candidacy = z.infer<typeof candidacy.schema>;

import * as z from 'zod';
import { documentIdSchema, refSchema } from '../ids.ts';
import { countSchema } from './common.ts';
import { defineDocument } from './define.ts';

/**
 * What one teller counted of a secret vote. Once two of them say the same it is the result; nobody's answer is in the
 * log. Spec §17.
 */
export const tally = defineDocument(
  'tally',
  {
    proposal: refSchema,
    opening: documentIdSchema,
    counts: z.strictObject({ yes: countSchema, no: countSchema, abstain: countSchema }),
    /** Where a role counts: by what right. */
    by: z.strictObject({ mandate: refSchema, role: refSchema }).exactOptional(),
  },
  {
    signer: 'participant',
    threads: (d) => [d.proposal.subject],
    reads: (d) => (d.by === undefined ? [] : [d.by.mandate.subject, d.by.role.subject, 'charter']),
  },
);
export type Tally = z.infer<typeof tally.schema>;

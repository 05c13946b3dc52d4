import * as z from 'zod';
import { documentIdSchema, refSchema } from '../ids.ts';
import { countSchema, domainRefSchema, LIST_MAX, positiveSchema, textSchema, timeSchema } from './common.ts';
import { defineDocument } from './define.ts';

const holdSchema = z.strictObject({ resource: refSchema, quantity: positiveSchema, until: timeSchema });

/**
 * A party's yes to one terms id, by its own decision, with the evidence and the hold. Spec §8.
 *
 * `evidence.bundle` is the proof bundle of the decision as of the log's first `evidence.size` entries.
 */
export const acceptance = defineDocument(
  'acceptance',
  {
    terms: documentIdSchema,
    domain: domainRefSchema,
    decision: refSchema,
    holds: z.array(holdSchema).max(LIST_MAX),
    evidence: z.strictObject({ bundle: textSchema, size: countSchema }),
    provisional: z.boolean(),
  },
  {
    signer: 'commons',
    threads: (d) => [d.subject, ...d.holds.map((hold) => hold.resource.subject)],
    reads: (d) => [d.decision.subject],
    foreignThreads: (d) => [d.subject],
  },
);
export type Acceptance = z.infer<typeof acceptance.schema>;

import * as z from 'zod';
import { documentIdSchema, refSchema, subjectSchema } from '../ids.ts';
import { CLAIMS_MAX, findingsSchema } from './claims.ts';
import { domainRefSchema } from './common.ts';
import { defineDocument } from './define.ts';
import { domainThreads, usageThread } from './thread-names.ts';

/**
 * What the rules make of the claims of one objection, or of one block on a value. The commons signs it, and it counts
 * only if whoever recomputes finds the same. Spec §6.
 */
export const objectionCheck = defineDocument(
  'objection-check',
  {
    /** The proposal's thread, and the objection or the block. */
    of: refSchema,
    opening: documentIdSchema,
    domain: domainRefSchema,
    /** Resources whose accounts the claims are about. */
    stocks: z.array(subjectSchema).min(1).max(CLAIMS_MAX).exactOptional(),
    /** One for each claim, in their order. */
    finds: findingsSchema,
  },
  {
    signer: 'commons',
    threads: (d) => [d.of.subject],
    reads: (d) => [
      ...domainThreads(d.domain),
      usageThread(d.domain.subject),
      ...(d.stocks ?? []),
      'charter',
      'register',
    ],
  },
);
export type ObjectionCheck = z.infer<typeof objectionCheck.schema>;

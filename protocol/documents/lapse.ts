import * as z from 'zod';
import { documentIdSchema, refSchema } from '../ids.ts';
import { LIST_MAX, partyResourceSchema } from './common.ts';
import { defineDocument } from './define.ts';
import { ownResourceThreads } from './thread-names.ts';

/** Budgets on which one negotiation draws: a document changes at most eight threads. */
const BUDGETS_MAX = 7;

/** The registrar's word that a negotiation ended without agreement; holds are released. Spec §8. */
export const lapse = defineDocument(
  'lapse',
  {
    terms: documentIdSchema,
    cause: z.enum(['deadline', 'rejected', 'withdrawn']),
    resources: z.array(partyResourceSchema).max(LIST_MAX),
    /** Own budgets that get back what the negotiation drew and did not take. Spec §15. */
    budgets: z.array(refSchema).min(1).max(BUDGETS_MAX).exactOptional(),
  },
  {
    signer: 'commons',
    threads: (d) => [
      d.subject,
      ...ownResourceThreads(d.resources, d.commons),
      ...(d.budgets ?? []).map(({ subject }) => subject),
    ],
    reads: () => [],
    foreignThreads: (d, home) => [d.subject, ...ownResourceThreads(d.resources, home)],
  },
);
export type Lapse = z.infer<typeof lapse.schema>;

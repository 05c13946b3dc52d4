import * as z from 'zod';
import { documentIdSchema } from '../ids.ts';
import { LIST_MAX, partyResourceSchema } from './common.ts';
import { defineDocument } from './define.ts';
import { ownResourceThreads } from './thread-names.ts';

/** The registrar's word that a negotiation ended without agreement; holds are released. Spec §8. */
export const lapse = defineDocument(
  'lapse',
  {
    terms: documentIdSchema,
    cause: z.enum(['deadline', 'rejected', 'withdrawn']),
    resources: z.array(partyResourceSchema).max(LIST_MAX),
  },
  {
    signer: 'commons',
    threads: (d) => [d.subject, ...ownResourceThreads(d.resources, d.commons)],
    reads: () => [],
    foreignThreads: (d, home) => [d.subject, ...ownResourceThreads(d.resources, home)],
  },
);
export type Lapse = z.infer<typeof lapse.schema>;

import * as z from 'zod';
import { documentIdSchema, scidSchema } from '../ids.ts';
import { LIST_MAX, partyResourceSchema } from './common.ts';
import { defineDocument } from './define.ts';
import { ownResourceThreads } from './thread-names.ts';

/**
 * The registrar's word that all acceptances are in: it names every unwithdrawn one logged before it, so that a
 * certificate can be checked. It decides nothing about content. Spec §8.
 */
export const seal = defineDocument(
  'seal',
  {
    terms: documentIdSchema,
    acceptances: z
      .array(z.strictObject({ commons: scidSchema, id: documentIdSchema }))
      .min(1)
      .max(LIST_MAX),
    resources: z.array(partyResourceSchema).max(LIST_MAX),
  },
  {
    signer: 'commons',
    threads: (d) => [d.subject, ...ownResourceThreads(d.resources, d.commons)],
    reads: () => [],
    foreignThreads: (d, home) => [d.subject, ...ownResourceThreads(d.resources, home)],
  },
);
export type Seal = z.infer<typeof seal.schema>;

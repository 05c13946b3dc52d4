import * as z from 'zod';
import { refSchema } from '../ids.ts';
import { defineDocument } from './define.ts';
import { termsFieldsSchema } from './terms-fields.ts';

/**
 * An immutable offer or counter-offer; its id is what parties accept. It binds nobody. `basis` is the commons' own
 * proposal or decision whose operation `agree` carries the same fields. Spec §8 [R-8.4].
 */
export const terms = defineDocument(
  'terms',
  {
    fields: termsFieldsSchema,
    basis: refSchema,
    /** The liaison who drafted them: the term by which they speak with the other commons. Spec §15. */
    by: z.strictObject({ mandate: refSchema, role: refSchema }).exactOptional(),
  },
  {
    signer: 'commons',
    threads: (d) => [d.subject],
    reads: (d) => [
      d.basis.subject,
      ...(d.by === undefined ? [] : [d.by.mandate.subject, d.by.role.subject, 'charter']),
    ],
    foreignThreads: (d) => [d.subject],
  },
);
export type Terms = z.infer<typeof terms.schema>;

import * as z from 'zod';
import { documentIdSchema, refSchema } from '../ids.ts';
import { LIST_MAX, textSchema } from './common.ts';
import { defineDocument } from './define.ts';

/** The successor has got all of it, and says whether they can do it alone. Spec §15. */
export const handoverAcceptance = defineDocument(
  'handover-acceptance',
  {
    mandate: refSchema,
    role: refSchema,
    /** Each part of the handover, with all that it passes on and tells. */
    confirms: z.array(documentIdSchema).min(1).max(LIST_MAX),
    canActAlone: z.enum(['yes', 'partly', 'no']),
    note: textSchema.exactOptional(),
  },
  {
    signer: 'participant',
    threads: (d) => [d.role.subject],
    reads: (d) => [d.mandate.subject, 'charter'],
  },
);
export type HandoverAcceptance = z.infer<typeof handoverAcceptance.schema>;

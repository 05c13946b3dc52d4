import * as z from 'zod';
import { refSchema, subjectSchema } from '../ids.ts';
import { textSchema } from './common.ts';
import { defineDocument } from './define.ts';

/** What becomes of a matter that is no proposal yet: it is handed on, or nothing more comes of it. Spec §6. */
export const handling = defineDocument(
  'handling',
  {
    matter: refSchema,
    act: z.enum(['refer', 'close']),
    /** Whose matter it is until now. */
    from: subjectSchema,
    to: subjectSchema.exactOptional(),
    reason: textSchema,
    /** Of a role-holder. */
    by: z.strictObject({ mandate: refSchema, role: refSchema }).exactOptional(),
  },
  {
    signer: 'participant',
    threads: (d) => [d.matter.subject],
    reads: (d) => [
      d.from,
      ...(d.to === undefined ? [] : [d.to]),
      ...(d.by === undefined ? [] : [d.by.mandate.subject, d.by.role.subject]),
      'charter',
    ],
  },
);
export type Handling = z.infer<typeof handling.schema>;

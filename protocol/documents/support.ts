import type * as z from 'zod';
import { refSchema } from '../ids.ts';
import { defineDocument } from './define.ts';

/** One of those whom a role serves wants its recall to be asked about. Spec §15. */
export const support = defineDocument(
  'support',
  {
    proposal: refSchema,
    /** The role in question, and the circle that it serves: who may sign follows from these. */
    role: refSchema,
    circle: refSchema,
  },
  {
    signer: 'participant',
    threads: (d) => [d.proposal.subject],
    reads: (d) => [d.role.subject, d.circle.subject, 'charter', 'constraints'],
  },
);
export type Support = z.infer<typeof support.schema>;

import * as z from 'zod';
import { refSchema, subjectSchema } from '../ids.ts';
import { textSchema } from './common.ts';
import { defineDocument } from './define.ts';

/** Whoever should decide a matter hands it on instead: to a circle or role that they name. Spec §6. */
export const referral = defineDocument(
  'referral',
  {
    proposal: refSchema,
    to: subjectSchema,
    reason: textSchema,
    /** Of a role-holder who was about to decide after asking. */
    by: z.strictObject({ mandate: refSchema, role: refSchema }).exactOptional(),
  },
  {
    signer: 'participant',
    threads: (d) => [d.proposal.subject],
    reads: (d) => [d.to, ...(d.by === undefined ? [] : [d.by.mandate.subject, d.by.role.subject]), 'charter'],
  },
);
export type Referral = z.infer<typeof referral.schema>;

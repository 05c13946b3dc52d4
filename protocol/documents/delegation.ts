import * as z from 'zod';
import { refSchema, subjectSchema } from '../ids.ts';
import { LIST_MAX, textSchema, timeSchema } from './common.ts';
import { defineDocument } from './define.ts';
import { LIMITS_MAX, limitSchema } from './domain-fields.ts';

/** The holder of a term lets somebody else decide in their place, within bounds and until a day. Spec §15. */
export const delegation = defineDocument(
  'delegation',
  {
    mandate: refSchema,
    role: refSchema,
    to: subjectSchema,
    domains: z.array(subjectSchema).min(1).max(LIST_MAX),
    limits: z.array(limitSchema).max(LIMITS_MAX),
    endsAt: timeSchema,
    reason: textSchema.exactOptional(),
  },
  {
    signer: 'participant',
    threads: (d) => [d.subject],
    reads: (d) => [d.to, d.mandate.subject, d.role.subject, 'charter'],
  },
);
export type Delegation = z.infer<typeof delegation.schema>;

/** How a delegate's decision names it: with the holder for whom they decide. Spec §15. */
export const byDelegationSchema = z.strictObject({ ...refSchema.shape, from: subjectSchema });
export type ByDelegation = z.infer<typeof byDelegationSchema>;

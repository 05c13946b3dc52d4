import * as z from 'zod';
import { refSchema, subjectSchema } from '../ids.ts';
import { parseTime } from '../time.ts';
import { LIST_MAX, timeSchema } from './common.ts';
import { defineDocument } from './define.ts';
import { LIMITS_MAX, limitSchema } from './domain-fields.ts';

/** One holder's term in a role. It always ends. Spec §4. */
export const mandate = defineDocument(
  'mandate',
  {
    role: refSchema,
    holder: subjectSchema,
    alternate: subjectSchema.exactOptional(),
    startsAt: timeSchema,
    endsAt: timeSchema,
    /** An unclaimed seat that its holder has claimed. Spec §15. */
    seat: subjectSchema.exactOptional(),
    handoverIn: refSchema.exactOptional(),
    handoverOut: refSchema.exactOptional(),
    /** Of an agent: the domains in which it may decide, and how much. Spec §13, [R-13.13]. */
    domains: z.array(subjectSchema).max(LIST_MAX).exactOptional(),
    limits: z.array(limitSchema).max(LIMITS_MAX).exactOptional(),
    /** How much in all these domains together. Spec §13. */
    totals: z.array(limitSchema).min(1).max(LIMITS_MAX).exactOptional(),
  },
  {
    signer: 'participant',
    threads: (d) => [d.subject],
    reads: (d) => [d.holder, ...(d.alternate === undefined ? [] : [d.alternate]), 'charter'],
  },
);
export type Mandate = z.infer<typeof mandate.schema>;

/** Start and end in milliseconds. The schema has checked both texts. */
export function termOf(document: Mandate): { readonly startsAt: number; readonly endsAt: number } {
  return {
    startsAt: parseTime(document.startsAt) ?? Number.NaN,
    endsAt: parseTime(document.endsAt) ?? Number.NaN,
  };
}

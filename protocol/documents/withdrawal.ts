import * as z from 'zod';
import { refSchema } from '../ids.ts';
import { LIST_MAX, partyResourceSchema, textSchema } from './common.ts';
import { defineDocument } from './define.ts';
import { ownResourceThreads } from './thread-names.ts';

/** What becomes of an objection whose author ends it. Spec §6. */
export const FATES = ['withdrawn', 'resolved-by-amendment', 'resolved-by-review'] as const;
/** Its author was not convinced: what is measured until it is looked at again. */
export const reluctanceSchema = z.strictObject({ measure: textSchema });

/**
 * Its author takes back an act of their own: a person a proposal or an objection, a commons its acceptance. `of.subject`
 * names the thread. Nothing is deleted. Spec §4, §8.
 */
export const withdrawal = defineDocument(
  'withdrawal',
  {
    of: refSchema,
    fate: z.enum(FATES),
    reason: textSchema.exactOptional(),
    /** An objection that was not resolved: it is reviewed in half the time, by this measure. Spec §6. */
    reluctant: reluctanceSchema.exactOptional(),
    /** A commons names the decision that said yes, and stands no more. Spec §8 [R-8.10a]. */
    basis: refSchema.exactOptional(),
    releases: z.array(partyResourceSchema).max(LIST_MAX).exactOptional(),
  },
  {
    signer: 'either',
    threads: (d) => [d.of.subject, ...ownResourceThreads(d.releases ?? [], d.commons)],
    reads: (d) => (d.basis === undefined ? [] : [d.basis.subject]),
    foreignThreads: (d, home) => [d.of.subject, ...ownResourceThreads(d.releases ?? [], home)],
  },
);
export type Withdrawal = z.infer<typeof withdrawal.schema>;

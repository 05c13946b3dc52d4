import * as z from 'zod';
import { documentIdSchema } from '../ids.ts';

/** Claims of one objection: whoever has more to say against a proposal says it in words. */
export const CLAIMS_MAX = 8;

/**
 * Something that an objection says and a machine can recompute: that a constraint is violated; that those who are asked
 * may not decide it, that the binding part is another domain's, or that it goes beyond the domain's limits.
 * Spec §6.
 */
const claimSchema = z.discriminatedUnion('what', [
  z.strictObject({ what: z.literal('constraint'), constraint: documentIdSchema }),
  z.strictObject({ what: z.enum(['right', 'scope', 'limits']) }),
]);
export type Claim = z.infer<typeof claimSchema>;

/** What a machine makes of one claim; `undecided` where nobody can say yet. Spec §6. */
const findingSchema = z.enum(['violated', 'kept', 'undecided']);
export type Finding = z.infer<typeof findingSchema>;

export const findingsSchema = z.array(findingSchema).min(1).max(CLAIMS_MAX);

/** Members that an objection, and a block on a value, can have. */
export const claimFields = {
  claims: z.array(claimSchema).min(1).max(CLAIMS_MAX).exactOptional(),
  /** There is more to it than these claims: where they do not hold, people judge the rest. */
  besides: z.literal(true).exactOptional(),
};

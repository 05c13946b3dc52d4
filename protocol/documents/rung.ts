import * as z from 'zod';
import { subjectSchema } from '../ids.ts';
import { secondsSchema } from './common.ts';

/** The published decision methods. Spec §6. */
export const RUNGS = ['delegation', 'consultation', 'consent', 'consensus', 'vote'] as const;
export const rungSchema = z.enum(RUNGS);
export type Rung = z.infer<typeof rungSchema>;

/** How delegation is set up: one signer or two, and who the second may be. Spec §6. */
const delegationSchema = z.strictObject({
  signers: z.union([z.literal(1), z.literal(2)]),
  /** Role of the second signer; without it another holder of the owner role. */
  secondRole: subjectSchema.exactOptional(),
  /** Whether whoever proposed may also sign the decision. */
  proposerMayDecide: z.boolean(),
});
export type DelegationParameters = z.infer<typeof delegationSchema>;

/** How consent is set up. Spec §6. */
const consentSchema = z.strictObject({
  openSeconds: secondsSchema,
  quorum: z.enum(['two-thirds', 'all-but-two', 'square-root']),
  deadlineSeconds: secondsSchema,
});
export type ConsentParameters = z.infer<typeof consentSchema>;

/** Parameters by rung: of a domain for its own rung, of the charter as defaults. */
export const ladderSchema = z.strictObject({
  delegation: delegationSchema.exactOptional(),
  consent: consentSchema.exactOptional(),
});
export type Ladder = z.infer<typeof ladderSchema>;

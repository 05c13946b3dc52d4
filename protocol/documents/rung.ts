import * as z from 'zod';
import { subjectSchema } from '../ids.ts';
import { positiveSchema, secondsSchema } from './common.ts';
import { shareSchema, thresholdSchema } from './threshold.ts';

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
  /** What is decided alone is announced first, and waits for so long. Spec §6. */
  waitSeconds: secondsSchema.exactOptional(),
  /** Agents who decide here also agree words that have no effect. Spec §13. */
  agentsResolve: z.literal(true).exactOptional(),
});
export type DelegationParameters = z.infer<typeof delegationSchema>;

/** How consultation is set up: time to answer, once more for those who are silent, and until when it is decided. Spec §6. */
const consultationSchema = z.strictObject({
  askSeconds: secondsSchema,
  extendSeconds: secondsSchema,
  deadlineSeconds: secondsSchema,
});
export type ConsultationParameters = z.infer<typeof consultationSchema>;

/** When a meeting can close a matter: how long before it was announced, and what share of the roster is there. Spec §14. */
const meetingTermsSchema = z.strictObject({ noticeSeconds: secondsSchema, attendance: shareSchema });
export type MeetingTerms = z.infer<typeof meetingTermsSchema>;
const meetingFields = {
  meeting: meetingTermsSchema.exactOptional(),
  /** Of the answers that people signed or gave by a link, so many come by keys of their own. Spec §14. */
  minOwnKeys: shareSchema.exactOptional(),
};

/** How long a matter is open on its current version, and when it must have ended. Spec §6. */
const openFields = { openSeconds: secondsSchema, deadlineSeconds: secondsSchema };

/** How consent is set up. Spec §6. */
const consentSchema = z.strictObject({
  ...openFields,
  quorum: z.enum(['two-thirds', 'all-but-two', 'square-root']),
  /** Silence is consent, where the impact is low; some have to speak all the same. */
  lazy: z.literal(true).exactOptional(),
  /** An objection that its author ends opens the whole window anew. */
  resolvingRestarts: z.literal(true).exactOptional(),
  ...meetingFields,
});
export type ConsentParameters = z.infer<typeof consentSchema>;

/** How consensus is set up. A fallback counts because it was declared beforehand. Spec §6. */
const consensusSchema = z.strictObject({
  ...openFields,
  quorum: shareSchema,
  standAsidesMost: shareSchema,
  agree: thresholdSchema,
  /** People are asked twice: what is said in the first window can be answered in the second. Spec §6. */
  windows: z.literal(2).exactOptional(),
  fallback: z.strictObject({ afterSeconds: secondsSchema, threshold: thresholdSchema }).exactOptional(),
  ...meetingFields,
});
export type ConsensusParameters = z.infer<typeof consensusSchema>;

/** How a vote is set up. Spec §6, §17. */
const voteSchema = z.strictObject({
  /** Between the opening and the first answer that counts. */
  noticeSeconds: secondsSchema.exactOptional(),
  openSeconds: secondsSchema,
  quorum: z.union([z.literal('square-root'), shareSchema]),
  threshold: thresholdSchema,
  /** Nobody's answer is logged: two tellers count. They hold this role, or are on the roster. */
  secret: z.strictObject({ tellers: subjectSchema.exactOptional() }).exactOptional(),
  /** Some may answer for others: each for so many at the most. */
  proxies: z.strictObject({ most: positiveSchema.exactOptional() }).exactOptional(),
  ...meetingFields,
});
export type VoteParameters = z.infer<typeof voteSchema>;

/** Parameters by rung: of a domain for its own rung, of the charter as defaults. */
export const ladderSchema = z.strictObject({
  delegation: delegationSchema.exactOptional(),
  consultation: consultationSchema.exactOptional(),
  consent: consentSchema.exactOptional(),
  consensus: consensusSchema.exactOptional(),
  vote: voteSchema.exactOptional(),
});
export type Ladder = z.infer<typeof ladderSchema>;

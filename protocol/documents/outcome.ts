import * as z from 'zod';
import { documentIdSchema, hashTextSchema, refSchema, scidSchema, subjectSchema } from '../ids.ts';
import { countSchema, LIST_MAX, positiveSchema, timeSchema } from './common.ts';
import { decidedFields, decidedThreads } from './decision.ts';
import { defineDocument } from './define.ts';
import { terminalSchema } from './escalation-path.ts';
import { answerSchema } from './response.ts';
import { bindingReads, domainThreads } from './thread-names.ts';

/** What became of one objection. Spec §6. */
export const OBJECTION_FATES = [
  'standing',
  'withdrawn',
  'resolved-by-amendment',
  'resolved-by-review',
  'not-qualified',
  'lapsed',
  'replaced',
] as const;
export type ObjectionFateName = (typeof OBJECTION_FATES)[number];

/**
 * How many people there were, and what they answered; nobody's name. `base` is the roster less the seats that stayed
 * silent too long, `decisive` those who neither abstained nor asked for time. Spec §6.
 */
const countsSchema = z.strictObject({
  roster: countSchema,
  base: countSchema,
  responders: countSchema,
  decisive: countSchema,
  answers: z.partialRecord(answerSchema, positiveSchema),
  objections: countSchema,
  /** Of the answers and objections, those that came by a link or a key that the instance holds. Spec §14. */
  passedOn: positiveSchema.exactOptional(),
});
export type Counts = z.infer<typeof countsSchema>;

/** Codes are words with hyphens; the longest has 24 letters. */
const CODE_MAX = 64;

const fateSchema = z.strictObject({ objection: documentIdSchema, fate: z.enum(OBJECTION_FATES) });

/** By nominations, most first: how many people would see whom in the role, and approve of them. */
const selectionSchema = z.strictObject({
  candidates: z
    .array(
      z.strictObject({
        nominee: subjectSchema,
        nominations: positiveSchema,
        approvals: countSchema.exactOptional(),
        chosen: z.boolean(),
      }),
    )
    .max(LIST_MAX),
  /** Ballots for *none of these*. */
  none: countSchema.exactOptional(),
});

/** With whom people may leave what this commons does not take: all are asked, and each is waited for. */
export const DEPOSIT_PEERS_MAX = 16;

/** What was asked of whoever keeps deposits for the commons, after the matter had closed. Spec §21. */
const depositsSchema = z.strictObject({
  closedAt: timeSchema,
  with: z
    .array(z.strictObject({ commons: scidSchema, list: documentIdSchema.exactOptional() }))
    .min(1)
    .max(DEPOSIT_PEERS_MAX)
    .refine((asked) => new Set(asked.map(({ commons }) => commons)).size === asked.length, 'each once'),
});
export type AskedDeposits = z.infer<typeof depositsSchema>;

/**
 * What the rules yield from a proposal's thread. The commons signs it, and it counts only if whoever recomputes gets
 * the same. Spec §6.
 */
export const outcome = defineDocument(
  'outcome',
  {
    proposal: refSchema,
    opening: documentIdSchema,
    circle: refSchema,
    roster: subjectSchema,
    ...decidedFields,
    result: z.enum(['adopted', 'not-adopted', 'default']),
    /** What holds, where the escalation path ended without a decision. Spec §6. */
    byDefault: terminalSchema.exactOptional(),
    /** By default, and in the meantime, the operations take effect as the binding part has them. Spec §6. */
    interim: z.literal(true).exactOptional(),
    /** What was said cannot be done, and could not for a month: why. Spec §6. */
    noEffect: z
      .string()
      .regex(/^[a-z]+(?:-[a-z]+)*$/)
      .max(CODE_MAX)
      .exactOptional(),
    counts: countsSchema,
    objections: z.array(fateSchema).max(LIST_MAX),
    /** Adopted by the fallback that the domain declared. Spec §6. */
    fallback: z.literal(true).exactOptional(),
    /** Who was nominated for a role, and what came of it. Spec §15. */
    selection: selectionSchema.exactOptional(),
    /** Minutes that say what people answered, where not all have signed it themselves. Spec §14. */
    minutes: z.array(documentIdSchema).min(1).max(LIST_MAX).exactOptional(),
    deposits: depositsSchema.exactOptional(),
    evidenceRoot: hashTextSchema,
    outcomeHash: hashTextSchema,
  },
  {
    signer: 'commons',
    threads: (d) => [d.proposal.subject, ...decidedThreads(d)],
    reads: (d) => [
      ...domainThreads(d.domain),
      d.circle.subject,
      d.roster,
      ...bindingReads(d.binding),
      'charter',
      'constraints',
      'register',
    ],
  },
);
export type Outcome = z.infer<typeof outcome.schema>;

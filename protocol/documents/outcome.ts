import * as z from 'zod';
import { documentIdSchema, hashTextSchema, refSchema, subjectSchema } from '../ids.ts';
import { countSchema, LIST_MAX } from './common.ts';
import { decidedFields, decidedThreads } from './decision.ts';
import { defineDocument } from './define.ts';
import { domainThreads } from './thread-names.ts';

/** How one objection ended. Spec §6. */
export const OBJECTION_FATES = ['withdrawn', 'resolved-by-amendment', 'standing'] as const;

const countsSchema = z.strictObject({
  roster: countSchema,
  responders: countSchema,
  consents: countSchema,
  concerns: countSchema,
  objections: countSchema,
  abstentions: countSchema,
});
export type Counts = z.infer<typeof countsSchema>;

const fateSchema = z.strictObject({ objection: documentIdSchema, fate: z.enum(OBJECTION_FATES) });

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
    counts: countsSchema,
    objections: z.array(fateSchema).max(LIST_MAX),
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
      'charter',
      'constraints',
      'register',
    ],
  },
);
export type Outcome = z.infer<typeof outcome.schema>;

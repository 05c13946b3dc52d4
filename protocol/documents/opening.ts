import * as z from 'zod';
import { documentIdSchema, hashTextSchema, refSchema, subjectSchema } from '../ids.ts';
import { domainRefSchema, LIST_MAX, positiveSchema, rulesVersionSchema } from './common.ts';
import { defineDocument } from './define.ts';
import { ladderSchema, rungSchema } from './rung.ts';
import { domainThreads } from './thread-names.ts';

/**
 * Opens a proposal and freezes what it will be judged by: rules, parameters, domain, constraints and the roster as
 * denominator. Spec §6.
 */
export const opening = defineDocument(
  'opening',
  {
    proposal: refSchema,
    domain: domainRefSchema,
    circle: refSchema,
    roster: z.strictObject({
      subject: subjectSchema,
      root: hashTextSchema,
      count: positiveSchema,
      pages: z.array(documentIdSchema).min(1).max(LIST_MAX),
    }),
    rung: rungSchema,
    parameters: ladderSchema,
    constraints: z.array(documentIdSchema).max(LIST_MAX),
    rulesVersion: rulesVersionSchema,
  },
  {
    signer: 'commons',
    threads: (d) => [d.proposal.subject],
    reads: (d) => [
      ...domainThreads(d.domain),
      d.circle.subject,
      d.roster.subject,
      'charter',
      'constraints',
      'register',
    ],
  },
);
export type Opening = z.infer<typeof opening.schema>;

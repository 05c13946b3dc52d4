import * as z from 'zod';
import { documentIdSchema, hashTextSchema, refSchema, subjectSchema } from '../ids.ts';
import { READS_MAX } from '../limits.ts';
import { domainRefSchema, LIST_MAX, positiveSchema, rulesVersionSchema } from './common.ts';
import { defineDocument } from './define.ts';
import { stepNumberSchema } from './escalation-path.ts';
import { ladderSchema, rungSchema } from './rung.ts';
import { BODIES_MAX } from './set.ts';
import { domainThreads } from './thread-names.ts';

/**
 * A circle, role or participant that the domain names as affected or knowing: by the version in force, if there is one; a
 * circle with the role that represents it.
 */
const askedSchema = z.strictObject({
  subject: subjectSchema,
  id: documentIdSchema.exactOptional(),
  representative: refSchema.exactOptional(),
});
export type Asked = z.infer<typeof askedSchema>;

/**
 * Opens a proposal and freezes what it will be judged by: rules, parameters, domain, constraints and the roster as
 * denominator. Spec §6.
 */
export const opening = defineDocument(
  'opening',
  {
    proposal: refSchema,
    domain: domainRefSchema,
    /** Who answers, or, where a role decides after asking, whose role it is. */
    circle: refSchema,
    /** The role that decides after asking. */
    role: refSchema.exactOptional(),
    /** Whom else it asks, in the domain's order. */
    asked: z.array(askedSchema).max(BODIES_MAX),
    roster: z.strictObject({
      subject: subjectSchema,
      root: hashTextSchema,
      count: positiveSchema,
      pages: z.array(documentIdSchema).min(1).max(LIST_MAX),
    }),
    rung: rungSchema,
    parameters: ladderSchema,
    /** The step of the domain's escalation path that the matter has come to. Spec §6. */
    step: stepNumberSchema.exactOptional(),
    /** Another circle than the domain's is asked whether to return a decision. Spec §17. */
    veto: z.literal(true).exactOptional(),
    /** The role whose seats are at stake, and for a recall the term. Spec §15. */
    seat: z.strictObject({ role: refSchema, mandate: refSchema.exactOptional() }).exactOptional(),
    /** The meeting in which the proposal was to be opened. Spec §14. */
    meeting: refSchema.exactOptional(),
    constraints: z.array(documentIdSchema).max(LIST_MAX),
    /** Soft constraints that raised it to a higher rung than its domain's. Spec §12. */
    raisedBy: z.array(documentIdSchema).min(1).max(LIST_MAX).exactOptional(),
    /** Resources whose accounts soft constraints look at. Spec §12. */
    stocks: z.array(subjectSchema).min(1).max(READS_MAX).exactOptional(),
    rulesVersion: rulesVersionSchema,
  },
  {
    signer: 'commons',
    threads: (d) => [d.proposal.subject],
    reads: (d) => [
      ...domainThreads(d.domain),
      d.circle.subject,
      ...(d.role === undefined ? [] : [d.role.subject]),
      ...[d.seat?.role, d.seat?.mandate].flatMap((at) => at?.subject ?? []),
      ...d.asked.flatMap(({ subject, representative }) => [
        subject,
        ...(representative === undefined ? [] : [representative.subject]),
      ]),
      d.roster.subject,
      ...(d.stocks ?? []),
      ...(d.meeting === undefined ? [] : [d.meeting.subject]),
      'charter',
      'constraints',
      'register',
    ],
  },
);
export type Opening = z.infer<typeof opening.schema>;

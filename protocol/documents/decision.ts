import * as z from 'zod';
import { documentIdSchema, refSchema } from '../ids.ts';
import { agentActSchema, agentThreads } from './agent-act.ts';
import { domainRefSchema, LIST_MAX, rulesVersionSchema, textSchema, timeSchema } from './common.ts';
import { defineDocument } from './define.ts';
import { byDelegationSchema } from './delegation.ts';
import { namedActionsSchema } from './named-actions.ts';
import { bindingSchema } from './operation.ts';
import { TEXTS_MAX } from './proposal.ts';
import { bindingReads, bindingThreads, domainThreads, usageThread } from './thread-names.ts';

/** What decisions and outcomes share: what was decided, until when, and what it takes the place of. */
export const decidedFields = {
  domain: domainRefSchema,
  binding: bindingSchema,
  result: z.enum(['adopted', 'not-adopted']),
  reviewAt: timeSchema,
  effectiveAt: timeSchema.exactOptional(),
  expiresAt: timeSchema.exactOptional(),
  reverses: refSchema.exactOptional(),
  replaces: refSchema.exactOptional(),
  tags: z.array(z.enum(['experiment', 'emergency'])).max(2),
  rulesVersion: rulesVersionSchema,
};

/** What became of advice, and why. */
const answerSchema = z.strictObject({
  answer: z.enum(['adopted', 'partly', 'not-adopted']),
  reason: textSchema,
});

/** Each advice of somebody who was asked has its own answer; that of all others has one together. Spec §6. */
const consultedSchema = z.strictObject({
  opening: documentIdSchema,
  answers: z.array(z.strictObject({ advice: documentIdSchema, ...answerSchema.shape })).max(LIST_MAX),
  joint: answerSchema.exactOptional(),
});

/**
 * A role-holder's own decision, with the right that it claims: mandate, role, domain. It decides a proposal, whose
 * binding part it repeats, or stands alone. Spec §6.
 */
export const decision = defineDocument(
  'decision',
  {
    proposal: refSchema.exactOptional(),
    ...decidedFields,
    mandate: refSchema,
    role: refSchema,
    /** Only an alternate names it: the holder's participant version that says that they rest. */
    standsInFor: refSchema.exactOptional(),
    /** Only somebody names it to whom the holder delegated. Spec §15. */
    delegation: byDelegationSchema.exactOptional(),
    /** By a term that has ended, where nobody follows. Spec §15. */
    caretaker: z.literal(true).exactOptional(),
    reason: textSchema,
    alternatives: z.array(textSchema).max(TEXTS_MAX),
    /** What is to be done for it, or why nothing is. Spec §6. */
    actions: namedActionsSchema.exactOptional(),
    /** After asking: what became of each advice. */
    consulted: consultedSchema.exactOptional(),
    /** Only of an agent: what its decision comes from. Spec §13. */
    agent: agentActSchema.exactOptional(),
    /** Only of an agent: it is counted over all domains of its mandate. Spec §13. */
    totals: z.literal(true).exactOptional(),
  },
  {
    signer: 'participant',
    threads: (d) => [
      d.proposal?.subject ?? d.subject,
      ...decidedThreads(d),
      ...(d.totals === undefined ? [] : [usageThread(d.mandate.subject)]),
    ],
    reads: (d) => [
      d.mandate.subject,
      d.role.subject,
      ...(d.standsInFor === undefined ? [] : [d.standsInFor.subject]),
      ...(d.delegation === undefined ? [] : [d.delegation.subject, d.delegation.from]),
      ...domainThreads(d.domain),
      ...bindingReads(d.binding),
      ...agentThreads(d.agent),
      'charter',
      'constraints',
      'register',
    ],
  },
);
export type Decision = z.infer<typeof decision.schema>;

const decidedSchema = z.strictObject(decidedFields);
type DecidedFields = Omit<z.infer<typeof decidedSchema>, 'result'> & {
  /** `default` is what holds where nobody decided: only an outcome says so. */
  readonly result: 'adopted' | 'not-adopted' | 'default';
  readonly byDefault?: { readonly kind: string };
  readonly interim?: true;
  readonly noEffect?: string;
};

/** Whether the operations of a decision or outcome happen once it counts. Spec §5. */
export function takesEffect({ result, interim }: Pick<DecidedFields, 'result' | 'interim'>): boolean {
  return result === 'adopted' || (result === 'default' && interim === true);
}

/** Threads that a decision changes beside its own: usage, what it spends, adopts or ends, what it takes the place of. */
export function decidedThreads(d: DecidedFields): readonly string[] {
  // Whether something happens in the meantime, or can happen at all, is asked of the threads that it would change.
  const asks = takesEffect(d) || d.byDefault?.kind === 'interim-cap' || d.noEffect !== undefined;
  return [
    usageThread(d.domain.subject),
    ...(asks ? bindingThreads(d.binding) : []),
    ...(d.reverses === undefined ? [] : [d.reverses.subject]),
    ...(d.replaces === undefined ? [] : [d.replaces.subject]),
  ];
}

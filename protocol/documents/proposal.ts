import * as z from 'zod';
import { documentIdSchema, refSchema, subjectSchema } from '../ids.ts';
import { agentActSchema, agentThreads } from './agent-act.ts';
import { domainRefSchema, LIST_MAX, secondsSchema, textSchema } from './common.ts';
import { defineDocument } from './define.ts';
import { namedActionsSchema } from './named-actions.ts';
import { bindingSchema } from './operation.ts';
import { domainThreads, seatReads } from './thread-names.ts';

/** Texts of one kind that a proposal or decision brings along. */
export const TEXTS_MAX = 16;

const departureSchema = z.strictObject({ constraint: subjectSchema, reason: textSchema });

/**
 * A matter put forward for decision. Versions share one subject; a changed binding part makes every response stale,
 * an explanation alone changes nothing. Spec §4.
 */
export const proposal = defineDocument(
  'proposal',
  {
    domain: domainRefSchema,
    driver: textSchema,
    binding: bindingSchema,
    explanation: z.array(textSchema).max(TEXTS_MAX),
    alternatives: z.array(textSchema).max(TEXTS_MAX),
    costs: textSchema.exactOptional(),
    risks: textSchema.exactOptional(),
    reversibility: z.enum(['easy', 'costly', 'irreversible']).exactOptional(),
    integrates: z.array(documentIdSchema).max(LIST_MAX).exactOptional(),
    /** Only of an agent: what its proposal comes from. Spec §13. */
    agent: agentActSchema.exactOptional(),
    /** Soft constraints that it does not keep, and why: it is decided one rung higher. Spec §12. */
    departs: z.array(departureSchema).min(1).max(TEXTS_MAX).exactOptional(),
    /** Whoever would decide it alone announces it, and waits for so long. Spec §6. */
    waitSeconds: secondsSchema.exactOptional(),
    /** A meeting in which it is to be opened, and not before. Spec §14. */
    opensIn: refSchema.exactOptional(),
    /** The matter that it comes of. Spec §6. */
    matter: refSchema.exactOptional(),
    /** What is to be done once it is adopted, or why nothing is. Spec §6. */
    actions: namedActionsSchema.exactOptional(),
  },
  {
    signer: 'participant',
    threads: (d) => [d.subject, ...(d.matter === undefined ? [] : [d.matter.subject])],
    reads: (d) => [
      ...domainThreads(d.domain),
      ...seatReads(d.binding),
      'register',
      ...agentThreads(d.agent),
      ...(d.opensIn === undefined ? [] : [d.opensIn.subject]),
    ],
  },
);
export type Proposal = z.infer<typeof proposal.schema>;

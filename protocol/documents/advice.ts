import * as z from 'zod';
import { refSchema } from '../ids.ts';
import { agentActSchema, agentThreads } from './agent-act.ts';
import { textSchema } from './common.ts';
import { defineDocument } from './define.ts';

/** Other ways beside one advice: more would be a proposal. */
const ALTERNATIVES_MAX = 4;

/** What somebody says to it on the whole. */
export const STANCES = ['for', 'against', 'neutral'] as const;

/** One person's advice on one version of a proposal; a newer one replaces it. Spec §6. */
export const advice = defineDocument(
  'advice',
  {
    proposal: refSchema,
    stance: z.enum(STANCES),
    text: textSchema,
    /** Only of an agent: what its advice comes from, and other ways that it looked at. */
    agent: agentActSchema.exactOptional(),
    alternatives: z.array(textSchema).min(1).max(ALTERNATIVES_MAX).exactOptional(),
  },
  {
    signer: 'participant',
    threads: (d) => [d.proposal.subject],
    reads: (d) => agentThreads(d.agent),
  },
);
export type Advice = z.infer<typeof advice.schema>;

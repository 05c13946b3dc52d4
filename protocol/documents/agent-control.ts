import * as z from 'zod';
import { refSchema } from '../ids.ts';
import { textSchema } from './common.ts';
import { defineDocument } from './define.ts';

/**
 * A human's word on an agent: its steward answers for the version in force, anybody stops it, somebody else lets it go on.
 * Spec §13.
 */
export const agentControl = defineDocument(
  'agent-control',
  { agent: refSchema, act: z.enum(['vouch', 'stop', 'resume']), reason: textSchema },
  { signer: 'participant', threads: (d) => [d.agent.subject], reads: () => [] },
);
export type AgentControl = z.infer<typeof agentControl.schema>;

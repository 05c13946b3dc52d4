import * as z from 'zod';
import { hashTextSchema, refSchema, subjectSchema } from '../ids.ts';
import { nameSchema } from './common.ts';

/**
 * What an agent says of each of its acts: which model it is, in which version, what it was given (by hash), and by what
 * right its steward answers for it just then. Spec §13.
 */
export const agentActSchema = z.strictObject({
  model: nameSchema,
  version: nameSchema,
  inputs: hashTextSchema,
  steward: z.strictObject({ subject: subjectSchema, mandate: refSchema, role: refSchema }),
});
export type AgentAct = z.infer<typeof agentActSchema>;

/** Threads that show whether the steward answers for the agent: only an agent's act names them. */
export function agentThreads(agent: AgentAct | undefined): readonly string[] {
  if (agent === undefined) return [];
  const { subject, mandate, role } = agent.steward;
  return [subject, mandate.subject, role.subject, 'charter'];
}

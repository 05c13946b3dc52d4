import type { Command } from 'commander';
import type { JsonObject } from '../../protocol/canonical.ts';
import { hashTextOf } from '../../protocol/ids.ts';
import { ProtocolError } from '../../protocol/problem.ts';
import { agentNamed } from './agent-named.ts';
import type { MemberSession } from './session.ts';
import { UsageError } from './usage-error.ts';
import { readWholeFile } from './values.ts';

/** What an agent says of an act, as options; people give none of them. */
export interface AgentActOptions {
  readonly model?: string;
  readonly modelVersion?: string;
  readonly inputs?: string;
}

/** What an agent was given, read into memory to be hashed. */
const INPUTS_BYTES_MAX = 64 * 1024 * 1024;

export function addAgentActOptions(command: Command): Command {
  return command
    .option('--model <name>', 'of an agent alone: which model decides to do this')
    .option('--model-version <version>', 'of an agent alone: which version of it')
    .option('--inputs <file>', 'of an agent alone: what it was given; its SHA-256 is signed');
}

/** The member `agent` of an agent's act, with the mandate by which its steward answers for it; nothing for people. */
export async function agentActFrom(
  { model, modelVersion, inputs }: AgentActOptions,
  { client, member }: MemberSession,
): Promise<{ readonly agent?: JsonObject }> {
  if (model === undefined && modelVersion === undefined && inputs === undefined) return {};
  if (model === undefined || modelVersion === undefined || inputs === undefined)
    throw new UsageError('An agent gives all three: --model, --model-version and --inputs.');
  const { steward } = await agentNamed(client, member.author);
  if (steward.mandate === null || steward.role === null)
    throw new ProtocolError(
      'conflict',
      `${steward.name}, who answers for this agent, holds no role just now.`,
    );
  const bytes = await readWholeFile(inputs, '--inputs', INPUTS_BYTES_MAX);
  return {
    agent: {
      model,
      version: modelVersion,
      inputs: hashTextOf(bytes),
      steward: { subject: steward.subject, mandate: steward.mandate, role: steward.role },
    },
  };
}

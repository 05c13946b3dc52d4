import { ProtocolError } from '../../protocol/problem.ts';
import type { Client } from '../client/client.ts';
import { type AgentShown, agentsSchema } from '../client/views.ts';
import { UsageError } from './usage-error.ts';

/** Behind the name of an agent, wherever it is shown. */
const LABEL = ' (agent)';

/**
 * An agent by its subject or its name.
 *
 * @throws {ProtocolError} `not-found`; {UsageError} where several bear the name.
 */
export async function agentNamed(client: Client, text: string): Promise<AgentShown> {
  const { agents } = await client.read('/agents', agentsSchema);
  const wanted = text.trim().toLowerCase();
  const found = agents.filter(({ subject, name }) => {
    const known = name.toLowerCase();
    return subject === wanted || known === wanted || known === `${wanted}${LABEL}`;
  });
  const [first, second] = found;
  if (first === undefined)
    throw new ProtocolError('not-found', `No agent here is called “${text}”.`, {
      agents: agents.map(({ name }) => name),
    });
  if (second === undefined) return first;
  throw new UsageError(`Several agents are called “${text}”: name one by its subject.`, {
    subjects: found.map(({ subject }) => subject),
  });
}

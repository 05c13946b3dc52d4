import type { Ref } from '../../protocol/ids.ts';
import { ProtocolError } from '../../protocol/problem.ts';
import type { Client } from '../client/client.ts';
import { constraintsSchema } from '../client/views.ts';

/**
 * A rule that binds every decision, by its title or subject: the one in force, else one that binds still.
 *
 * @throws {ProtocolError} `not-found`
 */
export async function constraintNamed(client: Client, text: string): Promise<Ref> {
  const { constraints } = await client.read('/constraints', constraintsSchema);
  const wanted = text.trim().toLowerCase();
  const fitting = constraints.filter(
    ({ subject, title }) =>
      subject === wanted || Object.values(title).some((known) => known.toLowerCase() === wanted),
  );
  const found = fitting.find(({ until }) => until === null) ?? fitting[0];
  if (found === undefined)
    throw new ProtocolError('not-found', `No rule that binds every decision is called “${text}”.`);
  const { subject, id } = found;
  return { subject, id };
}

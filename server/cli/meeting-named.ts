import { subjectSchema } from '../../protocol/ids.ts';
import { ProtocolError } from '../../protocol/problem.ts';
import type { Client } from '../client/client.ts';
import { type MeetingShown, meetingsSchema } from '../client/meeting-views.ts';
import { documentNamed } from './document-names.ts';

/**
 * A meeting by its subject, or by the id of its notice.
 *
 * @throws as `documentNamed`; {ProtocolError} `not-found`.
 */
export async function meetingNamed(client: Client, text: string): Promise<MeetingShown> {
  const { meetings } = await client.read('/meetings', meetingsSchema);
  const name = subjectSchema.safeParse(text).success ? text : await documentNamed(client, text);
  const found = meetings.find(({ subject, id }) => subject === name || id === name);
  if (found === undefined)
    throw new ProtocolError('not-found', 'There is no such meeting here.', { meeting: text });
  return found;
}

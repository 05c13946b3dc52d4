import { subjectSchema } from '../../protocol/ids.ts';
import { ProtocolError } from '../../protocol/problem.ts';
import type { Client } from '../client/client.ts';
import { readLogged } from '../client/log.ts';
import { type MeetingShown, meetingsSchema } from '../client/meeting-views.ts';
import { documentNamed } from './document-names.ts';

/**
 * A meeting by its subject, or by the id of its notice: of the first one too, which people have in their hands.
 *
 * @throws as `documentNamed`; {ProtocolError} `not-found`.
 */
export async function meetingNamed(client: Client, text: string): Promise<MeetingShown> {
  const { meetings } = await client.read('/meetings', meetingsSchema);
  const subject = await subjectOf(client, text);
  const found = meetings.find((meeting) => meeting.subject === subject);
  if (found === undefined)
    throw new ProtocolError('not-found', 'There is no such meeting here.', { meeting: text });
  return found;
}

async function subjectOf(client: Client, text: string): Promise<string> {
  const subject = subjectSchema.safeParse(text);
  if (subject.success) return subject.data;
  return (await readLogged(client, await documentNamed(client, text))).subject;
}

import { type Subject, subjectSchema } from '../../protocol/ids.ts';
import { ProtocolError } from '../../protocol/problem.ts';
import { type CircleShown, circlesSchema, type ParticipantShown } from '../client/circle-views.ts';
import type { Client } from '../client/client.ts';
import { UsageError } from './usage-error.ts';

/** A circle by its subject or its name. @throws {ProtocolError} `not-found`; {UsageError} where several bear the name. */
export async function circleNamed(client: Client, text: string): Promise<CircleShown> {
  const { circles } = await client.read('/circles', circlesSchema);
  const wanted = text.trim().toLowerCase();
  return only(
    circles.filter(
      ({ subject, name }) =>
        subject === wanted || Object.values(name).some((known) => known.toLowerCase() === wanted),
    ),
    `circle in force is called “${text}”`,
  );
}

/** The subject of a circle that a person names; a subject that the server does not show is taken as it is. */
export async function circleSubject(client: Client, text: string): Promise<Subject> {
  return subjectSchema.safeParse(text.trim()).data ?? (await circleNamed(client, text)).subject;
}

/** Somebody who made themself known here, by name or subject. @throws as `circleNamed`. */
export async function participantNamed(client: Client, text: string): Promise<ParticipantShown> {
  const { people } = await client.read('/circles', circlesSchema);
  const wanted = text.trim().toLowerCase();
  return only(
    people.filter(({ subject, name }) => subject === wanted || nameMatches(name, wanted)),
    `participant is called “${text}”`,
  );
}

/** Subjects of people; a subject that the server does not show is taken as it is. */
export async function peopleNamed(client: Client, names: readonly string[]): Promise<readonly Subject[]> {
  return Promise.all(
    names.map(
      async (name) =>
        subjectSchema.safeParse(name.trim()).data ?? (await participantNamed(client, name)).subject,
    ),
  );
}

/** An agent is called one wherever it is shown, and goes by its name alone as well. */
function nameMatches(name: string, wanted: string): boolean {
  const known = name.toLowerCase();
  return known === wanted || known === `${wanted} (agent)`;
}

function only<One extends { readonly subject: Subject }>(found: readonly One[], what: string): One {
  const [first, second] = found;
  if (first === undefined) throw new ProtocolError('not-found', `No ${what}.`);
  if (second === undefined) return first;
  throw new UsageError(`More than one ${what}: name one by its subject.`, {
    subjects: found.map(({ subject }) => subject),
  });
}

import { documentIdSchema, type Ref, type Subject, subjectSchema } from '../../protocol/ids.ts';
import { ProtocolError } from '../../protocol/problem.ts';
import { circlesSchema } from '../client/circle-views.ts';
import type { Client } from '../client/client.ts';
import { readLogged } from '../client/log.ts';
import { type RoleShown, rolesSchema } from '../client/role-views.ts';
import { participantNamed } from './circle-named.ts';
import { documentNamed } from './document-names.ts';
import { UsageError } from './usage-error.ts';

/**
 * A role by its subject or its name.
 *
 * @throws {ProtocolError} `not-found`; {UsageError} where several bear the name.
 */
export async function roleNamed(client: Client, text: string): Promise<RoleShown> {
  const { roles } = await client.read('/roles', rolesSchema);
  const wanted = text.trim().toLowerCase();
  const found = roles.filter(
    ({ subject, name }) =>
      subject === wanted || Object.values(name).some((known) => known.toLowerCase() === wanted),
  );
  return only(found, `role is called “${text}”`, ({ subject }) => subject);
}

/** A person by their subject, or by the name that they go by here. */
export async function personNamed(client: Client, text: string): Promise<Subject> {
  return (await participantNamed(client, text)).subject;
}

/** Whose matter something is: a circle, a role or a person, by subject or by name. */
export async function bodyNamed(client: Client, text: string): Promise<Subject> {
  const subject = subjectSchema.safeParse(text.trim());
  if (subject.success) return subject.data;
  const [{ roles }, { circles, people }] = await Promise.all([
    client.read('/roles', rolesSchema),
    client.read('/circles', circlesSchema),
  ]);
  const wanted = text.trim().toLowerCase();
  const isCalled = ({ name }: { readonly name: Readonly<Record<string, string>> }) =>
    Object.values(name).some((known) => known.toLowerCase() === wanted);
  const found = [
    ...[...roles, ...circles].filter(isCalled),
    ...people.filter(({ name }) => name.toLowerCase() === wanted),
  ].map((one) => one.subject);
  return only(found, `circle, role or person is called “${text}”`, (one) => one);
}

/** A term in a role, by its id, or by role and holder as `Treasurer/Ana`. */
export async function termNamed(
  client: Client,
  text: string,
): Promise<{ readonly mandate: Ref; readonly role: Subject }> {
  const [title, holder] = text.split('/');
  if (title !== undefined && holder !== undefined && !documentIdSchema.safeParse(text).success) {
    const wanted = holder.trim().toLowerCase();
    const { subject: role, terms } = await roleNamed(client, title);
    const found = terms.filter(({ holder: { name } }) => name.toLowerCase() === wanted);
    const { subject, id } = only(found, `term of “${holder}” runs in that role`, ({ id }) => id);
    return { mandate: { subject, id }, role };
  }
  const id = await documentNamed(client, text);
  const term = await readLogged(client, id);
  if (term.type !== 'mandate') throw new UsageError(`“${text}” is no term in a role.`);
  return { mandate: { subject: term.subject, id }, role: term.role.subject };
}

function only<One>(found: readonly One[], what: string, subjectOf: (one: One) => string): One {
  const [first, second] = found;
  if (first === undefined) throw new ProtocolError('not-found', `No ${what}.`);
  if (second === undefined) return first;
  throw new UsageError(`More than one ${what}: name one by its subject.`, {
    subjects: found.map(subjectOf),
  });
}

import { documentIdSchema, type Ref, type Subject, subjectSchema } from '../../protocol/ids.ts';
import { ProtocolError } from '../../protocol/problem.ts';
import type { Client } from '../client/client.ts';
import { readLogged } from '../client/log.ts';
import { type RoleShown, rolesSchema } from '../client/role-views.ts';
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

/** A person by their subject, or by the name that members of a role's circle go by. */
export async function personNamed(client: Client, text: string): Promise<Subject> {
  const { roles } = await client.read('/roles', rolesSchema);
  const wanted = text.trim().toLowerCase();
  const people = new Map(
    roles
      .flatMap(({ serves, terms }) => [...serves, ...terms.map(({ holder }) => holder)])
      .map((person) => [person.subject, person.name]),
  );
  const found = [...people].filter(([subject, name]) => subject === wanted || name.toLowerCase() === wanted);
  return only(found, `member of a circle is called “${text}”`, ([subject]) => subject)[0];
}

/** Whose matter something is: a circle, a role or a person by subject, a role or a person by name as well. */
export async function bodyNamed(client: Client, text: string): Promise<Subject> {
  const subject = subjectSchema.safeParse(text.trim());
  if (subject.success) return subject.data;
  const { roles } = await client.read('/roles', rolesSchema);
  const wanted = text.trim().toLowerCase();
  const found = new Set(
    roles.flatMap(({ subject, name, serves, terms }) => [
      ...(Object.values(name).some((known) => known.toLowerCase() === wanted) ? [subject] : []),
      ...[...serves, ...terms.map(({ holder }) => holder)]
        .filter((person) => person.name.toLowerCase() === wanted)
        .map((person) => person.subject),
    ]),
  );
  return only([...found], `role or person is called “${text}”`, (one) => one);
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

import type { Multikey, Subject } from '../../protocol/ids.ts';
import { circlesSchema, type ParticipantShown } from './circle-views.ts';
import type { Client } from './client.ts';
import { readLogged } from './log.ts';

/** A member whose document lists a key. */
export interface KeyOwner {
  readonly subject: Subject;
  readonly pseudonym: string;
}

/**
 * The member of a name or subject who lists the key. Spec §1.
 *
 * @returns null where nobody who is shown does.
 */
export async function keyOwner(client: Client, name: string, key: Multikey): Promise<KeyOwner | null> {
  const { people } = await client.read('/circles', circlesSchema);
  for (const person of people.filter((one) => isMeant(one, name))) {
    const document = await readLogged(client, person.id);
    const keys = document.type === 'participant' ? document.keys : [];
    if (keys.some((held) => held.key === key)) return { subject: person.subject, pseudonym: person.name };
  }
  return null;
}

function isMeant(person: ParticipantShown, name: string): boolean {
  return person.subject === name || person.name.toLowerCase() === name.trim().toLowerCase();
}

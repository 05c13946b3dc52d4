import { subjectSchema } from '../../protocol/ids.ts';
import type { Client } from '../client/client.ts';
import { type KeyOwner, keyOwner } from '../client/key-owner.ts';
import { type Profile, signerIn } from './profiles.ts';
import { openClient } from './session.ts';

/** A key of this device, and the member whose document lists it. */
export interface Listed extends KeyOwner {
  readonly profile: Profile;
}

/**
 * The member of a name or subject who lists a key of this device, as after `me add-key` on another one. Spec §1.
 *
 * Whoever is known to members alone is found by their subject: the key asks for itself then.
 *
 * @returns null where nobody who is shown does.
 */
export async function listedKey(
  client: Client,
  name: string,
  profiles: readonly Profile[],
): Promise<Listed | null> {
  for (const profile of profiles) {
    const found = await keyOwner(client, name, profile.key);
    if (found !== null) return { profile, ...found };
  }
  const subject = subjectSchema.safeParse(name);
  if (!subject.success) return null;
  for (const profile of profiles) {
    const asking = openClient(client.origin, { author: subject.data, ...(await signerIn(profile.name)) });
    try {
      const found = await keyOwner(asking, name, profile.key);
      if (found !== null) return { profile, ...found };
    } catch {
      // A key that is not listed may not ask: the next one is tried.
    } finally {
      await asking.close();
    }
  }
  return null;
}

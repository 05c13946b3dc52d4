import { nextCommand } from './invocation.ts';
import { currentProfile, type Identity, type Profile } from './profiles.ts';

/** What a printed command needs to be typed as this profile: nothing where it is the one that is used anyway. */
export async function chosenBy({ name }: Pick<Profile, 'name'>): Promise<{ readonly profile?: string }> {
  return (await currentProfile()) === name ? {} : { profile: name };
}

/** Who commands run as on this device, where that is not the profile at hand; none where it is. */
export async function otherDefaultLines(
  profile: Pick<Profile, 'name'>,
  { server }: Pick<Identity, 'server'>,
): Promise<readonly string[]> {
  const current = await currentProfile();
  if (current === null || current === profile.name) return [];
  const login = nextCommand({ profile: profile.name, server }, 'login');
  return [
    `Commands on this device still run as “${current}”: add --profile ${profile.name} for this key, or make it the usual one: ${login}`,
  ];
}

import type { Command } from 'commander';
import type { Scid } from '../../protocol/ids.ts';
import { ProtocolError } from '../../protocol/problem.ts';
import type { Client, MemberKey } from '../client/client.ts';
import { createClient } from '../client/create-client.ts';
import type { Output } from './output.ts';
import {
  currentProfile,
  fileOf,
  type Identity,
  isOpenToOthers,
  listProfiles,
  memberKeyOf,
  type Profile,
  readProfile,
} from './profiles.ts';
import { UsageError } from './usage-error.ts';
import { originFrom } from './values.ts';

/** Where a server listens if nobody says otherwise. */
export const SERVER_DEFAULT = 'http://localhost:4180';

/** Options of every command that asks a running server. */
export interface ServerOptions {
  readonly server?: string;
  readonly profile?: string;
  readonly json?: boolean;
}

/** A running server, and who we are there. */
export interface Session {
  readonly client: Client;
  readonly output: Output;
  /** Null for whoever has no key there: they read what is public. */
  readonly profile: (Profile & { readonly identity: Identity }) | null;
}

/** A session of somebody who can sign. */
export interface MemberSession extends Session {
  readonly profile: Profile & { readonly identity: Identity };
  readonly member: MemberKey;
  readonly commons: Scid;
}

export function addServerOptions(command: Command): Command {
  return command
    .option('--server <url>', `the running server (default: where your key is known, else ${SERVER_DEFAULT})`)
    .option('--profile <name>', 'which of the keys on this device (FOLKMOOT_PROFILE)')
    .option('--json', 'print one JSON value');
}

/** Does something with a running server, as whoever this device is there, and closes the connection. */
export async function withServer<T>(
  options: ServerOptions,
  output: Output,
  work: (session: Session) => Promise<T>,
): Promise<T> {
  const profile = await chooseProfile(options, output);
  const member = profile === null ? null : await memberKeyOf(profile);
  if (profile !== null && (await isOpenToOthers(profile))) {
    output.say(`Note: others on this machine can read your key. Close it: chmod 600 ${fileOf(profile.name)}`);
  }
  const origin =
    options.server === undefined
      ? (profile?.identity.server ?? SERVER_DEFAULT)
      : originFrom(options.server, '--server');
  const client = openClient(origin, member, profile?.identity.commons);
  try {
    return await work({ client, output, profile });
  } finally {
    await client.close();
  }
}

/** As `withServer`, for what needs a signature. @throws {ProtocolError} `unauthenticated` where there is no key. */
export function withMember<T>(
  options: ServerOptions,
  output: Output,
  work: (session: MemberSession) => Promise<T>,
): Promise<T> {
  return withServer(options, output, async (session) => {
    const { profile } = session;
    if (profile === null) {
      throw new ProtocolError('unauthenticated', 'There is no key on this device for this server.');
    }
    const member = await memberKeyOf(profile);
    return work({ ...session, profile, member, commons: profile.identity.commons });
  });
}

/** A client of a server that a person named. */
export function openClient(origin: string, member: MemberKey | null, commons?: Scid): Client {
  try {
    return createClient(origin, member, commons === undefined ? {} : { commons });
  } catch (error) {
    if (!(error instanceof ProtocolError)) throw error;
    throw new UsageError(`No server can have the address ${origin}.`, {}, { cause: error });
  }
}

/** The profile that is named, or the one that is used for the server; null where there is none. */
async function chooseProfile(options: ServerOptions, output: Output): Promise<Session['profile']> {
  const named = options.profile ?? (process.env.FOLKMOOT_PROFILE || undefined);
  if (named !== undefined) return known(await readProfile(named));
  const usable = (await listProfiles()).filter(isKnown);
  const current = await currentProfile();
  const server = options.server === undefined ? null : originFrom(options.server, '--server');
  const fitting = usable.filter(({ identity }) => server === null || identity.server === server);
  const [first, second] = fitting;
  const chosen = fitting.find(({ name }) => name === current) ?? (second === undefined ? first : undefined);
  if (chosen !== undefined && second !== undefined) output.say(choiceOf(chosen, fitting));
  if (chosen !== undefined || first === undefined) return chosen ?? null;
  throw new UsageError('Several keys on this device fit: say which one by --profile.', {
    profiles: fitting.map(({ name }) => name),
  });
}

/** Who signs, and where: said wherever it could have been somebody else. */
function choiceOf(chosen: NonNullable<Session['profile']>, fitting: readonly Profile[]): string {
  const others = fitting.filter(({ name }) => name !== chosen.name).map(({ name }) => name);
  return `As “${chosen.name}” at ${chosen.identity.server}; --profile chooses another: ${others.join(', ')}.`;
}

function known(profile: Profile): NonNullable<Session['profile']> {
  if (isKnown(profile)) return profile;
  throw new UsageError(
    `The key of the profile “${profile.name}” is known to no commons yet: log in with it first.`,
  );
}

function isKnown(profile: Profile): profile is NonNullable<Session['profile']> {
  return profile.identity !== null;
}

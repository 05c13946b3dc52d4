import type { Charter } from '../../../protocol/documents/charter.ts';
import { type Subject, subjectSchema } from '../../../protocol/ids.ts';
import { ProtocolError } from '../../../protocol/problem.ts';
import { anyLanguage } from '../../any-language.ts';
import type { Client } from '../../client/client.ts';
import { readCharter } from '../../client/log.ts';
import { homeSchema } from '../../client/views.ts';
import { type AskOptions, askToSign, assertCanAgree } from '../ask.ts';
import { chosenBy, otherDefaultLines } from '../default-profile.ts';
import { addExample } from '../examples.ts';
import { commandLine, nextCommand } from '../invocation.ts';
import { joinByInvitation } from '../join.ts';
import { type Listed, listedKey } from '../listed-key.ts';
import type { Output } from '../output.ts';
import {
  fileOf,
  type Identity,
  listProfiles,
  makeProfile,
  type Profile,
  readProfile,
  settleProfile,
  useProfile,
} from '../profiles.ts';
import type { Cli } from '../run-cli.ts';
import { openClient, SERVER_DEFAULT } from '../session.ts';
import { UsageError } from '../usage-error.ts';
import { originFrom } from '../values.ts';

interface LoginOptions extends AskOptions {
  readonly server?: string;
  readonly newKey?: boolean;
  readonly invitation?: string;
  readonly name?: string;
  readonly agentOf?: string;
  readonly as?: string;
  readonly profile?: string;
}

export function addLoginCommand(cli: Cli): void {
  const command = cli.program
    .command('login')
    .description('make a key on this device and make it known to a commons')
    .option('--server <url>', `the running server (default: ${SERVER_DEFAULT})`)
    .option('--invitation <code>', 'as a newcomer, with an invitation; needs --name')
    .option('--name <name>', 'the name by which the commons knows you; public')
    .option('--agent-of <subject>', 'with --invitation: this is an agent, and this member answers for it')
    .option(
      '--as <name>',
      'as the co-founder whom the charter names so, or the member of that name or subject who has added this key',
    )
    .option('--new-key', 'only make a key, and print the public part that a founder needs from you')
    .option('--profile <name>', 'the name of the key on this device (default: your name)')
    .option('--yes', 'sign what an invitation needs without asking')
    .option('--json', 'print one JSON value')
    .action((options: LoginOptions) => login(cli, options));
  addExample(
    command,
    'login --invitation=CODE --name Ben',
    'login --new-key',
    'login --server http://localhost:4180 --as Cem',
  );
}

async function login(cli: Cli, options: LoginOptions): Promise<void> {
  const output = cli.output(options);
  assertOneWay(options);
  if (options.newKey === true) return newKey(output, options);
  const origin = originFrom(options.server ?? SERVER_DEFAULT, '--server');
  const client = openClient(origin, null);
  try {
    if (options.invitation !== undefined)
      return await asNewcomer(client, output, options.invitation, options);
    if (options.as !== undefined) return await asKnown(client, output, options.as, options);
    return await again(client, output, options);
  } finally {
    await client.close();
  }
}

/** A key that a founder names in the charter: it is made before there is a commons. */
async function newKey(output: Output, { profile: wished, name }: LoginOptions): Promise<void> {
  const profile = await makeProfile(wished ?? name ?? 'founder');
  output.result({ profile: profile.name, key: profile.key }, () => [
    profile.key,
    `Give this public key to whoever founds the commons: ${commandLine(`init … --co-founder "Your name=${profile.key}"`)}`,
    `The private part stays in ${fileOf(profile.name)}.`,
  ]);
}

async function asNewcomer(
  client: Client,
  output: Output,
  code: string,
  options: LoginOptions,
): Promise<void> {
  const { name } = options;
  if (name === undefined || name.trim() === '')
    throw new UsageError('--invitation needs --name: how you are called.');
  assertCanAgree(options);
  const { commons, origin, name: called } = await client.read('/commons', homeSchema);
  output.say(
    `You make yourself known to “${anyLanguage(called)}” as “${name}”, with a new key of this device. The name is public, and stays in the log.`,
  );
  await askToSign(options);
  const { profile, logged } = await joinByInvitation({
    client,
    commons,
    code,
    name,
    wished: options.profile ?? name,
    steward: stewardIn(options),
  });
  const identity = { server: serverOf(client, origin), commons, subject: logged.subject, pseudonym: name };
  await report(output, await settleProfile(profile, identity), identity, [
    options.agentOf === undefined
      ? `You are “${name}” in the log of this commons. You become a member once a decision puts you into a circle; a member types: ${commandLine(`circle join Everyone "${name}" --reason "…"`)}`
      : `This agent is “${name}” in the log. It may act once its steward has answered for it: ${commandLine(`agent vouch "${name}" --reason "…"`)}`,
  ]);
}

/** Whoever answers for an agent; null for a human. */
function stewardIn({ agentOf }: LoginOptions): Subject | null {
  if (agentOf === undefined) return null;
  const subject = subjectSchema.safeParse(agentOf);
  if (subject.success) return subject.data;
  throw new UsageError(
    `--agent-of takes the subject of a member, as \`whoami\` prints it, not “${agentOf}”.`,
  );
}

/** As a co-founder with the key that the charter names, or as whoever has listed a key of this device since. */
async function asKnown(client: Client, output: Output, name: string, options: LoginOptions): Promise<void> {
  const { charter } = await readCharter(client);
  const { origin } = await client.read('/commons', homeSchema);
  const profiles =
    options.profile === undefined ? await listProfiles() : [await readProfile(options.profile)];
  const founder = founderAmong(charter, name, profiles);
  const found = founder ?? (await listedKey(client, name, profiles));
  if (found === null) throw noKeyOf(charter, name, profiles);
  const { profile, subject, pseudonym } = found;
  const identity = { server: serverOf(client, origin), commons: charter.commons, subject, pseudonym };
  const settled = await settleProfile(profile, identity);
  await report(
    output,
    settled,
    identity,
    founder === null
      ? [`Your other device has named this key: both sign for “${pseudonym}”.`]
      : [
          `The charter names this key for “${name}”. Confirm it: ${nextCommand(await chosenBy(settled), 'confirm')}`,
        ],
  );
}

/** The key of this device that the charter lists for the founder. */
function founderAmong(charter: Charter, name: string, profiles: readonly Profile[]): Listed | null {
  for (const { subject, pseudonym, keys } of charter.founders) {
    if (pseudonym !== name) continue;
    const profile = profiles.find(({ key }) => keys.some((listed) => listed.key === key));
    if (profile !== undefined) return { profile, subject, pseudonym };
  }
  return null;
}

function noKeyOf({ founders }: Charter, name: string, profiles: readonly Profile[]): ProtocolError {
  const here = profiles.map(({ key }) => key);
  const listed = founders
    .filter(({ pseudonym }) => pseudonym === name)
    .flatMap(({ keys }) => keys.map(({ key }) => key));
  if (listed.length > 0)
    return new ProtocolError(
      'key-not-in-force',
      `No key on this device is the one that the charter names for “${name}”, or that they have added since.`,
      { listed, here },
    );
  return new ProtocolError(
    'not-found',
    `The charter names no founder “${name}”, and nobody of that name lists a key of this device. Who is not shown to everybody gives their subject, as \`whoami\` prints it.`,
    { founders: founders.map(({ pseudonym }) => pseudonym), here },
  );
}

/** A key that is known already: it becomes the one that is used, at the address that was given. */
async function again(client: Client, output: Output, options: LoginOptions): Promise<void> {
  const { commons, origin } = await client.read('/commons', homeSchema);
  const profiles =
    options.profile === undefined ? await listProfiles() : [await readProfile(options.profile)];
  const known = profiles.filter(({ identity }) => identity?.commons === commons);
  const [profile, second] = known;
  if (profile?.identity == null) {
    throw new UsageError(
      'No key on this device is known to this commons. A newcomer needs --invitation and --name; a co-founder whom the charter names, and whoever has added this key on another device, --as.',
    );
  }
  if (second !== undefined) {
    throw new UsageError('Several keys on this device are known there: say which one by --profile.', {
      profiles: known.map(({ name }) => name),
    });
  }
  const identity = { ...profile.identity, server: serverOf(client, origin) };
  const settled = await settleProfile(profile, identity);
  await useProfile(settled.name);
  await report(output, settled, identity, []);
}

/** The address that reached the server is the one to come back by, unless it is only another name of this machine. */
function serverOf(client: Client, origin: string): string {
  return isLocal(client.origin) && isLocal(origin) ? origin : client.origin;
}

function isLocal(origin: string): boolean {
  const { hostname } = new URL(origin);
  return hostname === 'localhost' || hostname === '[::1]' || hostname.startsWith('127.');
}

async function report(
  output: Output,
  profile: Profile,
  identity: Identity,
  lines: readonly string[],
): Promise<void> {
  const others = await otherDefaultLines(profile, identity);
  output.result({ profile: profile.name, key: profile.key, ...identity }, () => [
    `Logged in as “${identity.pseudonym}” at ${identity.server}, with the key ${profile.key}.`,
    ...lines,
    `The key is in ${fileOf(profile.name)}: keep it, nobody can make it again.`,
    ...others,
  ]);
}

function assertOneWay({ newKey, invitation, as, name, server }: LoginOptions): void {
  const ways = [
    newKey === true && '--new-key',
    invitation !== undefined && '--invitation',
    as !== undefined && '--as',
  ];
  const given = ways.filter((way) => way !== false);
  if (given.length > 1) throw new UsageError(`${given.join(' and ')} do not go together.`);
  if (name !== undefined && invitation === undefined && newKey !== true)
    throw new UsageError('--name goes with --invitation.');
  if (newKey === true && server !== undefined)
    throw new UsageError('--new-key asks no server: leave --server out.');
}

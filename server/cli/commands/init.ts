import type { Scid } from '../../../protocol/ids.ts';
import { ProtocolError } from '../../../protocol/problem.ts';
import type { Home } from '../../client/views.ts';
import type { Config } from '../../config.ts';
import { durationText } from '../../duration-text.ts';
import type { Instance } from '../../instance.ts';
import { WHILE_PROVISIONAL } from '../../provisional-words.ts';
import { systemRandom } from '../../random.ts';
import { type AskOptions, askToSign, assertCanAgree } from '../ask.ts';
import { chosenBy, otherDefaultLines } from '../default-profile.ts';
import { addExample } from '../examples.ts';
import { type CheckedWish, checkWish, type FoundingOptions } from '../founding-wish.ts';
import { commandLine, nextCommand, shellWord } from '../invocation.ts';
import { onFolder } from '../on-folder.ts';
import type { Output } from '../output.ts';
import { dropProfile, fileOf, makeProfile, type Profile, settleProfile, signerIn } from '../profiles.ts';
import { provisionalLines } from '../provisional-lines.ts';
import type { Cli } from '../run-cli.ts';
import { runningServer } from '../running-server.ts';
import { addSettingOptions, type SettingOptions, settingsFrom } from '../settings.ts';
import { UsageError } from '../usage-error.ts';
import { collect } from '../values.ts';

interface InitOptions extends SettingOptions, FoundingOptions, AskOptions {
  readonly profile?: string;
}

const PURPOSE_DEFAULT = 'To share what we have, and to decide together.';

export function addInitCommand(cli: Cli): void {
  const command = cli.program
    .command('init')
    .description('found a commons on this machine; works beside a running server and without one')
    .requiredOption('--name <name>', 'what the commons is called')
    .requiredOption('--founder <name>', 'how you are called in it; public')
    .option('--purpose <words>', 'what it is for', PURPOSE_DEFAULT)
    .option('--language <tag>', 'the language that these words are in', 'en')
    .option('--time-zone <zone>', 'where it lives', Intl.DateTimeFormat().resolvedOptions().timeZone)
    .option(
      '--co-founder <name=key>',
      'who founds it with you, by the public key that `login --new-key` gave them; repeatable',
      collect,
    )
    .option('--constraints <file>', 'values that bind from the first day on: a JSON list of constraints')
    .option(
      '--ratify-within <span>',
      'how long the members have to ratify the charter; until they have, nothing is done that cannot be undone',
      '30d',
    )
    .option('--profile <name>', 'the name of your key on this device (default: your name)')
    .option('--yes', 'sign without asking')
    .option('--json', 'print one JSON value');
  addSettingOptions(command).action((options: InitOptions) => init(cli, options));
  addExample(
    command,
    'init --name "Water co-op" --founder Ana',
    'init --name "Water co-op" --founder Ana --co-founder "Ben=z6Mk…"',
  );
}

async function init(cli: Cli, options: InitOptions): Promise<void> {
  const output = cli.output(options);
  const wish = checkWish(options);
  const config = settingsFrom(options);
  const running = await runningServer(config.dataFolder);
  const origin = originOf(config, options, running);
  assertCanAgree(options);
  for (const line of meaningOf(wish, origin)) output.say(line);
  await askToSign(options);
  const release = holdInterrupt(output);
  try {
    // A database that the server keeps is nothing new to whoever started it.
    const say = running === null ? output.say : () => undefined;
    const founded = await onFolder(config, origin, say, (instance) =>
      foundHere(instance, wish, origin, options.profile ?? wish.founder),
    );
    const { commons, profile, subject, provisional } = founded;
    const answer = {
      commons,
      origin,
      founded: wish.coFounders.length === 0,
      provisional,
      serving: running !== null,
      founder: { name: wish.founder, subject, key: profile.key, profile: profile.name },
      coFounders: wish.coFounders.map(({ pseudonym, ...founder }) => ({ name: pseudonym, ...founder })),
    };
    const chosen = await chosenBy({ name: profile.name });
    const others = await otherDefaultLines({ name: profile.name }, { server: origin });
    output.result(answer, () => [...foundedLines(answer, wish, options, chosen), ...others]);
  } finally {
    release();
  }
}

/** What the founder signs: with a key that is made for it, as theirs is the first. */
function meaningOf({ name, founder, purpose, coFounders }: CheckedWish, origin: string): readonly string[] {
  const others = coFounders.map(({ pseudonym }) => `“${pseudonym}”`);
  const by = [`“${founder}”`, ...others].join(', ');
  return [
    `You found the commons “${name}” at ${origin}, as “${founder}”, with a new key of this device. All of it is public.`,
    `Its purpose: ${purpose}`,
    ...(others.length === 0 ? [] : [`Its founders: ${by}. It counts once all of them have confirmed.`]),
  ];
}

/** A commons is founded at the address where it is served: a DID that names another one is found by nobody. */
function originOf(config: Config, options: InitOptions, running: string | null): string {
  const isSaid = [options.origin, options.port, process.env.FOLKMOOT_ORIGIN, process.env.PORT].some(Boolean);
  if (running !== null && !isSaid) return running;
  if (config.origin === null && config.port === 0) {
    throw new UsageError(
      'A commons is founded at the address where it is served: say --origin, or a --port other than 0.',
    );
  }
  const origin = config.origin ?? `http://localhost:${config.port}`;
  if (running === null || running === origin) return origin;
  const said = saidBy(options);
  throw new UsageError(
    `The server that runs on this data folder is at ${running}, not at ${origin}: leave ${said} out, or start it there.`,
    { running, said: origin },
  );
}

/** What named the address: an option, else the environment. */
function saidBy({ origin, port }: InitOptions): string {
  const all = {
    '--origin': origin,
    '--port': port,
    FOLKMOOT_ORIGIN: process.env.FOLKMOOT_ORIGIN,
    PORT: process.env.PORT,
  };
  return Object.keys(all)
    .filter((name) => all[name as keyof typeof all]) // its own names
    .join(' and ');
}

async function foundHere(
  { context, committer, sealer }: Instance,
  { founder, coFounders, ...wish }: CheckedWish,
  origin: string,
  profileName: string,
) {
  const { found, foundedCommons } = await import('../../flows/founding/found.ts');
  const { provisionalUntil } = await import('../../flows/views/home-view.ts');
  const before = await foundedCommons(context);
  if (before !== null) {
    throw new ProtocolError('conflict', `This data folder holds a commons already: ${before}.`, {
      commons: before,
    });
  }
  // The key is safe on the disk before anything is signed with it.
  const profile = await makeProfile(profileName);
  try {
    const { key, sign } = await signerIn(profile.name);
    const subject = systemRandom.subject();
    const first = { subject, pseudonym: founder, key };
    const commons = await found(
      context,
      committer,
      sealer,
      { ...wish, founders: [first, ...coFounders] },
      { sign },
    );
    const identity = { server: origin, commons, subject, pseudonym: founder };
    const provisional = await provisionalUntil(context);
    return { commons, subject, provisional, profile: await settleProfile(profile, identity) };
  } catch (error) {
    // Once there is a commons, its charter may name this key: then it stays, whatever went wrong after.
    if ((await foundedCommons(context).catch(() => 'unknown')) === null) await dropProfile(profile);
    throw error;
  }
}

interface Founded {
  readonly commons: Scid;
  readonly origin: string;
  readonly serving: boolean;
  readonly provisional: Home['provisional'];
  readonly founder: { readonly profile: Profile['name'] };
}

function foundedLines(
  { commons, origin, serving, founder, provisional }: Founded,
  { name, coFounders, ratifyWithinSeconds }: CheckedWish,
  options: SettingOptions,
  chosen: { readonly profile?: string },
): readonly string[] {
  const next = serving ? [] : ['Start the server:', `  ${startLine(options)}`];
  return [
    `“${name}” is ${coFounders.length === 0 ? 'founded' : 'begun'}: the commons ${commons}, at ${origin}.`,
    `Your key is in ${fileOf(founder.profile)}: keep it, nobody can make it again.`,
    ...(coFounders.length === 0
      ? [
          ...next,
          ...(provisional === null ? [] : provisionalLines(provisional, chosen)),
          'Say what you have to share:',
          `  ${nextCommand(chosen, 'resource add Work --kind hours --unit minute --quantity 6000')}`,
        ]
      : [
          ...next,
          ...coFounderLines(origin, coFounders),
          `From then on the members have ${durationText(ratifyWithinSeconds)} to ratify the charter, which is provisional. ${WHILE_PROVISIONAL}`,
        ]),
  ];
}

/** How the server is started on what was founded: the same options lead to the same folder and address. */
function startLine({ port, data, origin }: SettingOptions): string {
  const said = Object.entries({ port, data, origin }).flatMap(([name, value]) =>
    value === undefined ? [] : [`--${name} ${shellWord(value)}`],
  );
  return said.length === 0 ? 'npm start' : `npm start -- ${said.join(' ')}`;
}

function coFounderLines(origin: string, coFounders: CheckedWish['coFounders']): readonly string[] {
  return [
    'It counts once every co-founder has confirmed. Each does this on the device that holds the key:',
    ...coFounders.flatMap(({ pseudonym }) => [
      `  ${pseudonym}:`,
      `    ${commandLine(`login --server ${origin} --as ${shellWord(pseudonym)}`)}`,
      `    ${commandLine('confirm')}`,
    ]),
  ];
}

/** A founding takes a second and must not be cut in the middle. */
function holdInterrupt(output: Output): () => void {
  const wait = () => output.say('A moment: the founding is under way and ends by itself.');
  process.on('SIGINT', wait);
  return () => process.off('SIGINT', wait);
}

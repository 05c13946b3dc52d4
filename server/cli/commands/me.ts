import type { Command } from 'commander';
import type { JsonObject } from '../../../protocol/canonical.ts';
import { multikeySchema } from '../../../protocol/ids.ts';
import { ProtocolError } from '../../../protocol/problem.ts';
import { circlesSchema } from '../../client/circle-views.ts';
import { readLogged } from '../../client/log.ts';
import { assertCanAgree } from '../ask.ts';
import { addExample } from '../examples.ts';
import { commandLine } from '../invocation.ts';
import { fileOf, type Identity, makeProfile, settleProfile, useProfile } from '../profiles.ts';
import type { Cli } from '../run-cli.ts';
import { type MemberSession, withMember } from '../session.ts';
import {
  addSigningOptions,
  type Logged,
  loggedLines,
  type SigningOptions,
  signAndLog,
} from '../sign-and-log.ts';
import { UsageError } from '../usage-error.ts';

const STATUSES = {
  rest: ['resting', 'rest for a while: your alternate stands in for you'],
  back: ['active', 'come back from a rest, or after you left'],
  leave: ['left', 'leave the commons; what you signed stays in the log'],
} as const;

/** Your own document: nobody else can sign it, and no decision adopts it. Spec §1 [R-1.16]. */
interface Own {
  readonly fields: JsonObject;
  readonly keys: readonly { readonly key: string; readonly custody: string }[];
}

export function addMeCommand(cli: Cli): void {
  const me = cli.program
    .command('me')
    .description('what you say of yourself: rest, leave, your name, your keys');
  for (const [name, [status, description]] of Object.entries(STATUSES)) {
    const command = me.command(name).description(description);
    act(command, (session, options) => changed(session, options, () => ({ status })));
    addExample(command, `me ${name}`);
  }
  const rename = me
    .command('rename')
    .description('be called otherwise; the old name stays in the log')
    .argument('<name>', 'your new name, public');
  act(rename, (session, options, [name = '']) => changed(session, options, () => ({ pseudonym: name })));
  addExample(rename, 'me rename "Ana of the well"');

  const newKey = me
    .command('new-key')
    .description(
      'make a new key on this device in place of the one that it has, which then signs nothing more',
    );
  act(newKey, replaceKey);
  addExample(newKey, 'me new-key');

  const addKey = me
    .command('add-key')
    .description('let a second device sign for you, by the public key that `login --new-key` printed there')
    .argument('<key>', 'the public key')
    .option('--browser', 'a page of the server made it (/me), and a browser holds it');
  act(
    addKey,
    (session, options: SigningOptions & { readonly browser?: true }, [key = '']) => {
      const parsed = multikeySchema.safeParse(key);
      if (!parsed.success) throw new UsageError(`This is no public key: “${key}”.`);
      return changed(session, options, ({ keys }) => ({
        keys: [...keys, { key: parsed.data, custody: options.browser === true ? 'browser' : 'device' }],
      }));
    },
    ({ server, subject }, { browser }) => [
      browser === true
        ? `In that browser, say at ${server}/me that you are ${subject}`
        : `On the other device: ${commandLine(`login --server ${server} --as ${subject}`)}`,
    ],
  );
  addExample(
    addKey,
    'me add-key z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK',
    'me add-key z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK --browser',
  );

  const dropKey = me
    .command('drop-key')
    .description('let a key of yours sign nothing more, as that of a lost device')
    .argument('<key>', 'the public key');
  act(dropKey, (session, options, [key = '']) =>
    changed(session, options, ({ keys }) => {
      const kept = keys.filter((held) => held.key !== key);
      if (kept.length === keys.length) throw new ProtocolError('not-found', 'You have no such key.', { key });
      if (kept.length === 0)
        throw new UsageError('This is your only key: `me new-key` puts another one in its place.');
      return { keys: kept };
    }),
  );
  addExample(dropKey, 'me drop-key z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK');

  function act(
    command: Command,
    work: (session: MemberSession, options: SigningOptions, args: readonly string[]) => Promise<Logged>,
    next: (
      identity: Identity,
      options: SigningOptions & { readonly browser?: true },
    ) => readonly string[] = () => [],
  ): void {
    addSigningOptions(command).action(async (...given: readonly unknown[]) => {
      const options = given.at(-2) as SigningOptions; // commander gives arguments, options, command
      const args = given.slice(0, -2).filter((one) => typeof one === 'string');
      assertCanAgree(options);
      const output = cli.output(options);
      await withMember(options, output, async (session) => {
        const logged = await work(session, options, args);
        output.result(logged, () => loggedLines(logged, next(session.profile.identity, options)));
      });
    });
  }
}

async function changed(
  session: MemberSession,
  options: SigningOptions,
  change: (own: Own) => JsonObject,
): Promise<Logged> {
  const own = await ownDocument(session);
  return signAndLog(session, options, 'participant', { ...own.fields, ...change(own) });
}

/** The old key signs its own end; from then on the new one is used. */
async function replaceKey(session: MemberSession, options: SigningOptions): Promise<Logged> {
  const { profile, output } = session;
  const next = await makeProfile(profile.name);
  const logged = await changed(session, options, ({ keys }) => ({
    keys: [...keys.filter(({ key }) => key !== profile.key), { key: next.key, custody: 'device' }],
  }));
  if (logged.verdict.status === 'counted') {
    await settleProfile(next, profile.identity);
    await useProfile(next.name);
    output.say(`You sign as “${next.name}” from now on: its key is in ${fileOf(next.name)}, keep it.`);
  }
  return logged;
}

/** The version in force; a founder who has changed nothing yet is named by the charter. */
async function ownDocument({ client, member }: MemberSession): Promise<Own> {
  const { people } = await client.read('/circles', circlesSchema);
  const id = people.find(({ subject }) => subject === member.author)?.id;
  if (id === undefined) throw new ProtocolError('not-found', 'The commons does not know you (yet).');
  const document = await readLogged(client, id);
  if (document.type === 'participant') {
    const { kind, pseudonym, keys, steward, capacityHoursPerWeek, status, audience } = document;
    return {
      keys,
      fields: {
        ...{ subject: member.author, supersedes: id, kind, pseudonym, keys, status },
        audience: audience as string, // an audience is JSON
        ...(steward === undefined ? {} : { steward }),
        ...(capacityHoursPerWeek === undefined ? {} : { capacityHoursPerWeek }),
      },
    };
  }
  const founder =
    document.type === 'charter'
      ? document.founders.find(({ subject }) => subject === member.author)
      : undefined;
  if (founder === undefined) throw new ProtocolError('not-found', 'Your own document was not found.');
  const { pseudonym, keys } = founder;
  return { keys, fields: { subject: member.author, kind: 'human', pseudonym, keys, status: 'active' } };
}

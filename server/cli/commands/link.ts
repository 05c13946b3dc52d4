import { randomBytes } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { toBase64url } from '../../../protocol/bytes.ts';
import { anyLanguage } from '../../any-language.ts';
import { homeSchema } from '../../client/views.ts';
import { proofOf, SECRET_BYTES } from '../../flows/links/secret.ts';
import { shortId } from '../document-names.ts';
import { addExample } from '../examples.ts';
import { commandLine } from '../invocation.ts';
import { emlOf, linkMail, mailAddress, mailtoOf } from '../link-mail.ts';
import { proposalNamed } from '../proposal-named.ts';
import { personNamed } from '../role-named.ts';
import type { Cli } from '../run-cli.ts';
import { withMember } from '../session.ts';
import { addSigningOptions, loggedLines, type SigningOptions, signAndLog } from '../sign-and-log.ts';
import { UsageError } from '../usage-error.ts';
import { moment } from '../values.ts';

interface LinkOptions extends SigningOptions {
  readonly for?: string;
  readonly guest?: string;
  readonly until?: string;
  readonly to?: string;
  readonly eml?: string;
}

export function addLinkCommand(cli: Cli): void {
  const command = cli.program
    .command('link')
    .description(
      'hand over a one-time link: a member without a key answers by it, a guest asks or advises (take it back: withdraw)',
    )
    .argument('<proposal>', 'its id, or at least 8 characters of its beginning')
    .option('--for <person>', 'a member without a key of their own, by name or subject')
    .option('--guest <words>', 'or somebody else, in words: they ask or advise, and are counted nowhere')
    .option(
      '--until <time>',
      'until when it holds: a time, or a span from now as 5d (default: 14d, the most)',
    )
    .option('--to <address>', 'their e-mail address: it is written into the mail, and nowhere else')
    .option('--eml <file>', 'write the mail into a file that a mail program opens');
  addSigningOptions(command).action((proposal: string, options: LinkOptions) => hand(cli, proposal, options));
  addExample(
    command,
    'link ID --for Fay --to fay@example.org',
    'link ID --guest "Gil of the council" --until 5d',
  );
}

/** The secret is made here: the server sees it for the first time when the link is used. */
async function hand(cli: Cli, name: string, options: LinkOptions): Promise<void> {
  const output = cli.output(options);
  const { for: person, guest, until } = options;
  if ((person === undefined) === (guest === undefined))
    throw new UsageError('A link is for one member, by --for, or for a guest, by --guest.');
  const to = options.to === undefined ? undefined : mailAddress(options.to);
  await withMember(options, output, async (session) => {
    const { client } = session;
    const { subject, what } = await proposalNamed(client, name);
    const home = await client.read('/commons', homeSchema);
    const secret = Uint8Array.from(randomBytes(SECRET_BYTES));
    const logged = await signAndLog(session, options, 'answer-link', {
      proposal: subject,
      lock: proofOf(secret).lock,
      ...(person === undefined ? {} : { for: await personNamed(client, person) }),
      ...(guest === undefined ? {} : { guest: { say: guest } }),
      ...(until === undefined ? {} : { endsAt: moment(until, '--until', Date.now()) }),
    });
    const url = `${home.origin}/links/${shortId(logged.id)}/${toBase64url(secret)}`;
    const { links } = await proposalNamed(client, subject);
    const held = links.find(({ id }) => id === logged.id)?.until ?? '';
    const about = { commons: anyLanguage(home.name), what: what.join('; '), url, until: held };
    const mail = linkMail({ ...about, isGuest: guest !== undefined });
    const mailto = mailtoOf(to, mail);
    if (options.eml !== undefined)
      await writeFile(options.eml, emlOf(to, mail, new Date()), { flag: 'wx', mode: 0o600 });
    output.result({ ...logged, url, until: held, mail, mailto, eml: options.eml ?? null }, () =>
      loggedLines(logged, [
        '',
        ...(options.eml === undefined
          ? ['The mail to send (nothing was sent; the secret is shown this once):', '', mail.text]
          : [`The mail lies in ${options.eml}: open it, and send it.`]),
        ...(to === undefined ? [] : [`Or open this: ${mailto}`, '']),
        `It went astray? ${commandLine(`withdraw ${logged.short}`)}`,
      ]),
    );
  });
}

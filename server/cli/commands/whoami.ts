import { ProtocolError } from '../../../protocol/problem.ts';
import { anyLanguage } from '../../any-language.ts';
import { type Home, homeSchema, registerSchema } from '../../client/views.ts';
import { addExample } from '../examples.ts';
import { nextCommand } from '../invocation.ts';
import { fileOf, listProfiles } from '../profiles.ts';
import type { Cli } from '../run-cli.ts';
import { addServerOptions, type MemberSession, type ServerOptions, withMember } from '../session.ts';
import { tableLines } from '../table.ts';

export function addWhoamiCommand(cli: Cli): void {
  const command = cli.program
    .command('whoami')
    .description('which key this device uses, for whom, and whether it counts');
  addServerOptions(command).action((options: ServerOptions) => whoami(cli, options));
  addExample(command, 'whoami');
}

async function whoami(cli: Cli, options: ServerOptions): Promise<void> {
  const output = cli.output(options);
  await withMember(options, output, async (session) => {
    const { profile, client } = session;
    const { server, commons, subject, pseudonym } = profile.identity;
    const home = await client.read('/commons', homeSchema);
    const counts = await isInForce(session);
    const others = (await listProfiles()).map(({ name }) => name).filter((name) => name !== profile.name);
    const answer = {
      profile: profile.name,
      pseudonym,
      subject,
      key: profile.key,
      server,
      commons,
      counts,
      others,
    };
    output.result(answer, () =>
      tableLines(
        ['', ''],
        [
          ['you are', pseudonym],
          ['of', `${anyLanguage(home.name)} (${commons})`],
          ...(home.provisional === null ? [] : [['charter', provisionalText(home.provisional, options)]]),
          ['subject', subject],
          ['key', profile.key],
          ['key counts', counts ? 'yes' : 'no: the commons does not know it (yet)'],
          ['server', server],
          ['file', fileOf(profile.name)],
          ...(others.length === 0 ? [] : [['other profiles', others.join(', ')]]),
        ],
        true,
      ).slice(1),
    );
  });
}

function provisionalText(
  { until, overdue }: NonNullable<Home['provisional']>,
  options: ServerOptions,
): string {
  const day = until.slice(0, 'YYYY-MM-DD'.length);
  const next = nextCommand(options, 'charter ratify --reason "…" --propose');
  return `provisional; the members ${overdue ? 'were to ratify' : 'ratify'} it by ${day}: ${next}`;
}

/** A signed request tells: the server knows the key of whoever it lets sign. */
async function isInForce({ client }: MemberSession): Promise<boolean> {
  try {
    await client.read('/register?limit=1', registerSchema);
    return true;
  } catch (error) {
    if (error instanceof ProtocolError && error.type === 'unauthenticated') return false;
    throw error;
  }
}

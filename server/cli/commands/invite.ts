import { noFolkmoot } from '../../client/answers.ts';
import { invitationSchema } from '../../client/views.ts';
import { addExample } from '../examples.ts';
import { commandLine } from '../invocation.ts';
import type { Cli } from '../run-cli.ts';
import { addServerOptions, type ServerOptions, withMember } from '../session.ts';

export function addInviteCommand(cli: Cli): void {
  const command = cli.program
    .command('invite')
    .description('make an invitation: one newcomer can make themselves known with it, once');
  addServerOptions(command).action((options: ServerOptions) => invite(cli, options));
  addExample(command, 'invite');
}

async function invite(cli: Cli, options: ServerOptions): Promise<void> {
  const output = cli.output(options);
  await withMember(options, output, async ({ client, profile }) => {
    const answer = invitationSchema.safeParse(await client.post('/invitations', {}));
    if (!answer.success) throw noFolkmoot(client.origin, {});
    const { code, expiresAt } = answer.data;
    const login = `login --server ${profile.identity.server} --invitation=${code} --name "…"`;
    output.result({ code, expiresAt }, () => [
      `Give this to one person, by a way that nobody else reads; it works once, until ${expiresAt}:`,
      `  ${commandLine(login)}`,
    ]);
  });
}

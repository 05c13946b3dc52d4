import { addExample } from '../examples.ts';
import { proposalNamed } from '../proposal-named.ts';
import type { Cli } from '../run-cli.ts';
import { withMember } from '../session.ts';
import { addSigningOptions, loggedLines, type SigningOptions, signAndLog } from '../sign-and-log.ts';

export function addSupportCommand(cli: Cli): void {
  const command = cli.program
    .command('support')
    .description('ask that a recall be decided; once enough have, everybody whom the role serves is asked')
    .argument('<recall>', 'its id, or at least 8 characters of its beginning');
  addSigningOptions(command).action((recall: string, options: SigningOptions) =>
    support(cli, recall, options),
  );
  addExample(command, 'support ID');
}

async function support(cli: Cli, name: string, options: SigningOptions): Promise<void> {
  const output = cli.output(options);
  await withMember(options, output, async (session) => {
    const { subject } = await proposalNamed(session.client, name);
    const logged = await signAndLog(session, options, 'support', { proposal: subject });
    output.result(logged, () => loggedLines(logged));
  });
}

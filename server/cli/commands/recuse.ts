import { addExample } from '../examples.ts';
import { proposalNamed } from '../proposal-named.ts';
import type { Cli } from '../run-cli.ts';
import { withMember } from '../session.ts';
import { addSigningOptions, loggedLines, type SigningOptions, signAndLog } from '../sign-and-log.ts';

interface RecuseOptions extends SigningOptions {
  readonly reason: string;
}

export function addRecuseCommand(cli: Cli): void {
  const command = cli.program
    .command('recuse')
    .description('stand aside in a matter in which you have an interest of your own; for good')
    .argument('<proposal>', 'its id, or at least 8 characters of its beginning')
    .requiredOption('--reason <words>', 'what your interest is');
  addSigningOptions(command).action((proposal: string, options: RecuseOptions) =>
    recuse(cli, proposal, options),
  );
  addExample(command, 'recuse ID --reason "The tool shop is my brother’s."');
}

async function recuse(cli: Cli, name: string, options: RecuseOptions): Promise<void> {
  const output = cli.output(options);
  await withMember(options, output, async (session) => {
    const { subject } = await proposalNamed(session.client, name);
    const logged = await signAndLog(session, options, 'recusal', {
      proposal: subject,
      reason: { say: options.reason },
    });
    output.result(logged, () => loggedLines(logged));
  });
}

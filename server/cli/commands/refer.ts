import { addExample } from '../examples.ts';
import { proposalNamed } from '../proposal-named.ts';
import { bodyNamed } from '../role-named.ts';
import type { Cli } from '../run-cli.ts';
import { withMember } from '../session.ts';
import { addSigningOptions, loggedLines, type SigningOptions, signAndLog } from '../sign-and-log.ts';

interface ReferOptions extends SigningOptions {
  readonly to: string;
  readonly reason: string;
}

export function addReferCommand(cli: Cli): void {
  const command = cli.program
    .command('refer')
    .description('hand a proposal on: handed on twice it goes its escalation path')
    .argument('<proposal>', 'its id, or at least 8 characters of its beginning')
    .requiredOption('--to <whose>', 'whose matter it is: a role by name, a circle by its subject')
    .requiredOption('--reason <words>', 'why');
  addSigningOptions(command).action((proposal: string, options: ReferOptions) =>
    refer(cli, proposal, options),
  );
  addExample(command, 'refer ID --to Coordinator --reason "It is about the garden."');
}

async function refer(cli: Cli, name: string, options: ReferOptions): Promise<void> {
  const output = cli.output(options);
  await withMember(options, output, async (session) => {
    const { subject } = await proposalNamed(session.client, name);
    const logged = await signAndLog(session, options, 'referral', {
      proposal: subject,
      to: await bodyNamed(session.client, options.to),
      reason: { say: options.reason },
    });
    output.result(logged, () => loggedLines(logged));
  });
}

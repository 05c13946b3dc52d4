import { Option } from 'commander';
import { OBJECTION_GROUNDS } from '../../../protocol/documents/objection.ts';
import { addClaimOptions, type ClaimOptions, claimsFrom } from '../claims.ts';
import { addExample } from '../examples.ts';
import { nextCommand } from '../invocation.ts';
import { proposalNamed } from '../proposal-named.ts';
import type { Cli } from '../run-cli.ts';
import { withMember } from '../session.ts';
import { addSigningOptions, loggedLines, type SigningOptions, signAndLog } from '../sign-and-log.ts';

interface ObjectOptions extends SigningOptions, ClaimOptions {
  readonly ground: string;
  readonly argument: string;
  readonly resolvedBy: string;
}

export function addObjectCommand(cli: Cli): void {
  const command = cli.program
    .command('object')
    .description('object to a proposal under consent: nothing is adopted while it stands')
    .argument('<proposal>', 'its id, or at least 8 characters of its beginning')
    .addOption(
      new Option('--ground <ground>', 'what it rests on')
        .choices([...OBJECTION_GROUNDS])
        .makeOptionMandatory(),
    )
    .requiredOption('--argument <words>', 'the argument')
    .requiredOption('--resolved-by <words>', 'what would resolve it');
  addClaimOptions(command, true);
  addSigningOptions(command).action((proposal: string, options: ObjectOptions) =>
    object(cli, proposal, options),
  );
  addExample(
    command,
    'object ID --ground harms-aim --argument "Nobody will find us." --resolved-by "Keep the old name beside it."',
    'object ID --ground exceeds-authority --beyond limits --argument "Twice our budget." --resolved-by "Half of it."',
  );
}

async function object(cli: Cli, name: string, options: ObjectOptions): Promise<void> {
  const output = cli.output(options);
  await withMember(options, output, async (session) => {
    const { subject } = await proposalNamed(session.client, name);
    const logged = await signAndLog(session, options, 'objection', {
      proposal: subject,
      ground: options.ground,
      argument: { say: options.argument },
      resolvedBy: { say: options.resolvedBy },
      ...(await claimsFrom(session.client, options)),
    });
    output.result(logged, () => [
      ...loggedLines(logged, [
        `It stands until you end it: ${nextCommand(options, `withdraw ${logged.short}`)}`,
      ]),
    ]);
  });
}

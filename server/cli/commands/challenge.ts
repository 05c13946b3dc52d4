import { Option } from 'commander';
import { OBJECTION_GROUNDS } from '../../../protocol/documents/objection.ts';
import { documentNamed } from '../document-names.ts';
import { addExample } from '../examples.ts';
import { commandLine } from '../invocation.ts';
import type { Cli } from '../run-cli.ts';
import { withMember } from '../session.ts';
import { addSigningOptions, loggedLines, type SigningOptions, signAndLog } from '../sign-and-log.ts';

interface ChallengeOptions extends SigningOptions {
  readonly ground: string;
  readonly argument: string;
  readonly resolvedBy: string;
}

export function addChallengeCommand(cli: Cli): void {
  const command = cli.program
    .command('challenge')
    .description(
      'ask that a decision be looked at again, one rung up: within 72 hours after it, or while it is announced',
    )
    .argument('<decision>', 'its id, or at least 8 characters of its beginning')
    .addOption(
      new Option('--ground <ground>', 'what it rests on')
        .choices([...OBJECTION_GROUNDS])
        .makeOptionMandatory(),
    )
    .requiredOption('--argument <words>', 'the argument')
    .requiredOption('--resolved-by <words>', 'what would resolve it');
  addSigningOptions(command).action((decision: string, options: ChallengeOptions) =>
    challenge(cli, decision, options),
  );
  addExample(
    command,
    'challenge ID --ground harms-affected --argument "Nobody asked the neighbours." --resolved-by "Ask them."',
  );
}

async function challenge(cli: Cli, name: string, options: ChallengeOptions): Promise<void> {
  const output = cli.output(options);
  await withMember(options, output, async (session) => {
    const logged = await signAndLog(session, options, 'challenge', {
      decision: await documentNamed(session.client, name),
      ground: options.ground,
      argument: { say: options.argument },
      resolvedBy: { say: options.resolvedBy },
    });
    output.result(logged, () =>
      loggedLines(logged, [
        `Whoever wants to settle it puts that forward: ${commandLine(`rule ${logged.short} upheld --words "…"`)}`,
      ]),
    );
  });
}

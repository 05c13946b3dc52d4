import { Argument } from 'commander';
import { documentNamed } from '../document-names.ts';
import { addExample } from '../examples.ts';
import type { Cli } from '../run-cli.ts';
import { withMember } from '../session.ts';
import { addSigningOptions, loggedLines, type SigningOptions, signAndLog } from '../sign-and-log.ts';
import { wholeNumber } from '../values.ts';

interface DoneOptions extends SigningOptions {
  readonly evidence: string;
  readonly number?: string;
}

export function addDoneCommand(cli: Cli): void {
  const command = cli.program
    .command('done')
    .description('say how something ended that you had to do for a decision')
    .argument('<action>', 'the id of what was to be done; or of the decision, with --number')
    .addArgument(new Argument('<result>', 'how it ended').choices(['fulfilled', 'partly', 'failed']))
    .requiredOption('--evidence <words>', 'what shows it')
    .option('--number <place>', 'the place of what the decision itself says is to be done');
  addSigningOptions(command).action((action: string, result: string, options: DoneOptions) =>
    done(cli, action, result, options),
  );
  addExample(command, 'done ID fulfilled --evidence "The bill is in the book."');
}

async function done(cli: Cli, name: string, result: string, options: DoneOptions): Promise<void> {
  const output = cli.output(options);
  await withMember(options, output, async (session) => {
    const logged = await signAndLog(session, options, 'completion', {
      action: await documentNamed(session.client, name),
      ...(options.number === undefined ? {} : { number: wholeNumber(options.number, '--number', 1) }),
      result,
      evidence: { say: options.evidence },
    });
    output.result(logged, () => loggedLines(logged));
  });
}

import { Option } from 'commander';
import { documentNamed } from '../document-names.ts';
import { addExample } from '../examples.ts';
import type { Cli } from '../run-cli.ts';
import { withMember } from '../session.ts';
import { addSigningOptions, loggedLines, type SigningOptions, signAndLog } from '../sign-and-log.ts';
import { UsageError } from '../usage-error.ts';

const FATES = { amendment: 'resolved-by-amendment', review: 'resolved-by-review' } as const;

interface WithdrawOptions extends SigningOptions {
  readonly resolvedBy?: keyof typeof FATES;
  readonly reluctantly?: string;
  readonly reason?: string;
}

export function addWithdrawCommand(cli: Cli): void {
  const command = cli.program
    .command('withdraw')
    .description('take back your own proposal or objection; nothing is deleted')
    .argument('<id>', 'its id, or at least 8 characters of its beginning')
    .addOption(
      new Option('--resolved-by <what>', 'an objection: what resolved it').choices(Object.keys(FATES)),
    )
    .option(
      '--reluctantly <measure>',
      'an objection: unresolved, to be reviewed in half the time by this measure',
    )
    .option('--reason <words>', 'why');
  addSigningOptions(command).action((id: string, options: WithdrawOptions) => withdraw(cli, id, options));
  addExample(command, 'withdraw ID --resolved-by amendment');
}

async function withdraw(cli: Cli, name: string, options: WithdrawOptions): Promise<void> {
  const output = cli.output(options);
  const { resolvedBy, reluctantly, reason } = options;
  if (resolvedBy !== undefined && reluctantly !== undefined) {
    throw new UsageError('What is resolved is not taken back reluctantly: give one of the two.');
  }
  await withMember(options, output, async (session) => {
    const logged = await signAndLog(session, options, 'withdrawal', {
      of: await documentNamed(session.client, name),
      fate: resolvedBy === undefined ? 'withdrawn' : FATES[resolvedBy],
      ...(reluctantly === undefined ? {} : { reluctant: { measure: { say: reluctantly } } }),
      ...(reason === undefined ? {} : { reason: { say: reason } }),
    });
    output.result(logged, () => loggedLines(logged));
  });
}

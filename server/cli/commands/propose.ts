import type { Client } from '../../client/client.ts';
import { assertCanAgree } from '../ask.ts';
import { addExample } from '../examples.ts';
import { addOperationOptions, domainFrom, type OperationOptions, operationsFrom } from '../operations.ts';
import { proposalNamed } from '../proposal-named.ts';
import { stepsOf } from '../proposal-steps.ts';
import type { Cli } from '../run-cli.ts';
import { withMember } from '../session.ts';
import {
  addSigningOptions,
  type Logged,
  loggedLines,
  type SigningOptions,
  signAndLog,
} from '../sign-and-log.ts';
import { UsageError } from '../usage-error.ts';
import { collect } from '../values.ts';

interface ProposeOptions extends OperationOptions, SigningOptions {
  readonly reason: string;
  readonly alternative?: readonly string[];
}

export function addProposeCommand(cli: Cli): void {
  const command = cli.program
    .command('propose')
    .description('put a matter forward for decision')
    .requiredOption('--reason <words>', 'what drives it: why something should be decided')
    .option('--alternative <words>', 'another way that was looked at; repeatable', collect);
  addSigningOptions(addOperationOptions(command)).action((options: ProposeOptions) => propose(cli, options));
  addExample(
    command,
    'propose --give "4000 of Fund" --to "the roofer" --reason "The roof leaks." --alternative "We mend it ourselves."',
  );
}

async function propose(cli: Cli, options: ProposeOptions): Promise<void> {
  const output = cli.output(options);
  if (options.reason.trim() === '') throw new UsageError('--reason needs words.');
  assertCanAgree(options);
  await withMember(options, output, async (session) => {
    const logged = await signAndLog(session, options, 'proposal', {
      operations: await operationsFrom(options, session.client),
      ...(await domainFrom(options, session.client)),
      driver: { say: options.reason },
      alternatives: (options.alternative ?? []).map((words) => ({ say: words })),
    });
    const rung = logged.verdict.status === 'not-counted' ? null : await rungOf(session.client, logged);
    output.result({ ...logged, rung }, () => loggedLines(logged, stepsOf(options, rung, logged.short)));
  });
}

/** How the domain decides that it is put before. */
async function rungOf(client: Client, { id }: Logged): Promise<string> {
  const { domain } = await proposalNamed(client, id);
  return domain.rung;
}

import { addExample } from '../examples.ts';
import { commandLine } from '../invocation.ts';
import { proposalNamed } from '../proposal-named.ts';
import type { Cli } from '../run-cli.ts';
import { withMember } from '../session.ts';
import { addSigningOptions, loggedLines, type SigningOptions, signAndLog } from '../sign-and-log.ts';
import { UsageError } from '../usage-error.ts';
import { moment } from '../values.ts';

interface ProxyOptions extends SigningOptions {
  readonly until: string;
  readonly circle?: string;
  readonly vote?: string;
}

export function addProxyCommand(cli: Cli): void {
  const command = cli.program
    .command('proxy')
    .description('let somebody answer in your name when a circle votes; what you answer yourself wins')
    .argument('<person>', 'who holds it, by their subject')
    .requiredOption(
      '--until <time>',
      'when it ends: a day, a time, or a span from now as 30d; a year at the most',
    )
    .option('--circle <subject>', 'the circle that votes, by its subject')
    .option('--vote <proposal>', 'or the circle that is asked about this proposal');
  addSigningOptions(command).action((person: string, options: ProxyOptions) => proxy(cli, person, options));
  addExample(command, 'proxy SUBJECT --vote ID --until 30d');
}

async function proxy(cli: Cli, person: string, options: ProxyOptions): Promise<void> {
  const output = cli.output(options);
  const { circle, vote, until } = options;
  if ((circle === undefined) === (vote === undefined))
    throw new UsageError('Say for which circle: --circle or --vote, one of the two.');
  await withMember(options, output, async (session) => {
    const logged = await signAndLog(session, options, 'proxy', {
      to: person,
      endsAt: moment(until, '--until', Date.now()),
      ...(circle === undefined ? {} : { circle }),
      ...(vote === undefined ? {} : { proposal: (await proposalNamed(session.client, vote)).subject }),
    });
    output.result(logged, () =>
      loggedLines(logged, [`To take it back: ${commandLine(`withdraw ${logged.short}`)}`]),
    );
  });
}

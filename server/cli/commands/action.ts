import { documentNamed } from '../document-names.ts';
import { addExample } from '../examples.ts';
import { commandLine } from '../invocation.ts';
import { personNamed } from '../role-named.ts';
import type { Cli } from '../run-cli.ts';
import { withMember } from '../session.ts';
import { addSigningOptions, loggedLines, type SigningOptions, signAndLog } from '../sign-and-log.ts';
import { moment } from '../values.ts';

interface ActionOptions extends SigningOptions {
  readonly what: string;
  readonly due: string;
  readonly owner?: string;
}

export function addActionCommand(cli: Cli): void {
  const command = cli.program
    .command('action')
    .description('say what is to be done for a decision, by whom and until when')
    .argument('<decision>', 'its id, or at least 8 characters of its beginning')
    .requiredOption('--what <words>', 'what is to be done')
    .requiredOption('--due <time>', 'until when: a day as 2027-05-31, a time, or a span from now as 14d')
    .option('--owner <person>', 'who does it, by name or subject (default: you)');
  addSigningOptions(command).action((decision: string, options: ActionOptions) =>
    action(cli, decision, options),
  );
  addExample(command, 'action ID --what "Order the timber." --due 14d --owner Ben');
}

async function action(cli: Cli, name: string, options: ActionOptions): Promise<void> {
  const output = cli.output(options);
  await withMember(options, output, async (session) => {
    const logged = await signAndLog(session, options, 'action', {
      decision: await documentNamed(session.client, name),
      what: { say: options.what },
      dueAt: moment(options.due, '--due', Date.now()),
      ...(options.owner === undefined ? {} : { owner: await personNamed(session.client, options.owner) }),
    });
    output.result(logged, () =>
      loggedLines(logged, [
        `When it is done: ${commandLine(`done ${logged.short} fulfilled --evidence "…"`)}`,
      ]),
    );
  });
}

import { type EraseOptions, erasesFrom } from '../erases-from.ts';
import { addExample } from '../examples.ts';
import { nextCommand } from '../invocation.ts';
import type { Cli } from '../run-cli.ts';
import { withMember } from '../session.ts';
import { addSigningOptions, loggedLines, type SigningOptions, signAndLog } from '../sign-and-log.ts';
import { collect } from '../values.ts';

interface EraseCommandOptions extends SigningOptions, EraseOptions {
  readonly reason?: string;
}

export function addEraseCommand(cli: Cli): void {
  const command = cli.program
    .command('erase')
    .description(
      'delete what you wrote yourself, here and at the commons that follow us; that it was there stays',
    )
    .argument('<ids...>', 'ids of your documents, or at least 8 characters of their beginnings')
    .option('--text <hash>', 'only this text of it; repeatable (default: all its words)', collect)
    .option('--whole', 'the whole document, where nothing rests on it')
    .option('--reason <words>', 'why; everybody can read it');
  addSigningOptions(command).action((ids: string[], options: EraseCommandOptions) =>
    erase(cli, ids, options),
  );
  addExample(command, 'erase ID', 'decide --erase ID --ground safety --reason "It names a child."');
}

async function erase(cli: Cli, names: readonly string[], options: EraseCommandOptions): Promise<void> {
  const output = cli.output(options);
  const { reason } = options;
  await withMember(options, output, async (session) => {
    const logged = await signAndLog(session, options, 'erasure', {
      erases: await erasesFrom(session.client, names, options),
      ground: 'author-request',
      ...(reason === undefined ? {} : { reason: { say: reason } }),
    });
    output.result(logged, () =>
      loggedLines(logged, [
        'It is deleted here. Peers delete it when they read this; copies in bundles that somebody took home stay.',
        `Who has: ${nextCommand(options, 'erasures')}`,
      ]),
    );
  });
}

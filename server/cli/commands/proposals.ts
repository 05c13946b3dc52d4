import { proposalsSchema } from '../../client/proposal-views.ts';
import { shortId } from '../document-names.ts';
import { addExample } from '../examples.ts';
import { proposalLines } from '../proposal-lines.ts';
import { proposalNamed } from '../proposal-named.ts';
import type { Cli } from '../run-cli.ts';
import { addServerOptions, type ServerOptions, withServer } from '../session.ts';
import { tableLines } from '../table.ts';

export function addProposalsCommand(cli: Cli): void {
  const command = cli.program
    .command('proposals')
    .description('what has been put forward and is not decided yet')
    .argument('[proposal]', 'only this one, with all that was said');
  addServerOptions(command).action((name: string | undefined, options: ServerOptions) =>
    proposals(cli, name, options),
  );
  addExample(command, 'proposals', 'proposals ID');
}

async function proposals(cli: Cli, name: string | undefined, options: ServerOptions): Promise<void> {
  const output = cli.output(options);
  await withServer(options, output, async ({ client }) => {
    if (name !== undefined) {
      const shown = await proposalNamed(client, name);
      output.result(shown, () => proposalLines(shown, options));
      return;
    }
    const answer = await client.read('/proposals', proposalsSchema);
    const rows = answer.proposals.map(({ id, state, closesAt, what }) => [
      shortId(id),
      state,
      closesAt ?? '',
      what.join('; '),
    ]);
    output.result(answer, () =>
      rows.length === 0
        ? ['Nothing is open.']
        : tableLines(['id', 'state', 'answers until', 'what'], rows, true),
    );
  });
}

import { erasuresSchema } from '../../client/views.ts';
import { shortId } from '../document-names.ts';
import { addExample } from '../examples.ts';
import type { Cli } from '../run-cli.ts';
import { addServerOptions, type ServerOptions, withServer } from '../session.ts';
import { tableLines } from '../table.ts';

export function addErasuresCommand(cli: Cli): void {
  const command = cli.program
    .command('erasures')
    .description('what was erased here: when, by whom, on what ground, and which peers have done the same');
  addServerOptions(command).action((options: ServerOptions) => erasures(cli, options));
  addExample(command, 'erasures');
}

async function erasures(cli: Cli, options: ServerOptions): Promise<void> {
  const output = cli.output(options);
  await withServer(options, output, async ({ client }) => {
    const answer = await client.read('/erasures', erasuresSchema);
    output.result(answer, () => {
      if (answer.erasures.length === 0) return ['Nothing was erased here.'];
      const rows = answer.erasures.map(({ id, at, by, ground, what, peers }) => [
        shortId(id),
        at,
        by,
        ground,
        what.map(({ sentence }) => sentence).join('; '),
        peers.length === 0
          ? 'no peers'
          : peers.map(({ name, acknowledged }) => `${name}: ${acknowledged ? 'done' : 'not yet'}`).join(', '),
      ]);
      return [
        ...tableLines(['erasure', 'at', 'by', 'ground', 'what', 'peers'], rows, true),
        '',
        answer.outOfReach,
      ];
    });
  });
}

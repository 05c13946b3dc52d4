import { anyLanguage } from '../../any-language.ts';
import { agreementSchema, agreementsSchema } from '../../client/views.ts';
import { agreementLines } from '../agreement-lines.ts';
import { negotiationNamed } from '../document-names.ts';
import { addExample } from '../examples.ts';
import { commandLine } from '../invocation.ts';
import type { Cli } from '../run-cli.ts';
import { addServerOptions, type ServerOptions, withServer } from '../session.ts';
import { tableLines } from '../table.ts';

export function addAgreementsCommand(cli: Cli): void {
  const command = cli.program
    .command('agreements')
    .description('offers and agreements with other commons, newest first')
    .argument('[negotiation]', 'only this one, with all that happened');
  addServerOptions(command).action((negotiation: string | undefined, options: ServerOptions) =>
    agreements(cli, negotiation, options),
  );
  addExample(command, 'agreements');
}

async function agreements(cli: Cli, name: string | undefined, options: ServerOptions): Promise<void> {
  const output = cli.output(options);
  await withServer(options, output, async ({ client }) => {
    if (name !== undefined) {
      const negotiation = await negotiationNamed(client, name);
      const shown = await client.read(`/agreements/${negotiation}`, agreementSchema);
      output.result(shown, () => agreementLines(shown, options));
      return;
    }
    const answer = await client.read('/agreements', agreementsSchema);
    const rows = answer.agreements.map(({ negotiation, status, parties, fields }) => [
      negotiation,
      status,
      parties
        .filter(({ us }) => !us)
        .map((party) => party.name)
        .join(', '),
      fields === null ? '' : anyLanguage(fields.purpose),
    ]);
    output.result(answer, () =>
      rows.length === 0
        ? [`There is none yet: ${commandLine('offer --help')}`]
        : tableLines(['negotiation', 'status', 'with', 'what'], rows, true),
    );
  });
}

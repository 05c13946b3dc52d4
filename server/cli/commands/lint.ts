import { countText } from '../../amount-text.ts';
import { anyLanguage } from '../../any-language.ts';
import { lintSchema } from '../../client/views.ts';
import { addExample } from '../examples.ts';
import { EXIT } from '../exit.ts';
import type { Cli } from '../run-cli.ts';
import { addServerOptions, type ServerOptions, withServer } from '../session.ts';

export function addLintCommand(cli: Cli): void {
  const command = cli.program
    .command('lint')
    .description('what is wrong with the register; ends with 1 where something can never be decided');
  addServerOptions(command).action((options: ServerOptions) => lint(cli, options));
  addExample(command, 'lint');
}

async function lint(cli: Cli, options: ServerOptions): Promise<void> {
  const output = cli.output(options);
  await withServer(options, output, async ({ client }) => {
    const answer = await client.read('/register/lint', lintSchema);
    output.result(answer, () =>
      answer.findings.length === 0
        ? [`Nothing is wrong with ${countText(answer.domains, 'domain')}.`]
        : answer.findings.map(({ severity, sentence, domain, words }) => {
            const where = domain === null ? '' : ` [${anyLanguage(domain.title) || domain.subject}]`;
            return `${severity}: ${sentence}${where}${words === '' ? '' : ` (${words})`}`;
          }),
    );
    if (answer.findings.some(({ severity }) => severity === 'error')) cli.endWith(EXIT.failed);
  });
}

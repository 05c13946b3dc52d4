import { addExample } from '../examples.ts';
import { addReportOptions, decideOnAgreement, type ReportOptions, textOf } from '../reports.ts';
import type { Cli } from '../run-cli.ts';

interface AskOptions extends ReportOptions {
  readonly words: string;
}

/** `ask`: our question to the other parties about the terms on the table. Spec §8. */
export function addAskCommand(cli: Cli): void {
  const command = cli.program
    .command('ask')
    .description('ask the other parties about the terms of a negotiation; it binds nobody')
    .argument('<negotiation>', 'its name, or a beginning of it of at least 8 characters')
    .requiredOption('--words <words>', 'the question, for everybody to read');
  addReportOptions(command, { reason: 'We want to know before we decide.' }).action(
    (name: string, options: AskOptions) =>
      decideOnAgreement(cli, name, options, {
        needs: 'terms',
        operationOn: () => ({ op: 'ask', text: textOf(options.words) }),
        follows: 'The others are asked at once.',
      }),
  );
  addExample(command, 'ask NEGOTIATION --words "Does that include the deposit?"');
}

import { addExample } from '../examples.ts';
import { addReportOptions, decideOnAgreement, type ReportOptions } from '../reports.ts';
import type { Cli } from '../run-cli.ts';
import { moment } from '../values.ts';

interface TerminateOptions extends ReportOptions {
  readonly at: string;
}

/** `terminate`: our decision that an agreement ends before all of it is kept. Spec §8. */
export function addTerminateCommand(cli: Cli): void {
  const command = cli.program
    .command('terminate')
    .description(
      'say that an agreement ends, alone or with all others as its terms say, with the notice that they ask for',
    )
    .argument('<negotiation>', 'its name, or a beginning of it of at least 8 characters')
    .option('--at <time>', 'when at the soonest: a day, a time, or a span from now as 30d', '0d');
  addReportOptions(command).action((name: string, options: TerminateOptions) =>
    decideOnAgreement(cli, name, options, {
      needs: 'seal',
      operationOn: () => ({ op: 'terminate', endsAt: moment(options.at, '--at', Date.now()) }),
      follows: 'The others are told at once; nobody takes it back.',
    }),
  );
  addExample(command, 'terminate NEGOTIATION --at 30d --reason "The roof is sold."');
}
